"""Reads of regions, in code and over HTTP."""

from typing import Any

import pytest
from django.test import RequestFactory

from onewindow.government import public as government
from onewindow.government import services, views
from onewindow.government.tests.factories import plant_agencies
from onewindow.government.tests.test_load_regions import SMALL
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def regions() -> None:
    services.load_regions(by=SYSTEM, table=SMALL)


def test_path_is_read_in_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        path = government.path_of("450102001003")
    assert [r.name for r in path] == ["广西壮族自治区", "南宁市", "兴宁区", "民生街道", "兴宁社区居委会"]
    assert government.path_of("110000000000") == []


def test_children_are_in_code_order() -> None:
    assert [r.name for r in government.children("")] == ["广西壮族自治区"]
    assert [r.code for r in government.children("450000000000")] == ["450100000000", "450200000000"]
    assert government.children("450102001003") == []


def test_names_pinyin_and_initials_match() -> None:
    for text in ("兴宁", "xingning", "xnq"):
        assert government.regions_matching(text, 1)[0].code == "450102000000"
    assert government.regions_matching("  ", 5) == []


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(government.UnknownRegion):
        government.region("459999000000")


def test_children_are_served_as_json() -> None:
    answer = views.children(RequestFactory().get("/"), "450100000000")
    assert b'"name": "\xe5\x85\xb4\xe5\xae\x81\xe5\x8c\xba"' in answer.content


def test_agencies_have_valid_placeholder_codes() -> None:
    from onewindow.kernel.public import codes

    agencies = plant_agencies()
    assert len(agencies) == 144
    for agency in agencies.values():
        assert codes.Uscc.is_valid(agency.uscc), agency.name
        assert agency.uscc_provisional and "00DM" in agency.uscc
    assert government.agency_named("广西壮族自治区民政厅").region_code == "450000000000"
    assert government.agency_by_uscc(agencies["南宁市公安局"].uscc).name == "南宁市公安局"
    assert {a.name for a in government.agencies_in("450102001")} == {
        "南宁市兴宁区人民政府民生街道办事处",
        "南宁市兴宁区民生街道兴宁社区居民委员会",
        "南宁市兴宁区民生街道官桥村民委员会",
    }
    with pytest.raises(government.UnknownAgency):
        government.agency(0)


def test_loading_agencies_again_changes_nothing() -> None:
    from onewindow.government import tables

    plant_agencies()
    assert services.load_agencies(by=SYSTEM, rows=tables.agency_rows(), provisional=True) == 0
    rows = tables.agency_rows()
    rows[0][1] = "改了名字的机构"
    assert services.load_agencies(by=SYSTEM, rows=rows, provisional=True) == 1
