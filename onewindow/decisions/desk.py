"""Desk of the rules: list, versions side by side, checks, what-if, editing, release, switch, files."""

from datetime import date
from typing import Any

import yaml
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.decisions import policies, services
from onewindow.decisions.checks import checks_of
from onewindow.decisions.designing import is_installed, is_readable
from onewindow.decisions.editing import Document, differences
from onewindow.decisions.errors import DecisionRefusal
from onewindow.decisions.models import RuleSet, RuleSetVersion, VersionState, WhatIf
from onewindow.decisions.seed import plain
from onewindow.decisions.whatif import ask_what_if
from onewindow.identity.public import actor_of, role_required

MOST = 2_000_000
COLUMN_KINDS = {
    "boolean": "是或否",
    "number": "数字",
    "string": "文字",
    "date": "日期",
    "days and time duration": "天数",
    "years and months duration": "年月",
}


def _text(request: HttpRequest, name: str, most: int = 2000) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


def _version(code: str, number: int) -> RuleSetVersion:
    found = (
        RuleSetVersion.objects.filter(rule_set__code=code, number=number).select_related("rule_set").first()
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@role_required(*policies.ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """List rule sets with their latest versions; a POST imports a DMN file as a draft."""
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            version = _import(request)
        except DecisionRefusal as refusal:
            errors = {"file": [str(refusal)]}
        else:
            return redirect("rules:version", code=version.rule_set.code, number=version.number)
    latest: dict[int, RuleSetVersion] = {}
    for one in RuleSetVersion.objects.defer("dmn_xml", "cases", "check_result").order_by("number"):
        latest[one.rule_set_id] = one
    rows = [(one, latest.get(one.pk)) for one in RuleSet.objects.all()]
    context = {"rows": rows, "errors": errors, "given": request.POST}
    return render(request, "decisions/desk_rules.html", context, status=422 if errors else 200)


def _import(request: HttpRequest) -> RuleSetVersion:
    file, code = request.FILES.get("file"), _text(request, "code", 60)
    if file is None or not code or not code.replace("-", "").isalnum() or not code.isascii():
        raise DecisionRefusal("请选择 DMN 文件，并填写编号（小写字母、数字和连字符）。")
    data = file.read(MOST + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DecisionRefusal("文件不是 UTF-8 编码的 DMN 文件。") from None
    last = RuleSetVersion.objects.filter(rule_set__code=code).order_by("-number").first()
    return services.draft_rule_set(
        by=actor_of(request), code=code, name=_text(request, "name", 120) or code, dmn_xml=text,
        cases=last.cases if last else [],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(*policies.ROLES)
def rule_set(request: HttpRequest, code: str) -> HttpResponse:
    """Show a rule set's versions and switch; a POST throws the switch or begins a draft."""
    found = RuleSet.objects.filter(code=code).first()
    if found is None:
        raise Http404
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            return _act_on_set(request, found)
        except DecisionRefusal as refusal:
            errors = {"reason": [str(refusal)]}
    versions = RuleSetVersion.objects.filter(rule_set=found).defer("dmn_xml", "cases").order_by("-number")
    context = {"set": found, "versions": versions, "errors": errors}
    return render(request, "decisions/desk_rule_set.html", context, status=422 if errors else 200)


def _act_on_set(request: HttpRequest, found: RuleSet) -> HttpResponse:
    by = actor_of(request)
    if request.POST.get("act") == "switch":
        stop = request.POST.get("on") == "1"
        services.set_kill_switch(by=by, rule_set=found.code, on=stop, reason=_text(request, "reason", 500))
        messages.success(request, "已停用，之后的申请都转人工。" if stop else "已恢复自动审批。")
        return redirect("rules:set", code=found.code)
    base = RuleSetVersion.objects.filter(rule_set=found).order_by("-number").first()
    if base is None:
        raise Http404
    made = services.draft_rule_set(
        by=by, code=found.code, name=found.name, dmn_xml=base.dmn_xml, cases=base.cases
    )
    return redirect("rules:version", code=found.code, number=made.number)


@require_http_methods(["GET", "POST"])
@role_required(*policies.ROLES)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a version with checks, unit cases and differences; a POST saves, tries or releases it."""
    shown = _version(code, number)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _act_on_version(request, shown)
        except DecisionRefusal as refusal:
            act = str(request.POST.get("act", ""))
            field = {"release": "day", "add-column": "expression", "remove-column": "columns"}.get(act, act)
            errors = {field: [str(refusal)]}
        else:
            return redirect("rules:version", code=code, number=number)
    return render(
        request,
        "decisions/desk_rule_version.html",
        _about(request, shown, errors),
        status=422 if errors else 200,
    )


def _about(request: HttpRequest, shown: RuleSetVersion, errors: dict[str, list[str]]) -> dict[str, Any]:
    by, sheet = actor_of(request), Document(shown.dmn_xml).sheet()
    others = RuleSetVersion.objects.filter(rule_set=shown.rule_set).exclude(pk=shown.pk).order_by("-number")
    wanted = request.GET.get("against", "")
    against = others.filter(number=int(wanted)).first() if wanted.isascii() and wanted.isdigit() else None
    against = against or others.filter(state=VersionState.RELEASED, number__lt=shown.number).first()
    draft = shown.state == VersionState.DRAFT
    return {
        "version": shown,
        "sheet": sheet,
        "checks": checks_of(shown),
        "against": against,
        "others": list(others.values_list("number", flat=True)),
        "differences": differences(Document(against.dmn_xml).sheet(), sheet) if against else [],
        "trial": WhatIf.objects.filter(version=shown, digest=shown.digest).first(),
        "edits": draft and by.label == shown.drafted_by,
        "releases": draft and by.label != shown.drafted_by,
        "cases_text": yaml.safe_dump(shown.cases, allow_unicode=True, sort_keys=False, width=120),
        "column_kinds": [{"value": value, "label": label} for value, label in COLUMN_KINDS.items()],
        "errors": errors,
        "given": request.POST,
        "designer": is_installed() and is_readable(shown.dmn_xml),
    }


def _act_on_version(request: HttpRequest, shown: RuleSetVersion) -> None:
    by, act = actor_of(request), request.POST.get("act")
    if act == "what-if":
        ask_what_if(by=by, version_id=shown.pk)
    elif act == "release":
        try:
            day = date.fromisoformat(_text(request, "day", 10))
        except ValueError:
            raise DecisionRefusal("生效日期请写成 2026-12-01 的样子。") from None
        services.release_rule_set(by=by, version_id=shown.pk, effective_from=day)
        messages.success(request, f"第 {shown.number} 版已发布，自 {day} 起生效。")
    elif act == "parameters":
        document = Document(shown.dmn_xml)
        for name, _, _ in document.sheet().parameters:
            document.set_parameter(name, _text(request, f"p-{name}"))
        services.save_draft(by=by, version_id=shown.pk, dmn_xml=document.xml(), cases=shown.cases)
    elif act in {"add-column", "remove-column"}:
        _change_columns(request, shown, act)
    elif act == "cases":
        cases = _cases(_text(request, "cases", MOST))
        services.save_draft(by=by, version_id=shown.pk, dmn_xml=shown.dmn_xml, cases=cases)


def _change_columns(request: HttpRequest, shown: RuleSetVersion, act: str) -> None:
    document, by = Document(shown.dmn_xml), actor_of(request)
    if act == "add-column":
        label, expression = _text(request, "label", 120), _text(request, "expression")
        kind = _text(request, "kind", 40)
        if not label or not expression or kind not in COLUMN_KINDS:
            raise DecisionRefusal("请填写列的名称、看什么，并选择类型。")
        document.add_column(label, expression, kind)
        gone: list[int] = []
    else:
        number = _text(request, "column", 4)
        gone = document.remove_column(int(number) if number.isascii() and number.isdigit() else 0)
    services.save_draft(by=by, version_id=shown.pk, dmn_xml=document.xml(), cases=shown.cases)
    if gone:
        told = "、".join(map(str, gone))
        messages.success(request, f"列已删除；只看这一列的第 {told} 条规则也一并删除。")


def _cases(text: str) -> list[dict[str, Any]]:
    try:
        found = plain(yaml.safe_load(text) or [])
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DecisionRefusal(f"用例的写法有误：{error}") from None
    if not isinstance(found, list):
        raise DecisionRefusal("用例应是一个列表，每条以“- name：”开头。")
    names: set[str] = set()
    for case in found:
        given = case.get("given", {}) if isinstance(case, dict) else None
        expect = case.get("expect") if isinstance(case, dict) else None
        if not isinstance(given, dict) or not isinstance(expect, dict) or "outcome" not in expect:
            raise DecisionRefusal("每条用例要有 name、given 和 expect（其中写 outcome）。")
        if case.get("like", "") not in {"", *names} or ("like" not in case and "today" not in given):
            raise DecisionRefusal(
                f"用例“{case.get('name')}”的 like 要写前面的用例名；没有 like 的要写 today。"
            )
        names.add(str(case.get("name")))
    return found


@require_http_methods(["GET", "POST"])
@role_required(*policies.ROLES)
def rule(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """Edit a rule of a draft, cell by cell; the number after the last adds one."""
    shown = _version(code, number)
    document = Document(shown.dmn_xml)
    sheet = document.sheet()
    if not 1 <= row <= len(sheet.rules) + 1:
        raise Http404
    blank = (["-"] * len(sheet.columns), ["null"] * len(sheet.outputs), [""] * len(sheet.notes))
    cells = sheet.rules[row - 1][1] if row <= len(sheet.rules) else blank
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        cells = tuple(
            [_text(request, f"{kind}{n}") for n in range(len(texts))]
            for kind, texts in zip("ion", cells, strict=True)
        )  # type: ignore[assignment]
        if request.POST.get("act") == "remove":
            document.remove_rule(row)
        else:
            document.set_rule(row, ([cell or "-" for cell in cells[0]], cells[1], cells[2]))
        try:
            services.save_draft(
                by=actor_of(request), version_id=shown.pk, dmn_xml=document.xml(), cases=shown.cases
            )
        except DecisionRefusal as refusal:
            errors = {"i0": [str(refusal)]}
        else:
            return redirect("rules:version", code=code, number=number)
    context = {
        "version": shown,
        "row": row,
        "is_new": row > len(sheet.rules),
        "inputs": list(zip(sheet.columns, cells[0], strict=False)),
        "outputs": list(zip(sheet.outputs, cells[1], strict=False)),
        "notes": list(zip(sheet.notes, cells[2], strict=False)),
        "errors": errors,
    }
    return render(request, "decisions/desk_rule.html", context, status=422 if errors else 200)


@require_safe
@role_required(*policies.ROLES)
def export(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give a version's DMN document."""
    shown = _version(code, number)
    name = f"{code}-{number}.dmn"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(shown.dmn_xml, content_type="application/xml; charset=utf-8", headers=head)
