"""Loading the region table."""

import csv
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps

from onewindow.government import queries, services, tables
from onewindow.government.models import Region, RegionEdition
from onewindow.kernel.public import ANONYMOUS, SYSTEM, NotAllowed

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("ONEWINDOW_SHARED", ROOT.parent / "shared"))
SMALL = tables.Table(
    source="test",
    as_of=date(2023, 6, 30),
    digest="a",
    text=(
        "45 广西壮族自治区\n\t01 南宁市\n\t\t02 兴宁区\n\t\t\t001 民生街道\n"
        "\t\t\t\t003 兴宁社区居委会\n\t02 柳州市\n"
    ),
)
AuditEntry = apps.get_model("kernel", "AuditEntry")
pytestmark = pytest.mark.django_db


def test_brings_in_all_five_levels() -> None:
    assert services.load_regions(by=SYSTEM, table=tables.region_table()) == 18_091

    counts = {level: Region.objects.filter(level=level).count() for level in tables.LEVELS}
    assert counts == {"province": 1, "city": 14, "county": 111, "township": 1284, "village": 16_681}
    nanning = queries.region("450100000000")
    assert (nanning.full_name, nanning.pinyin, nanning.initials) == (
        "广西壮族自治区南宁市",
        "nanningshi",
        "nns",
    )
    assert AuditEntry.objects.filter(action="government.regions_loaded").count() == 1


def test_has_the_codes_of_the_source() -> None:
    found = next(SHARED.glob("data/divisions/*.csv"), None)
    if found is None:
        pytest.skip("the source of the divisions is not on this machine")
    with found.open(encoding="utf-8") as file:
        wanted = {r["code"]: (r["name"], r["level"], r["parent_code"]) for r in csv.DictReader(file)}
    shipped = {r.code: (r.name, r.level, r.parent_code) for r in tables.region_table().rows()}
    assert shipped == wanted


def test_does_nothing_the_second_time() -> None:
    services.load_regions(by=SYSTEM, table=SMALL)
    assert services.load_regions(by=SYSTEM, table=SMALL) == 0
    assert RegionEdition.objects.count() == 1


def test_ends_codes_that_are_gone_and_keeps_them() -> None:
    services.load_regions(by=SYSTEM, table=SMALL)
    later = replace(
        SMALL, digest="b", as_of=date(2024, 6, 30), text=SMALL.text.replace("\t02 柳州市\n", "\t03 桂林市\n")
    )

    assert services.load_regions(by=SYSTEM, table=later) == 2
    gone = queries.region("450200000000")
    assert gone.valid_to == date(2024, 6, 30)
    assert gone.is_valid(date(2024, 6, 29)) and not gone.is_valid(date(2024, 6, 30))
    assert [r.name for r in queries.children("450000000000")] == ["南宁市", "桂林市"]


def test_is_refused_to_others() -> None:
    with pytest.raises(NotAllowed):
        services.load_regions(by=ANONYMOUS, table=SMALL)
