"""How a concern ends: its author is satisfied, is not and it starts again, withdraws, or says nothing."""

from datetime import date

from django.utils.translation import gettext as _

from onewindow.feedback import policies, rules
from onewindow.feedback.errors import AtObjections, ConcernInvalid, ConcernNotFound
from onewindow.feedback.events import ConcernClosed, ConcernDispatched, ConcernReopened
from onewindow.feedback.models import Concern, Task
from onewindow.feedback.services.concern_steps import AUTHOR, SYSTEM_NAME, leave_step
from onewindow.feedback.states import ConcernState
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor, audit, clock, outbox, unit

LONGEST, AT_ONCE = 1000, 500


def confirm_reply(*, by: Actor, number: str, satisfied: bool, text: str = "", code: str = "") -> Concern:
    """Say as its author whether the reply is good; if not, the bodies work on it once more.

    Raises ConcernNotFound, ConcernMoved, ConcernInvalid: who is not satisfied says what is missing.
    """
    words = text.replace("\x00", "").strip()[:LONGEST]
    if not satisfied and len(words) < 4:
        raise ConcernInvalid(errors={"text": [_("请写明哪里没有解决，至少 4 个字。")]})
    with unit.work():
        concern = _own(by, number, code)
        concern.require(ConcernState.REPLIED)
        conclude_concern(concern, ANONYMOUS, satisfied=satisfied, text=words, who=AUTHOR)
    return concern


def withdraw_concern(*, by: Actor, number: str, code: str = "") -> Concern:
    """Take a concern back before it is answered. Raises ConcernNotFound, ConcernMoved, AtObjections."""
    with unit.work():
        concern = _own(by, number, code)
        concern.require(ConcernState.RECEIVED, ConcernState.HANDLING)
        if concern.at_objections:
            raise AtObjections
        concern.state, concern.closed_at = ConcernState.WITHDRAWN, clock.now()
        concern.save(update_fields=["state", "closed_at"])
        concern.tasks.filter(state="waiting").update(state="returned")
        leave_step(concern, ANONYMOUS, "withdrawn", _("诉求人撤回"), who=AUTHOR)
        audit.record(ANONYMOUS, "concern.withdrawn", concern)
        _tell_closed(concern)
    return concern


def settle_silent() -> int:
    """Close what was answered and never spoken about again; return how many."""
    days, today, closed = rules.concern_limit("settle"), clock.today(), 0
    rows = Concern.objects.filter(state=ConcernState.REPLIED, call_due__lt=today)
    for key, region, called in rows.order_by("call_due", "id").values_list("pk", "region_code", "call_due")[
        :AT_ONCE
    ]:
        if called is None or rules.due(region, days, called) >= today:
            continue
        with unit.work():
            concern = Concern.objects.select_for_update().get(pk=key)
            if concern.state == ConcernState.REPLIED:
                conclude_concern(concern, SYSTEM, satisfied=None, text="", who=SYSTEM_NAME)
                closed += 1
    return closed


def conclude_concern(concern: Concern, by: Actor, *, satisfied: bool | None, text: str, who: str) -> None:
    """Close a concern, or open its next round where its author is not satisfied and there is one left."""
    titled = {True: _("对答复满意"), False: _("对答复不满意"), None: _("没有表示意见，自动办结")}[satisfied]
    concern.satisfied = satisfied
    leave_step(concern, by, "called_back", titled, who=who, text=text)
    if satisfied is False and concern.round < rules.concern_limit("rounds"):
        _again(concern, by)
    else:
        concern.state, concern.closed_at = ConcernState.CLOSED, clock.now()
        _tell_closed(concern)
    concern.save()
    audit.record(by, "concern.called_back", concern, facts={"satisfied": satisfied})


def _again(concern: Concern, by: Actor) -> None:
    before = list(Task.objects.filter(concern=concern, round=concern.round, state="answered"))
    concern.state, concern.round = ConcernState.HANDLING, concern.round + 1
    kind = rules.kinds()[concern.kind]
    concern.due_on = rules.due(concern.region_code, kind.urgent if concern.urgent else kind.reply)
    due: date = concern.due_on
    rows = [
        Task(
            concern=concern, agency_id=one.agency_id, lead=one.lead, round=concern.round,
            given_at=clock.now(), due_on=due, city=concern.city,
        )
        for one in before
    ]  # fmt: skip
    Task.objects.bulk_create(rows)
    for one in rows:
        audit.record(by, "concern.given", one)
    outbox.publish(
        ConcernReopened(subject=concern.number, city=concern.city, round=concern.round, due=due),
        *(
            ConcernDispatched(
                subject=concern.number, city=concern.city, agency=one.agency_id, lead=one.lead, due=due
            )
            for one in rows
        ),
    )


def _tell_closed(concern: Concern) -> None:
    outbox.publish(ConcernClosed(subject=concern.number, city=concern.city, satisfied=concern.satisfied))


def _own(by: Actor, number: str, code: str) -> Concern:
    rows = Concern.objects.select_for_update(of=("self",)).filter(number=number)
    mine = policies.own_concerns(by).filter(number=number).exists() if by.kind == "person" else False
    if not mine:
        rows = rows.filter(author__query_code=code.strip().upper() or "-")
    concern = rows.first()
    if concern is None:
        raise ConcernNotFound
    return concern
