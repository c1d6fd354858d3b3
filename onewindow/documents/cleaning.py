"""What is kept of an uploaded file: pictures upright, without place or device, nothing behind their end."""

from io import BytesIO

import pi_heif
from PIL import Image, ImageOps

from onewindow.documents import sniffing
from onewindow.documents.errors import FileRefused

QUALITY = 92
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_DROPPED_PNG = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_KEPT_APPS = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe's colour transform
_BROKEN = FileRefused(cause="图片文件已损坏，请重新拍照或另存后再传。")

pi_heif.register_heif_opener(thumbnails=False)


def is_heic(data: bytes) -> bool:
    """Tell whether the bytes begin as a phone's HEIC picture does."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS


def cleaned(data: bytes) -> bytes:
    """Return a file as it is kept; PDF and OFD unchanged, a HEIC picture as JPEG.

    A JPEG loses where and with what it was taken (Exif, XMP, comments) without being compressed again; one
    that lies on its side is turned and compressed anew. What follows the end of a picture goes. Raises
    FileRefused.
    """
    if is_heic(data):
        return _upright(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _upright(data) if _orientation(data) != 1 else _plain_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _plain_png(data)
    return data


def _upright(data: bytes) -> bytes:
    """Decode, turn as the camera was held, and encode as JPEG without any data about it."""
    try:
        with Image.open(BytesIO(data)) as picture:
            sniffing.check_size(picture.size)
            turned = ImageOps.exif_transpose(picture).convert("RGB")
            out = BytesIO()
            turned.save(out, "JPEG", quality=QUALITY, icc_profile=picture.info.get("icc_profile"), exif=b"")
    except FileRefused:
        raise
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError, EOFError) as fault:
        raise _BROKEN from fault
    return out.getvalue()


def _orientation(data: bytes) -> int:
    try:
        with Image.open(BytesIO(data)) as picture:
            sniffing.check_size(picture.size)
            return int(picture.getexif().get(0x0112, 1))
    except FileRefused:
        raise
    except (OSError, ValueError, SyntaxError, TypeError, Image.DecompressionBombError, EOFError):
        return 1


def _plain_jpeg(data: bytes) -> bytes:
    """Copy the segments but those with data about the picture; up to the last end mark it is image."""
    kept, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            return bytes(kept + (data[at : end + 2] if end > at else data[at:]))
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return bytes(kept + b"\xff\xd9")
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT_APPS:
            kept += segment
        at += 2 + max(length, 2)
    return data


def _plain_png(data: bytes) -> bytes:
    """Copy the chunks up to the end chunk, but those with data about the picture."""
    kept, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise _BROKEN
        if kind not in _DROPPED_PNG:
            kept += data[at:end]
        at = end
        if kind == b"IEND":
            break
    return bytes(kept)
