"""Objecting to a look and answering; taking all looks away."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from onewindow.government.public import Agency
from onewindow.identity.errors import (
    ObjectionAnswered,
    ObjectionInvalid,
    ObjectionNotFound,
    RecordNotFound,
)
from onewindow.identity.events import AccessObjected, ObjectionSettled
from onewindow.identity.models import AccessRecord, Account
from onewindow.identity.objections.models import Objection
from onewindow.identity.objections.services import answer, object_to, open_for
from onewindow.identity.queries import actor_for
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.identity.tests.factories import agency, official, organisation_account, person_account
from onewindow.kernel.public import audit, clock, outbox

pytestmark = pytest.mark.django_db
SAID = "我没有办过这件事，不知道为什么查"
REASONS = "经核实，这次查看与办件无关，已提醒本人"


@pytest.fixture
def committee() -> Agency:
    return agency("示例委员会")


def looked_at(account: Account, by: Account | None = None, city: str = "4500") -> int:
    kind = "person" if account.person_id else "organisation"
    key = account.person_id or account.organisation_id or 0
    record_accesses(actor_for(by or account), [Access(kind, key, "人口信息", "=核对", city=city)])
    return AccessRecord.objects.latest("id").pk


def supervisor(at: Agency, name: str = "watch", prefix: str = "45") -> Account:
    return official(name, at, roles=("supervise",), region_prefix=prefix)


def test_who_was_looked_at_objects_once(ganlu: Account) -> None:
    citizen = person_account()
    record = looked_at(citizen)
    first = object_to(by=actor_for(citizen), record_id=record, said=f"  {SAID}\x00 ")
    again = object_to(by=actor_for(citizen), record_id=record, said="再说一遍也一样")
    assert (again.pk, again.said) == (first.pk, SAID)
    assert first.due_on > clock.today() + timedelta(days=15)
    told = outbox.last(AccessObjected)
    assert told is not None and told.objection == first.pk


def test_only_who_was_looked_at_objects(committee: Agency) -> None:
    citizen = person_account()
    record = looked_at(citizen)
    for other in (person_account(), organisation_account(), supervisor(committee)):
        with pytest.raises(RecordNotFound):
            object_to(by=actor_for(other), record_id=record, said=SAID)
    with pytest.raises(RecordNotFound):
        object_to(by=actor_for(citizen), record_id=0, said=SAID)


@pytest.mark.parametrize("said", ["", " 短 ", "长" * 1001, "\x00" * 8])
def test_says_how_much_to_write(said: str) -> None:
    citizen = person_account()
    with pytest.raises(ObjectionInvalid) as refused:
        object_to(by=actor_for(citizen), record_id=looked_at(citizen), said=said)
    assert list(refused.value.errors) == ["said"]
    assert not Objection.objects.exists()


def test_supervision_answers_once_and_for_good(committee: Agency) -> None:
    citizen, officer = person_account(), supervisor(committee)
    objection = object_to(by=actor_for(citizen), record_id=looked_at(citizen), said=SAID)
    done = answer(by=actor_for(officer), objection_id=objection.pk, outcome="upheld", text=REASONS)
    assert (done.outcome, done.answer, done.answered_by_id) == ("upheld", REASONS, officer.pk)
    told = outbox.last(ObjectionSettled)
    assert told is not None and told.outcome == "upheld"
    with pytest.raises(ObjectionAnswered):
        answer(by=actor_for(officer), objection_id=objection.pk, outcome="refused", text=REASONS)
    for change in (
        lambda: Objection.objects.update(answer="改"),
        lambda: Objection.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="answered once"), transaction.atomic():
            change()
    assert [p.place for p in audit.verify().problems if "identity_objection" in p.place] == []


def test_nobody_answers_for_the_own_look_or_another_region(committee: Agency) -> None:
    citizen, officer = person_account(), supervisor(committee)
    own = object_to(by=actor_for(citizen), record_id=looked_at(citizen, by=officer), said=SAID)
    assert own not in open_for(actor_for(officer))
    with pytest.raises(ObjectionNotFound):
        answer(by=actor_for(officer), objection_id=own.pk, outcome="refused", text=REASONS)
    here = object_to(by=actor_for(citizen), record_id=looked_at(citizen, city="4501"), said=SAID)
    assert set(open_for(actor_for(supervisor(committee, "nanning", "4501")))) == {here}
    for other in (supervisor(committee, "liuzhou", "4502"), official("clerk", committee), citizen):
        with pytest.raises(ObjectionNotFound):
            answer(by=actor_for(other), objection_id=here.pk, outcome="refused", text=REASONS)
    with pytest.raises(ObjectionInvalid) as refused:
        answer(by=actor_for(officer), objection_id=here.pk, outcome="", text="短")
    assert set(refused.value.errors) == {"outcome", "text"}


def test_the_pages(client: Client, committee: Agency) -> None:
    citizen, officer = person_account(), supervisor(committee)
    record = looked_at(citizen)
    client.force_login(citizen)
    assert f"/my/access/{record}/" in client.get("/my/access/").content.decode()
    assert client.post(f"/my/access/{record}/", {"said": ""}).status_code == 422
    assert client.post(f"/my/access/{record}/", {"said": SAID}).status_code == 302
    assert "正在核实" in client.get(f"/my/access/{record}/").content.decode()
    assert client.get("/desk/objections/").status_code == 403
    client.force_login(officer)
    assert SAID in client.get("/desk/objections/").content.decode()
    url = f"/desk/objections/{Objection.objects.get().pk}/"
    assert client.post(url, {"outcome": "refused", "text": ""}).status_code == 422
    assert client.post(url, {"outcome": "refused", "text": REASONS}).status_code == 302
    assert client.get("/desk/objections/0/").status_code == 404
    assert client.get(f"/my/access/{record}/").status_code == 404
    client.force_login(citizen)
    assert REASONS in client.get(f"/my/access/{record}/").content.decode()


def test_takes_all_looks_away(client: Client) -> None:
    citizen = person_account()
    looked_at(citizen)
    looked_at(person_account())
    client.force_login(citizen)
    lines = client.get("/my/access/all.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("时间,谁,看了什么")
    assert "'=核对" in lines[1]
    rows = json.loads(client.get("/my/access/all.json").content)
    assert [row["reason"] for row in rows] == ["=核对"]
    assert client.get("/my/access/all.xml").status_code == 404
    client.logout()
    assert client.get("/my/access/all.csv").status_code == 302
