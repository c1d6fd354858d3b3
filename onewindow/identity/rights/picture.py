"""A small picture for the demonstration: a grey page that proves nothing."""

import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

_WIDTH, _HEIGHT = 320, 200


def demo_picture() -> SimpleUploadedFile:
    """Return an even grey PNG as if uploaded."""
    rows = b"".join(b"\x00" + b"\xd8" * _WIDTH for _ in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return SimpleUploadedFile("hukou.png", b"\x89PNG\r\n\x1a\n" + body, "image/png")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
