"""Templates of papers: released ones only, the item's own from a version on."""

import pytest

from onewindow.cases import printing
from onewindow.documents.tests.factories import template_names

NURSE = "x" * 19 + "450118001000" + "x"


def test_every_choice_is_released() -> None:
    kinds, own = printing._data()
    assert set(kinds.values()) | {one.template for one in own} | {printing.USUAL} <= template_names()


@pytest.mark.parametrize(
    ("kind", "code", "version", "template"),
    [
        ("grant", NURSE, 1, "permit/1"),
        ("grant", NURSE, 7, "permit/1"),
        ("grant", NURSE, 0, "notice/1"),
        ("grant", "y" * 32, 1, "notice/1"),
        ("refusal", NURSE, 1, "notice/1"),
        ("delivery", "y" * 32, 1, "receipt/1"),
        ("anything", "", 1, "notice/1"),
    ],
)
def test_the_items_own_goes_first(kind: str, code: str, version: int, template: str) -> None:
    assert printing.template_of(kind, code, version) == template
