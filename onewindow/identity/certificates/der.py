"""Reads the few parts of a certificate that the library does not know for SM2 (GB/T 32918, GM/T 0015)."""

from collections.abc import Iterator

SM2_CURVE = bytes.fromhex("06082a811ccf5501822d")
_LONG, _EXPLICIT, _BITS = 0x80, 0xA0, 0x03


def sm2_point(certificate: bytes) -> bytes | None:
    """Return the public point, 65 bytes from 0x04, of a DER certificate with an SM2 key; else None."""
    ((_tag, whole),) = elements(certificate)
    signed = next(elements(whole))[1]
    parts = [part for tag, part in elements(signed) if tag != _EXPLICIT]
    (_one, algorithm), (tag, bits) = elements(parts[5])
    if SM2_CURVE not in algorithm or tag != _BITS or len(bits) != 66:
        return None
    return bits[1:]


def elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give tag and content of each element in a row. Raises ValueError where the lengths do not fit."""
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError("a cut element")
        tag, length, at = data[at], data[at + 1], at + 2
        if length & _LONG:
            size = length & 0x7F
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        if at + length > len(data):
            raise ValueError("a cut element")
        yield tag, data[at : at + length]
        at += length
