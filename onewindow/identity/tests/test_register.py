"""Opening accounts: by the verbs and by the pages."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from onewindow.identity.errors import LevelNotGiven, RegistrationInvalid, UsernameTaken
from onewindow.identity.events import OrganisationRegistered, PersonRegistered
from onewindow.identity.models import Account, LevelEvidence, Organisation, Person
from onewindow.identity.queries import account_by_id, actor_for, applicant_of
from onewindow.identity.services.people import register_organisation, register_person
from onewindow.identity.tests.factories import (
    credit_code,
    organisation_account,
    person_account,
    resident_id,
)
from onewindow.kernel.public import ANONYMOUS, outbox

pytestmark = pytest.mark.django_db
LONG_NAME = "阿卜杜热合曼·麦麦提依明·" * 9 + "买买提"
RARE_NAME = "\U00020bb7\U00030edd\ue863·䶮"  # Ext B, Ext G, private use, Ext A
GOOD = {
    "name": "阿卜杜热合曼•麦麦提依明",
    "mobile": "１９９ 1234 5678",
    "username": "Abdu_1",
    "password": "long-enough-4",
    "again": "long-enough-4",
}
FIRM = {
    "name": "示例（南宁）食品有限公司",
    "legal_representative": "陆小燕",
    "mobile": "19912345678",
    "username": "firm_1",
    "password": "long-enough-4",
    "again": "long-enough-4",
}


def register(**changes: str) -> Account:
    given = {key: value for key, value in GOOD.items() if key != "again"} | {"resident_id": resident_id()}
    return register_person(by=ANONYMOUS, **(given | changes))


def test_keeps_the_number_encrypted_and_found_by_hash() -> None:
    number = resident_id()
    person = person_account(number=number, mobile="19911112222").person
    assert person is not None
    assert Person.objects.get(resident_id_hash=person.resident_id_hash).resident_id == number
    with connection.cursor() as cursor:
        cursor.execute("SELECT resident_id || mobile FROM identity_person WHERE id = %s", [person.pk])
        stored = bytes(cursor.fetchone()[0])
    assert number.encode() not in stored
    assert b"19911112222" not in stored


def test_starts_at_level_one_with_an_unconfirmed_mobile() -> None:
    person = register().person
    assert person is not None
    assert (person.level, person.mobile, person.mobile_hash) == (1, "19912345678", None)
    assert LevelEvidence.objects.count() == 0


def test_a_claimed_number_tells_nothing_about_its_owner() -> None:
    number = resident_id()
    person_account(number=number, level=3)
    claim = register(resident_id=number).person
    assert claim is not None
    assert claim.level == 1
    assert Person.objects.filter(resident_id_hash=claim.resident_id_hash).count() == 2


def test_a_number_is_proved_for_one_only() -> None:
    number = resident_id()
    person_account(number=number, level=2)
    with pytest.raises(RegistrationInvalid):
        person_account(number=number, level=2)
    assert Person.objects.count() == 1


def test_a_taken_user_name_leaves_nothing_behind() -> None:
    register()
    with pytest.raises(UsernameTaken) as refused:
        register()
    assert list(refused.value.errors) == ["username"]
    assert (Person.objects.count(), Account.objects.count()) == (1, 1)


def test_tells_every_fault_at_once() -> None:
    with pytest.raises(RegistrationInvalid) as refused:
        register(resident_id="459900199005120021", mobile="123", name="\u202e", username="12345678901")
    assert sorted(refused.value.errors) == ["mobile", "name", "resident_id", "username"]
    assert Account.objects.count() == 0


@pytest.mark.parametrize("password", ["short", "12345678901", "abdu_1-and-more", "19900101-word"])
def test_refuses_weak_passwords(password: str) -> None:
    with pytest.raises(RegistrationInvalid) as refused:
        register(password=password)
    assert list(refused.value.errors) == ["password"]


def test_children_come_with_a_guardian() -> None:
    with pytest.raises(RegistrationInvalid) as refused:
        register(resident_id=resident_id(birth="20200101"))
    assert "监护人" in refused.value.errors["resident_id"][0]


def test_nobody_gives_themselves_a_level() -> None:
    with pytest.raises(LevelNotGiven):
        register_person(
            by=ANONYMOUS, username="self", password="long-enough-4", name="某", resident_id=resident_id(),
            mobile="19912345678", level=3,
        )  # fmt: skip
    assert Account.objects.count() == 0


@pytest.mark.parametrize("name", [LONG_NAME, RARE_NAME, "JEAN-PIERRE O’NEIL", "龘"])
def test_keeps_names_as_they_are(name: str) -> None:
    account = register(name=name)
    assert account_by_id(account.pk).person.name == name  # type: ignore[union-attr]
    assert applicant_of(account).masked_name.count("*") == max(len(name) - 2, 0)


@pytest.mark.parametrize("dot", "•・‧．.∙⋅·")
def test_spells_the_middle_dot_one_way(dot: str) -> None:
    account = register(name=f"迪丽努尔{dot}买买提")
    assert account.person is not None
    assert account.person.name == "迪丽努尔·买买提"


def test_is_audited_and_told() -> None:
    person_account(level=3)
    tables = apps.get_model("kernel", "AuditEntry").objects.values_list("table", flat=True)
    assert sorted(tables) == ["identity_account", "identity_levelevidence", "identity_person"]
    assert outbox.last(PersonRegistered) is not None


def test_a_firm_applies_for_itself() -> None:
    code = credit_code()
    account = account_by_id(organisation_account("firm1", name="示例公司", uscc=code).pk)
    assert account is not None
    applicant = applicant_of(account)
    assert (applicant.kind, applicant.number, applicant.number_type) == ("organisation", code, "001")
    assert actor_for(account).organisation_id == applicant.organisation_id
    assert Organisation.objects.get().region_code == "459901000000"
    assert outbox.last(OrganisationRegistered) is not None


def test_a_stranger_cannot_keep_a_firm_out() -> None:
    code = credit_code()
    given = {key: value for key, value in FIRM.items() if key != "again"}
    register_organisation(by=ANONYMOUS, uscc=code, **given)
    account = organisation_account("the_firm", uscc=code)
    assert sorted(Organisation.objects.values_list("level", flat=True)) == [1, 3]
    assert account.organisation is not None


def test_page_registers_a_person_and_signs_in(client: Client) -> None:
    client.get("/account/register/")
    answer = client.post("/account/register/", {**GOOD, "resident_id": resident_id()})
    assert answer["Location"] == "/account/level/"
    person = Person.objects.get()
    assert (person.name, person.mobile, person.level) == ("阿卜杜热合曼·麦麦提依明", "19912345678", 1)
    assert Session.objects.count() == 1


def test_page_registers_a_firm_and_signs_in(client: Client) -> None:
    answer = client.post("/account/register/organisation/", {**FIRM, "uscc": credit_code().lower()})
    assert answer["Location"] == "/account/level/"
    text = client.get("/account/level/").content.decode()
    assert "示例（南宁）食品有限公司" in text
    assert "由法定代表人带身份证原件" in text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("resident_id", "459900199005120021", "校验位"),
        ("resident_id", "459900900512002", "15位"),
        ("mobile", "123", "11 位"),
        ("username", "中文", "英文字母"),
        ("username", "19900000001", "至少有一个字母"),
        ("password", "12345678901", "数字"),
        ("password", "short", "10"),
        ("again", "different-one", "不一样"),
        ("name", "", "请填写"),
        ("name", "12345", "证件上的名称"),
        ("name", "长" * 3_000_000, "最多"),
        ("name", "\x00", "字符"),
    ],
)
def test_page_tells_what_to_correct_at_the_field(client: Client, field: str, value: str, says: str) -> None:
    answer = client.post("/account/register/", {**GOOD, "resident_id": resident_id(), field: value})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in text
    assert f'id="{field}-e"' in text
    assert says in text
    assert "long-enough-4" not in text
    assert Person.objects.count() == 0


def test_page_shows_a_taken_user_name_at_its_field(client: Client) -> None:
    person_account("abdu_1")
    answer = client.post("/account/register/", {**GOOD, "resident_id": resident_id()})
    assert answer.status_code == 422
    assert 'href="#username"' in answer.content.decode()


def test_page_escapes_names(client: Client) -> None:
    nasty = "<script>alert(1)</script>某"
    client.force_login(person_account(name=nasty))
    assert "<script>alert" not in client.get("/account/level/").content.decode()
    answer = client.post("/account/register/", {**GOOD, "name": nasty + '" autofocus="'})
    assert "<script>alert" not in answer.content.decode()
    assert '" autofocus="' not in answer.content.decode()


class AnyInput(TestCase):
    @given(st.dictionaries(st.sampled_from([*GOOD, "resident_id", "uscc", "kind"]), st.text(max_size=300)))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_input_breaks_the_pages(self, data: dict[str, str]) -> None:
        for page in ("/account/register/", "/account/register/organisation/"):
            assert self.client.post(page, data).status_code in {302, 422}

    @given(st.text(max_size=300))
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_name_breaks_the_verb(self, name: str) -> None:
        try:
            account = register(name=name, username=f"user{Account.objects.count()}")
        except RegistrationInvalid as refused:
            assert list(refused.errors) == ["name"]
        else:
            assert account_by_id(account.pk) is not None
