"""Deciding and withdrawing: by whom, once, with reasons, proved."""

from datetime import timedelta

import pytest
from django.test import Client

from onewindow.cases.errors import CaseAlreadyClosed, CaseNotYours, OpinionMissing
from onewindow.cases.models import Case
from onewindow.cases.queries import desk_queue
from onewindow.cases.services.decide import decide_case
from onewindow.cases.services.open import open_case
from onewindow.cases.services.refuse import release_filing
from onewindow.cases.services.withdraw import withdraw_case
from onewindow.cases.states import Outcome, Status
from onewindow.cases.tests.factories import submitted
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import audit, clock

pytestmark = pytest.mark.usefixtures("world")


def decision_paper(case: Case) -> documents.Document:
    """Return the one paper that decides, among receipt and acceptance."""
    (found,) = (d for d in documents.notices_of(case.number) if d.kind in {"grant", "refusal"})
    return found


@pytest.fixture
def case(qinzhiyuan: identity.Account) -> Case:
    return submitted(qinzhiyuan, "nurse-renewal", certificate_number="202345000456")


def test_grants_with_a_genuine_notice(case: Case, menglihua: identity.Account) -> None:
    decide_case(
        by=identity.actor_for(menglihua), number=case.number, outcome=Outcome.GRANTED, opinion="已核实。"
    )
    case.refresh_from_db()
    assert (case.status, case.outcome, case.automatic) == (Status.CLOSED, Outcome.GRANTED, False)
    notice = decision_paper(case)
    assert documents.check_token(notice.token).verdict == documents.Verdict.GENUINE
    assert case.events.order_by("-id")[0].title == "人工决定：准予"
    assert (case.accepted_how, case.delivery) == ("spot", "electronic")
    assert audit.verify().ok


def test_refuses_with_reason_basis_and_remedies(
    case: Case, menglihua: identity.Account, nongzhiping: identity.Account
) -> None:
    decide_case(
        by=identity.actor_for(menglihua), number=case.number, outcome=Outcome.REFUSED, opinion="处于暂停期。",
        legal_basis="护士条例 第三十一条",
    )  # fmt: skip
    assert {d.kind for d in documents.notices_of(case.number)} == {"acceptance", "receipt"}
    release_filing(by=identity.actor_for(nongzhiping), number=case.number)
    notice = decision_paper(case)
    record = bytes(notice.record).decode()
    assert "处于暂停期。" in record
    assert "护士条例 第三十一条" in record
    assert "行政复议" in record


@pytest.mark.parametrize(
    ("outcome", "opinion", "basis", "field"),
    [
        (Outcome.GRANTED, " ", "", "opinion"),
        (Outcome.REFUSED, "不行。", " ", "legal_basis"),
        (Outcome.GRANTED, "长" * 1001, "", "opinion"),
        (Outcome.WITHDRAWN, "好。", "", "outcome"),
    ],
)
def test_an_incomplete_decision_changes_nothing(
    case: Case, menglihua: identity.Account, outcome: Outcome, opinion: str, basis: str, field: str
) -> None:
    with pytest.raises(OpinionMissing) as refused:
        decide_case(
            by=identity.actor_for(menglihua), number=case.number, outcome=outcome, opinion=opinion,
            legal_basis=basis,
        )  # fmt: skip
    assert list(refused.value.errors) == [field]
    case.refresh_from_db()
    assert case.status == Status.RECEIVED


@pytest.mark.parametrize("username", ["liangjianguo", "zhouhaiyan", "ganlu", "qinzhiyuan", "weixiaolan"])
def test_nobody_else_decides(request: pytest.FixtureRequest, case: Case, username: str) -> None:
    other = identity.actor_for(request.getfixturevalue(username))
    with pytest.raises(CaseNotYours):
        decide_case(by=other, number=case.number, outcome=Outcome.GRANTED, opinion="好。")
    case.refresh_from_db()
    assert case.status == Status.RECEIVED


def test_a_closed_case_stays_closed(case: Case, menglihua: identity.Account) -> None:
    by = identity.actor_for(menglihua)
    decide_case(by=by, number=case.number, outcome=Outcome.GRANTED, opinion="好。")
    with pytest.raises(CaseAlreadyClosed):
        decide_case(by=by, number=case.number, outcome=Outcome.REFUSED, opinion="不。", legal_basis="某法")
    assert decision_paper(case).kind == "grant"


def test_the_applicant_withdraws_and_strangers_do_not(
    case: Case, qinzhiyuan: identity.Account, weixiaolan: identity.Account
) -> None:
    with pytest.raises(CaseNotYours):
        withdraw_case(by=identity.actor_for(weixiaolan), number=case.number)
    withdraw_case(by=identity.actor_for(qinzhiyuan), number=case.number)
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)
    with pytest.raises(CaseAlreadyClosed):
        withdraw_case(by=identity.actor_for(qinzhiyuan), number=case.number)


def test_an_officers_look_is_recorded_before_the_answer(case: Case, menglihua: identity.Account) -> None:
    open_case(by=identity.actor_for(menglihua), number=case.number)
    look = identity.AccessRecord.objects.latest("id")
    assert (look.case, look.subject_id, look.reason) == (case.number, case.person_id, "审查办件")
    assert "审批岗" in look.who


def test_the_queue_shows_each_officer_the_own_bodys_cases(
    case: Case, menglihua: identity.Account, liangjianguo: identity.Account
) -> None:
    assert [c.number for c in desk_queue(identity.actor_for(menglihua)).cases] == [case.number]
    assert desk_queue(identity.actor_for(liangjianguo)).cases == []
    assert desk_queue(identity.actor_for(menglihua), tab="closed").cases == []
    assert [c.number for c in desk_queue(identity.actor_for(menglihua), text="覃").cases] == [case.number]


@pytest.mark.parametrize("username", ["weixiaolan", "liangjianguo"])
def test_pages_of_a_case_are_closed_to_strangers(
    request: pytest.FixtureRequest, client: Client, case: Case, username: str
) -> None:
    client.force_login(request.getfixturevalue(username))
    for path in (f"/cases/{case.number}/", f"/desk/cases/{case.number}/", f"/cases/{case.number}/withdraw/"):
        answer = client.get(path, follow=True)
        assert answer.status_code == 403
        assert case.applicant_name not in answer.content.decode()


def test_progress_needs_number_and_code(client: Client, case: Case) -> None:
    right = client.post("/cases/", {"number": case.number, "code": case.query_code.lower()})
    assert "转人工审查" in right.content.decode()
    assert "暂停执业" not in right.content.decode()
    wrong = client.post("/cases/", {"number": case.number, "code": "AAAAAA"})
    assert wrong.status_code == 404
    assert client.post("/cases/", {"number": "x" * 10_000, "code": ""}).status_code == 422


def test_a_query_code_is_not_guessed(client: Client, case: Case) -> None:
    """Ten guesses at one case, then a wait that the right code does not end; the right one begins anew."""
    wrong, right = ({"number": case.number, "code": code} for code in ("AAAAAA", case.query_code))
    for _ in range(9):
        assert client.post("/cases/", wrong).status_code == 404
    assert client.post("/cases/", right).status_code == 200
    for _ in range(10):
        assert client.post("/cases/", wrong).status_code == 404
    refused = client.post("/cases/", right)
    assert refused.status_code == 429
    assert "30 分钟" in refused.content.decode()
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert client.post("/cases/", right).status_code == 200
