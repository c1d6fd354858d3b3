"""Pages of opened companies at the desk: codes and pushes, what a body was told, segments of codes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.collaboration import policies
from onewindow.collaboration import public as collaboration
from onewindow.identity import public as identity


@require_GET
@identity.role_required(*policies.REVIEWERS)
def company(request: HttpRequest) -> HttpResponse:
    """List the companies the officer's body registered, those with trouble, or what it was told."""
    by, after = identity.actor_of(request), request.GET.get("after", "")[:40]
    tab = request.GET.get("tab", "")
    if tab == "told":
        context = {"page": collaboration.follow_up_list(by, after=after), "tab": tab}
    else:
        tab = "failed" if tab == "failed" else "all"
        context = {"page": collaboration.opening_list(by, tab=tab, after=after), "tab": tab}
    return render(request, "collaboration/company.html", context)


@require_POST
@identity.role_required(*policies.REVIEWERS)
def push_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send a failed push again."""
    collaboration.push_again(by=identity.actor_of(request), push_id=key)
    messages.success(request, "已安排重新推送，稍后刷新页面查看。")
    return redirect("collaboration:company")


@require_POST
@identity.role_required(*policies.REVIEWERS)
def allocate(request: HttpRequest, key: UUID) -> HttpResponse:
    """Allocate a code to an opening that waits for one."""
    opening = collaboration.allocate_again(by=identity.actor_of(request), opening_id=key)
    messages.success(request, f"已赋统一社会信用代码 {opening.uscc}。")
    return redirect("collaboration:company")


@require_POST
@identity.role_required(*policies.REVIEWERS)
def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sign for an approval that one's body was told of."""
    collaboration.take_follow_up(by=identity.actor_of(request), follow_up_id=key)
    messages.success(request, "已签收。")
    return redirect("/desk/company/?tab=told")


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def segments(request: HttpRequest) -> HttpResponse:
    """Show the segments of codes of the officer's body; a POST enters one, by its head."""
    by = identity.actor_of(request)
    errors: dict[str, list[str]] = {}
    given = request.POST
    if request.method == "POST":
        try:
            collaboration.add_segment(
                by=by, agency_id=int(by.agency or 0), head=given.get("head", "").strip().upper(),
                first=_number(given.get("first", "")), size=_number(given.get("size", "")),
                low=_number(given.get("low", "")),
            )  # fmt: skip
        except collaboration.SegmentInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "码段已录入，可以赋码。")
            return redirect("collaboration:segments")
    may_add = policies.keeps_segments(by, int(by.agency or 0), by.region_prefix)
    context = {"rows": collaboration.segments_of(by), "errors": errors, "given": given, "may_add": may_add}
    return render(request, "collaboration/segments.html", context, status=422 if errors else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
