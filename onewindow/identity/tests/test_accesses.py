"""Whoever looks is seen."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onewindow.government.public import Agency
from onewindow.identity.errors import LevelTooLow, RoleMissing
from onewindow.identity.models import AccessRecord
from onewindow.identity.policies import require_level
from onewindow.identity.queries import actor_for
from onewindow.identity.services.accesses import Access, open_person, record_accesses
from onewindow.identity.tests.factories import official, person_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(
        uscc="11459900MB0DEM0009", name="示例委员会", short_name="示例委", region_code="450000000000"
    )


def test_many_looks_are_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    account = person_account()
    look = Access("person", account.person_id or 0, "人口信息", "核对", case="S1")
    with django_assert_num_queries(1):
        record_accesses(actor_for(account), [look] * 5)
    assert AccessRecord.objects.count() == 5


def test_the_person_sees_body_and_post_not_the_officer(client: Client, agency: Agency) -> None:
    citizen = person_account()
    officer = official("officer1", agency)
    record_accesses(actor_for(officer), [Access("person", citizen.person_id or 0, "办件内容", "审查")])
    client.force_login(citizen)
    text = client.get("/my/access/").content.decode()
    assert "示例委员会 · review+approve" in text
    assert "测试工作人员" not in text


def test_nobody_sees_the_looks_at_others(client: Client) -> None:
    citizen, neighbour = person_account(), person_account()
    record_accesses(actor_for(citizen), [Access("person", citizen.person_id or 0, "人口信息", "核对")])
    client.force_login(neighbour)
    assert "还没有人看过您的数据" in client.get("/my/access/").content.decode()


def test_older_records_are_on_the_next_page(client: Client) -> None:
    citizen = person_account()
    looks = [Access("person", citizen.person_id or 0, f"第 {n} 次", "核对") for n in range(25)]
    record_accesses(actor_for(citizen), looks)
    client.force_login(citizen)
    first = client.get("/my/access/")
    assert "第 24 次" in first.content.decode()
    assert "第 4 次" not in first.content.decode()
    second = client.get(f"/my/access/?before={first.context['older']}")
    assert "第 4 次" in second.content.decode()


def test_a_full_number_is_given_after_the_look_is_recorded(agency: Agency) -> None:
    citizen, officer = person_account(), official("officer1", agency)
    person = open_person(by=actor_for(officer), person_id=citizen.person_id or 0, reason="核对身份")
    assert person.resident_id
    assert AccessRecord.objects.get().reason == "核对身份"


def test_a_stranger_gets_no_number(agency: Agency) -> None:
    citizen = person_account()
    with pytest.raises(RoleMissing):
        open_person(by=actor_for(person_account()), person_id=citizen.person_id or 0, reason="好奇")
    assert AccessRecord.objects.count() == 0


def test_a_low_level_is_told_how_to_raise_it() -> None:
    with pytest.raises(LevelTooLow) as refused:
        require_level(actor_for(person_account(level=1)), 3)
    assert "需要 L3 认证，您现在是 L1" in refused.value.message
