"""Asking another body: limit, answer, a grant to read that ends with it, told to its head when late."""

from datetime import timedelta

import pytest

from onewindow.cases import public as cases
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.queries.asking import file_reading
from onewindow.collaboration.tests.factories import MONDAY, account_of, events, official, part
from onewindow.documents import public as documents
from onewindow.kernel.public import ANONYMOUS, SYSTEM, audit, clock

FORESTRY = "广西壮族自治区林业局"
ASK = {"agency": FORESTRY, "kind": "opinion", "question": "路段是否占用林地？", "days": 3}


def asked(world, **changes: object) -> collaboration.Ask:
    number = part(world.number, "road").number
    return collaboration.ask_body(by=world.bodies["road"], number=number, **{**ASK, **changes})


def test_a_body_is_asked_and_answers(world) -> None:
    made = asked(world)
    assert (made.to_agency.name, made.state, made.due) == (
        FORESTRY,
        "asked",
        (MONDAY + timedelta(days=3)).date(),
    )
    assert collaboration.ask_list(world.bodies["forest"]).rows == [made]
    found = collaboration.answer_ask(
        by=world.bodies["forest"], number=made.number, stance="同意", answer="不占用林地。"
    )
    assert (found.state, found.answered_at) == ("answered", MONDAY)
    case = cases.Case.objects.get(pk=made.case_id)
    titles = list(case.events.filter(kind="ask").order_by("id").values_list("title", flat=True))
    assert titles == [f"征求意见：{FORESTRY}", "征求意见已答复：同意"]
    assert [one.payload["stance"] for one in events("AskAnswered")] == ["同意"]
    assert collaboration.ask_list(world.bodies["forest"]).rows == []
    with pytest.raises(collaboration.AskSettled):
        collaboration.answer_ask(
            by=world.bodies["forest"], number=made.number, stance="同意", answer="再答。"
        )
    with pytest.raises(collaboration.AskSettled):
        collaboration.take_back_ask(by=world.bodies["road"], number=made.number)
    assert audit.verify().ok


def test_a_named_material_may_be_read_until_the_answer(world) -> None:
    case = cases.Case.objects.get(number=part(world.number, "road").number)
    rows = [row for row in case.materials.all() if row.file_id]
    stored = documents.StoredFile(id=rows[0].file_id)
    forest = world.bodies["forest"]
    assert file_reading(forest, stored) is None
    made = asked(world, materials=[rows[0].seq, 99])
    assert made.materials == [rows[0].seq]
    reading = file_reading(forest, stored)
    assert reading is not None and reading.case == case.number
    assert file_reading(official("luowenjun"), stored) is None
    collaboration.answer_ask(by=forest, number=made.number, stance="已核查", answer="属实。")
    assert file_reading(forest, stored) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agency": "没有的机关"}, "agency"), ({"agency": "广西壮族自治区交通运输厅"}, "agency"),
        ({"kind": "x"}, "kind"), ({"question": " "}, "question"), ({"days": None}, "days"),
        ({"days": 31}, "days"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told_at_its_field(world, changes: dict, field: str) -> None:
    with pytest.raises(collaboration.AskInvalid) as refused:
        asked(world, **changes)
    assert list(refused.value.errors) == [field]


def test_who_may(world) -> None:
    made = asked(world)
    strangers = [world.applicant, world.lead, official("luowenjun"), official("zhouhaiyan"), ANONYMOUS]
    for other in strangers:
        with pytest.raises(collaboration.NotYourAsk):
            collaboration.open_ask(by=other, number=made.number)
        with pytest.raises(collaboration.NotYourAsk):
            collaboration.answer_ask(by=other, number=made.number, stance="同意", answer="x")
        with pytest.raises(cases.CaseNotYours):
            collaboration.ask_body(by=other, number=made.case.number, **ASK)
    for one in (world.bodies["road"], world.bodies["forest"], SYSTEM):
        assert collaboration.open_ask(by=one, number=made.number) == made
    with pytest.raises(collaboration.NotYourAsk):
        collaboration.take_back_ask(by=world.bodies["forest"], number=made.number)
    assert collaboration.take_back_ask(by=world.bodies["road"], number=made.number).state == "taken"
    with pytest.raises(collaboration.UnknownAsk):
        collaboration.open_ask(by=world.lead, number="XT0")


def test_a_late_one_is_told_once(world) -> None:
    made = asked(world)
    assert collaboration.escalate_asks() == 0
    with clock.at(MONDAY + timedelta(days=10)):
        assert (collaboration.escalate_asks(), collaboration.escalate_asks()) == (1, 0)
    assert [one.payload["to_agency"] for one in events("AskEscalated")] == [made.to_agency_id]


def test_what_is_closed_is_asked_about_no_more_and_its_files_are_closed_too(world) -> None:
    number = part(world.number, "road").number
    row = next(one for one in cases.Case.objects.get(number=number).materials.all() if one.file_id)
    made, stored = asked(world, materials=[row.seq]), documents.StoredFile(id=row.file_id)
    assert file_reading(world.bodies["forest"], stored) is not None
    cases.withdraw_case(by=world.applicant, number=number)
    assert file_reading(world.bodies["forest"], stored) is None
    with clock.at(MONDAY + timedelta(days=10)):
        assert collaboration.escalate_asks() == 0
    with pytest.raises(cases.CaseAlreadyClosed):
        asked(world)
    assert collaboration.take_back_ask(by=world.bodies["road"], number=made.number).state == "taken"


def test_text_that_cannot_be_kept_is_told_and_no_fault_of_ours(world, client) -> None:
    client.force_login(account_of("panhaitao"))
    number = part(world.number, "road").number
    for field in ("agency", "question"):
        answer = client.post(f"/desk/asks/new/{number}/", {**ASK, field: "林\0业"})
        assert answer.status_code == 422 and "控制字符" in answer.content.decode()
    client.force_login(account_of("tanjing"))
    answer = client.post("/desk/procedures/", {"key": "shop", "name": "某\0事"})
    assert answer.status_code == 422 and "控制字符" in answer.content.decode()


def test_its_pages(world, client) -> None:
    number = part(world.number, "road").number
    client.force_login(account_of("panhaitao"))
    assert "请其他机关协同" in client.get(f"/desk/cases/{number}/").content.decode()
    answer = client.post(f"/desk/asks/new/{number}/", {**ASK, "agency": "没有"})
    assert answer.status_code == 422 and "没有找到这个机关" in answer.content.decode()
    assert client.post(f"/desk/asks/new/{number}/", ASK).status_code == 302
    made = collaboration.Ask.objects.get()
    assert "撤回请求" in client.get(f"/desk/asks/{made.number}/").content.decode()
    assert made.number in client.get("/desk/asks/?tab=from").content.decode()
    client.force_login(account_of("huangshanlin"))
    assert made.number in client.get("/desk/asks/").content.decode()
    assert client.post(f"/desk/asks/{made.number}/", {"stance": "同意"}).status_code == 422
    assert (
        client.post(f"/desk/asks/{made.number}/", {"stance": "同意", "answer": "可以。"}).status_code == 302
    )
    client.force_login(account_of("panhaitao"))
    assert "可以。" in client.get(f"/desk/cases/{number}/").content.decode()
    client.force_login(account_of("luowenjun"))
    assert client.get(f"/desk/asks/{made.number}/").status_code == 403
