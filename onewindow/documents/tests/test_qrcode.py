"""Our codes: read back by another library; full ones are module for module those of another encoder."""

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from onewindow.documents.rendering import qrcode

ADDRESSES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-_/:.#", min_size=1, max_size=1800)
FULL = [
    14,
    26,
    42,
    62,
    84,
    106,
    122,
    152,
    180,
    213,
    251,
    287,
    331,
    362,
    412,
    450,
    504,
    560,
    624,
    666,
    711,
    779,
    857,
    911,
    997,
    1059,
    1125,
    1190,
    1264,
    1370,
    1452,
    1538,
    1628,
    1722,
    1809,
    1911,
    1989,
    2099,
    2213,
    2331,
]


def read(rows: tuple[bytes, ...]) -> list[str]:
    side = len(rows)
    dots = b"".join(bytes(0 if cell else 255 for cell in row) for row in rows)
    picture = Image.new("L", (side + 8, side + 8), 255)
    picture.paste(Image.frombytes("L", (side, side), dots), (4, 4))
    large = picture.resize(((side + 8) * 3, (side + 8) * 3), Image.Resampling.NEAREST)
    return [found.text for found in zxingcpp.read_barcodes(large)]


@settings(max_examples=40, deadline=None)
@given(ADDRESSES)
def test_another_library_reads_what_was_written(text):
    assert read(qrcode.matrix(text)) == [text]


def test_a_full_code_of_every_version_has_its_size_and_reads():
    for version, size in enumerate(FULL, start=1):
        made = qrcode.matrix("x" * size)
        assert len(made) == 17 + 4 * version
        assert len(qrcode.matrix("x" * (size - 1))) == len(made)
        if version % 8 == 0:
            assert read(made) == ["x" * size]


@pytest.mark.parametrize("version", [1, 2, 6, 7, 9, 10, 14, 17, 32, 40])
def test_another_encoder_makes_the_same(version):
    text = "x" * FULL[version - 1]
    other = segno.make_qr(text, error="m", mask=qrcode.MASK, boost_error=False, mode="byte")
    assert qrcode.matrix(text) == tuple(bytes(row) for row in other.matrix)


def test_too_long_is_refused():
    with pytest.raises(ValueError, match="too long"):
        qrcode.matrix("x" * 2332)
