"""The drawing of a process, rendered on the server: shapes with the state of a run."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from onewindow.workflow.graph import Graph, Kind, Node
from onewindow.workflow.layout import Box, layout_of
from onewindow.workflow.models import Task, TaskState
from onewindow.workflow.queries import Run

MOST_LETTERS = 8


@dataclass(frozen=True)
class Shape:
    """A node on the drawing: `form` is task, gate or ring; `state` is done, now, late or empty."""

    node: Node
    box: Box
    form: str
    state: str
    words: tuple[str, ...]
    mark: str

    @property
    def points(self) -> str:
        """The corners of a gate."""
        (x, y), w, h = self.box.middle, self.box.width / 2, self.box.height / 2
        return f"{x:g},{y - h:g} {x + w:g},{y:g} {x:g},{y + h:g} {x - w:g},{y:g}"

    @property
    def lines(self) -> list[tuple[float, float, str]]:
        """The words with where they stand."""
        x, y = self.box.middle
        first = y - 8 * (len(self.words) - 1) if self.form == "task" else self.box.y + self.box.height + 14
        return [(x, first + 16 * n, word) for n, word in enumerate(self.words)]


@dataclass(frozen=True)
class Line:
    """A flow on the drawing."""

    points: str
    back: bool
    name: str
    at: tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """All of it, with its size."""

    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


FORMS = {Kind.START: "ring", Kind.END: "ring", Kind.BOUNDARY: "ring", Kind.CHOICE: "gate", Kind.FORK: "gate"}
MARKS = {
    Kind.CHOICE: "×",
    Kind.FORK: "+",
    Kind.BOUNDARY: "◷",
    Kind.TIMER: "◷",
    Kind.MESSAGE: "✉",
    Kind.CALL: "⊞",
}


def draw(graph: Graph, run: Run | None = None, today: date | None = None) -> Drawing:
    """Return the drawing of a process, with the states of a run where one is given."""
    placed = layout_of(graph)
    shapes = tuple(
        Shape(
            one, placed.boxes[one.id], FORMS.get(one.kind, "task"), _state(one, run, today), _words(one),
            MARKS.get(one.kind, ""),
        )
        for one in graph.nodes
    )  # fmt: skip
    lines = tuple(
        Line(
            " ".join(f"{x:g},{y:g}" for x, y in placed.lines[flow.id]),
            flow.back,
            flow.name if len(flow.name) <= MOST_LETTERS else "",
            _beside(placed.lines[flow.id]),
        )
        for flow in graph.flows
    )
    return Drawing(shapes, lines, placed.width, placed.height)


def _state(node: Node, run: Run | None, today: date | None) -> str:
    if run is None:
        return ""
    mine = [t for t in run.tasks if t.node == node.id and t.of_id is None]
    if any(t.state == TaskState.OPEN for t in mine):
        return "late" if today and any(_late(t, today) for t in mine) else "now"
    if node.kind == Kind.END:
        return "done" if run.instance.ended_at and node.result == run.instance.result else ""
    if node.kind == Kind.START or (mine and mine[-1].state == TaskState.DONE):
        return "done"
    return ""


def _late(task: Task, today: date) -> bool:
    return task.state == TaskState.OPEN and task.due is not None and task.due < today


def _words(node: Node) -> tuple[str, ...]:
    name = node.name
    if FORMS.get(node.kind) or len(name) <= MOST_LETTERS:
        return (name,) if name and node.kind != Kind.CHOICE else ()
    return (name[:MOST_LETTERS], name[MOST_LETTERS : 2 * MOST_LETTERS - 1] + ("…" if len(name) > 15 else ""))


def _beside(points: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """Return where the name of a flow stands: over its longest level part."""
    pairs = [(a, b) for a, b in pairwise(points) if a[1] == b[1]] or [(points[0], points[-1])]
    (x1, y1), (x2, _) = max(pairs, key=lambda pair: abs(pair[0][0] - pair[1][0]))
    return (x1 + x2) / 2, y1 - 5
