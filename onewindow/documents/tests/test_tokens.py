"""Codes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.documents import tokens

CODE = "7w7sjt55fvt59qz0d88vj7w9nk"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.upper(),
        "7W7S JT55 FVT5 9QZ0 D88V J7W9 NK",
        "7w7s-jt55-fvt5-9qzo-d88v-j7w9-nk",
        f"  https://example.test/verify/{CODE}/#AbC_x-  ",
        f"http://127.0.0.1:8000/verify/{CODE}/?a=b",
        f"7w7s　jt55{CODE[8:]}",
    ],
)
def test_are_read_however_they_come(typed):
    assert tokens.clean(typed) == CODE


@pytest.mark.parametrize("typed", ["", "7w7s", CODE + "0", CODE[:-1] + "u", "验证码", "/" * 3000])
def test_are_nothing_when_wrong(typed):
    assert tokens.clean(typed) == ""


@given(st.text(max_size=300))
def test_never_fail(text):
    assert tokens.clean(text) == "" or tokens.is_token(tokens.clean(text))


def test_survive_printing():
    made = tokens.new_token()

    assert tokens.clean(tokens.spaced(made)) == made
