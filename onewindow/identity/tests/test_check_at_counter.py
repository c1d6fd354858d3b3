"""Checking people at the counter: found by their papers, raised on what was seen, lowered when it ends."""

from datetime import date, timedelta

import pytest
from django.test import Client

from onewindow.identity.errors import (
    CheckRefused,
    LevelNotGiven,
    ReasonMissing,
    RoleMissing,
    VerificationFailed,
)
from onewindow.identity.events import LevelLowered
from onewindow.identity.models import AccessRecord, Account, LevelEvidence, Person
from onewindow.identity.queries import actor_for
from onewindow.identity.services.counter import check_at_counter, evidence_of, find_holders, lower_expired
from onewindow.identity.tests.factories import organisation_account, person_account, resident_id
from onewindow.kernel.public import SYSTEM, audit, clock, outbox

pytestmark = pytest.mark.django_db
SEEN = "身份证原件，与本人相貌一致"
UNTIL = date(2099, 1, 1)


def faults() -> list[str]:
    """Return what the audit finds wrong here; the agency of the fixture was never recorded."""
    return [one.place for one in audit.verify().problems if "identity_" in one.place]


def check(clerk: Account, account: Account, until: date | None = UNTIL) -> Person:
    return check_at_counter(  # type: ignore[return-value]
        by=actor_for(clerk), seen=SEEN, paper_until=until,
        person_id=account.person_id, organisation_id=account.organisation_id,
    )  # fmt: skip


def test_finds_all_who_claim_a_number_and_records_each_look(zhouhaiyan: Account) -> None:
    number = resident_id()
    claims = [person_account(number=number, level=1) for _ in range(2)]
    found = find_holders(
        by=actor_for(zhouhaiyan), paper="resident-id", number=number, reason="本人来提高等级"
    )
    assert {one.pk for one in found} == {one.person_id for one in claims}
    assert sorted(AccessRecord.objects.values_list("subject_id", flat=True)) == sorted(
        one.pk for one in found
    )


def test_finding_needs_the_post_and_a_reason(zhouhaiyan: Account, ganlu: Account) -> None:
    number = resident_id()
    person_account(number=number)
    with pytest.raises(RoleMissing):
        find_holders(by=actor_for(ganlu), paper="resident-id", number=number, reason="本人来提高等级")
    with pytest.raises(ReasonMissing):
        find_holders(by=actor_for(zhouhaiyan), paper="resident-id", number=number, reason="查")
    assert not AccessRecord.objects.exists()


def test_raises_to_l3_with_evidence_the_person_sees(zhouhaiyan: Account) -> None:
    account = person_account(level=1)
    assert check(zhouhaiyan, account).level == 3
    (row,) = evidence_of(actor_for(account))
    assert (row.level, row.means, row.detail) == (3, "counter", SEEN)
    assert "窗口" in row.who
    assert row.valid_until == clock.today().replace(year=clock.today().year + 10)
    assert faults() == []


def test_a_firm_is_checked_too_and_twice_is_once(zhouhaiyan: Account) -> None:
    firm = organisation_account(level=1)
    assert [check(zhouhaiyan, firm).level for _ in range(2)] == [3, 3]
    assert LevelEvidence.objects.filter(organisation=firm.organisation_id).count() == 1


def test_a_number_proved_by_another_is_not_given_twice(zhouhaiyan: Account) -> None:
    number = resident_id()
    person_account(number=number)
    with pytest.raises(VerificationFailed):
        check(zhouhaiyan, person_account(number=number, level=1))


def test_not_by_others_not_for_oneself_not_with_an_old_paper(zhouhaiyan: Account, ganlu: Account) -> None:
    account = person_account(level=1)
    for clerk, whom in ((ganlu, account), (zhouhaiyan, zhouhaiyan)):
        with pytest.raises(LevelNotGiven):
            check(clerk, whom)
    with pytest.raises(CheckRefused):
        check(zhouhaiyan, account, clock.today() - timedelta(days=1))


def test_a_level_ends_with_its_evidence(zhouhaiyan: Account) -> None:
    account, until = person_account(level=1), clock.today() + timedelta(days=30)
    check(zhouhaiyan, account, until)
    with clock.at(clock.now() + timedelta(days=30)):
        assert lower_expired() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert [lower_expired(), lower_expired()] == [1, 0]
    assert Person.objects.get(pk=account.person_id).level == 1
    told = outbox.last(LevelLowered)
    assert told is not None
    assert faults() == []


def test_older_evidence_keeps_its_level(zhouhaiyan: Account) -> None:
    account = person_account(level=2)
    check(zhouhaiyan, account, clock.today())
    with clock.at(clock.now() + timedelta(days=1)):
        lower_expired()
    assert Person.objects.get(pk=account.person_id).level == 2


def test_the_page_finds_and_checks(client: Client, zhouhaiyan: Account) -> None:
    number = resident_id()
    account = person_account(number=number, level=1)
    client.force_login(zhouhaiyan)
    asked = {"paper": "resident-id", "number": number, "reason": "本人到窗口提高认证等级"}
    page = client.post("/desk/people/", asked)
    assert (page.status_code, number in page.content.decode()) == (200, False)
    token = page.context["found"][0]["token"]
    assert client.post("/desk/people/check/", {"holder": token}).status_code == 200
    assert client.post("/desk/people/check/", {"holder": token, "seen": "看"}).status_code == 422
    done = client.post("/desk/people/check/", {"holder": token, "seen": SEEN})
    assert done.status_code == 302
    assert Person.objects.get(pk=account.person_id).level == 3
    assert client.post("/desk/people/check/", {"holder": "forged", "seen": SEEN}).status_code == 302


def test_a_system_check_needs_no_post() -> None:
    account = person_account(level=1)
    raised = check_at_counter(by=SYSTEM, seen=SEEN, paper_until=None, person_id=account.person_id)
    assert raised.level == 3
