"""What is kept of a picture: upright, without place, nothing behind its end; packages by their list."""

import struct
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from onewindow.documents import public as documents
from onewindow.documents.cleaning import cleaned
from onewindow.documents.sniffing import media_type
from onewindow.documents.tests.samples import HEIC

MARK = b"PK\x03\x04<script>alert(1)</script>"
BLUE, RED = (30, 30, 200), (200, 30, 30)


def photo(orientation: int = 1, *, fmt: str = "JPEG") -> bytes:
    """Return a picture 40×20, left half blue, with an orientation and a place in its Exif data."""
    picture = Image.new("RGB", (40, 20), RED)
    picture.paste(BLUE, (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "某手机"
    exif.get_ifd(0x8825)[2] = (22.0, 49.0, 0.0)
    out = BytesIO()
    picture.save(out, fmt, exif=exif, quality=95)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def near(pixel: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, wanted, strict=True))


def test_an_upright_photo_loses_its_place_but_no_quality() -> None:
    data = photo()
    kept = cleaned(data)
    assert not dict(Image.open(BytesIO(kept)).getexif())
    assert "某手机".encode() not in kept
    assert opened(kept).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [(6, (20, 40), BLUE), (8, (20, 40), RED), (3, (40, 20), RED), (1, (40, 20), BLUE)],
)
def test_a_photo_is_turned_as_the_camera_was_held(
    orientation: int, size: tuple[int, int], corner: tuple[int, int, int]
) -> None:
    kept = opened(cleaned(photo(orientation)))
    assert kept.size == size
    assert near(kept.getpixel((3, 3)), corner)


def test_a_heic_photo_becomes_a_jpeg() -> None:
    kept = cleaned(HEIC)
    assert media_type(kept) == "image/jpeg"
    picture = opened(kept)
    assert picture.size == (32, 16)
    assert near(picture.getpixel((3, 8)), BLUE)
    assert near(picture.getpixel((28, 8)), RED)


def test_a_cut_heic_photo_is_refused() -> None:
    with pytest.raises(documents.FileRefused, match="已损坏"):
        cleaned(HEIC[:200])


def test_what_follows_a_picture_is_not_kept() -> None:
    jpeg, png = photo(), photo(fmt="PNG")
    assert MARK not in cleaned(jpeg + MARK)
    assert MARK not in cleaned(png + MARK)
    assert opened(cleaned(png + MARK)).tobytes() == opened(png).tobytes()


def test_text_in_a_png_is_not_kept() -> None:
    png = photo(fmt="PNG")
    said = b"Comment\x00<?php system(1) ?>"
    chunk = struct.pack(">I", len(said)) + b"tEXt" + said + struct.pack(">I", zlib.crc32(b"tEXt" + said))
    kept = cleaned(png[:33] + chunk + png[33:])
    assert b"<?php" not in kept
    assert opened(kept).tobytes() == opened(png).tobytes()


def package(**entries: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name.replace("_", "."), data)
    return out.getvalue()


def test_an_ofd_is_told_by_its_root() -> None:
    assert media_type(package(OFD_xml=b"<ofd/>", Doc_xml=b"<doc/>")) == "application/ofd"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (package(a_txt=b"a"), "压缩包请解开"),
        (package(OFD_xml=bytes(30_000_000)), "压缩方式不正常"),
        (b"PK\x03\x04 broken", "已损坏"),
    ],
)
def test_other_packages_and_bombs_are_refused_unopened(data: bytes, cause: str) -> None:
    with pytest.raises(documents.FileRefused, match=cause):
        media_type(data)


@pytest.mark.parametrize("name", [b"/JavaScript", b"/Launch", b"/Java#53cript", b"/#4caunch"])
def test_a_pdf_that_acts_by_itself_is_refused(name: bytes) -> None:
    with pytest.raises(documents.FileRefused, match="脚本"):
        media_type(b"%PDF-1.7\n1 0 obj << /OpenAction << /S " + name + b" >> >> endobj\n%%EOF\n")
