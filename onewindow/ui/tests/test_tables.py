"""A line of CSV: quoted where it must be, never a formula."""

import pytest

from onewindow.ui.public import csv_line


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1"])
def test_a_text_that_looks_like_a_formula_is_kept_from_being_one(text: str) -> None:
    assert csv_line([text]).strip().strip('"').startswith("'")


def test_numbers_and_other_texts_stay() -> None:
    assert csv_line(["甲,乙", -1, "a=b", ""]) == '"甲,乙",-1,a=b,\r\n'
