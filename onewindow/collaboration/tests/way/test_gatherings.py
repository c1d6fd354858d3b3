"""Reviews, visits and acceptances: called by the lead, recorded once, signed by each body that came."""

from datetime import timedelta
from uuid import uuid4

import pytest

from onewindow.cases import public as cases
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.errors import JointOver
from onewindow.collaboration.tests.factories import MONDAY, account_of
from onewindow.kernel.public import audit, clock, outbox

CALL = {
    "kind": "visit", "on": (MONDAY + timedelta(days=2)).date(), "hour": "上午9时", "place": "示例路1号工地",
    "about": "看用地和路口", "keys": ["road", "forest"],
}  # fmt: skip
THAT_DAY = MONDAY + timedelta(days=2)
RECORD = {"record": "用地与图纸一致。", "conclusion": "符合条件", "present": 3}


def called(world, **changes: object) -> collaboration.Gathering:
    return collaboration.call_gathering(by=world.lead, number=world.number, **{**CALL, **changes})


def recorded(world, made: collaboration.Gathering, **changes: object) -> collaboration.Gathering:
    with clock.at(THAT_DAY):
        return collaboration.record_gathering(
            by=world.lead, number=world.number, gathering=made.pk, **{**RECORD, **changes}
        )


def test_called_recorded_and_signed(world) -> None:
    made = recorded(world, called(world))
    assert made.digest is not None and made.conclusion == "符合条件"
    for key in ("road", "forest"):
        made = collaboration.sign_gathering(by=world.bodies[key], number=world.number, gathering=made.pk)
    assert [row["name"] for row in made.signed] == ["潘海涛", "黄杉琳"]
    titles = list(
        cases.Case.objects.get(number=world.number).events.filter(kind="gathering").order_by("id")
        .values_list("title", flat=True)
    )  # fmt: skip
    assert titles == ["联合踏勘：3月4日上午9时，示例路1号工地", "联合踏勘：符合条件"]
    with pytest.raises(collaboration.AlreadyRecorded):
        recorded(world, made)
    for key in ("road", "fire"):
        with pytest.raises(collaboration.NothingToSign):
            collaboration.sign_gathering(by=world.bodies[key], number=world.number, gathering=made.pk)
    assert audit.verify().ok


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "x"}, "kind"), ({"on": None}, "on"), ({"on": MONDAY.date() - timedelta(days=1)}, "on"),
     ({"hour": ""}, "hour"), ({"place": ""}, "place"), ({"about": ""}, "about"), ({"keys": ["x"]}, "keys")],
)  # fmt: skip
def test_what_is_missing_in_a_call_is_told(world, changes: dict, field: str) -> None:
    with pytest.raises(collaboration.GatheringInvalid) as refused:
        called(world, **changes)
    assert list(refused.value.errors) == [field]


def test_a_visit_needs_two_officials(world) -> None:
    made = called(world)
    for changes, field in (
        ({"present": 1}, "present"),
        ({"record": ""}, "record"),
        ({"conclusion": ""}, "conclusion"),
    ):
        with pytest.raises(collaboration.GatheringInvalid) as refused:
            recorded(world, made, **changes)
        assert list(refused.value.errors) == [field]
    assert recorded(world, called(world, kind="review"), present=1).recorded_at == THAT_DAY


def test_not_recorded_before_its_day_and_not_called_after_the_end(world) -> None:
    made = called(world)
    with pytest.raises(collaboration.GatheringInvalid) as refused:
        collaboration.record_gathering(by=world.lead, number=world.number, gathering=made.pk, **RECORD)
    assert refused.value.errors == {"record": ["会同在3月4日举行，从那天起才能记录。"]}
    cases.withdraw_case(by=world.applicant, number=world.number)
    outbox.drain()
    with pytest.raises(JointOver):
        called(world)
    assert recorded(world, made).recorded_at == THAT_DAY


def test_who_may(world) -> None:
    made = called(world)
    for other in (world.applicant, world.bodies["road"]):
        with pytest.raises(collaboration.NotTheLead):
            collaboration.call_gathering(by=other, number=world.number, **CALL)
        with pytest.raises(collaboration.NotTheLead):
            collaboration.record_gathering(by=other, number=world.number, gathering=made.pk, **RECORD)
    with pytest.raises(collaboration.NotOfTheJoint):
        collaboration.sign_gathering(by=world.applicant, number=world.number, gathering=made.pk)
    with pytest.raises(collaboration.NothingToSign):
        collaboration.sign_gathering(by=world.bodies["road"], number=world.number, gathering=made.pk)
    with pytest.raises(collaboration.UnknownGathering):
        collaboration.record_gathering(by=world.lead, number=world.number, gathering=uuid4(), **RECORD)


def test_its_pages(world, client) -> None:
    client.force_login(account_of("qinxuemei"))
    path = f"/desk/joint/{world.number}/"
    assert "通知会审、踏勘或者验收" in client.get(path).content.decode()
    given = {**CALL, "on": "2026-03-02"}
    assert client.post(f"{path}gatherings/", {**given, "on": "x"}).status_code == 422
    assert client.post(f"{path}gatherings/", given).status_code == 302
    made = collaboration.Gathering.objects.get()
    assert "填写记录" in client.get(path).content.decode()
    assert client.post(f"{path}gatherings/{made.pk}/", {"present": "1"}).status_code == 422
    assert client.post(f"{path}gatherings/{made.pk}/", {**RECORD, "present": "2"}).status_code == 302
    client.force_login(account_of("panhaitao"))
    assert "代表本机关签认" in client.get(path).content.decode()
    assert client.post(f"{path}gatherings/{made.pk}/sign/").status_code == 302
    assert "已签认：广西壮族自治区交通运输厅 潘海涛" in client.get(path).content.decode()
