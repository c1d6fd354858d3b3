"""Composing a procedure at the desk: items added, faults and savings shown, published by another."""

import pytest

from onewindow.collaboration import public as collaboration
from onewindow.collaboration.composing import rows_of, told_from
from onewindow.collaboration.tests.factories import account_of, official
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
    assert client.get("/desk/procedures/shop/begin/").status_code == 302
    assert collaboration.draft_of("shop")["members"][0]["item"] == FOOD[0]
    assert audit.verify().ok


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
