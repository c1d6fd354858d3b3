"""Pages of joint cases: the list and the whole for officers; applying again for the applicant."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.collaboration import policies
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.errors import PartInvalid
from onewindow.identity import public as identity


@require_GET
@identity.role_required(*policies.REVIEWERS)
def joints(request: HttpRequest) -> HttpResponse:
    """List the joint cases of the officer's body."""
    tab = "part" if request.GET.get("tab") == "part" else "led"
    after = request.GET.get("after", "")[:40]
    page = collaboration.joint_list(identity.actor_of(request), tab=tab, after=after)
    return render(request, "collaboration/joints.html", {"page": page, "tab": tab})


@require_GET
@identity.role_required(*policies.REVIEWERS)
def joint(request: HttpRequest, number: str) -> HttpResponse:
    """Show all parts of a joint case with their results to who takes part."""
    by = identity.actor_of(request)
    found = collaboration.open_joint_page(by=by, number=number)
    context = {
        "joint": found,
        "whole": collaboration.whole(found, papers=True),
        "drawing": collaboration.drawing_of(number),
        "leads": policies.leads(by, found),
        "gatherings": collaboration.gatherings_of(found, by),
        "agency": by.agency,
    }
    return render(request, "collaboration/joint.html", context)


@require_POST
@identity.role_required(*policies.REVIEWERS)
def send_part_again(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Send a blocked part again."""
    collaboration.send_part_again(by=identity.actor_of(request), number=number, key=key)
    messages.success(request, "已重新分送，稍后刷新页面查看。")
    return redirect("collaboration:joint", number=number)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def drop_part(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Ask why a part that cannot be opened is waited for no more; a POST does so."""
    by, errors = identity.actor_of(request), dict[str, list[str]]()
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            collaboration.drop_part(by=by, number=number, key=key, reason=reason)
        except PartInvalid as refusal:
            errors = dict(refusal.errors)
        else:
            messages.success(request, "已记录。其他部分继续办理。")
            return redirect("collaboration:joint", number=number)
    found = collaboration.open_joint_page(by=by, number=number)
    policies.require_lead(by, found)
    part = found.members.filter(key=key).first()
    if part is None:
        raise collaboration.UnknownJoint
    context = {"joint": found, "part": part, "errors": errors, "given": request.POST}
    return render(request, "collaboration/part_drop.html", context, status=422 if errors else 200)


@require_POST
@identity.sign_in_required
def apply_part_again(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Begin the next application for a refused part."""
    draft = collaboration.apply_part_again(by=identity.actor_of(request), number=number, key=key)
    messages.success(request, "上次填写的内容都在，请改正后提交。")
    return redirect("cases:check", draft_id=draft.pk)


@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def give_up_part(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Ask whether to leave a refused part at its refusal; a POST does so."""
    by = identity.actor_of(request)
    if request.method == "POST":
        collaboration.give_up_part(by=by, number=number, key=key)
        messages.success(request, "已记录。其他部分继续办理。")
        return redirect("cases:case", number=number)
    part = collaboration.part_to_leave(by, number, key)
    context = {"part": part, "number": number, "back": reverse("cases:case", args=[number])}
    return render(request, "collaboration/part_give_up.html", context)
