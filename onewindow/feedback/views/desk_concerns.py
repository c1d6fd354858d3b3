"""The desks of concerns: the centre classifies, dispatches, replies; a body answers what it was given."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onewindow.feedback import policies, rules, suggesting
from onewindow.feedback.errors import ConcernInvalid
from onewindow.feedback.models import Author, Concern, PublishedAnswer, Task
from onewindow.feedback.queries import concerns as reads
from onewindow.feedback.services import answering, centre, publishing
from onewindow.feedback.states import AppealState, ConcernState, TaskState
from onewindow.feedback.views import asking
from onewindow.government import public as government
from onewindow.identity import public as identity

POSTS = (*policies.HANDLERS, *policies.CENTRE)
SHOWN = {
    "new": _("待受理"), "handling": _("办理中"), "replied": _("待回访"), "over": _("已办结"),
}  # fmt: skip
TASKS = {"waiting": _("待答复"), "done": _("已处理")}
MOST_BODIES = 300


@never_cache
@require_safe
@identity.role_required(*POSTS)
def desk(request: HttpRequest) -> HttpResponse:
    """List the concerns of the centre, or the tasks of a body."""
    by, after = identity.actor_of(request), request.GET.get("after", "")[:60]
    watching = policies.is_centre(by)
    names = SHOWN if watching else TASKS
    show = request.GET.get("show", "")
    show = show if show in names else next(iter(names))
    page = (
        reads.centre_page(by, show=show, after=after)
        if watching
        else reads.tasks_page(by, show=show, after=after)
    )
    context = {
        "page": page,
        "watching": watching,
        "show": show,
        "tabs": [
            {"label": label, "href": f"?show={key}", "current": key == show} for key, label in names.items()
        ],
        "kinds": {key: one.name for key, one in rules.kinds().items()},
        "categories": rules.categories(),
    }
    return render(request, "feedback/desk_concerns.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.CENTRE)
def concern(request: HttpRequest, number: str) -> HttpResponse:
    """Show a concern to the centre, without its author; a POST does one thing about it."""
    by = identity.actor_of(request)
    one = reads.concern_for_centre(by, number)
    act, errors, author = request.POST.get("act", ""), {}, None
    if request.method == "POST" and act in _ACTS:
        try:
            done = _ACTS[act](request, number)
        except ConcernInvalid as refusal:
            errors = refusal.errors
        else:
            if not isinstance(done, Author):
                messages.success(request, _("已提交。"))
                return redirect("feedback:desk-concern", number=number)
            author = done
    context = _shown(request, one) | {"author": author, "errors": errors, "given": request.POST}
    return render(request, "feedback/desk_concern.html", context, status=422 if errors else 200)


def _shown(request: HttpRequest, one: Concern) -> dict[str, object]:
    by, names = identity.actor_of(request), rules.categories()
    text = f"{one.title}\n{one.text}"
    new = one.state == ConcernState.RECEIVED
    suggested = suggesting.suggest(text) if new else []
    tasks = list(one.tasks.select_related("agency").order_by("round", "-lead", "id"))
    bodies = government.agencies_in("45")[:MOST_BODIES] if one.state in {"received", "handling"} else []
    usual = rules.body_of(one.category)
    return {
        "one": one,
        "kind": rules.kinds()[one.kind].name,
        "category": names.get(one.category, ""),
        "kinds": [(key, kind.name) for key, kind in rules.kinds().items()],
        "categories": list(names.items()),
        "suggested": [(names[s.category], round(s.share * 100)) for s in suggested],
        "likely": one.category or (suggested[0].category if suggested else ""),
        "bodies": [(body.pk, body.name) for body in bodies],
        "usual": next((body.pk for body in bodies if usual and body.name.endswith(usual)), ""),
        "tasks": tasks,
        "alike": reads.alike(by, one) if new else [],
        "merged": one.merged.order_by("id"),
        "steps": one.steps.order_by("id"),
        "objection": reads.objection_of(one) if one.at_objections else None,
        "draft": "\n".join(
            t.answer or "" for t in tasks if t.state == TaskState.ANSWERED and t.round == one.round
        ),
        "published": PublishedAnswer.objects.filter(concern=one, withdrawn_at=None).first(),
        "known": reads.known(text),
        "asked": [t for t in tasks if t.extension == AppealState.ASKED],
    }


def _classify(request: HttpRequest, number: str) -> object:
    return centre.classify_concern(
        by=identity.actor_of(request), number=number, kind=request.POST.get("kind", ""),
        category=request.POST.get("category", ""), urgent=request.POST.get("urgent") == "true",
    )  # fmt: skip


def _dispatch(request: HttpRequest, number: str) -> object:
    given = [request.POST.get("lead", ""), *request.POST.getlist("agencies")[:10]]
    ids = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 10]
    officers = request.POST.get("officers", "").replace("，", ",").replace("、", ",").split(",")
    return centre.dispatch_concern(
        by=identity.actor_of(request), number=number, agency_ids=list(dict.fromkeys(ids)),
        lead_id=ids[0] if ids else 0, officers=[one.strip()[:150] for one in officers if one.strip()],
    )  # fmt: skip


def _with_text(verb: Callable[..., object], **more: object) -> Callable[[HttpRequest, str], object]:
    def act(request: HttpRequest, number: str) -> object:
        return verb(
            by=identity.actor_of(request), number=number, text=asking.text_of(request, "text", 3000), **more
        )

    return act


def _extension(request: HttpRequest, number: str) -> object:
    task = request.POST.get("task", "")
    try:
        key = UUID(task)
    except ValueError:
        raise ConcernInvalid(errors={"text": [_("请刷新页面后再试。")]}) from None
    return centre.decide_extension(
        by=identity.actor_of(request), task_id=key, granted=request.POST.get("granted") == "yes",
        text=asking.text_of(request, "text", 1000),
    )  # fmt: skip


_ACTS: dict[str, Callable[[HttpRequest, str], object]] = {
    "classify": _classify,
    "dispatch": _dispatch,
    "decline": _with_text(centre.decline_concern),
    "reply": _with_text(centre.reply_concern),
    "satisfied": _with_text(centre.call_author_back, satisfied=True),
    "unsatisfied": _with_text(centre.call_author_back, satisfied=False),
    "silent": _with_text(centre.call_author_back, satisfied=None),
    "extension": _extension,
    "merge": lambda r, number: centre.merge_concern(
        by=identity.actor_of(r), number=number, into=r.POST.get("into", "")[:20].strip()
    ),
    "publish": lambda r, number: publishing.publish_answer(
        by=identity.actor_of(r), number=number, question=asking.text_of(r, "question", 300),
        text=asking.text_of(r, "text", 3000),
    ),
    "see": lambda r, number: centre.open_author(
        by=identity.actor_of(r), number=number, reason=asking.text_of(r, "text", 200)
    ),
}  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.HANDLERS)
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Show a body what it has to answer; a POST answers, gives back or asks for time."""
    by = identity.actor_of(request)
    one = reads.task_for(by, task_id)
    act, errors = request.POST.get("act", ""), {}
    if request.method == "POST" and act in {"answer", "return", "extend"}:
        try:
            _task_act(request, act, one)
        except ConcernInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已提交。"))
            return redirect("feedback:task", task_id=task_id)
    concern_of = one.concern
    context = {
        "one": one,
        "concern": concern_of,
        "kind": rules.kinds()[concern_of.kind].name,
        "category": rules.categories().get(concern_of.category, ""),
        "open": one.state == TaskState.WAITING and concern_of.state == ConcernState.HANDLING,
        "most": rules.concern_limit("extend"),
        "known": reads.known(f"{concern_of.title}\n{concern_of.text}"),
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "feedback/desk_task.html", context, status=422 if errors else 200)


def _task_act(request: HttpRequest, act: str, one: Task) -> None:
    about: dict[str, Any] = {
        "by": identity.actor_of(request),
        "task_id": one.pk,
        "text": asking.text_of(request, "text", 3000),
    }
    if act == "extend":
        days = request.POST.get("days", "")
        answering.ask_extension(
            **about, days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0
        )
    elif act == "return":
        answering.return_task(**about)
    else:
        answering.answer_task(**about)


@require_POST
@identity.role_required(*policies.CENTRE)
def withdraw(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Take a published answer back."""
    publishing.withdraw_answer(by=identity.actor_of(request), answer_id=answer_id)
    messages.success(request, _("已撤下。"))
    return redirect("feedback:desk-concerns")
