"""Which bodies take part for a place: by level and ending; data that belongs together agrees."""

import json
from pathlib import Path

import pytest
import yaml

import onewindow
from onewindow.collaboration.levels import rules

ROOT = Path(onewindow.__file__).parent
PLACE = "450102001003"
COUNTY = (1, "南宁市兴宁区行政审批局", "450102000000")
CITY = (2, "南宁市行政审批局", "450100000000")
ECOLOGY = (3, "南宁市生态环境局", "450100000000")
ABOVE = (9, "广西壮族自治区生态环境厅", "450000000000")
PROVINCE = rules.chains()["eia-province"]


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([COUNTY, CITY, ECOLOGY], (1, 3, 9)),
        ([COUNTY, CITY], (1, 2, 9)),
        ([ECOLOGY], (3, 3, 9)),
        ([COUNTY], (1, 9, 9)),
        ([], (9, 9, 9)),
    ],
)
def test_a_level_without_a_body_leaves_its_step_to_the_next_above(bodies: list, expected: tuple) -> None:
    steps = rules.steps_of(PROVINCE, PLACE, bodies, ABOVE)
    assert tuple(steps[key][0] for key in ("county", "city", "decides")) == expected


def test_a_body_of_another_place_never_takes_part() -> None:
    elsewhere = (7, "柳州市行政审批局", "450200000000")
    assert rules.body_at("city", PLACE, ("行政审批局",), [elsewhere]) is None
    assert rules.region_at("county", PLACE) == "450102000000"


def test_classes_are_those_the_forms_of_each_level_ask_for() -> None:
    told = yaml.safe_load((ROOT / "forms" / "data" / "plain.yaml").read_text(encoding="utf-8"))["fields"]
    for level in rules.LEVELS:
        mine = {one.key: one.name for one in rules.classes() if one.level == level}
        assert told[f"eia_class_{level}"]["choices"] == mine


def test_every_chain_has_a_process_that_names_its_values() -> None:
    for key in rules.chains():
        told = yaml.safe_load((ROOT / "cases" / "data" / "processes" / f"{key}.yaml").read_text("utf-8"))
        named = {node["agency"].removeprefix("=") for node in told["nodes"] if node.get("agency")}
        assert named == set(told["values"]) <= {"county", "city", "decides"}
        assert json.dumps(told["nodes"], ensure_ascii=False).count("apart") >= 1


@pytest.mark.parametrize(
    ("region", "above", "below"),
    [
        ("450102000000", "450100000000", True), ("450100000000", "450000000000", True),
        ("450100000000", "450100000000", False), ("451100000000", "451000000000", False),
        ("451002000000", "451000000000", True), ("450000000000", "450100000000", False),
    ],
)  # fmt: skip
def test_below_is_within_and_never_beside(region: str, above: str, below: bool) -> None:
    assert rules.is_below(region, above) is below
