"""DER (ITU-T X.690), as much as certificates and seals need: exact writing, strict and bounded reading."""

from dataclasses import dataclass
from datetime import UTC, datetime

BOOLEAN, INTEGER, BITS, OCTETS, NULL, OID, ENUMERATED = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A
UTF8, PRINTABLE, IA5, UTC_TIME, GENERAL_TIME = 0x0C, 0x13, 0x16, 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
MOST_CHILDREN = 20_000


class NotDer(ValueError):
    """The bytes are not the DER that was expected."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element as read: its tag, its contents, its whole encoding."""

    tag: int
    body: bytes
    whole: bytes

    def children(self) -> list["Node"]:
        """Return the elements inside; raise NotDer unless they fill the contents exactly."""
        found: list[Node] = []
        at = 0
        while at < len(self.body):
            node, at = _next(self.body, at)
            found.append(node)
            if len(found) > MOST_CHILDREN:
                raise NotDer("too many elements")
        return found

    def inside(self, tag: int, least: int = 0) -> list["Node"]:
        """Return the elements inside a node that must have a tag and at least so many of them."""
        if self.tag != tag:
            raise NotDer(f"tag {self.tag:#x} where {tag:#x} belongs")
        found = self.children()
        if len(found) < least:
            raise NotDer("elements are missing")
        return found

    def content(self, *tags: int) -> bytes:
        """Return the contents of a node that must have one of these tags."""
        if self.tag not in tags:
            raise NotDer(f"tag {self.tag:#x} is not expected here")
        return self.body

    def number(self) -> int:
        """Return a whole number."""
        return int.from_bytes(self.content(INTEGER, ENUMERATED), "big", signed=True)

    def bits(self) -> bytes:
        """Return a bit string of whole bytes."""
        body = self.content(BITS)
        if not body or body[0] > 7:
            raise NotDer("a bit string without its first byte")
        return body[1:]

    def text(self) -> str:
        """Return a text of any of the usual kinds; BMP and T61 strings of old certificates too."""
        codec = {UTF8: "utf-8", PRINTABLE: "ascii", IA5: "ascii", 0x1E: "utf-16-be", 0x14: "latin-1"}
        if self.tag not in codec:
            raise NotDer("not a text")
        return self.body.decode(codec[self.tag], errors="replace")

    def moment(self) -> datetime:
        """Return a UTCTime or GeneralizedTime in whole seconds, UTC."""
        digits = self.content(UTC_TIME, GENERAL_TIME).decode("ascii", errors="replace").removesuffix("Z")
        digits = digits.split(".")[0]
        if self.tag == UTC_TIME:
            digits = ("19" if digits[:2] >= "50" else "20") + digits
        try:
            return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError as error:
            raise NotDer("not a moment") from error

    def identifier(self) -> str:
        """Return an object identifier as its dotted numbers."""
        values, value = [], 0
        for byte in self.content(OID):
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                values.append(value)
                value = 0
            elif value > 1 << 63:
                raise NotDer("an object identifier too large")
        if not values:
            raise NotDer("an empty object identifier")
        first = min(values[0] // 40, 2)
        return ".".join(map(str, [first, values[0] - 40 * first, *values[1:]]))


def read(data: bytes) -> Node:
    """Return the one element the bytes are; raise NotDer for anything before, after or broken."""
    node, end = _next(data, 0)
    if end != len(data):
        raise NotDer("bytes after the end")
    return node


def _next(data: bytes, at: int) -> tuple[Node, int]:
    if at + 2 > len(data) or data[at] & 0x1F == 0x1F:
        raise NotDer("no element here")
    length, start = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 0 < count <= 4 or start + count > len(data):
            raise NotDer("a length we do not take")
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > len(data):
        raise NotDer("cut off")
    return Node(data[at], data[start : start + length], data[at : start + length]), start + length


def element(tag: int, *parts: bytes) -> bytes:
    """Return an element of a tag around its contents."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    size = (len(body).bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + len(body).to_bytes(size, "big") + body


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE of encoded elements."""
    return element(SEQUENCE, *parts)


def integer(number: int) -> bytes:
    """Return an INTEGER."""
    return element(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def bits(data: bytes, unused: int = 0) -> bytes:
    """Return a BIT STRING of whole bytes, or with so many unused bits at its end."""
    return element(BITS, bytes((unused,)), data)


def octets(data: bytes) -> bytes:
    """Return an OCTET STRING."""
    return element(OCTETS, data)


def utf8(text: str) -> bytes:
    """Return a UTF8String."""
    return element(UTF8, text.encode())


def ia5(text: str) -> bytes:
    """Return an IA5String."""
    return element(IA5, text.encode("ascii"))


def general_time(moment: datetime) -> bytes:
    """Return a GeneralizedTime in whole seconds, UTC."""
    return element(GENERAL_TIME, moment.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())


def time(moment: datetime) -> bytes:
    """Return a time as RFC 5280 wants it: UTCTime before 2050, GeneralizedTime from then on."""
    if moment.year >= 2050:
        return general_time(moment)
    return element(UTC_TIME, moment.astimezone(UTC).strftime("%y%m%d%H%M%SZ").encode())


def identifier(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER from its dotted numbers."""
    first, second, *rest = map(int, dotted.split("."))
    body = bytearray()
    for value in (first * 40 + second, *rest):
        groups = [value & 0x7F]
        while value := value >> 7:
            groups.append(value & 0x7F | 0x80)
        body += bytes(reversed(groups))
    return element(OID, bytes(body))
