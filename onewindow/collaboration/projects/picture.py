"""The picture of a project's progress: its stages side by side, each with what is done."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP, EDGE = 190, 96, 34, 8
LINE = 24


@dataclass(frozen=True)
class Step:
    """What the picture tells of a stage: its name, its state (done, now, late or nothing), how far it is."""

    name: str
    state: str
    done: int
    total: int
    word: str


@dataclass(frozen=True)
class Box:
    """A stage as drawn: left edge, texts with their places."""

    x: int
    y: int
    step: Step
    texts: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Picture:
    """The whole drawing in pixels."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]
    told: str


def draw(steps: Sequence[Step]) -> Picture:
    """Return the stages from left to right with an arrow between each two."""
    boxes, arrows = [], []
    for at, step in enumerate(steps):
        x, middle = EDGE + at * (WIDTH + GAP), EDGE + at * (WIDTH + GAP) + WIDTH // 2
        count = f"{step.done} / {step.total}" if step.total else "—"
        words = (step.name, step.word, count)
        texts = tuple((middle, EDGE + (n + 1) * LINE, word) for n, word in enumerate(words))
        boxes.append(Box(x, EDGE, step, texts))
        if at:
            arrows.append(f"{x - GAP},{EDGE + HEIGHT // 2} {x},{EDGE + HEIGHT // 2}")
    told = "；".join(f"{one.name}：{one.word}，{one.done} / {one.total}" for one in steps)
    width = 2 * EDGE + len(steps) * (WIDTH + GAP) - GAP if steps else 2 * EDGE
    return Picture(width, HEIGHT + 2 * EDGE, tuple(boxes), tuple(arrows), told)
