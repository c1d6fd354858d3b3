"""Encrypted columns open only with their key, in their place, unaltered."""

from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel import keys
from onewindow.kernel.fields import EncryptedTextField, Undecipherable, decrypt, encrypt


class Sealed(models.Model):
    text = EncryptedTextField(null=True)

    class Meta:
        app_label = "kernel_tests"
        managed = False
        db_table = "kernel_test_sealed"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_opens_what_it_sealed(text: str) -> None:
    assert decrypt(encrypt(text, "t.c"), "t.c") == text


def test_the_same_text_never_looks_the_same() -> None:
    assert encrypt("x", "t.c") != encrypt("x", "t.c")


def test_every_altered_byte_is_noticed() -> None:
    sealed = encrypt("459900199005120020", "t.c")
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(Undecipherable):
            decrypt(bytes(altered), "t.c")
    with pytest.raises(Undecipherable):
        decrypt(sealed[:10], "t.c")


def test_another_column_does_not_open_it() -> None:
    with pytest.raises(Undecipherable, match=r"t\.d"):
        decrypt(encrypt("x", "t.c"), "t.d")


def test_another_key_does_not_open_it(key_folder: Path) -> None:
    sealed = encrypt("x", "t.c")
    for secret in key_folder.glob("field-*.secret"):
        secret.unlink()
    keys.forget()
    with pytest.raises(Undecipherable, match="missing"):
        decrypt(sealed, "t.c")
    encrypt("y", "t.c")
    with pytest.raises(Undecipherable, match="another key"):
        decrypt(sealed, "t.c")


def test_cannot_be_searched() -> None:
    with pytest.raises(FieldError, match="keyed hash"):
        Sealed.objects.filter(text="x")
    assert "IS NULL" in str(Sealed.objects.filter(text__isnull=True).query)
