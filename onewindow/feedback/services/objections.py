"""An objection to a look at one's data is a complaint: opened with it, answered where objections are."""

from django.utils.translation import gettext as _

from onewindow.feedback import likeness, rules
from onewindow.feedback.events import ConcernReceived
from onewindow.feedback.models import Author, Concern
from onewindow.feedback.redaction import redacted
from onewindow.feedback.services.centre import send_reply
from onewindow.feedback.services.concern_steps import leave_step, tell_author
from onewindow.feedback.services.raising import new_number
from onewindow.feedback.states import ConcernState, Source
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, audit, clock, ids, outbox, unit


def open_complaint(objection_id: int) -> Concern:
    """Open the complaint that an objection is, once, already accepted; kept from the official who looked.

    It has the day by which objections are answered and goes to nobody else: `settle_complaint` replies.
    """
    author = Author.objects.select_related("concern").filter(objection=objection_id).first()
    if author is not None:
        return author.concern
    told = identity.objected(objection_id)
    with unit.work():
        concern = _concern(told)
        concern.save(force_insert=True)
        author = _author(concern, told)
        step = leave_step(concern, SYSTEM, "received", _("已受理，由监察岗核实"), who=_("系统"))
        audit.record(SYSTEM, "concern.received", concern)
        audit.record(SYSTEM, "concern.received", author)
        outbox.publish(
            ConcernReceived(
                subject=concern.number, city=concern.city, kind=concern.kind, source=concern.source,
                accept_due=concern.accept_due,
            )
        )  # fmt: skip
        tell_author(concern, "concern-accepted", step, day=f"{concern.due_on:%Y年%-m月%-d日}")
    return concern


def settle_complaint(objection_id: int) -> Concern:
    """Reply to the complaint with the answer to its objection, once; its author says whether it is enough."""
    key = open_complaint(objection_id).pk
    told = identity.objected(objection_id)
    with unit.work():
        concern = Concern.objects.select_for_update().get(pk=key)
        if concern.at_objections and told.is_settled:
            one = told.objection
            send_reply(concern, SYSTEM, f"{one.get_outcome_display()}。{one.answer}")
    return concern


def _concern(told: identity.Objected) -> Concern:
    objection, look = told.objection, told.objection.record
    agency = told.looker.post.agency if told.looker and told.looker.post else None
    known = [told.holder.name, told.holder.mobile or "", look.case]
    title = _("对一次查看个人信息有异议")
    text = redacted(
        _("%(at)s，%(who)s查看了：%(what)s。理由：%(reason)s。本人认为：%(said)s") % {
            "at": f"{clock.local(look.at):%Y年%-m月%-d日 %H:%M}", "who": look.who, "what": look.what,
            "reason": look.reason, "said": objection.said,
        },
        known,
    )  # fmt: skip
    return Concern(
        number=new_number(), **rules.objection(), title=title, text=text,
        region_code=f"{objection.city}00000000", city=objection.city, source=Source.ACCESS, about=agency,
        kept_from=[told.looker.pk] if told.looker else [], marks=likeness.marks(f"{title}{text}"),
        state=ConcernState.HANDLING, received_at=objection.raised_at,
        accept_due=clock.local(objection.raised_at).date(), due_on=objection.due_on,
    )  # fmt: skip


def _author(concern: Concern, told: identity.Objected) -> Author:
    objection, holder = told.objection, told.holder
    kind = objection.record.subject_kind
    return Author.objects.create(
        concern=concern, account_id=objection.account_id, query_code=ids.spoken_code(6), name=holder.name,
        mobile=holder.mobile or None, said=objection.said, case_number=objection.record.case,
        objection=objection.pk, city=concern.city, **{kind: holder},
    )  # fmt: skip
