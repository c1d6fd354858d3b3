"""Pages: my data, its copy, corrections of it, closing the account; the public retention page."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onewindow.identity import ports
from onewindow.identity.guards import sign_in_required
from onewindow.identity.queries import actor_of
from onewindow.identity.rights import closing, copying, correcting, held, removing, rules
from onewindow.identity.rights.errors import CorrectionInvalid, SourceNotFound
from onewindow.identity.rights.held import HeldData, Look, Subject
from onewindow.identity.signin.views.pages import recent_required
from onewindow.kernel.public import Actor, Invalid, clock

SHOWN, ALL = 3, 200


@never_cache
@require_safe
@sign_in_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show everything held about me, the newest of each kind."""
    by = actor_of(request)
    subject = held.subject_of(by)
    shown = [_drawn(one, subject, SHOWN) for one in held.sources(subject.kind)]
    context = {
        "account": shown[0],
        "kinds": shown[1:],
        "corrections": [(one, correcting.field_label(one)) for one in correcting.corrections_of(by)],
        "closing": closing.waiting_closing(by),
    }
    return render(request, "identity/my_data.html", context)


@never_cache
@require_safe
@sign_in_required
def one_kind(request: HttpRequest, key: str) -> HttpResponse:
    """Show one kind of data held about me."""
    subject = held.subject_of(actor_of(request))
    kind = held.source(key)
    if subject.kind not in kind.kinds:
        raise SourceNotFound
    return render(request, "identity/my_data_kind.html", {"kind": _drawn(kind, subject, ALL), "most": ALL})


@never_cache
@require_safe
@sign_in_required
@recent_required
def copy_page(request: HttpRequest) -> HttpResponse:
    """Tell what the copy holds before it is taken; who lands here gave the password minutes ago."""
    subject = held.subject_of(actor_of(request))
    return render(request, "identity/my_data_copy.html", {"kinds": held.sources(subject.kind)})


@never_cache
@require_POST
@sign_in_required
@recent_required
def copy(request: HttpRequest) -> HttpResponse:
    """Give a copy of everything held about me."""
    answer = HttpResponse(copying.copy(by=actor_of(request)), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="my-data-{clock.today():%Y%m%d}.zip"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """Ask to have one kind of data corrected, with evidence."""
    by = actor_of(request)
    subject, kind = held.subject_of(by), held.source(key)
    given = {name: request.POST.get(name, "") for name in ("field", "row", "after", "said")}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _ask(request, by, kind, given)
        except Invalid as refusal:
            errors = refusal.errors or {"evidence": [refusal.message]}
        else:
            messages.success(request, _("更正申请已提交，结果会写在“我的信息”里，也会发短信告诉您。"))
            return redirect("identity:my-data")
    context = {
        "kind": kind,
        "fields": _fields(kind, subject),
        "given": given,
        "errors": errors,
        "days": rules.number("correct_days"),
    }
    return render(request, "identity/my_data_correct.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
@recent_required
def close(request: HttpRequest) -> HttpResponse:
    """Say what closing does and what stands against it; a POST asks for it."""
    by = actor_of(request)
    subject = held.subject_of(by)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        if not request.POST.get("sure"):
            errors = {"sure": [_("请先勾选，确认您知道注销的后果。")]}
        else:
            closing.ask_closing(by=by)
            messages.success(request, _("已申请注销。等待期内可以随时撤回。"))
            return redirect("identity:close-account")
    kinds = held.sources(subject.kind)
    context = {
        "waiting": closing.waiting_closing(by),
        "against": closing.reasons_against(Subject(subject.kind, subject.key, (by.account_id or 0,))),
        "days": rules.number("cooling_days"),
        "goes": [one for one in kinds if one.erase],
        "stays": [(one, rules.retention()[one.retention]) for one in kinds if not one.erase],
        "errors": errors,
    }
    return render(request, "identity/close_account.html", context, status=422 if errors else 200)


@never_cache
@require_POST
@sign_in_required
def keep(request: HttpRequest) -> HttpResponse:
    """Take the wish to close back."""
    closing.take_back_closing(by=actor_of(request))
    messages.success(request, _("已撤回，账号照常使用。"))
    return redirect("identity:my-data")


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Show everybody how long what is kept, why, and when it was last cleared."""
    return render(request, "identity/retention.html", {"rules": removing.shown()})


def _ask(request: HttpRequest, by: Actor, kind: HeldData, given: dict[str, str]) -> None:
    """Check first, then keep the files, then ask: nothing is stored for a form that is to be corrected."""
    field, row = given["field"], given["row"].replace("\x00", "").strip()[:80]
    field = "" if field == "other" else field or "-"
    if correcting.waiting_request(by=by, source=kind.key, field=field, row=row) is not None:
        return
    files = request.FILES.getlist("evidence")[: rules.number("evidence_files")]
    wish = correcting.Wish(kind.key, field, given["after"], given["said"], row)
    correcting.check_wish(by=by, wish=wish, has_evidence=bool(files))
    if ports.evidence_keeper is None:
        raise CorrectionInvalid(errors={"evidence": [_("暂时不能上传，请稍后再试，或到窗口办理。")]})
    kept: list[UUID] = [ports.evidence_keeper(by, file, _("更正个人信息的证明")) for file in files]
    correcting.ask_correction(by=by, wish=wish, evidence=kept)


def _fields(kind: HeldData, subject: Subject) -> list[dict[str, object]]:
    named: list[dict[str, object]] = [
        {"value": one.name, "label": one.label} for one in correcting.fields_for(kind, subject.kind)
    ]
    return [*named, {"value": "other", "label": _("其他内容")}]


def _drawn(kind: HeldData, subject: Subject, limit: int) -> dict[str, object]:
    """Return a kind of data as a page draws it; columns that are empty in every row are left out."""
    rows = kind.rows(subject, Look(limit=limit + 1))
    names = [name for name in kind.columns if any(row.get(name) not in ("", None) for row in rows)]
    return {
        "kind": kind,
        "rule": rules.retention()[kind.retention],
        "columns": [kind.columns[name] for name in names],
        "rows": [_cells(row, names) for row in rows[:limit]],
        "pairs": list(zip((kind.columns[n] for n in names), _cells(rows[0], names), strict=True))
        if rows
        else [],
        "more": len(rows) > limit,
    }


def _cells(row: held.Row, names: Sequence[str]) -> list[str]:
    return [_cell(row.get(name, "")) for name in names]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        at = clock.local(value)
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value or "")
