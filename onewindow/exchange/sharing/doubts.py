"""Verbs over doubts: report data that looks wrong, answer within the limit."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onewindow.exchange.limits import due
from onewindow.exchange.policies import require_asker, require_provider
from onewindow.exchange.queries import resource as resource_of
from onewindow.exchange.sharing.errors import AlreadyDoubted, DemandInvalid, DoubtSettled, UnknownDoubt
from onewindow.exchange.sharing.models import Doubt, DoubtState
from onewindow.exchange.sharing.reading import reason as reason_of
from onewindow.exchange.sharing.reading import words
from onewindow.identity.public import require_another_hand
from onewindow.kernel.public import Actor, audit, clock, ids, unit

_NUMBER = re.compile(r"[0-9]{10,}")


def report_doubt(*, by: Actor, resource: str, field: str, case: str, receipt: str, said: str) -> Doubt:
    """Report that one field of an answer looks wrong; long numbers in the text are refused.

    Raises RoleMissing, UnknownResource, DemandInvalid, AlreadyDoubted.
    """
    if by.kind != "client":
        require_asker(by)
    about = resource_of(resource)
    errors: dict[str, list[str]] = {}
    if field not in about.fields:
        errors["field"] = [_("请选择有疑义的信息项。")]
    text, number = words(said), words(receipt)[:40]
    if not 6 <= len(text) <= 500:
        errors["said"] = [_("请写明哪里不对、依据是什么，6至500个字。")]
    elif _NUMBER.search(text):
        errors["said"] = [_("不要写证件号码、手机号，提供方凭回执编号就能找到这条数据。")]
    if not number.startswith("R"):
        errors["receipt"] = [_("请填写交换回执编号，以R开头。")]
    if errors:
        raise DemandInvalid(errors=errors)
    now = clock.now()
    with unit.work():
        row = Doubt(
            number=ids.new_number("Y", now), resource=about, field=field, case=words(case)[:40],
            receipt=number, said=text, due=due("doubt", clock.today()), asked_by=by.label, asked_at=now,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as twice:
            raise AlreadyDoubted from twice
        audit.record(by, "doubt.reported", row)
    return row


def answer_doubt(*, by: Actor, number: str, state: str, answer: str) -> Doubt:
    """Answer: corrected, or right as it is. Raises RoleMissing, SameHand, UnknownDoubt, DoubtSettled."""
    said = reason_of(answer, "answer")
    if state not in {DoubtState.CORRECTED, DoubtState.RIGHT}:
        raise DemandInvalid(errors={"state": [_("请选择校核结果。")]})
    with unit.work():
        rows = Doubt.objects.select_for_update(of=("self",)).select_related("resource")
        row = rows.filter(number=number.replace("\x00", "")[:20]).first()
        if row is None:
            raise UnknownDoubt
        require_provider(by, row.resource.provider)
        require_another_hand(by, row.asked_by)
        if row.state != DoubtState.ASKED:
            raise DoubtSettled
        row.state, row.answer, row.answered_by, row.answered_at = state, said, by.label, clock.now()
        row.save()
        audit.record(by, "doubt.answered", row, reason=said)
    return row
