"""Whoever looks is seen."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onewindow.government.public import Agency
from onewindow.identity.errors import LevelTooLow, ReasonMissing, RoleMissing
from onewindow.identity.models import AccessRecord, Account, LevelEvidence
from onewindow.identity.policies import require_level
from onewindow.identity.queries import actor_for
from onewindow.identity.services.accesses import (
    Access,
    AccessByNumber,
    access_parts,
    open_person,
    record_accesses,
)
from onewindow.identity.tests.factories import agency, official, organisation_account, person_account
from onewindow.kernel.public import Actor, parts

pytestmark = pytest.mark.django_db
REASON = "核对身份证原件"


@pytest.fixture
def committee() -> Agency:
    return agency("示例委员会")


def look_at(account: Account, what: str = "人口信息", **more: str) -> Access:
    kind = "person" if account.person_id else "organisation"
    return Access(kind, account.person_id or account.organisation_id or 0, what, "核对", **more)


def test_many_looks_are_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries, menglihua: Account, weixiaolan: Account
) -> None:
    with django_assert_num_queries(1):
        record_accesses(actor_for(menglihua), [look_at(weixiaolan, case="S1")] * 5)
    assert AccessRecord.objects.count() == 5


def test_looks_by_number_reach_those_who_confirmed_theirs(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, low, firm = person_account(), person_account(level=1), organisation_account()
    assert one.person and low.person and firm.organisation
    by = Actor(kind="client", name="示例局 · 示例系统", client="x")
    numbers = [
        ("person", one.person.resident_id), ("person", low.person.resident_id),
        ("person", "459900199001010999"), ("person", one.person.resident_id),
        ("organisation", firm.organisation.uscc), ("organisation", "x"),
    ]  # fmt: skip
    looks = [
        AccessByNumber(by, number, Access(kind, 0, "信息", "核对", case=f"S{at}", source="人口库"))
        for at, (kind, number) in enumerate(numbers)
    ]
    with django_assert_num_queries(2):
        for told in ("false", "true"):
            parts.run(access_parts(looks, when=told), "SELECT 1")
    found = AccessRecord.objects.order_by("case").values_list("subject_kind", "subject_id", "case", "who")
    assert list(found) == [
        ("person", one.person.pk, "S0", "示例局 · 示例系统"),
        ("person", one.person.pk, "S3", "示例局 · 示例系统"),
        ("organisation", firm.organisation.pk, "S4", "示例局 · 示例系统"),
    ]


def test_keeps_what_was_said_whole(weixiaolan: Account) -> None:
    record_accesses(actor_for(weixiaolan), [look_at(weixiaolan, "项" * 5000, city="4501")])
    record = AccessRecord.objects.get()
    assert (len(record.what), record.city) == (5000, "4501")


def test_nothing_is_altered_or_removed(weixiaolan: Account) -> None:
    record_accesses(actor_for(weixiaolan), [look_at(weixiaolan)])
    for change in (
        AccessRecord.objects.all().delete,
        lambda: AccessRecord.objects.update(who="x"),
        LevelEvidence.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_the_person_sees_body_and_post_not_the_officer(client: Client, committee: Agency) -> None:
    citizen = person_account()
    officer = official("officer1", committee)
    record_accesses(actor_for(officer), [look_at(citizen, "办件", case="45000020260001", source="人口库")])
    client.force_login(citizen)
    text = client.get("/my/access/").content.decode()
    assert "示例委员会 · review+approve@45" in text
    assert "45000020260001" in text
    assert "来源：人口库" in text
    assert "测试工作人员" not in text
    assert citizen.person is not None
    assert str(citizen.person.resident_id) not in text


def test_an_organisation_sees_the_looks_at_itself(client: Client) -> None:
    firm = organisation_account()
    record_accesses(actor_for(firm), [look_at(firm, "企业登记信息")])
    client.force_login(firm)
    assert "企业登记信息" in client.get("/my/access/").content.decode()


def test_nobody_sees_the_looks_at_others(client: Client) -> None:
    citizen, neighbour = person_account(), person_account()
    record_accesses(actor_for(citizen), [look_at(citizen)])
    client.force_login(neighbour)
    assert "还没有人看过您的数据" in client.get("/my/access/").content.decode()


def test_older_records_are_on_the_next_page(client: Client) -> None:
    citizen = person_account()
    record_accesses(actor_for(citizen), [look_at(citizen, f"第 {n} 次") for n in range(25)])
    client.force_login(citizen)
    first = client.get("/my/access/")
    assert "第 24 次" in first.content.decode()
    assert "第 4 次" not in first.content.decode()
    second = client.get(f"/my/access/?before={first.context['older']}").content.decode()
    assert "第 4 次" in second
    assert "第 5 次" not in second
    assert "更早的记录" not in second


@pytest.mark.parametrize("before", ["x", "-1", "٣", "9" * 40, "0"])
def test_a_strange_cursor_does_no_harm(client: Client, before: str) -> None:
    client.force_login(person_account())
    assert client.get("/my/access/", {"before": before}).status_code == 200


def test_what_others_wrote_is_escaped(client: Client) -> None:
    citizen = person_account()
    record_accesses(actor_for(citizen), [look_at(citizen, "<script>alert(1)</script>")])
    client.force_login(citizen)
    assert "<script>alert" not in client.get("/my/access/").content.decode()


def test_a_full_number_is_given_after_the_look_is_recorded(committee: Agency) -> None:
    citizen, officer = person_account(), official("officer1", committee)
    person = open_person(by=actor_for(officer), person_id=citizen.person_id or 0, reason=REASON, case="S1")
    assert person.resident_id
    record = AccessRecord.objects.get()
    assert (record.reason, record.case, record.actor) == (REASON, "S1", f"official:{officer.pk}")


@pytest.mark.parametrize("reason", ["", "   ", "查", "\x00" * 9, "长" * 501])
def test_a_full_number_needs_a_reason(committee: Agency, reason: str) -> None:
    citizen, officer = person_account(), official("officer1", committee)
    with pytest.raises(ReasonMissing) as refused:
        open_person(by=actor_for(officer), person_id=citizen.person_id or 0, reason=reason)
    assert list(refused.value.errors) == ["reason"]
    assert AccessRecord.objects.count() == 0


def test_a_stranger_gets_no_number(ganlu: Account) -> None:
    citizen = person_account()
    for by in (person_account(), ganlu):
        with pytest.raises(RoleMissing):
            open_person(by=actor_for(by), person_id=citizen.person_id or 0, reason=REASON)
    assert AccessRecord.objects.count() == 0


def test_a_low_level_is_told_how_to_raise_it(luzihao: Account) -> None:
    with pytest.raises(LevelTooLow) as refused:
        require_level(actor_for(luzihao), 3)
    assert "需要 L3 认证，您现在是 L1" in refused.value.message
    assert refused.value.link[0] == "/account/level/"
