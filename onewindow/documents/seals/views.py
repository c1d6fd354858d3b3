"""电子印章 at the desk: the list, one seal with its log, what can be done with it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.documents.seals import policies, queries, services
from onewindow.documents.seals.errors import SealNotFound
from onewindow.documents.seals.models import Seal, SealState
from onewindow.documents.seals.settings import purposes
from onewindow.identity.public import Post, actor_of, role_required
from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound

Errors = dict[str, list[str]]
_DONE = {
    "issue": gettext_lazy("印章已发放，可以使用。"),
    "suspend": gettext_lazy("印章已停用；此前盖的章仍然有效。"),
    "revoke": gettext_lazy("印章已作废，已列入作废名单。"),
    "grant": gettext_lazy("已授权。"),
    "withdraw": gettext_lazy("授权已收回。"),
}


@never_cache
@require_safe
@role_required(*policies.READERS)
def seals(request: HttpRequest) -> HttpResponse:
    """List the seals of the post's region."""
    by = actor_of(request)
    text, state = request.GET.get("q", "").replace("\0", "").strip()[:60], request.GET.get("state", "")
    after = request.GET.get("after", "")[:30].replace("\0", "")
    rows, more = queries.seals_page(by, text=text, state=state, after=after)
    shown = {
        "rows": rows, "more": more, "text": text, "state": state, "states": SealState.choices,
        "makes": by.has_role(*policies.MAKERS),
    }  # fmt: skip
    return render(request, "documents/seals.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.MAKERS)
def new_seal(request: HttpRequest) -> HttpResponse:
    """Make an approval seal for a body that has none."""
    by, errors = actor_of(request), Errors()
    bodies = queries.bodies_without_seal(by)
    if request.method == "POST":
        body = next((one for one in bodies if one.name == request.POST.get("agency", "").strip()), None)
        if body is None:
            errors = {"agency": [_("请从列表中选一个还没有行政审批专用章的机构。")]}
        else:
            made: list[Seal] = []
            errors = _tried(lambda: made.append(services.make_seal(by=by, agency=body)), "agency")
            if not errors:
                messages.success(request, _("印章已制作，等安全管理岗发放。"))
                return redirect("documents:seal", made[0].pk)
    shown = {"bodies": bodies, "errors": errors, "given": request.POST}
    return render(request, "documents/seal_new.html", shown, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*policies.READERS)
def seal(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Show a seal: its record, who may use it, each use."""
    by = actor_of(request)
    one = queries.seal_seen_by(by, seal_id)
    shown = {
        "one": one,
        "grants": queries.grants_of(one),
        "uses": queries.uses_of(one, before=_mark(request)),
        "keeps": by.has_role(*policies.KEEPERS),
        "stops": by.has_role(*policies.KEEPERS) or by.has_role("chief"),
    }
    return render(request, "documents/seal.html", shown)


@require_safe
@role_required(*policies.READERS)
def picture(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Give the picture of a seal to who may look at it."""
    one = queries.seal_seen_by(actor_of(request), seal_id)
    response = HttpResponse(bytes(one.picture), content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
@role_required("security", "chief")
def change(request: HttpRequest, seal_id: str, do: str) -> HttpResponse:
    """Issue, suspend, revoke, grant or withdraw; what cannot be undone is asked for first."""
    by, errors = actor_of(request), Errors()
    try:
        one = queries.seal_seen_by(by, UUID(seal_id))
    except ValueError as error:
        raise SealNotFound from error
    if request.method == "POST":
        errors = _tried(lambda: _CHANGES[do](request, one), "purpose" if do == "grant" else "reason")
        if not errors:
            messages.success(request, _DONE[do])
            return redirect("documents:seal", one.pk)
    shown = {
        "one": one,
        "do": do,
        "errors": errors,
        "given": request.POST or request.GET,
        "purposes": list(purposes().items()),
        "posts": [("", _("系统自动用印")), *_posts(one)] if do == "grant" else [],
    }
    return render(request, "documents/seal_change.html", shown, status=422 if errors else 200)


def _issue(request: HttpRequest, one: Seal) -> object:
    return services.issue_seal(by=actor_of(request), seal_id=one.pk)


def _suspend(request: HttpRequest, one: Seal) -> object:
    return services.suspend_seal(by=actor_of(request), seal_id=one.pk, reason=request.POST.get("reason", ""))


def _revoke(request: HttpRequest, one: Seal) -> object:
    return services.revoke_seal(by=actor_of(request), seal_id=one.pk, reason=request.POST.get("reason", ""))


def _grant(request: HttpRequest, one: Seal) -> object:
    given, allowed = request.POST.get("post", ""), [str(key) for key, _name in _posts(one)]
    post = int(given) if given in allowed else None
    purpose = request.POST.get("purpose", "")
    return services.grant_use(by=actor_of(request), seal_id=one.pk, post_id=post, purpose=purpose)


def _withdraw(request: HttpRequest, one: Seal) -> None:
    given = request.POST.get("grant", "")
    key = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
    services.withdraw_use(by=actor_of(request), seal_id=one.pk, grant_id=key)


_CHANGES: dict[str, Callable[[HttpRequest, Seal], object]] = {
    "issue": _issue, "suspend": _suspend, "revoke": _revoke, "grant": _grant, "withdraw": _withdraw,
}  # fmt: skip


def _posts(one: Seal) -> list[tuple[int, str]]:
    rows = Post.objects.filter(agency_id=one.agency_id, closed_on=None).order_by("title")
    return [(row.pk, row.title) for row in rows]


def _mark(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None


def _tried(verb: Callable[[], object], field: str) -> Errors:
    try:
        verb()
    except Invalid as refusal:
        return dict(refusal.errors) or {field: [refusal.message]}
    except (Conflict, NotAllowed, NotFound) as refusal:
        return {field: [refusal.message]}
    return {}
