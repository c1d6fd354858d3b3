"""Masks show as much as the reader needs and keep the length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel import masking


@pytest.mark.parametrize(
    ("name", "masked"),
    [("", ""), ("韦", "韦"), ("张三", "张*"), ("欧阳修", "欧*修"), ("迪丽努尔·买买提", "迪******提")],
)
def test_names(name: str, masked: str) -> None:
    assert masking.person_name(name) == masked


def test_numbers() -> None:
    assert masking.resident_id("459900199005120020") == "4599**********0020"
    assert masking.public_number("459900199005120020") == "4****************0"
    assert masking.public_number("91459900MA0DEM0134") == "9****************4"
    assert masking.mobile("19900000001") == "199****0001"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("南宁壮乡味食品经营有限公司", "南宁*******有限公司"),
        ("广西壮族自治区示例研究有限公司", "广西壮族自治区****有限公司"),
        ("柳州龙城鲜便利店", "柳州***便利店"),
        ("示例市第一人民医院", "示例市****医院"),
        ("有限公司", "有限*司"),
    ],
)
def test_organisations_keep_region_and_form(name: str, masked: str) -> None:
    assert masking.organisation_name(name) == masked


@given(st.text(max_size=40))
def test_masks_keep_the_length_and_hide_something(text: str) -> None:
    for mask in (
        masking.person_name,
        masking.resident_id,
        masking.public_number,
        masking.mobile,
        masking.organisation_name,
    ):
        masked = mask(text)
        assert len(masked) == len(text)
        if len(text) >= 2 and "*" not in text:
            assert "*" in masked
