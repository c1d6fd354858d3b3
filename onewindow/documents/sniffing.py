"""What an uploaded file really is, by its first bytes; names and declared types are not believed."""

import re
import unicodedata
from pathlib import PurePosixPath

from onewindow.documents import packages
from onewindow.documents.errors import FileRefused

LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 20_000
EXTENSIONS = {
    "application/pdf": ".pdf", "application/ofd": ".ofd", "image/png": ".png", "image/jpeg": ".jpg",
}  # fmt: skip
_NAMES = re.compile(rb"/([A-Za-z#][A-Za-z0-9#]{1,60})")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = frozenset({b"JavaScript", b"Launch", b"RichMedia"})
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def media_type(data: bytes) -> str:
    """Return the type of a PDF, PNG or JPEG of sane size; raise FileRefused with the cause."""
    if not data:
        raise FileRefused(cause="文件是空的，请重新选择。")
    if len(data) > LARGEST:
        raise FileRefused(cause="文件超过20 MB，请压缩后再传。")
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise FileRefused(cause="PDF文件不完整，请重新导出后再传。")
        _check_pdf(data)
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        packages.check_ofd(data)
        return "application/ofd"
    if data.startswith(_PNG):
        check_size(_png_size(data))
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        check_size(_jpeg_size(data))
        return "image/jpeg"
    raise FileRefused(cause="只能上传PDF、OFD、PNG、JPG或HEIC文件；改了扩展名的其他文件不行。")


def safe_name(name: str, kind: str) -> str:
    """Return a name fit to show and to download under: no path, no control characters, the right ending."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = unicodedata.normalize("NFC", last)
    kept = "".join("_" if c in '<>:"|?*%' else c for c in plain if unicodedata.category(c)[0] != "C")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", kept).strip(" .")[:80]
    return (stem or "文件") + EXTENSIONS[kind]


def _png_size(data: bytes) -> tuple[int, int]:
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise FileRefused(cause="图片文件已损坏，请重新拍照或另存后再传。")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walk the segments to the frame header; each step moves on, so it ends."""
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _STANDALONE:
            at += 2
        elif marker in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        else:
            length = int.from_bytes(data[at + 2 : at + 4], "big")
            if length < 2:
                break
            at += 2 + length
    raise FileRefused(cause="图片文件已损坏，请重新拍照或另存后再传。")


def _check_pdf(data: bytes) -> None:
    """Refuse what acts by itself when opened: scripts and started programs, however the name is spelt."""
    names = {_HEX.sub(lambda found: bytes([int(found[1], 16)]), name) for name in _NAMES.findall(data)}
    if not names.isdisjoint(_ACTIVE):
        raise FileRefused(cause="PDF里带有脚本或者会自动运行的内容，请打印成新的PDF再传。")


def check_size(size: tuple[int, int]) -> None:
    """Refuse a picture that is too large to be drawn; raise FileRefused."""
    width, height = size
    if not 0 < width <= LONGEST_SIDE or not 0 < height <= LONGEST_SIDE or width * height > MOST_PIXELS:
        raise FileRefused(cause=f"图片尺寸{width}×{height}不合要求，请缩小到六千万像素以内再传。")
