"""Uploads: what is taken in, what is refused and why, that nothing half-written stays."""

import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onewindow.documents import public as documents
from onewindow.documents import shelves, sniffing
from onewindow.kernel.public import Actor, audit, canonical, unit

OWNER = Actor(kind="person", account_id=5, person_id=9)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10) + frame + b"\xff\xd9"


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def store(data: bytes, name: str = "体检.pdf") -> documents.StoredFile:
    return documents.store_upload(by=OWNER, file=SimpleUploadedFile(name, data), purpose="体检证明")


@pytest.mark.parametrize(
    ("data", "kind", "ending"),
    [(PDF, "application/pdf", ".pdf"), (png(), "image/png", ".png"), (jpeg(), "image/jpeg", ".jpg")],
)
def test_keeps_what_it_is_by_its_bytes(db, data, kind, ending):
    stored = store(data, "照片.exe")

    assert (stored.media_type, stored.name) == (kind, f"照片{ending}")
    assert stored.size == len(data)
    assert bytes(stored.digest) == canonical.sm3(data)
    assert shelves.get(stored.id) == data
    assert documents.stored_file(stored.id).account_id == 5
    assert audit.verify().ok


def test_lies_under_its_id_for_nobody_else(db, shelf):
    stored = store(PDF, "../../etc/passwd")

    place = shelves.place_of(stored.id)
    assert place.is_relative_to(shelf)
    assert place.name == stored.id.hex
    assert place.stat().st_mode & 0o777 == 0o600
    assert stored.name == "passwd.pdf"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "文件是空的，请重新选择。"),
        (b"MZ\x90\x00", "只能上传PDF、OFD、PNG、JPG或HEIC文件；改了扩展名的其他文件不行。"),
        (b"<html><script>", "只能上传PDF、OFD、PNG、JPG或HEIC文件；改了扩展名的其他文件不行。"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "只能上传PDF、OFD、PNG、JPG或HEIC文件；改了扩展名的其他文件不行。",
        ),
        (b"PK\x03\x04", "OFD文件已损坏，请重新导出后再传。"),
        (b"%PDF-1.7\ncut off", "PDF文件不完整，请重新导出后再传。"),
        (b"\x89PNG\r\n\x1a\n", "图片文件已损坏，请重新拍照或另存后再传。"),
        (b"\xff\xd8\xff\xe0\x00\x00" + bytes(50), "图片文件已损坏，请重新拍照或另存后再传。"),
        (b"\xff\xd8\xff" + b"\xff" * 1000, "图片文件已损坏，请重新拍照或另存后再传。"),
        (png(60_000, 60_000), "图片尺寸60000×60000不合要求，请缩小到六千万像素以内再传。"),
        (png(0, 5), "图片尺寸0×5不合要求，请缩小到六千万像素以内再传。"),
        (jpeg(20_000, 4_000), "图片尺寸20000×4000不合要求，请缩小到六千万像素以内再传。"),
        (PDF + bytes(20 * 1024 * 1024), "文件超过20 MB，请压缩后再传。"),
    ],
)
def test_refuses_with_the_cause(db, shelf, data, cause):
    with pytest.raises(documents.FileRefused) as refused:
        store(data)

    assert refused.value.message == f"文件没有收下：{cause}"
    assert not shelf.exists()
    assert documents.StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\a\\体检.PDF", "体检.pdf"),
        ("a/b/..", "文件.pdf"),
        ("\u202egnp.exe\x00", "gnp.pdf"),
        ('<img src=x>"|?*.pdf', "_img src=x_____.pdf"),
        ("", "文件.pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
        ("龘𠮷·证明.jpeg", "龘𠮷·证明.pdf"),
    ],
)
def test_gives_a_name_that_harms_nobody(given, kept):
    assert sniffing.safe_name(given, "application/pdf") == kept


def test_takes_the_file_away_when_the_row_fails(db, shelf):
    with pytest.raises(Exception, match="value too long"):
        documents.store_upload(
            by=OWNER, file=SimpleUploadedFile("a.pdf", PDF), purpose="体检证明", city="450000"
        )

    assert [p for p in shelf.rglob("*") if p.is_file()] == []


def test_unknown_files_are_not_found(db):
    with pytest.raises(documents.FileNotFound), unit.work():
        documents.stored_file("01a20892-ee57-7a06-8d2a-742f967aa29f")
