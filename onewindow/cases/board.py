"""The lights of a body and its load: bounded counts over indexes, never a count over everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models.expressions import RawSQL

from onewindow.cases import policies
from onewindow.cases.models import Case
from onewindow.cases.queries import soon_until
from onewindow.cases.states import WAITING, Status
from onewindow.kernel.public import Actor, clock
from onewindow.workflow import public as workflow

MOST = 200
"""A light counts no further than this: more is shown as 200+."""


@dataclass(frozen=True)
class Light:
    """One of the four lights: how many cases, and where to see them."""

    key: str
    tone: str
    label: str
    count: int
    query: str

    @property
    def shown(self) -> str:
        """The count, with a plus where counting stopped."""
        return f"{MOST}+" if self.count > MOST else str(self.count)

    @property
    def words(self) -> str:
        """Label and count."""
        return f"{self.label} {self.shown}"


@dataclass(frozen=True)
class Board:
    """What a head sees of the body."""

    lights: list[Light]
    states: list[tuple[str, int]]
    hands: list[workflow.Load]
    oldest: list[Case]
    today: date


def lights_column(by: Actor) -> RawSQL:
    """Return the counts of the four lights as a column: worked out once however many rows stand beside it.

    Each count walks an index in its order and stops: without an order the planner may read the whole table.
    """
    today, soon = clock.today(), soon_until(by, clock.today())
    waiting = sorted(str(one) for one in WAITING)
    region, where = policies.in_region_sql(by.region_prefix)
    bounded = (
        "(SELECT count(*) FROM (SELECT 1 FROM cases_case"
        " WHERE agency_id = %s AND {} AND {} ORDER BY {} LIMIT %s) t)"
    )
    parts = [
        ("next_due < %s", "next_due", [today]),
        ("next_due BETWEEN %s AND %s", "next_due", [today, soon]),
        ("next_due > %s", "next_due", [soon]),
        ("status = ANY(%s)", "id DESC", [waiting]),
    ]
    told = ", ".join(bounded.format(region, part, order) for part, order, _ in parts)
    values = [v for *_, some in parts for v in (int(by.agency or 0), *where, *some, MOST + 1)]
    return RawSQL(f"(SELECT ARRAY[{told}])", values)  # noqa: S611  only our own words


def lights_of(by: Actor, counts: Sequence[int] | None = None) -> list[Light]:
    """Return the four deadline lights of the actor's body and region: of `counts`, else in one statement."""
    if not by.agency:
        return []
    if counts is None:
        column = lights_column(by)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column.sql}", column.params)
            counts = cursor.fetchone()[0]
    late, near, fine, still = counts
    return [
        Light("late", "r", "超期", late, "tab=open&light=late"),
        Light("near", "y", "临期", near, "tab=open&light=near"),
        Light("fine", "g", "正常", fine, "tab=open&light=fine"),
        Light("still", "p", "停钟", still, "tab=waiting"),
    ]


def board_of(by: Actor) -> Board:
    """Return lights, open cases by state, the load of each hand and the oldest cases, in four statements."""
    open_ = Case.objects.filter(agency_id=by.agency, next_due__isnull=False)
    states: dict[str, int] = {}
    for status in open_.order_by("next_due", "id").values_list("status", flat=True)[: MOST * 10]:
        states[status] = states.get(status, 0) + 1
    return Board(
        lights_of(by),
        [(str(Status(key).label), count) for key, count in sorted(states.items())],
        workflow.load_of(by.agency),
        list(open_.defer("answers").order_by("next_due", "id")[:10]),
        clock.today(),
    )
