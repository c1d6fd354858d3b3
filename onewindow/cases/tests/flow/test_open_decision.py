"""电子送达: what was decided at once is proved delivered when the applicant first opens it, once."""

from datetime import timedelta

import pytest
from django.test import Client

from onewindow.cases.models import Case
from onewindow.cases.services.archive import archive_case
from onewindow.cases.services.deliver import open_decision
from onewindow.cases.services.withdraw import withdraw_case
from onewindow.cases.tests.factories import submitted
from onewindow.cases.tests.flow.conftest import MONDAY, People, at, events
from onewindow.documents import public as documents
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import SYSTEM, NotAllowed, audit, clock


@pytest.fixture
def granted(people: People) -> Case:
    """A case that the rules granted on Monday."""
    with answering(), clock.at(MONDAY):
        return submitted(of_the_cast("weixiaolan"), "nurse-renewal")


def proofs(case: Case) -> list[documents.Document]:
    return [one for one in documents.notices_of(case.number) if one.kind == "delivery"]


def test_the_page_signs_the_proof_when_first_opened(granted: Case, client: Client) -> None:
    assert granted.automatic and proofs(granted) == []
    client.force_login(of_the_cast("weixiaolan"))
    for later in (0, 5):
        with clock.at(at(1) + timedelta(minutes=later)):
            page = client.get(f"/cases/{granted.number}/").content.decode()
        assert "送达回证" in page and "决定书已打开，送达回证已签发" in page
    (proof,) = proofs(granted)
    told = bytes(proof.record).decode()
    assert "存入时间：2026年3月2日12:00。首次打开：2026年3月3日12:00，申请人。" in told
    (grant,) = [one for one in documents.notices_of(granted.number) if one.kind == "grant"]
    assert grant.number in told and proof.number.startswith("桂卫送〔2026〕")
    assert documents.check_token(proof.token).genuine
    assert len(events("DecisionOpened")) == 1
    assert audit.verify().ok


def test_nobody_else_opens_it(granted: Case, people: People) -> None:
    for other in (people.officer, people.chief, people.window, people.applicant):
        with pytest.raises(NotAllowed):
            open_decision(by=other, number=granted.number)
    assert proofs(granted) == []


def test_what_waits_for_people_is_not_delivered_by_opening(people: People, client: Client) -> None:
    assert open_decision(by=people.applicant, number=people.number) is False
    with clock.at(at(1)):
        withdraw_case(by=people.applicant, number=people.number)
        client.force_login(of_the_cast("qinzhiyuan"))
        assert client.get(f"/cases/{people.number}/").status_code == 200
    assert proofs(Case.objects.get(number=people.number)) == []


def test_twice_is_once(granted: Case) -> None:
    by = identity.actor_for(of_the_cast("weixiaolan"))
    assert open_decision(by=by, number=granted.number) is True
    assert open_decision(by=by, number=granted.number) is False
    assert len(proofs(granted)) == 1


def test_an_archived_case_changes_no_more(granted: Case, client: Client) -> None:
    with clock.at(at(60)):
        archive_case(by=SYSTEM, number=granted.number)
        client.force_login(of_the_cast("weixiaolan"))
        assert client.get(f"/cases/{granted.number}/").status_code == 200
    assert proofs(granted) == []
