"""Giving, taking and ending mandates; binding a firm; recording at the counter; acting in another's name."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from onewindow.identity import ports
from onewindow.identity.errors import LevelNotGiven, LevelTooLow, TooManyTries
from onewindow.identity.mandates import heads, policies
from onewindow.identity.mandates.errors import (
    HeadNotAsked,
    MandateInvalid,
    MandateNotFound,
    MandateNotYours,
    MandateOver,
    NotTheHead,
)
from onewindow.identity.mandates.events import MandateAccepted, MandateEnded, MandateGiven, OrganisationBound
from onewindow.identity.mandates.models import Kind, Mandate, Status
from onewindow.identity.mandates.queries import mandates_of
from onewindow.identity.mandates.services import (
    accept_mandate,
    end_mandate,
    offer_mandate,
    record_at_counter,
)
from onewindow.identity.models import AccessRecord, Account, Organisation, Person
from onewindow.identity.queries import actor_for
from onewindow.identity.tests.factories import (
    credit_code,
    person_account,
    resident_id,
)
from onewindow.kernel.public import Actor, clock, outbox

pytestmark = pytest.mark.django_db
ITEM = "11450000MB0000000A345000000000101"
WHY = "经办人已经离职"


def offered(by: Actor, agent: Account, **values: object) -> Mandate:
    assert agent.person is not None
    given: dict[str, object] = {"items": [], "valid_from": None, "valid_until": None}
    return offer_mandate(
        by=by, agent_name=agent.person.name, agent_number=agent.person.resident_id or "", **(given | values)
    )  # type: ignore[arg-type]


def acting(agent: Account, mandate: Mandate) -> Actor:
    found = policies.in_force(agent.person_id or 0).select_related("person", "organisation")
    return actor_for(agent, mandate=found.get(reference=mandate.reference))


def test_a_firm_names_an_agent_who_accepts_and_acts(
    zhuangxiangwei: Account, heyong: Account, django_assert_num_queries: object
) -> None:
    firm = actor_for(zhuangxiangwei)
    mandate = offered(firm, heyong, items=[ITEM, ITEM, " "])
    assert (mandate.status, mandate.agent_id, mandate.items, mandate.kind) == (
        "offered",
        None,
        [ITEM],
        "agent",
    )
    assert not policies.in_force(heyong.person_id or 0).exists()
    taken = accept_mandate(by=actor_for(heyong), reference=mandate.reference)
    assert accept_mandate(by=actor_for(heyong), reference=mandate.reference).pk == taken.pk
    actor = acting(heyong, mandate)
    assert (actor.organisation_id, actor.person_id) == (firm.organisation_id, None)
    assert (actor.agent_id, actor.level, actor.on_behalf) == (
        heyong.person_id, 3, f"organisation:{firm.organisation_id}",
    )  # fmt: skip
    assert actor.label == f"person:{heyong.pk}@{mandate.reference}"
    assert actor.may_handle(ITEM) and not actor.may_handle("11450000MB0000000A345000000000202")
    given, accepted = outbox.last(MandateGiven), outbox.last(MandateAccepted)
    assert given is not None and given.reference == mandate.reference
    assert accepted is not None and accepted.subject == f"organisation:{firm.organisation_id}"


def test_the_level_is_the_lower_of_both(zhuangxiangwei: Account) -> None:
    agent = person_account(name="二级经办人", level=2)
    mandate = offered(actor_for(zhuangxiangwei), agent)
    accept_mandate(by=actor_for(agent), reference=mandate.reference)
    assert acting(agent, mandate).level == 2


def test_only_the_party_itself_gives_mandates(zhuangxiangwei: Account, heyong: Account) -> None:
    mandate = offered(actor_for(zhuangxiangwei), heyong)
    accept_mandate(by=actor_for(heyong), reference=mandate.reference)
    other = person_account(name="另一人")
    with pytest.raises(MandateNotYours):
        offered(acting(heyong, mandate), other)
    assert policies.given_by(acting(heyong, mandate)).count() == 0


def test_an_offer_says_nothing_about_who_has_an_account(zhuangxiangwei: Account, heyong: Account) -> None:
    by = actor_for(zhuangxiangwei)
    known = offered(by, heyong)
    strange = offer_mandate(
        by=by, agent_name="无名氏", agent_number=resident_id(), items=[], valid_from=None, valid_until=None
    )
    assert (known.status, known.agent_id) == (strange.status, strange.agent_id)
    assert AccessRecord.objects.filter(subject_kind="person", subject_id=heyong.person_id).count() == 0


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("agent_name", {"agent_name": "\u200b"}),
        ("agent_number", {"agent_number": "450100199001011234"}),
        ("valid_from", {"valid_from": date(2020, 1, 1)}),
        ("valid_until", {"valid_until": date(2020, 1, 1)}),
        ("valid_until", {"valid_until": date(2099, 1, 1)}),
        ("items", {"items": ["短"]}),
        ("items", {"items": [f"{n:031d}" for n in range(201)]}),
    ],
)
def test_faults_are_told_at_the_field(zhuangxiangwei: Account, field: str, values: dict[str, object]) -> None:
    good: dict[str, object] = {
        "agent_name": "何勇", "agent_number": resident_id(), "items": [], "valid_from": None,
        "valid_until": None,
    }  # fmt: skip
    with pytest.raises(MandateInvalid) as refusal:
        offer_mandate(by=actor_for(zhuangxiangwei), **(good | values))  # type: ignore[arg-type]
    assert list(refusal.value.errors) == [field]
    assert Mandate.objects.count() == 0


def test_nobody_else_finds_takes_or_ends_it(
    zhuangxiangwei: Account, heyong: Account, weixiaolan: Account, baguitian: Account
) -> None:
    mandate = offered(actor_for(zhuangxiangwei), heyong)
    for stranger in (weixiaolan,):
        with pytest.raises(MandateNotFound):
            accept_mandate(by=actor_for(stranger), reference=mandate.reference)
        with pytest.raises(MandateNotFound):
            end_mandate(by=actor_for(stranger), reference=mandate.reference, reason=WHY)
    assert mandates_of(actor_for(baguitian)).given == []
    claimed = person_account(name="何勇", number=heyong.person.resident_id or "", level=1)  # type: ignore[union-attr]
    with pytest.raises(LevelTooLow):
        accept_mandate(by=actor_for(claimed), reference=mandate.reference)


def test_ending_works_at_once_from_either_side_and_twice(zhuangxiangwei: Account, heyong: Account) -> None:
    firm = actor_for(zhuangxiangwei)
    for ender in (firm, actor_for(heyong)):
        mandate = offered(firm, heyong)
        accept_mandate(by=actor_for(heyong), reference=mandate.reference)
        end_mandate(by=ender, reference=mandate.reference, reason=WHY)
        again = end_mandate(by=ender, reference=mandate.reference, reason="再来一次也一样")
        assert (again.status, again.end_reason, again.ended_by) == ("ended", WHY, ender.label)
        assert not policies.in_force(heyong.person_id or 0).exists()
        with pytest.raises(MandateOver):
            accept_mandate(by=actor_for(heyong), reference=mandate.reference)
    told = outbox.last(MandateEnded)
    assert told is not None and told.subject == f"organisation:{firm.organisation_id}"
    with pytest.raises(MandateInvalid):
        end_mandate(by=firm, reference=mandate.reference, reason=" \x00 ")


def test_days_bound_it(zhuangxiangwei: Account, heyong: Account) -> None:
    first = clock.today() + timedelta(days=3)
    mandate = offered(
        actor_for(zhuangxiangwei), heyong, valid_from=first, valid_until=first + timedelta(days=1)
    )
    accept_mandate(by=actor_for(heyong), reference=mandate.reference)
    for days, there in ((2, False), (3, True), (4, True), (5, False)):
        with clock.at(clock.now() + timedelta(days=days)):
            assert policies.in_force(heyong.person_id or 0).exists() is there


def test_the_database_lets_nothing_else_change(zhuangxiangwei: Account, heyong: Account) -> None:
    mandate = offered(actor_for(zhuangxiangwei), heyong)
    accept_mandate(by=actor_for(heyong), reference=mandate.reference)
    rows = Mandate.objects.filter(pk=mandate.pk)
    for change in ({"items": ["x" * 31]}, {"valid_until": date(2099, 1, 1)}, {"status": Status.OFFERED},
                   {"agent_key": b"x" * 32}):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_the_head_takes_over_from_whoever_registered_first(
    zhuangxiangwei: Account, luxiaoyan: Account, heyong: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = actor_for(zhuangxiangwei)
    old = offered(firm, heyong)
    accept_mandate(by=actor_for(heyong), reference=old.reference)
    monkeypatch.setattr(ports, "head_checks", {"test": lambda uscc, person, by: "南宁壮乡味食品经营有限公司"})
    uscc = Organisation.objects.get(pk=firm.organisation_id).uscc
    mandate = heads.bind_organisation(by=actor_for(luxiaoyan), uscc=uscc)
    assert heads.bind_organisation(by=actor_for(luxiaoyan), uscc=uscc).pk == mandate.pk
    head = acting(luxiaoyan, mandate)
    assert (head.organisation_id, head.level, head.items) == (firm.organisation_id, 3, None)
    assert {one.mandate.pk for one in mandates_of(head).given} == {old.pk, mandate.pk}
    end_mandate(by=head, reference=old.reference, reason="不是本公司的人")
    assert heads.set_login(by=head, usable=False).is_active is False
    assert heads.set_login(by=head, usable=False).is_active is False
    assert heads.set_login(by=head, usable=True).is_active is True
    bound = outbox.last(OrganisationBound)
    assert bound is not None and bound.reference == mandate.reference


def test_a_new_head_ends_the_old_one(luxiaoyan: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    code, other = credit_code(), person_account(name="新负责人")
    monkeypatch.setattr(ports, "head_checks", {"test": lambda uscc, person, by: "某公司"})
    first = heads.bind_organisation(by=actor_for(luxiaoyan), uscc=code)
    second = heads.bind_organisation(by=actor_for(other), uscc=code)
    first.refresh_from_db()
    assert (first.status, first.end_reason) == ("ended", "法定代表人已变更")
    organisation = Organisation.objects.get(uscc=code)
    assert (second.organisation_id, organisation.legal_representative) == (organisation.pk, "新负责人")
    with clock.at(clock.now() + timedelta(days=100)):
        third = heads.bind_organisation(by=actor_for(other), uscc=code)
    assert third.pk != second.pk and third.valid_until > second.valid_until


def test_only_the_head_binds(
    luxiaoyan: Account, luzihao: Account, zhuangxiangwei: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "head_checks", {"a": lambda *_: None, "b": lambda *_: False})
    with pytest.raises(NotTheHead):
        heads.bind_organisation(by=actor_for(luxiaoyan), uscc=credit_code())
    monkeypatch.setattr(ports, "head_checks", {"a": lambda *_: None})
    for _try in range(7):  # a register that is down does not use up tries
        with pytest.raises(HeadNotAsked):
            heads.bind_organisation(by=actor_for(luxiaoyan), uscc=credit_code())
    with pytest.raises(MandateInvalid):
        heads.bind_organisation(by=actor_for(luxiaoyan), uscc="91459901MA00000000")
    with pytest.raises(LevelTooLow):
        heads.bind_organisation(by=actor_for(luzihao), uscc=credit_code())
    with pytest.raises(MandateNotFound):
        heads.set_login(by=actor_for(zhuangxiangwei), usable=False)
    monkeypatch.setattr(ports, "head_checks", {"b": lambda *_: False})
    with pytest.raises(TooManyTries):
        for _try in range(7):
            with pytest.raises(NotTheHead):
                heads.bind_organisation(by=actor_for(luxiaoyan), uscc=credit_code())


def test_a_mother_acts_for_her_child_until_it_is_grown(zhouhaiyan: Account, weixiaolan: Account) -> None:
    number = resident_id(f"{clock.today().year - 8}0229" if clock.today().year % 4 == 0 else "20200229")
    given = {
        "kind": Kind.GUARDIAN, "name": "韦小满", "number": number,
        "agent_number": weixiaolan.person.resident_id or "", "seen": "出生医学证明和身份证原件",  # type: ignore[union-attr]
    }  # fmt: skip
    mandate = record_at_counter(by=actor_for(zhouhaiyan), **given)  # type: ignore[arg-type]
    assert record_at_counter(by=actor_for(zhouhaiyan), **given).pk == mandate.pk  # type: ignore[arg-type]
    child = Person.objects.get(pk=mandate.person_id)
    assert (child.level, mandate.status) == (3, "active")
    assert mandate.valid_until == date(child.birth_date.year + 18, 2, 28)
    mother = acting(weixiaolan, mandate)
    assert (mother.person_id, mother.agent_id, mother.level) == (child.pk, weixiaolan.person_id, 3)
    assert policies.is_principal(mother)
    with pytest.raises(MandateInvalid) as refusal:
        record_at_counter(by=actor_for(zhouhaiyan), **(given | {"name": "别的名字"}))  # type: ignore[arg-type]
    assert list(refusal.value.errors) == ["name"]


def test_the_counter_refuses_what_is_not_proved(
    zhouhaiyan: Account, luzihao: Account, weixiaolan: Account, menglihua: Account
) -> None:
    number = luzihao.person.resident_id or ""  # type: ignore[union-attr]
    given = {
        "kind": Kind.HELPER,
        "name": "黄桂芳",
        "number": resident_id("19440108"),
        "seen": "两人身份证原件",
    }
    for by in (weixiaolan, menglihua):
        with pytest.raises(LevelNotGiven):
            record_at_counter(by=actor_for(by), agent_number=number, **given)  # type: ignore[arg-type]
    with pytest.raises(MandateInvalid) as refusal:
        record_at_counter(by=actor_for(zhouhaiyan), agent_number=number, **given)  # type: ignore[arg-type]
    assert list(refusal.value.errors) == ["agent_number"]
    with pytest.raises(MandateInvalid) as refusal:
        record_at_counter(
            by=actor_for(zhouhaiyan),
            kind="head",
            name="",
            number="1",
            agent_number="2",
            seen="两人身份证原件",
        )
    assert set(refusal.value.errors) == {"kind", "name", "resident_id", "agent_number"}
    assert Mandate.objects.count() == 0


def test_pages_change_the_name_and_show_it(zhuangxiangwei: Account, heyong: Account) -> None:
    firm, client = actor_for(zhuangxiangwei), Client()
    mandate = offered(firm, heyong)
    client.force_login(heyong)
    assert "等您答复的授权" in client.get("/my/mandates/").content.decode()
    assert client.post(f"/my/mandates/{mandate.reference}/", {"accept": "1"}).status_code == 302
    answer = client.post("/my/mandates/act/", {"mandate": mandate.reference, "next": "//evil.example/"})
    assert answer["Location"] == "/my/"
    page = client.get("/my/").content.decode()
    assert "正在以<b>南宁壮乡味食品经营有限公司</b>的名义办理，代办的人：何*" in page
    assert "正在以" not in client.get("/account/security/").content.decode()
    assert client.get("/my/mandates/new/").status_code == 403
    assert client.get("/my/access/").status_code == 200
    end_mandate(by=firm, reference=mandate.reference, reason=WHY)
    page = client.get("/my/").content.decode()
    assert "原来的授权已经结束" in page and "正在以" not in page
    assert client.post("/my/mandates/act/", {"mandate": mandate.reference}).status_code == 404


def test_a_form_opened_in_another_name_is_refused(
    zhuangxiangwei: Account, luxiaoyan: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, code = Client(), Organisation.objects.get(pk=zhuangxiangwei.organisation_id).uscc
    monkeypatch.setattr(ports, "head_checks", {"test": lambda uscc, person, by: "南宁壮乡味食品经营有限公司"})
    client.force_login(luxiaoyan)
    assert client.post("/my/mandates/bind/", {"uscc": "1"}).status_code == 422
    assert client.post("/my/mandates/bind/", {"uscc": code}).status_code == 302
    typed = {
        "agent_name": "何勇", "agent_number": resident_id(), "paper": "resident-id", "scope": "all",
        "on_behalf": f"organisation:{zhuangxiangwei.organisation_id}",
    }  # fmt: skip
    assert client.post("/my/mandates/new/", typed | {"on_behalf": ""}).status_code == 409
    assert client.post("/my/mandates/new/", typed | {"scope": "some"}).status_code == 422
    assert client.post("/my/mandates/new/", typed).status_code == 302
    assert (
        client.post("/my/mandates/login/", {"usable": "0", "on_behalf": typed["on_behalf"]}).status_code
        == 302
    )
    zhuangxiangwei.refresh_from_db()
    assert not zhuangxiangwei.is_active
    client.post("/my/mandates/act/", {"mandate": ""})
    assert client.post("/my/mandates/new/", typed).status_code == 409
    assert Mandate.objects.filter(kind=Kind.AGENT).count() == 1
