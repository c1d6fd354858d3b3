"""Two-dimensional codes (ISO/IEC 18004), level M, bytes, one fixed mask: about a millisecond instead of ten.

Everything that depends on the version alone is made once; a code is then one division and one permutation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

# Any mask decodes; choosing the best of eight costs most of the time, and signed bytes look random anyway.
MASK = 5
_LEVEL = 0  # the two bits of level M
_CHECKS = (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26) + (28,) * 19
_BLOCKS = (
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
    17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
)  # fmt: skip
_BITS = tuple(bytes(byte >> shift & 1 for shift in range(7, -1, -1)) for byte in range(256))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What all codes of a version share: side, capacities, fixed modules, the place of each cell."""

    side: int
    words: int
    blocks: int
    checks: int
    fixed: bytes
    mask: int
    order: Callable[[bytes], tuple[int, ...]]


def matrix(text: str) -> tuple[bytes, ...]:
    """Return the rows of modules, 1 dark, without the quiet zone; raise ValueError for too long a text."""
    data = text.encode()
    plan = _plan(_version(len(data)))
    stream = b"".join(map(_BITS.__getitem__, _interleaved(plan, _words(data, plan))))
    room = plan.side * plan.side - len(plan.fixed)
    stream += bytes(room - len(stream))
    masked = (int.from_bytes(stream, "big") ^ plan.mask).to_bytes(room, "big")
    cells = bytes(plan.order(masked + plan.fixed))
    return tuple(cells[at : at + plan.side] for at in range(0, len(cells), plan.side))


def _version(length: int) -> int:
    for version in range(1, 41):
        plan_words = _raw(version) // 8 - _CHECKS[version - 1] * _BLOCKS[version - 1]
        if length * 8 + 4 + (8 if version < 10 else 16) <= plan_words * 8:
            return version
    raise ValueError("too long for one code")


def _raw(version: int) -> int:
    """Return how many modules a version has for data and checks."""
    count = (16 * version + 128) * version + 64
    if version >= 2:
        aligned = version // 7 + 2
        count -= (25 * aligned - 10) * aligned - 55
    return count - 36 if version >= 7 else count


def _words(data: bytes, plan: _Plan) -> bytes:
    """Return mode, length and data, ended and padded to the version's capacity."""
    wide = 8 if plan.side < 57 else 16
    bits = (0b0100 << wide | len(data)) << 8 * len(data) | int.from_bytes(data, "big")
    used = 4 + wide + 8 * len(data)
    room = plan.words - plan.blocks * plan.checks
    end = min(4, room * 8 - used)
    used += end
    fill = -used % 8
    head = (bits << end + fill).to_bytes((used + fill) // 8, "big")
    return head + (b"\xec\x11" * room)[: room - len(head)]


def _interleaved(plan: _Plan, words: bytes) -> bytes:
    """Return data and check words in the order they are drawn: word by word over the blocks."""
    short, longer = divmod(len(words), plan.blocks)
    blocks, at = [], 0
    for place in range(plan.blocks):
        size = short + (place >= plan.blocks - longer)
        blocks.append(words[at : at + size])
        at += size
    table, top = _divisions(plan.checks), 8 * (plan.checks - 1)
    keep = (1 << 8 * plan.checks) - 1
    checks = []
    for block in blocks:
        rest = 0
        for word in block:
            rest = (rest << 8 & keep) ^ table[word ^ rest >> top]
        checks.append(rest.to_bytes(plan.checks, "big"))
    drawn = [block[at] for at in range(short + 1) for block in blocks if at < len(block)]
    return bytes(drawn) + bytes(check[at] for at in range(plan.checks) for check in checks)


@cache
def _divisions(checks: int) -> tuple[int, ...]:
    """Return for each leading word what to subtract: its multiple of the generator of so many check words."""
    exponents, value = [], 1
    for _ in range(255):
        exponents.append(value)
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    logs = {value: at for at, value in enumerate(exponents)}

    def times(one: int, other: int) -> int:
        return exponents[(logs[one] + logs[other]) % 255] if one and other else 0

    generator = [1]
    for at in range(checks):
        raised = [*generator, 0]
        for place, factor in enumerate(generator):
            raised[place + 1] ^= times(factor, exponents[at])
        generator = raised
    return tuple(
        int.from_bytes(bytes(times(word, one) for one in generator[1:]), "big") for word in range(256)
    )


@cache
def _plan(version: int) -> _Plan:
    side = 17 + 4 * version
    fixed = _fixed(version, side)
    path = [cell for cell in _path(side) if cell not in fixed]
    mask = bytes((row * column) % 2 + (row * column) % 3 == 0 for row, column in path)
    places = {cell: place for place, cell in enumerate([*path, *fixed])}
    return _Plan(
        side=side,
        words=_raw(version) // 8,
        blocks=_BLOCKS[version - 1],
        checks=_CHECKS[version - 1],
        fixed=bytes(fixed.values()),
        mask=int.from_bytes(mask, "big"),
        order=itemgetter(*(places[row, column] for row in range(side) for column in range(side))),
    )


def _path(side: int) -> list[tuple[int, int]]:
    """Return the cells in the order data is drawn: two columns at a time from the right, up and down."""
    cells, up = [], True
    for right in (*range(side - 1, 6, -2), *range(5, 0, -2)):
        rows = range(side - 1, -1, -1) if up else range(side)
        cells += [(row, column) for row in rows for column in (right, right - 1)]
        up = not up
    return cells


def _fixed(version: int, side: int) -> dict[tuple[int, int], int]:
    """Return finders, timing, alignment, format and version modules."""
    cells: dict[tuple[int, int], int] = {}
    for at in range(side):
        cells[6, at] = cells[at, 6] = 1 - at % 2
    for row in _aligned(version, side):
        for column in _aligned(version, side):
            if (row, column) not in {(6, 6), (6, side - 7), (side - 7, 6)}:
                cells |= _square(side, row, column, {0, 2})
    for row, column in ((3, 3), (3, side - 4), (side - 4, 3)):
        cells |= _square(side, row, column, {0, 1, 3})
    _format(cells, side)
    if version >= 7:
        bits = version << 12 | _remainder(version, 12, 0x1F25)
        for at in range(18):
            row, column = at // 3, side - 11 + at % 3
            cells[row, column] = cells[column, row] = bits >> at & 1
    return cells


def _square(side: int, row: int, column: int, dark: set[int]) -> dict[tuple[int, int], int]:
    """Return a square of rings around a cell, those at the distances in `dark` dark, one light one around."""
    cells, reach = {}, max(dark) + (3 in dark)
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            if 0 <= row + down < side and 0 <= column + across < side:
                cells[row + down, column + across] = int(max(abs(down), abs(across)) in dark)
    return cells


def _format(cells: dict[tuple[int, int], int], side: int) -> None:
    told = _LEVEL << 3 | MASK
    bits = (told << 10 | _remainder(told, 10, 0x537)) ^ 0x5412
    first = [(at, 8) for at in (*range(6), 7, 8)] + [(8, at) for at in (7, *range(5, -1, -1))]
    second = [(8, side - 1 - at) for at in range(8)] + [(side - 7 + at, 8) for at in range(7)]
    for at, (one, other) in enumerate(zip(first, second, strict=True)):
        cells[one] = cells[other] = bits >> at & 1
    cells[side - 8, 8] = 1


def _remainder(value: int, checks: int, generator: int) -> int:
    rest = value
    for _ in range(checks):
        rest = rest << 1 ^ (rest >> checks - 1) * generator
    return rest


def _aligned(version: int, side: int) -> list[int]:
    if version == 1:
        return []
    count = version // 7 + 2
    step = 26 if version == 32 else (version * 4 + count * 2 + 1) // (count * 2 - 2) * 2
    return [6, *sorted(side - 7 - at * step for at in range(count - 1))]
