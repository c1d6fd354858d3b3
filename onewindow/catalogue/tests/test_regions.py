"""One item over regions and time: what differs, its versions, who changed what, the preview."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.catalogue.drafting.varying import varying
from onewindow.catalogue.inheritance import Rule
from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries import proposals as queries
from onewindow.catalogue.queries import versions
from onewindow.catalogue.queries.regions import regions_of
from onewindow.catalogue.services.proposals import current_entry, start_proposal, start_standard
from onewindow.catalogue.services.standards import foreseen
from onewindow.catalogue.services.versions import suspend_item
from onewindow.catalogue.tests.factories import forget_all
from onewindow.catalogue.tests.test_drafting_pages import as_official
from onewindow.catalogue.tests.test_proposals import drafter
from onewindow.catalogue.tests.test_standards import planted, standard
from onewindow.government.tests.factories import plant_regions
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db


def said(version: ItemVersion) -> dict[str, list[tuple[str, int]]]:
    return {v.label: [(s.text, len(s.codes)) for s in v.sayings] for v in regions_of(version).elements}


def test_only_what_differs_is_listed_the_usual_first() -> None:
    first, *_rest = planted()
    assert said(first) == {"咨询电话": [("12345", 2), ("0771-1", 1)]}


def test_rows_are_compared_by_what_they_are_called() -> None:
    one, two = (current_entry(v) for v in planted(2))
    two["fields"]["phone"] = one["fields"]["phone"]
    assert varying([one, two]) == []
    two["materials"] = [*two["materials"], {**two["materials"][0], "name": "单位介绍信"}]
    two["bases"] = []
    found = {v.label: [s.text for s in v.sayings] for v in varying([one, two])}
    assert found["申请材料"] == ["健康体检证明", "健康体检证明\n单位介绍信"]
    assert found["设定依据"][1] == ""


def test_many_regions_cost_as_many_statements_as_few() -> None:
    first = planted(30)[0]
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(regions_of(first).items) == 30
    assert len(few) == 4


def test_the_pages_show_regions_and_versions() -> None:
    plant_regions()
    first = planted()[0]
    public = Client()
    page = public.get(f"/items/{first.code}/regions/").content.decode()
    assert "全区有 3 个部门办理" in page and "0771-1" in page and "您看的这个" in page
    assert "各地差异" in public.get(f"/items/{first.code}/").content.decode()
    standard({"statutory_days": 15})
    forget_all()
    history = public.get(f"/items/{first.code}/versions/").content.decode()
    assert "第 1 版到第 2 版改变的内容" in history and "20" in history and "15" in history
    assert "第 2 版到第 2 版" in public.get(f"/items/{first.code}/versions/?was=2&now=2").content.decode()
    assert "第 1 版到第 2 版" in public.get(f"/items/{first.code}/versions/?was=x&now=9").content.decode()
    for address in ("regions", "versions"):
        assert public.get(f"/items/nothing/{address}/").status_code == 404
    alone = planted(1)[0]
    assert public.get(f"/items/{alone.code}/regions/").status_code == 200


def test_who_changed_what_names_standards_and_what_was_done_without_a_proposal() -> None:
    first = planted()[0]
    made = start_standard(
        by=drafter(), basic_code=first.item.basic_id or "", item_code=first.code, reason="统一。"
    )
    assert [s.proposal_id for s in queries.history_of(first.code)] == [made.pk]
    suspend_item(by=SYSTEM, code=first.code, reason="系统改造")
    deeds = queries.deeds_on(versions.in_force(first.code))
    assert [(d.words, d.who, d.reason) for d in deeds] == [
        ("暂停办理", "系统", "系统改造"), ("发布", "系统", ""),
    ]  # fmt: skip
    page = as_official(Client(), "tanjing").get(f"/desk/catalogue/items/{first.code}/").content.decode()
    assert made.title in page and "系统改造" in page


def test_a_standard_tells_beforehand_what_it_will_change() -> None:
    olds = planted()
    basic = olds[0].item.basic_id or ""
    rule = Rule("45", {"statutory_days": 15, "phone": "12345"}, frozenset({"phone"}))
    told = foreseen(basic_code=basic, rule=rule, shown=2)
    assert (told.total, told.changed, told.unchanged, told.kept) == (3, 3, 0, 1)
    assert [(v.code, differs) for v, differs in told.first] == [
        (v.code, frozenset({"statutory_days"})) for v in olds[:2]
    ]
    assert ItemVersion.objects.count() == 3
    done = standard(dict(rule.elements), *rule.open)
    assert (done.changed, done.unchanged) == (told.changed, told.unchanged)
    nothing = foreseen(basic_code=basic, rule=rule)
    assert (nothing.changed, nothing.unchanged) == (0, 3)
    tan = as_official(Client(), "tanjing")
    forget_all()
    made = start_standard(by=drafter(), basic_code=basic, item_code=olds[0].code, reason="统一。")
    page = tan.get(f"/desk/catalogue/{made.pk}/").content.decode()
    assert "发布后会改变的事项" in page


def test_the_preview_of_many_items_costs_as_much_as_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    *olds, _other = planted(31)
    counted: Any = {"在办的办件": lambda codes: {codes[0]: 2}}
    monkeypatch.setattr(queries, "_counters", counted)
    made = start_proposal(by=drafter(), kind="suspend", item_codes=[v.code for v in olds], reason="x")
    with CaptureQueriesContext(connection) as statements:
        found = queries.impacts(made)
    assert len(statements) == 2
    assert [(i.code, i.label, i.count) for i in found[:3]] == [
        ("", "其他部门和地区的同一事项", 1), ("", "在办的办件", 2),
        (olds[0].code, "其他部门和地区的同一事项", 30),
    ]  # fmt: skip
    assert len(found) == 2 + 10 * 2
