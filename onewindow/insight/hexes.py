"""The fourteen prefectures as a picture of hexagons: where each lies about, no boundaries."""

from dataclasses import dataclass

PLACES = (
    ("4512", "河池", 96, 6.0), ("4502", "柳州", 188, 6.0), ("4503", "桂林", 280, 6.0),
    ("4510", "百色", 50, 85.7), ("4501", "南宁", 142, 85.7), ("4513", "来宾", 234, 85.7),
    ("4511", "贺州", 326, 85.7), ("4514", "崇左", 96, 165.3), ("4507", "钦州", 188, 165.3),
    ("4508", "贵港", 280, 165.3), ("4504", "梧州", 372, 165.3), ("4506", "防城港", 142, 245.0),
    ("4505", "北海", 234, 245.0), ("4509", "玉林", 326, 245.0),
)  # fmt: skip
CITIES = {code: name for code, name, _, _ in PLACES}
STEPS = ((995, "b4"), (990, "b3"), (985, "b2"))
"""Per mille of decisions in time from which a shade holds; below the last one is under the aim."""


@dataclass(frozen=True)
class Hex:
    """A prefecture of the picture: its shape, shade, words and cards."""

    city: str
    name: str
    points: str
    x: float
    y_name: float
    y_value: float
    y_card: float
    y_count: float
    shade: str
    value: str
    red: int
    yellow: int


def hex_of(
    place: tuple[str, str, int, float], value: str, per_mille: int | None, red: int, yellow: int
) -> Hex:
    """Return the hexagon of a prefecture."""
    code, name, x, top = place
    corners = ((0, 0), (46, 26.6), (46, 79.7), (0, 106.2), (-46, 79.7), (-46, 26.6))
    shade = "b0" if per_mille is None else next((s for least, s in STEPS if per_mille >= least), "b1")
    return Hex(
        code, name, " ".join(f"{x + dx:.1f},{top + dy:.1f}" for dx, dy in corners), x, top + 44.1, top + 63.1,
        top + 73.1, top + 84.1, shade, value, red, yellow,
    )  # fmt: skip
