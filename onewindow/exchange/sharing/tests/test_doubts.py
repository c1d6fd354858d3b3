"""疑义校核."""

from datetime import date

import pytest

from onewindow.exchange.sharing.doubts import answer_doubt, report_doubt
from onewindow.exchange.sharing.errors import AlreadyDoubted, DemandInvalid, DoubtSettled
from onewindow.identity.public import RoleMissing

ASKED = {"resource": "nurse_registration", "field": "valid_to", "case": "", "receipt": "R260302ABCDEF",
         "said": "证书上的有效期是2028年，与答复不符"}  # fmt: skip


def test_is_answered_within_ten_working_days(asker, provider):
    row = report_doubt(by=asker, **ASKED)
    assert (row.state, row.due) == ("asked", date(2026, 3, 16))
    with pytest.raises(AlreadyDoubted):
        report_doubt(by=asker, **ASKED)
    done = answer_doubt(by=provider, number=row.number, state="corrected", answer="已经更正")
    assert (done.state, done.answer) == ("corrected", "已经更正")
    with pytest.raises(DoubtSettled):
        answer_doubt(by=provider, number=row.number, state="right", answer="再答复一次")


def test_is_answered_by_the_provider_only(asker, stranger):
    row = report_doubt(by=asker, **ASKED)
    with pytest.raises(RoleMissing):
        answer_doubt(by=stranger, number=row.number, state="right", answer="没有问题")


def test_keeps_numbers_of_people_out(asker):
    wrong = ASKED | {"said": "号码459900199005120020的有效期不对", "field": "gossip", "receipt": "X1"}
    with pytest.raises(DemandInvalid) as refusal:
        report_doubt(by=asker, **wrong)
    assert sorted(refusal.value.errors) == ["field", "receipt", "said"]
