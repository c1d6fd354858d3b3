"""What authors, desks and everybody may read of concerns; none of it says who the author is."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from onewindow.feedback import cursors, likeness, policies, rules
from onewindow.feedback.errors import AnswerNotFound, ConcernNotFound
from onewindow.feedback.models import Author, Concern, PublishedAnswer, Task
from onewindow.feedback.states import OVER, ConcernState, TaskState
from onewindow.kernel.public import Actor, clock

A_PAGE, CANDIDATES, ALIKE = 20, 50, 5


@dataclass(frozen=True, slots=True)
class Rows:
    """One page and where the next begins."""

    rows: list[Concern]
    after: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """One page of tasks and where the next begins."""

    rows: list[Task]
    after: str


def concern_of(by: Actor, number: str, code: str = "") -> Concern:
    """Return a concern to its author: signed in, or with its query code. Raises ConcernNotFound."""
    mine = policies.own_concerns(by).filter(number=number).first()
    if mine is None and code:
        mine = Concern.objects.filter(number=number, author__query_code=code.strip().upper()).first()
    if mine is None:
        raise ConcernNotFound
    return mine


def own(by: Actor, *, limit: int = 50) -> list[Concern]:
    """Return the newest concerns of the actor's party."""
    return list(policies.own_concerns(by).defer("text", "reply").order_by("-id")[:limit])


def centre_page(by: Actor, *, show: str, after: str = "") -> Rows:
    """Return the centre's concerns: new ones by their limit, those in hand by theirs, others newest first."""
    rows = policies.concerns_centred_on(by).select_related("about").defer("text", "reply")
    order = {"new": "accept_due", "handling": "due_on"}.get(show)
    if order is None:
        wanted = [ConcernState.REPLIED] if show == "replied" else sorted(OVER)
        rows = rows.filter(state__in=wanted).order_by("-id")
        rows = rows.filter(pk__lt=after) if cursors.is_key(after) else rows
    else:
        state = ConcernState.RECEIVED if show == "new" else ConcernState.HANDLING
        rows = _after(rows.filter(state=state), order, after).order_by(order, "id")
    found = list(rows[: A_PAGE + 1])
    last = found[A_PAGE - 1] if len(found) > A_PAGE else None
    mark = "" if last is None else f"{getattr(last, order):%Y-%m-%d}.{last.pk}" if order else str(last.pk)
    return Rows(found[:A_PAGE], mark)


def tasks_page(by: Actor, *, show: str, after: str = "") -> Tasks:
    """Return the tasks of a body: what waits by its limit, what is done newest first."""
    rows = policies.tasks_of(by).select_related("concern").defer("concern__text", "concern__reply", "answer")
    if show == "done":
        rows = rows.exclude(state=TaskState.WAITING).order_by("-id")
        rows = rows.filter(pk__lt=after) if cursors.is_key(after) else rows
    else:
        rows = _after(rows.filter(state=TaskState.WAITING), "due_on", after).order_by("due_on", "id")
    found = list(rows[: A_PAGE + 1])
    last = found[A_PAGE - 1] if len(found) > A_PAGE else None
    mark = "" if last is None else str(last.pk) if show == "done" else f"{last.due_on:%Y-%m-%d}.{last.pk}"
    return Tasks(found[:A_PAGE], mark)


def _after(rows: QuerySet, order: str, after: str) -> QuerySet:  # type: ignore[type-arg]  # of either noun
    day, _dot, key = after.partition(".")
    if not cursors.is_day(day) or not cursors.is_key(key):
        return rows
    return rows.filter(Q(**{f"{order}__gt": day}) | Q(**{order: day, "pk__gt": key}))


def concern_for_centre(by: Actor, number: str) -> Concern:
    """Return a concern to the centre. Raises ConcernNotFound."""
    found = (
        policies.concerns_centred_on(by).select_related("about", "merged_into").filter(number=number).first()
    )
    if found is None:
        raise ConcernNotFound
    return found


def objection_of(concern: Concern) -> int | None:
    """Return the objection to a look that a concern came from."""
    return Author.objects.values_list("objection", flat=True).get(concern=concern)


def task_for(by: Actor, task_id: UUID) -> Task:
    """Return a task to its body. Raises ConcernNotFound."""
    found = policies.tasks_of(by).select_related("concern", "agency").filter(pk=task_id).first()
    if found is None:
        raise ConcernNotFound
    return found


def alike(by: Actor, concern: Concern) -> list[tuple[Concern, int]]:
    """Return open concerns that seem to be about the same matter, with the percent they share."""
    rows = policies.concerns_centred_on(by).filter(marks__overlap=concern.marks, merged_into=None)
    rows = rows.exclude(pk=concern.pk).exclude(state__in=sorted({*OVER, ConcernState.MERGED}))
    mine = likeness.pieces(f"{concern.title}{concern.text}")
    shares = [
        (one, likeness.likeness(mine, likeness.pieces(f"{one.title}{one.text}")))
        for one in rows.order_by("-id")[:CANDIDATES]
    ]
    close = sorted((pair for pair in shares if pair[1] >= rules.same_matter()), key=lambda pair: -pair[1])
    return [(one, round(share * 100)) for one, share in close[:ALIKE]]


def published(*, text: str = "", category: str = "", before: int | None = None) -> list[PublishedAnswer]:
    """Return published answers that hold every piece of a text, newest first, one more than a page."""
    rows = PublishedAnswer.objects.filter(withdrawn_at=None).order_by("-id")
    if text:
        rows = rows.filter(grams__contains=sorted(one[:2] for one in likeness.pieces(text)))
    rows = rows.filter(category=category) if category else rows
    return list((rows.filter(pk__lt=before) if before else rows)[: A_PAGE + 1])


def known(text: str, *, most: int = 3) -> list[PublishedAnswer]:
    """Return published answers close to a question, for who is about to ask or to answer it."""
    pieces = sorted(one[:2] for one in likeness.pieces(text))
    if not pieces:
        return []
    rows = PublishedAnswer.objects.filter(withdrawn_at=None, grams__overlap=pieces).order_by("-id")[
        :CANDIDATES
    ]
    scored = [(len({*pieces} & {*one.grams}) / len(pieces), one) for one in rows]
    return [one for share, one in sorted(scored, key=lambda pair: -pair[0])[:most] if share >= 0.4]


def published_answer(answer_id: int) -> PublishedAnswer:
    """Return one published answer. Raises AnswerNotFound."""
    found = PublishedAnswer.objects.filter(pk=answer_id, withdrawn_at=None).first()
    if found is None:
        raise AnswerNotFound
    return found


def is_late(concern: Concern) -> bool:
    """Tell whether a concern should have been answered before today."""
    return concern.due_on is not None and concern.replied_at is None and clock.today() > concern.due_on
