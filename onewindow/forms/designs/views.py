"""The desk of forms: what there is, one form with what keeps it back, its acts, its file."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.forms.designs import queries, services
from onewindow.forms.designs.entries import WIDGETS
from onewindow.forms.designs.files import MOST_BYTES, as_file
from onewindow.forms.designs.problems import problems
from onewindow.forms.designs.uses import uses_of
from onewindow.forms.models import DesignState
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, Invalid


@require_http_methods(["GET", "POST"])
@identity.role_required(*services.ROLES)
def listing(request: HttpRequest) -> HttpResponse:
    """List the forms; a POST begins a new one, or takes a file in."""
    errors: Mapping[str, list[str]] = {}
    if request.method == "POST":
        code = _text(request, "code")
        try:
            _begin(request, code)
        except Invalid as refusal:
            errors = refusal.errors
        else:
            return redirect("designs:design", code=code)
    context = {
        "rows": queries.lines(),
        "errors": errors,
        "given": request.POST,
        "may_design": identity.actor_of(request).has_role(*services.DESIGNERS),
    }
    return render(request, "forms/designs/list.html", context, status=422 if errors else 200)


def _begin(request: HttpRequest, code: str) -> None:
    by, file = identity.actor_of(request), request.FILES.get("file")
    if "import" not in request.POST:
        services.start_design(by=by, code=code, title=_text(request, "title") or " ")
        return
    if file is None or (file.size or 0) > MOST_BYTES:
        raise Invalid(errors={"file": ["请选择表单文件（.json），不超过 500 KB。"]})
    services.import_design(by=by, code=code, data=file.read())


@require_GET
@identity.role_required(*services.ROLES)
def design(request: HttpRequest, code: str) -> HttpResponse:
    """Show a form's pages and fields, what keeps it from being published, and what may be done."""
    return shown(request, code, {})


def shown(request: HttpRequest, code: str, errors: Mapping[str, list[str]]) -> HttpResponse:
    """Draw the page of a form, with what was wrong with an act."""
    found, by = queries.whole(code, _version(request)), identity.actor_of(request)
    mine = found.design
    uses = uses_of(code)
    context = {
        "whole": found,
        "design": mine,
        "pages": found.told["ui"]["pages"],
        "required": _required(found.told["schema"]),
        "widgets": dict(WIDGETS),
        "problems": problems(found.told, uses) if mine else [],
        "uses": uses,
        "errors": errors,
        "given": request.POST,
        "version": _version(request),
        "may_change": bool(mine and mine.state == DesignState.DRAFT and by.has_role(*services.DESIGNERS)),
        "may_start": mine is None and by.has_role(*services.DESIGNERS),
        "may_release": bool(mine and mine.state == DesignState.SUBMITTED),
        "may_drop": mine is not None and by.has_role(*services.DESIGNERS),
    }
    return render(request, "forms/designs/design.html", context, status=422 if errors else 200)


def _required(schema: Mapping[str, object]) -> list[str]:
    rules = [schema, *(rule.get("then", {}) for rule in schema.get("allOf", ()))]  # type: ignore[attr-defined]
    return [name for rule in rules for name in rule.get("required", ())]


VERBS: Mapping[str, tuple[Callable[[Actor, str, HttpRequest], object], str]] = {
    "start": (lambda by, code, _: services.start_design(by=by, code=code), "可以开始修改。"),
    "submit": (lambda by, code, _: services.submit_design(by=by, code=code), "已送审，由另一位人员发布。"),
    "return": (
        lambda by, code, r: services.return_design(by=by, code=code, answer=_text(r, "answer")),
        "已退回修改。",
    ),
    "publish": (
        lambda by, code, _: services.publish_design(by=by, code=code),
        "已发布。新开始的申请按这一版填写，已经开始的仍按原来的版本。",
    ),
    "drop": (lambda by, code, _: services.drop_design(by=by, code=code), "已放弃这份设计稿。"),
}


@require_POST
@identity.role_required(*services.ROLES)
def act(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Do one of the acts on a form."""
    if verb not in VERBS:
        raise Http404
    done, told = VERBS[verb]
    try:
        done(identity.actor_of(request), code, request)
    except Invalid as refusal:
        return shown(request, code, refusal.errors)
    messages.success(request, told)
    gone = verb == "drop" and not queries.exists(code)
    return redirect("designs:list") if gone else redirect("designs:design", code=code)


@require_GET
@identity.role_required(*services.ROLES)
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Give a form out as a file."""
    found = queries.whole(code, _version(request))
    answer = HttpResponse(as_file(found.told), content_type="application/json")
    name = f"{code}-{_version(request) or 'design'}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _version(request: HttpRequest) -> int | None:
    text = request.GET.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()[:500]
