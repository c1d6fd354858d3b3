"""Composing a procedure at the desk: items added, faults and savings shown, published by another."""

import re

import pytest

from onewindow.collaboration import public as collaboration
from onewindow.collaboration.composing import cannot_add, rows_of, told_from
from onewindow.collaboration.tests.factories import account_of, official, the_procedure
from onewindow.identity import public as identity
from onewindow.kernel.public import audit

LEAD = {
    "name": "新店开业一件事", "lead-body": "南宁市兴宁区行政审批局", "lead-nr": "99-050", "lead-who": "f",
    "lead-visits": "0", "situation-0": "店里要卖卷烟",
}  # fmt: skip
FOOD, TOBACCO = (
    ("食品经营许可（新办）", "南宁市兴宁区行政审批局"),
    ("烟草专卖零售许可证核发", "南宁市烟草专卖局"),
)


def members(*stages: str) -> dict[str, str]:
    rows = {}
    for n, ((item, body), stage) in enumerate(zip((FOOD, TOBACCO), stages, strict=True)):
        rows |= {f"m{n}-item": item, f"m{n}-body": body, f"m{n}-stage": stage, f"m{n}-refusal": "again"}
    return rows | {"m1-when": "situation_1"}


def typed(page: str) -> dict[str, str]:
    """Return what a browser would send of the composing form as it stands."""
    given = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', page))
    given |= {n: v for v, n in re.findall(r'<input[^>]* value="([^"]*)"[^>]*? name="([^"]+)"', page)}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', page):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        given[name] = chosen[1] if chosen else ""
    checked = re.search(r'name="lead-who"[^>]*value="([^"]*)"[^>]*checked', page)
    out = {n for n in given if n.endswith("-out") or n in {"csrfmiddlewaretoken", "q"}}
    return {n: v for n, v in given.items() if n not in out} | {"lead-who": checked[1] if checked else ""}


def test_composed_by_one_and_published_by_another(world, client) -> None:
    client.force_login(account_of("tanjing"))
    assert client.post("/desk/procedures/", {"key": "X", "name": ""}).status_code == 422
    assert client.post("/desk/procedures/", {"key": "shop", "name": LEAD["name"]}).status_code == 302
    page = client.get("/desk/procedures/shop/?q=食品经营许可").content.decode()
    assert "还不能发布" in page and FOOD[0] in page
    client.post("/desk/procedures/shop/", {**LEAD, "add": "|".join(FOOD)})
    client.post(
        "/desk/procedures/shop/",
        {**LEAD, **dict(list(members("1", "1").items())[:4]), "add": "|".join(TOBACCO)},
    )
    client.post("/desk/procedures/shop/", {**LEAD, **members("1", "2"), "stage-2": "烟草"})
    told = collaboration.draft_of("shop")
    assert [(one["name"], one["lanes"]) for one in told["stages"]] == [
        ("第 1 阶段", [["part1"]]), ("烟草", [["part2"]]),
    ]  # fmt: skip
    page = client.get("/desk/procedures/shop/").content.decode()
    assert "合并后减少多少" in page and "分开办 2" in page and "还不能发布" not in page
    with pytest.raises(identity.SameHand):
        collaboration.publish_draft(by=official("tanjing"), key="shop")
    client.force_login(account_of("luzhiqiang"))
    assert client.post("/desk/procedures/shop/publish/").status_code == 302
    made = collaboration.procedure("shop")
    assert (made.number, made.savings["apart"]["applications"]) == (1, 2)
    assert "新店开业一件事" in client.get(f"/items/{made.lead_code}/").content.decode()
    assert collaboration.drafts() == []
    assert client.get("/desk/procedures/shop/begin/").status_code == 405
    assert "编排新版本" in client.get("/desk/procedures/").content.decode()
    assert client.post("/desk/procedures/shop/begin/").status_code == 302
    assert collaboration.draft_of("shop")["members"][0]["item"] == FOOD[0]
    assert audit.verify().ok


def test_a_revision_keeps_what_the_form_does_not_ask_and_nobodys_draft_is_lost(world, client) -> None:
    told = the_procedure("restaurant").told
    client.force_login(account_of("tanjing"))
    client.post("/desk/procedures/restaurant/begin/")
    page = client.get("/desk/procedures/restaurant/")
    given = typed(page.content.decode())
    assert client.post("/desk/procedures/restaurant/", {**given, "name": "开饭店一件事"}).status_code == 302
    draft = collaboration.draft_of("restaurant")
    assert draft["situations"] == told["situations"]
    kept = [(one["key"], one.get("pause"), one["attempts"], one.get("when", "")) for one in draft["members"]]
    assert kept == [(one["key"], one["pause"], one["attempts"], one["when"]) for one in told["members"]]
    assert {name: draft["lead"][name] for name in told["lead"]} == told["lead"]
    client.force_login(account_of("luzhiqiang"))
    client.post("/desk/procedures/restaurant/begin/")  # a second one goes on with the first one's
    assert collaboration.draft_of("restaurant")["name"] == "开饭店一件事"


def test_an_item_is_in_it_once_and_a_lead_that_cannot_be_published_says_why(world, client) -> None:
    client.force_login(account_of("tanjing"))
    client.post("/desk/procedures/", {"key": "shop", "name": LEAD["name"]})
    rows = members("1", "1")
    client.post("/desk/procedures/shop/", {**LEAD, **rows})
    for _ in range(2):
        answer = client.post("/desk/procedures/shop/", {**LEAD, **rows, "add": "|".join(FOOD)})
        assert answer.status_code == 422 and "已经在里面" in answer.content.decode()
    assert len(collaboration.draft_of("shop")["members"]) == 2
    for changes, said in (
        ({"lead-nr": "x"}, "两位数字、短横线、三位数字"),
        ({"lead-body": "没有的局"}, "没有找到牵头机关"),
        ({"lead-nr": "99-003"}, ""),
    ):
        client.post("/desk/procedures/shop/", {**LEAD, **rows, **changes})
        assert said in client.get("/desk/procedures/shop/").content.decode()
    with pytest.raises(collaboration.ProcedureInvalid) as refused:  # 99-003 is the restaurant's
        collaboration.publish_draft(by=official("luzhiqiang"), key="shop")
    assert "换一个编号" in str(refused.value.errors)
    assert cannot_add({"members": [{"item": str(n), "body": "x"} for n in range(12)]}, "y", "z").startswith(
        "最多 12"
    )


def test_who_may(world, client) -> None:
    for other in (world.applicant, world.lead):
        with pytest.raises(collaboration.CannotCompose):
            collaboration.draft_procedure(by=other, told={"key": "shop", "name": "某"})
        with pytest.raises(collaboration.CannotCompose):
            collaboration.publish_draft(by=other, key="shop")
    client.force_login(account_of("qinxuemei"))
    assert client.get("/desk/procedures/").status_code == 403
    with pytest.raises(collaboration.UnknownProcedure):
        collaboration.publish_draft(by=official("tanjing"), key="nothing")


def test_a_form_read_and_shown_again_is_the_same() -> None:
    told = told_from({**LEAD, **members("2", "1")}, {"key": "shop"})
    assert [(row["key"], row["stage"], row["when"]) for row in rows_of(told)] == [
        ("part1", 2, ""), ("part2", 1, "situation_1"),
    ]  # fmt: skip
    assert told["members"][1]["attempts"] == 3
    assert told_from({**LEAD, **members("1", "1"), "m0-out": "1"}, {})["members"][0]["item"] == TOBACCO[0]
