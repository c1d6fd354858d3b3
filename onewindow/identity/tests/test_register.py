"""Opening accounts."""

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from onewindow.identity.errors import RegistrationInvalid
from onewindow.identity.events import PersonRegistered
from onewindow.identity.models import Account, Person
from onewindow.identity.queries import actor_for, applicant_of
from onewindow.identity.services.people import register_person
from onewindow.identity.tests.factories import organisation_account, person_account, resident_id
from onewindow.kernel.public import SYSTEM, codes, outbox

pytestmark = pytest.mark.django_db
GOOD = {
    "name": "阿卜杜热合曼•麦麦提依明",
    "mobile": "１９９ 1234 5678",
    "username": "Abdu_1",
    "password": "long-enough-4",
    "again": "long-enough-4",
}


def test_keeps_the_number_encrypted_and_found_by_hash() -> None:
    number = resident_id()
    person = person_account(number=number).person
    assert person is not None
    stored = Person.objects.get(pk=person.pk)
    assert stored.resident_id == number
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT resident_id FROM identity_person WHERE id = %s", [person.pk])
        assert number.encode() not in bytes(cursor.fetchone()[0])


def test_a_number_registers_once_and_the_refusal_tells_no_secret() -> None:
    number = resident_id()
    person_account(number=number)
    with pytest.raises(RegistrationInvalid) as refused:
        person_account(number=number)
    assert list(refused.value.errors) == ["username"]
    assert Person.objects.count() == 1


def test_a_wrong_check_digit_is_refused_by_the_verb() -> None:
    number = resident_id()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    with pytest.raises(codes.InvalidResidentId):
        register_person(by=SYSTEM, username="x1234", password="p", name="某", resident_id=wrong, mobile="")
    assert Account.objects.count() == 0


def test_is_audited_and_told() -> None:
    person_account()
    tables = apps.get_model("kernel", "AuditEntry").objects.values_list("table", flat=True)
    assert sorted(tables) == ["identity_account", "identity_person"]
    assert outbox.last(PersonRegistered) is not None


def test_page_registers_and_signs_in(client: Client) -> None:
    answer = client.post("/account/register/", {**GOOD, "resident_id": resident_id()})
    assert answer["Location"] == "/account/level/"
    person = Person.objects.get()
    assert (person.name, person.mobile, person.level) == ("阿卜杜热合曼·麦麦提依明", "19912345678", 1)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("resident_id", "459900199005120021", "校验"),
        ("mobile", "123", "11 位"),
        ("username", "中文", "英文字母"),
        ("password", "12345678901", "数字"),
        ("password", "short", "10"),
        ("again", "different-one", "不一样"),
        ("name", "", "请填写"),
        ("name", "长" * 3_000_000, "最多"),
    ],
)
def test_page_tells_what_to_correct_at_the_field(client: Client, field: str, value: str, says: str) -> None:
    answer = client.post("/account/register/", {**GOOD, "resident_id": resident_id(), field: value})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in text
    assert says in text
    assert Person.objects.count() == 0


def test_a_firm_applies_for_itself() -> None:
    account = organisation_account(
        "firm1", name="示例公司", uscc="91459900MA0DEM0134", representative="陆小燕"
    )
    account = Account.objects.select_related("person", "organisation", "post").get(pk=account.pk)
    applicant = applicant_of(account)
    assert (applicant.kind, applicant.number, applicant.number_type) == (
        "organisation",
        "91459900MA0DEM0134",
        "001",
    )
    assert actor_for(account).organisation_id == applicant.organisation_id


class AnyInput(TestCase):
    @given(st.dictionaries(st.sampled_from([*GOOD, "resident_id"]), st.text(max_size=300)))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_input_breaks_the_page(self, data: dict[str, str]) -> None:
        assert self.client.post("/account/register/", data).status_code in {302, 422}
