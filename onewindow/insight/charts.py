"""Lines of a chart as points of a drawing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT, TOP, BOTTOM = 36.0, 410.0, 24.0, 196.0


@dataclass(frozen=True)
class Line:
    """A line: its points, its last value and where that is written, the height of its scale."""

    points: str
    last: int
    y_last: float
    most: int


def line(values: Sequence[int]) -> Line:
    """Return the points of values side by side, on a scale that ends at a round number."""
    most = round_up(max(values, default=0))
    step = (RIGHT - LEFT) / max(len(values) - 1, 1)
    places = [(LEFT + n * step, BOTTOM - (BOTTOM - TOP) * value / most) for n, value in enumerate(values)]
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return Line(text, values[-1] if values else 0, places[-1][1] if places else BOTTOM, most)


def round_up(value: int) -> int:
    """Return the least of 10, 20, 50, 100 … that is not below a value."""
    size = 10
    while True:
        for times in (1, 2, 5):
            if size * times >= value:
                return size * times
        size *= 10
