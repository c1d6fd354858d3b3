"""Codes from segments: valid by both standards, one after another, never two the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.collaboration.opening import (
    is_head,
    needed_after,
    overlap,
    room,
    rules,
    told_to,
    uscc_of,
    wait_after,
)
from onewindow.kernel.public import codes

HEADS = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=1, max_size=5)


@given(HEADS, st.integers(0, 31**3 - 1))
def test_every_code_passes_both_checks_and_carries_region_and_head(head: str, number: int) -> None:
    code = codes.Uscc(uscc_of("91", "450100", head, number))
    assert (code[:2], code.region, code.organisation_code[: len(head)]) == ("91", "450100", head)
    assert len(code.organisation_code) == 9  # its check character is right, or this raises


@given(HEADS, st.integers(0, 31**3 - 2))
def test_numbers_one_after_another_give_different_codes(head: str, number: int) -> None:
    assert uscc_of("91", "450100", head, number) != uscc_of("91", "450100", head, number + 1)


def test_the_first_codes_of_a_segment() -> None:
    made = [uscc_of("91", "450100", "DMX", number) for number in (0, 1, 31)]
    assert [one[8:16] for one in made] == ["DMX00000", "DMX00001", "DMX00010"]
    with pytest.raises(ValueError, match="no code number"):
        uscc_of("91", "450100", "DMX", room("DMX"))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("DMX", 0, 10), ("DMX", 10, 10), False),
        (("DMX", 0, 11), ("DMX", 10, 10), True),
        (("DM", 0, 31**6), ("DMX", 5, 1), True),
        (("DM", 0, 5), ("DMX", 0, 5), False),
    ],
)
def test_segments_overlap(one: tuple[str, int, int], other: tuple[str, int, int], both: bool) -> None:
    assert (overlap(one, other), overlap(other, one)) == (both, both)


def test_heads() -> None:
    assert [is_head(one) for one in ("DMX", "A", "", "ABCDEF", "DIM", "dm")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


def test_what_a_scope_needs_afterwards() -> None:
    assert [one.approval for one in needed_after("食品销售；建筑工程施工。")] == [
        "食品经营许可",
        "建筑业企业资质",
    ]
    assert needed_after("日用百货零售。") == []


def test_waits_grow_and_end() -> None:
    waits = [wait_after(tries) for tries in range(1, len(rules().retry_minutes) + 2)]
    assert waits == [1, 5, 30, 120, 720, None]


def test_a_receiver_is_told_what_it_declares_only() -> None:
    assert told_to(["uscc", "capital"], {"uscc": "9", "name": "某公司"}) == {"uscc": "9", "capital": ""}
