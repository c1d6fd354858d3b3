"""Raising the assurance level: against a register, and at the counter."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from onewindow.identity import ports
from onewindow.identity.applicants import Applicant
from onewindow.identity.errors import (
    LevelNotGiven,
    PersonNotFound,
    TooManyTries,
    VerificationFailed,
    VerificationUnavailable,
)
from onewindow.identity.events import LevelRaised
from onewindow.identity.models import AccessRecord, Account, LevelEvidence, Organisation, Person
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.identity.services.levels import raise_level, verify_name
from onewindow.identity.tests.factories import organisation_account, person_account, resident_id
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor, clock, outbox

pytestmark = pytest.mark.django_db
CLERK = Actor(kind="official", account_id=900, person_id=900, roles=frozenset({"window"}))
REVIEWER = Actor(kind="official", account_id=901, person_id=901, roles=frozenset({"review"}))


@pytest.fixture
def register_says() -> Iterator[dict[str, bool | None]]:
    kept, answer = dict(ports.verifiers), {"yes": None}
    ports.verifiers.clear()

    def asked(applicant: Applicant, by: Actor) -> bool | None:
        if answer["yes"] is not None:
            assert applicant.person_id is not None
            look = Access("person", applicant.person_id, "人口基本信息", "实名认证", source="测试登记系统")
            record_accesses(by, [look])
        return answer["yes"]

    ports.register_verifier("test", asked)
    yield answer
    ports.verifiers.clear()
    ports.verifiers.update(kept)


def verify(account: Account) -> None:
    verify_name(by=actor_for(account), account_id=account.pk)


def test_goes_up_with_evidence_and_the_look_is_recorded(register_says: dict[str, bool | None]) -> None:
    register_says["yes"] = True
    account = person_account(level=1)
    verify(account)
    assert Person.objects.get().level == 2
    evidence = LevelEvidence.objects.get()
    assert (evidence.level, evidence.means, evidence.by) == (2, "test", f"person:{account.pk}")
    look = AccessRecord.objects.get()
    assert (look.subject_id, look.actor, look.reason) == (
        account.person_id,
        f"person:{account.pk}",
        "实名认证",
    )
    assert outbox.last(LevelRaised) is not None


def test_twice_asks_once(register_says: dict[str, bool | None]) -> None:
    register_says["yes"] = True
    account = person_account(level=1)
    verify(account)
    verify(account)
    assert AccessRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "refusal", "looks"), [(False, VerificationFailed, 1), (None, VerificationUnavailable, 0)]
)
def test_stays_when_the_register_does_not_confirm(
    register_says: dict[str, bool | None], answer: bool | None, refusal: type[Exception], looks: int
) -> None:
    register_says["yes"] = answer
    account = person_account(level=1)
    with pytest.raises(refusal):
        verify(account)
    assert Person.objects.get().level == 1
    assert AccessRecord.objects.count() == looks


def test_an_outage_is_no_try(register_says: dict[str, bool | None]) -> None:
    account = person_account(level=1)
    for _ in range(12):
        with pytest.raises(VerificationUnavailable):
            verify(account)
    register_says["yes"] = True
    verify(account)
    assert Person.objects.get().level == 2


def test_a_number_of_somebody_else_is_refused_alike_and_its_owner_sees_it(
    register_says: dict[str, bool | None],
) -> None:
    number = resident_id()
    owner, claim = person_account(number=number, level=2), person_account(number=number, level=1)
    register_says["yes"] = False
    with pytest.raises(VerificationFailed) as mismatch:
        verify(claim)
    register_says["yes"] = True
    with pytest.raises(VerificationFailed) as taken:
        verify(claim)
    assert taken.value.message == mismatch.value.message
    seen = AccessRecord.objects.get(subject_id=owner.person_id)
    assert seen.reason == "有人用您的姓名和证件号码申请实名认证，系统没有通过"
    assert seen.who == "系统"
    assert LevelEvidence.objects.filter(person=claim.person_id).count() == 0


def test_waits_after_five_tries_until_tomorrow(register_says: dict[str, bool | None]) -> None:
    register_says["yes"] = False
    account = person_account(level=1)
    for _ in range(5):
        with pytest.raises(VerificationFailed):
            verify(account)
    with pytest.raises(TooManyTries) as refused:
        verify(account)
    assert "24 小时" in refused.value.message
    assert AccessRecord.objects.count() == 5
    with clock.at(clock.now() + timedelta(hours=25)), pytest.raises(VerificationFailed):
        verify(account)


def test_an_organisation_has_no_name_to_verify(register_says: dict[str, bool | None]) -> None:
    with pytest.raises(PersonNotFound):
        verify(organisation_account(level=1))


def test_the_counter_raises_never_lowers_and_twice_changes_nothing() -> None:
    person = person_account(level=1).person
    assert person is not None
    for level in (3, 2, 3):
        raise_level(by=CLERK, person_id=person.pk, level=level, means="counter", detail="身份证原件")
    assert Person.objects.get().level == 3
    assert LevelEvidence.objects.get().by == "official:900"


def test_the_counter_raises_an_organisation() -> None:
    organisation = organisation_account(level=1).organisation
    assert organisation is not None
    raise_level(by=CLERK, organisation_id=organisation.pk, level=3, means="counter")
    assert Organisation.objects.get().level == 3


@pytest.mark.parametrize(
    "by", [ANONYMOUS, REVIEWER, Actor(kind="person", account_id=1, person_id=1, level=4)]
)
def test_others_give_no_level(by: Actor) -> None:
    person = person_account(level=1).person
    assert person is not None
    with pytest.raises(LevelNotGiven):
        raise_level(by=by, person_id=person.pk, level=3, means="x")
    assert Person.objects.get().level == 1


def test_a_clerk_gives_themselves_nothing() -> None:
    person = person_account(level=2).person
    assert person is not None
    clerk = Actor(kind="official", account_id=1, person_id=person.pk, roles=frozenset({"window"}))
    with pytest.raises(LevelNotGiven):
        raise_level(by=clerk, person_id=person.pk, level=4, means="x")


def test_the_counter_cannot_prove_one_number_twice() -> None:
    number = resident_id()
    person_account(number=number, level=2)
    claim = person_account(number=number, level=1).person
    assert claim is not None
    with pytest.raises(VerificationFailed):
        raise_level(by=CLERK, person_id=claim.pk, level=3, means="counter")


def test_an_unknown_person_is_not_found() -> None:
    with pytest.raises(PersonNotFound):
        raise_level(by=SYSTEM, person_id=0, level=3, means="x")


def test_page_raises_and_says_so(client: Client, register_says: dict[str, bool | None]) -> None:
    register_says["yes"] = True
    client.force_login(person_account(level=1))
    assert "核对姓名和证件号码" in client.get("/account/level/").content.decode()
    answer = client.post("/account/level/", follow=True)
    assert "您现在是 L2" in answer.content.decode()
    assert "要到窗口" in answer.content.decode()


def test_page_says_plainly_what_failed(client: Client, register_says: dict[str, bool | None]) -> None:
    register_says["yes"] = False
    client.force_login(person_account(level=1))
    answer = client.post("/account/level/")
    assert answer.status_code == 422
    assert "没有核对上" in answer.content.decode()


def test_page_of_a_firm_and_of_an_official(client: Client, menglihua: Account) -> None:
    client.force_login(organisation_account(level=1))
    assert "由法定代表人带身份证原件" in client.post("/account/level/").content.decode()
    client.force_login(menglihua)
    assert "工作人员账号的等级随岗位" in client.get("/account/level/").content.decode()


def test_page_hides_numbers(client: Client) -> None:
    number = resident_id()
    account = account_by_id(person_account(number=number, mobile="19911112222").pk)
    client.force_login(account)  # type: ignore[arg-type]
    text = client.get("/account/level/").content.decode()
    assert number not in text
    assert "19911112222" not in text
    assert "199****2222" in text
