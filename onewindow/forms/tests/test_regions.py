"""The region cascade without script: each page load brings the next list, and only what is listed counts."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from onewindow.forms.public import read_page, summary
from onewindow.forms.regions import levels
from onewindow.forms.tests.test_form_page import drawn
from onewindow.government.public import Region, children
from onewindow.government.tests.factories import plant_regions
from onewindow.kernel.tests.factories import planted_once

CITY, COUNTY, TOWN = "450100000000", "450102000000", "450102001000"
NAME = "household_region"


@pytest.fixture(scope="module")
def regions(planted: None, django_db_blocker: Any) -> Iterator[None]:
    with planted_once(django_db_blocker):
        plant_regions()
        yield


@pytest.fixture
def page(regions, allowance_form):
    """Post the page's lists as a browser does, and draw what comes back."""

    def posted(*chosen: str, whole: str = ""):
        data = {f"{NAME}__{number}": code for number, code in enumerate(chosen, 1)} | {NAME: whole}
        read = read_page(allowance_form, "household", data)
        return read, drawn(allowance_form, "household", read.values, read.errors)

    return posted


def lists(html: str) -> list[str]:
    return re.findall(r'<select[^>]* name="([^"]+)"', html)


def chosen(html: str) -> list[str]:
    return re.findall(r'<option value="(\d+)" selected', html)


def test_goes_down_one_list_at_a_time(page):
    village = children(TOWN)[0].code
    seen = []
    for count, (code, next_list) in enumerate(
        [(CITY, "县（市、区）"), (COUNTY, "乡镇（街道）"), (TOWN, "村（社区）")], 1
    ):
        seen.append(code)
        read, html = page(*seen)
        assert read.errors == {NAME: [f"请继续选择{next_list}"]}
        assert lists(html) == [f"{NAME}__{n}" for n in range(1, count + 2)]
        assert chosen(html) == seen

    read, html = page(*seen, village)
    assert (read.values, read.errors) == ({NAME: village}, {})
    assert chosen(html) == [*seen, village]


def test_begins_with_the_fourteen_cities(page):
    read, html = page()

    assert read.errors == {NAME: ["请选择户籍所在地"]}
    assert lists(html) == [f"{NAME}__1"]
    assert len(re.findall(r'<option value="45', html)) == 14


def test_a_list_changed_above_forgets_what_is_below(page):
    read, html = page("450200000000", COUNTY, TOWN)

    assert read.errors == {NAME: ["请继续选择县（市、区）"]}
    assert chosen(html) == ["450200000000"]


def test_takes_a_whole_code(page):
    village = children(TOWN)[0].code

    assert page(whole=village)[0].values == {NAME: village}
    assert page(whole=f" {village[:6]} {village[6:]} ")[0].values == {NAME: village}


@pytest.mark.parametrize(
    "code", ["450199999999", "110101001001", "45010200100", "四五", "450102001003'--", "9" * 5000]
)
def test_refuses_what_is_not_listed(page, code):
    read, _ = page(whole=code)

    assert read.errors == {NAME: ["请从列表中选择户籍所在地"]}
    assert read.values == {NAME: ""}


def test_refuses_a_region_that_has_ended(page, noon):
    village = children(TOWN)[0].code
    Region.objects.filter(code=village).update(valid_to=date(2026, 3, 2))

    assert page(whole=village)[0].errors == {NAME: ["请从列表中选择户籍所在地"]}


def test_the_lists_are_labelled_and_the_message_belongs_to_them(page):
    _, html = page(CITY)

    assert f'<fieldset id="{NAME}" aria-describedby="{NAME}-e">' in html
    assert len(re.findall(r"<label>(?:设区市|县（市、区）)<select", html)) == 2


def test_sums_up_the_region_by_its_names(regions, allowance_form):
    village = children(TOWN)[0]
    row = summary(allowance_form, {NAME: village.code})[0]

    assert row.value == f"南宁市 兴宁区 民生街道 {village.name}"


def test_every_level_of_every_choice_leads_on(regions):
    for city in children("450000000000"):
        shown = levels(NAME, city.code)
        assert [level.label for level in shown] == ["设区市", "县（市、区）"]
