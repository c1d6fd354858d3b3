"""The centre: classify, dispatch, decline, merge, decide extensions, reply, call back."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from onewindow.feedback import policies, rules
from onewindow.feedback.errors import AtObjections, ConcernInvalid, ConcernNotFound, NotAllAnswered
from onewindow.feedback.events import ConcernDeclined, ConcernDispatched, ConcernExtended, ConcernReplied
from onewindow.feedback.models import Author, Concern, Task
from onewindow.feedback.services.concern_ends import conclude_concern
from onewindow.feedback.services.concern_steps import CENTRE, leave_step, tell_author
from onewindow.feedback.states import AppealState, ConcernState, TaskState
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

SHORTEST, LONGEST = 4, 3000


def classify_concern(*, by: Actor, number: str, kind: str, category: str, urgent: bool = False) -> Concern:
    """Decide what a concern is; the suggestion is only one.

    Raises CentreOnly, ConcernNotFound, ConcernMoved, ConcernInvalid.
    """
    policies.require_centre(by)
    if kind not in rules.kinds() or category not in rules.categories():
        raise ConcernInvalid(errors={"category": [_("请选择诉求的类型和类别。")]})
    with unit.work():
        concern = locked(by, number)
        concern.require(ConcernState.RECEIVED, ConcernState.HANDLING)
        concern.kind, concern.category, concern.urgent = kind, category, urgent
        concern.save(update_fields=["kind", "category", "urgent"])
        titled = f"{rules.kinds()[kind].name}，{rules.categories()[category]}"
        leave_step(concern, by, "classified", _("已分类：%s") % titled, who=CENTRE, shared=False)
        audit.record(by, "concern.classified", concern, facts={"suggested": concern.suggested})
    return concern


def dispatch_concern(
    *, by: Actor, number: str, agency_ids: Sequence[int], lead_id: int, officers: Sequence[str] = ()
) -> Concern:
    """Accept a concern and give it to the bodies that have to answer; one leads.

    `officers` are the user names of officials it is about: it is kept from them. Raises CentreOnly,
    ConcernNotFound, ConcernMoved, AtObjections, ConcernInvalid.
    """
    with unit.work():
        concern = locked(by, number)
        concern.require(ConcernState.RECEIVED, ConcernState.HANDLING)
        _not_at_objections(concern)
        concern.kept_from = sorted({*concern.kept_from, *_accounts(officers)})
        _check_dispatch(concern, agency_ids, lead_id)
        start = clock.local(concern.received_at).date() if concern.round == 1 else None
        kind = rules.kinds()[concern.kind]
        concern.due_on = rules.due(concern.region_code, kind.urgent if concern.urgent else kind.reply, start)
        first, concern.state = concern.state == ConcernState.RECEIVED, ConcernState.HANDLING
        concern.save(update_fields=["kept_from", "due_on", "state"])
        _give(by, concern, agency_ids, lead_id)
        names = "、".join(
            t.agency.name for t in concern.tasks.filter(state="waiting").select_related("agency")
        )
        step = leave_step(concern, by, "dispatched", _("已受理，交办：%s") % names[:40], who=CENTRE)
        audit.record(by, "concern.dispatched", concern)
        if first:
            tell_author(concern, "concern-accepted", step, day=f"{concern.due_on:%Y年%-m月%-d日}")
    return concern


def _not_at_objections(concern: Concern) -> None:
    if concern.at_objections:
        raise AtObjections


def _check_dispatch(concern: Concern, agency_ids: Sequence[int], lead_id: int) -> None:
    if not concern.category:
        raise ConcernInvalid(errors={"category": [_("请先分类。")]})
    if not agency_ids or lead_id not in agency_ids:
        raise ConcernInvalid(errors={"agencies": [_("请选择承办单位，并指定其中一个主办。")]})


def _accounts(officers: Sequence[str]) -> list[int]:
    found = identity.Account.objects.filter(username__in=officers, post__isnull=False)
    ids = dict(found.values_list("username", "pk"))
    unknown = [name for name in officers if name not in ids]
    if unknown:
        raise ConcernInvalid(errors={"officers": [_("没有这个工作人员账号：%s。") % "、".join(unknown)]})
    return list(ids.values())


def _give(by: Actor, concern: Concern, agency_ids: Sequence[int], lead_id: int) -> None:
    assert concern.due_on is not None
    for agency_id in dict.fromkeys(agency_ids):
        task, made = Task.objects.get_or_create(
            concern=concern, agency_id=agency_id, round=concern.round,
            defaults={
                "lead": agency_id == lead_id, "given_at": clock.now(), "due_on": concern.due_on,
                "city": concern.city,
            },
        )  # fmt: skip
        if not made:
            task.state, task.lead, task.due_on = TaskState.WAITING, agency_id == lead_id, concern.due_on
            task.save(update_fields=["state", "lead", "due_on"])
        audit.record(by, "concern.given", task)
        outbox.publish(
            ConcernDispatched(
                subject=concern.number, city=concern.city, agency=agency_id, lead=task.lead, due=task.due_on
            )
        )


def decline_concern(*, by: Actor, number: str, text: str) -> Concern:
    """Decline a concern with the reason and where to turn instead; the author is told in words."""
    policies.require_centre(by)
    reason = said(text)
    with unit.work():
        concern = locked(by, number)
        concern.require(ConcernState.RECEIVED)
        concern.state, concern.reason, concern.closed_at = ConcernState.DECLINED, reason, clock.now()
        concern.save(update_fields=["state", "reason", "closed_at"])
        step = leave_step(concern, by, "declined", _("不予受理"), who=CENTRE, text=reason)
        audit.record(by, "concern.declined", concern)
        outbox.publish(ConcernDeclined(subject=concern.number, city=concern.city))
        tell_author(concern, "concern-declined", step)
    return concern


def merge_concern(*, by: Actor, number: str, into: str) -> Concern:
    """Let a concern follow another about the same matter; its author gets the same reply."""
    with unit.work():
        concern = locked(by, number)
        concern.require(ConcernState.RECEIVED)
        target = policies.concerns_centred_on(by).select_for_update(of=("self",)).filter(number=into).first()
        if target is None or target.pk == concern.pk or target.merged_into_id:
            raise ConcernInvalid(errors={"into": [_("请写另一件还在办的诉求的编号。")]})
        target.require(ConcernState.RECEIVED, ConcernState.HANDLING)
        concern.state, concern.merged_into = ConcernState.MERGED, target
        concern.save(update_fields=["state", "merged_into"])
        target.kept_from = sorted({*target.kept_from, *concern.kept_from})
        target.save(update_fields=["kept_from"])
        leave_step(concern, by, "merged", _("与同一件事合并办理"), who=CENTRE)
        audit.record(by, "concern.merged", concern, target)
    return concern


def decide_extension(*, by: Actor, task_id: object, granted: bool, text: str) -> Task:
    """Grant or refuse that a body answers later; the author is told of the new day."""
    reason = said(text)
    policies.require_centre(by)
    with unit.work():
        task = (
            Task.objects.select_for_update(of=("self",))
            .filter(pk=task_id, extension=AppealState.ASKED)
            .first()
        )
        if task is None:
            raise ConcernNotFound
        concern = locked(by, task.concern.number)
        task.extension = AppealState.GRANTED if granted else AppealState.REFUSED
        if granted:
            task.due_on = rules.due(concern.region_code, task.extension_days or 0, task.due_on)
            concern.due_on = max(task.due_on, concern.due_on or date.min)
            concern.save(update_fields=["due_on"])
        task.save(update_fields=["extension", "due_on"])
        titled = _("答复延期到 %s") % f"{task.due_on:%Y-%m-%d}" if granted else _("不同意延期")
        step = leave_step(concern, by, "extended", titled, who=CENTRE, text=reason, shared=granted)
        audit.record(by, "concern.extension_decided", task)
        if granted:
            outbox.publish(
                ConcernExtended(
                    subject=concern.number, city=concern.city, agency=task.agency_id, due=task.due_on
                )
            )
            tell_author(concern, "concern-extended", step, day=f"{task.due_on:%Y年%-m月%-d日}")
    return task


def reply_concern(*, by: Actor, number: str, text: str) -> Concern:
    """Answer the author in one reply made of what the bodies answered; merged ones get it too.

    Raises CentreOnly, ConcernNotFound, ConcernMoved, AtObjections, NotAllAnswered, ConcernInvalid.
    """
    policies.require_centre(by)
    words = said(text)
    with unit.work():
        concern = locked(by, number)
        concern.require(ConcernState.HANDLING)
        _not_at_objections(concern)
        waiting = concern.tasks.filter(round=concern.round, state=TaskState.WAITING).select_related("agency")
        names = [task.agency.name for task in waiting]
        if names:
            raise NotAllAnswered(names="、".join(names))
        for one in (concern, *concern.merged.filter(state=ConcernState.MERGED).select_for_update()):
            send_reply(one, by, words)
    return concern


def send_reply(concern: Concern, by: Actor, words: str) -> None:
    """Answer the author of a locked concern, in the caller's unit of work; the call back follows."""
    late = concern.due_on is not None and clock.today() > concern.due_on
    concern.state, concern.reply, concern.replied_at = ConcernState.REPLIED, words, clock.now()
    concern.call_due = rules.due(concern.region_code, rules.concern_limit("call_back"))
    concern.save(update_fields=["state", "reply", "replied_at", "call_due"])
    step = leave_step(concern, by, "replied", _("已答复"), who=CENTRE, text=words)
    audit.record(by, "concern.replied", concern)
    outbox.publish(ConcernReplied(subject=concern.number, city=concern.city, kind=concern.kind, late=late))
    tell_author(concern, "concern-replied", step)


def call_author_back(*, by: Actor, number: str, satisfied: bool | None, text: str) -> Concern:
    """Tell what the author said when called back. Raises CentreOnly, ConcernNotFound, ConcernMoved."""
    policies.require_centre(by)
    words = said(text)
    with unit.work():
        concern = locked(by, number)
        concern.require(ConcernState.REPLIED)
        conclude_concern(concern, by, satisfied=satisfied, text=words, who=CENTRE)
    return concern


def open_author(*, by: Actor, number: str, reason: str) -> Author:
    """Return who said it and in what words, to the centre only; the look is recorded first."""
    policies.require_centre(by)
    why = said(reason)
    with unit.work():
        concern = locked(by, number)
        author = Author.objects.get(concern=concern)
        key = author.organisation_id or author.person_id
        if key is not None:
            kind = "organisation" if author.organisation_id else "person"
            look = identity.Access(kind, key, _("诉求人的姓名、手机号和原话"), why, author.case_number)
            identity.record_accesses(by, [look])
        audit.record(by, "concern.author_seen", concern, reason=why)
    return author


def locked(by: Actor, number: str) -> Concern:
    """Return a concern of the centre with its lock held. Raises CentreOnly, ConcernNotFound."""
    policies.require_centre(by)
    rows = policies.concerns_centred_on(by).select_for_update(of=("self",)).filter(number=number)
    concern = rows.first()
    if concern is None:
        raise ConcernNotFound
    return concern


def said(text: str) -> str:
    """Return words as they are kept. Raises ConcernInvalid."""
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not SHORTEST <= len(words) <= LONGEST:
        raise ConcernInvalid(errors={"text": [_("请写 %d 至 %d 个字。") % (SHORTEST, LONGEST)]})
    return words
