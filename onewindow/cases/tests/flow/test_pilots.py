"""The seven newer pilots end to end: granted at once, or sent to an officer for one reason."""

from collections.abc import Iterator

import pytest

from onewindow.cases.errors import NeedsCorrection
from onewindow.cases.services.decide import decide_case
from onewindow.cases.states import Outcome, Status
from onewindow.cases.tests import pilots
from onewindow.cases.tests.factories import submitted
from onewindow.decisions import public as decisions
from onewindow.documents import public as documents
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast

pytestmark = pytest.mark.usefixtures("people", "sources")


@pytest.fixture
def sources() -> Iterator[None]:
    """Department systems that answer."""
    with answering():
        yield


@pytest.mark.parametrize("key", sorted(pilots.GRANTED))
def test_grants_at_once(key: str) -> None:
    case = submitted(of_the_cast(pilots.GRANTED[key]), key)
    assert (case.status, case.outcome, case.automatic) == (Status.CLOSED, Outcome.GRANTED, True)
    (notice,) = documents.notices_of(case.number)
    assert documents.check_token(notice.token).verdict == documents.Verdict.GENUINE
    assert decisions.replay(case.number).same


@pytest.mark.parametrize("key", sorted(pilots.TO_PEOPLE))
def test_sends_to_an_officer_for_one_reason(key: str) -> None:
    username, changes, rule = pilots.TO_PEOPLE[key]
    case = submitted(of_the_cast(username), key, **changes)
    assert (case.status, case.outcome, case.automatic) == (Status.RECEIVED, "", False)
    record = decisions.decision_of(case.number)
    assert record is not None
    assert (record.outcome, [reason["rule"] for reason in record.reasons]) == ("human", [rule])


def test_grants_take_off_the_source_permit_until_it_is_used_up() -> None:
    firm = of_the_cast("lvyuan")
    first = submitted(firm, "forest-seed", quantity="5000")
    assert first.automatic
    with pytest.raises(NeedsCorrection) as refused:
        submitted(firm, "forest-seed", quantity="3001")
    assert refused.value.errors == {
        "quantity": ["来源许可只余 3000 千克，少于申请的 3001 千克，请改正数量。"]
    }
    second = submitted(firm, "forest-seed", quantity="3000")
    assert second.automatic
    assert decisions.replay(first.number).same
    assert decisions.replay(second.number).same


def test_an_officers_grant_takes_off_the_permit_too() -> None:
    firm = of_the_cast("lvyuan")
    case = submitted(firm, "forest-seed", quantity="5001")
    assert not case.automatic
    officer = identity.actor_for(of_the_cast("huangshanlin"))
    decide_case(by=officer, number=case.number, outcome=Outcome.GRANTED, opinion="现场核查符合条件")
    other = submitted(firm, "forest-seed", quantity="5002")
    with pytest.raises(decisions.LedgerExhausted):
        decide_case(by=officer, number=other.number, outcome=Outcome.GRANTED, opinion="现场核查符合条件")
