"""The catalogue that ships with the project."""

from collections import Counter

import pytest

from onewindow.catalogue import facets, reference, seed
from onewindow.catalogue import public as catalogue
from onewindow.catalogue.queries import versions
from onewindow.catalogue.tests.factories import SHIPPED
from onewindow.government.tests.factories import plant_agencies
from onewindow.kernel.public import codes

pytestmark = pytest.mark.django_db


def test_has_items_of_all_seven_types_from_region_to_village() -> None:
    contents = list(reference.contents(plant_agencies()))
    kinds = Counter(c.fields["item_type"] for c in contents)

    assert len({c.basic_code for c in contents}) == 109
    assert len({c.task_code for c in contents}) == len(contents) == SHIPPED
    assert set(kinds) == {"01", "05", "07", "08", "09", "10", "20"}
    assert {c.fields["level"] for c in contents} == {"2", "3", "4", "5", "6"}


def test_codes_limits_and_themes_are_sound() -> None:
    for content in reference.contents(plant_agencies()):
        code = codes.TaskCode.parse(content.task_code)
        fields = content.fields
        assert str(code.level) == fields["level"]
        assert str(code.catalog)[2:4] == fields["item_type"]
        if fields["statutory_days"] is not None and fields["promised_days"] is not None:
            assert fields["promised_days"] <= fields["statutory_days"], content.text("name")
        for theme in fields["themes"]:
            assert facets.theme(theme) != theme
        assert content.materials and fields["conditions"] and fields["synonyms"], content.text("name")


def test_planting_twice_changes_nothing() -> None:
    plant_agencies()
    assert seed.plant() == f"items {SHIPPED} new, 0 changed, 0 as before"
    assert seed.plant() == f"items 0 new, 0 changed, {SHIPPED} as before"


def test_the_ten_pilots_are_complete() -> None:
    plant_agencies()
    seed.plant()
    found = {v.pilot_key: v for v in versions.pilots()}

    assert {key: (v.min_level, v.item_type) for key, v in found.items()} == {
        "nurse-renewal": (3, "01"),
        "packaged-food": (3, "10"),
        "senior-allowance": (2, "05"),
        "doctor-change": (3, "01"),
        "constructor-change": (3, "01"),
        "safety-officer-renewal": (3, "01"),
        "qualification-change": (3, "01"),
        "pharmacist-registration": (3, "01"),
        "forest-seed": (3, "01"),
        "ride-driver": (3, "01"),
    }
    assert all((v.form_code, v.rule_set) == (key, key) for key, v in found.items())
    assert [f["resource"] for f in found["nurse-renewal"].facts] == [
        "population",
        "nurse_registration",
        "medical_institution",
        "employment",
        "health_penalty",
    ]
    for version in found.values():
        guide = catalogue.guide(version)
        assert guide.materials and guide.bases and guide.questions
        assert version.notice_text and version.result_kind and version.reconsideration
