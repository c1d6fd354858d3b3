"""Trial run: a form made of a version's own inputs, judged and explained at once; nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onewindow.decisions import policies, released
from onewindow.decisions.explanations import STATUSES, explain
from onewindow.decisions.judgement import ENGINE, Decision, judge
from onewindow.decisions.models import DecisionRecord, RuleSetVersion
from onewindow.decisions.unit_cases import completed
from onewindow.identity.public import role_required
from onewindow.kernel.public import canonical, clock
from onewindow.rules.public import Model

YES, NO = "true", "false"
APPLICANT = {"kind": "类别", "name": "姓名（名称）", "number": "证件号码", "level": "认证等级"}
MOST = 2000


@dataclass(frozen=True)
class Box:
    """One field of the form: its name, label, kind of value, and the text it starts with."""

    name: str
    label: str
    kind: str
    value: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A fieldset: the applicant, the answers, or one shared resource with its status."""

    name: str
    label: str
    boxes: list[Box]
    status: str = ""


class Invalid(Exception):
    """A text that is no value of its kind."""


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.ROLES)
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the form, filled from the first unit case; a POST judges what was filled in."""
    version = (
        RuleSetVersion.objects.filter(rule_set__code=code, number=number).select_related("rule_set").first()
    )
    if version is None:
        raise Http404
    posted = request.method == "POST"
    rules = released.stored(version)
    start = version.cases[0].get("given", {}) if version.cases else {}
    groups, inputs, faults = read(rules.model, start, request.POST if posted else None)
    explanation = None
    if posted and not faults:
        explanation = explain(record_of(version, judge(rules, inputs, rule_set=code)))
    context = {
        "version": version,
        "parts": groups,
        "today": inputs["today"],
        "statuses": [{"value": value, "label": label} for value, label in STATUSES.items()],
        "booleans": [{"value": YES, "label": "是"}, {"value": NO, "label": "否"}],
        "errors": faults,
        "explanation": explanation,
    }
    return render(request, "decisions/desk_trial.html", context, status=422 if faults else 200)


def record_of(version: RuleSetVersion, decision: Decision) -> DecisionRecord:
    """Return a decision as a record that is never saved."""
    inputs = canonical.canonical_json(decision.inputs)
    return DecisionRecord(
        case_number="",
        rule_set=decision.rule_set,
        version=version,
        number=version.number,
        digest=version.digest,
        inputs=inputs.decode(),
        inputs_digest=canonical.sm3(inputs).hex(),
        outcome=decision.outcome,
        reasons=decision.reasons_plain,
        trace=dict(decision.trace),
        engine=ENGINE,
        decided_at=clock.now(),
    )


def read(
    model: Model, start: Mapping[str, Any], given: Mapping[str, str] | None
) -> tuple[list[Group], dict[str, Any], dict[str, list[str]]]:
    """Return the form's groups, the inputs they stand for, and what could not be read, by field."""
    faults: dict[str, list[str]] = {}
    inputs: dict[str, Any] = {"today": str(start.get("today") or clock.today())}
    if given is not None:
        inputs["today"] = given.get("today", "").strip()[:10]
        try:
            date.fromisoformat(inputs["today"])
        except ValueError:
            faults["today"] = ["日期请写成 2026-12-01 的样子。"]
    shapes = [("applicant", "申请人", [(name, label, "") for name, label in APPLICANT.items()])]
    shapes.append(("answers", "申请人填写的内容", _fields(model, "answers")))
    facts = [(f"facts.{name}", label, fields) for name, label, fields in _resources(model)]
    groups = []
    for name, label, fields in shapes + facts:
        begun = _at(start, name)
        status = ""
        if name.startswith("facts."):
            status = begun if isinstance(begun, str) else "ok"
            if given is not None:
                status = given.get(f"{name}:answer", "ok")
                status = status if status in STATUSES else "ok"
        sample = begun if isinstance(begun, Mapping) else {}
        boxes, values = _boxes(name, fields, sample, given, faults)
        groups.append(Group(name, label, boxes, status))
        if not name.startswith("facts."):
            inputs[name] = values
        else:
            inputs.setdefault("facts", {})[name[6:]] = values if status == "ok" else status
    plain = completed(inputs) if "today" not in faults else {}
    return groups, json.loads(canonical.canonical_json(plain)) | {"today": inputs["today"]}, faults


def _boxes(
    group: str,
    fields: list[tuple[str, str, str]],
    sample: Mapping[str, Any],
    given: Mapping[str, str] | None,
    faults: dict[str, list[str]],
) -> tuple[list[Box], dict[str, Any]]:
    boxes, values = [], {}
    for key, label, declared in fields:
        name, kind = f"{group}.{key}", declared or _kind_of(sample.get(key))
        text = _shown(sample.get(key)) if given is None else given.get(name, "").replace("\x00", "").strip()
        text = text[:MOST]
        errors: tuple[str, ...] = ()
        try:
            values[key] = _value(text, kind)
        except Invalid as fault:
            faults[name] = [str(fault)]
            errors = (str(fault),)
        boxes.append(Box(name, label, kind, text, errors))
    return boxes, values


def _at(start: Mapping[str, Any], name: str) -> Any:
    value: Any = start
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _kind_of(value: object) -> str:
    return "boolean" if isinstance(value, bool) else "number" if isinstance(value, (int, float)) else "string"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _value(text: str, kind: str) -> object:
    if kind == "list":
        return [part.strip() for part in text.split("、") if part.strip()]
    if not text:
        return None
    if kind == "boolean":
        return text == YES
    if kind != "number":
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Invalid("请填数字。") from None
    if not number.is_finite() or abs(number) >= 10**15:
        raise Invalid("请填数字。")
    return int(number) if number == number.to_integral_value() else float(number)


def _fields(model: Model, name: str) -> list[tuple[str, str, str]]:
    element = model.by_name.get(name)
    variable = element.child("variable") if element is not None else None
    item = model.types.elements.get(variable.get("typeRef")) if variable is not None else None
    return _components(item)


def _resources(model: Model) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    element = model.by_name.get("facts")
    variable = element.child("variable") if element is not None else None
    item = model.types.elements.get(variable.get("typeRef")) if variable is not None else None
    parts = item.all("itemComponent") if item is not None else []
    return [(e.get("name"), e.get("label") or e.get("name"), _components(e)) for e in parts]


def _components(item: Any) -> list[tuple[str, str, str]]:
    return [
        (
            e.get("name"),
            e.get("label") or e.get("name"),
            "list" if e.get("isCollection") == "true" else e.text_of("typeRef"),
        )
        for e in (item.all("itemComponent") if item is not None else [])
    ]
