"""Public figures of ratings, from one row a body and month; the rows behind them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onewindow.feedback import rules
from onewindow.feedback.intervals import wilson
from onewindow.feedback.models import Rating, RatingTally
from onewindow.feedback.states import Stars, Turn
from onewindow.kernel.public import clock

A_PAGE = 50
MONTHS = 12
MOST_BODIES = 500


@dataclass(frozen=True, slots=True)
class Figures:
    """What was rated: how many of each grade, out of how many that might have been."""

    handled: int
    counts: tuple[int, int, int, int, int]
    excluded: int = 0

    @property
    def rated(self) -> int:
        """How many ratings count."""
        return sum(self.counts)

    @property
    def grades(self) -> list[tuple[int, str, int, float]]:
        """Grade by grade from the best: stars, name, how many, percent."""
        return [
            (s.value, str(s.label), self.counts[s - 1], percent(self.counts[s - 1], self.rated))
            for s in sorted(Stars, reverse=True)
        ]

    @property
    def good(self) -> float:
        """好评率: three stars and more, percent of those that count."""
        return percent(sum(self.counts[2:]), self.rated)

    @property
    def good_range(self) -> tuple[float, float]:
        """Where the share of good ratings lies with 95 % confidence, percent."""
        low, high = wilson(sum(self.counts[2:]), self.rated)
        return round(low * 100, 1), round(high * 100, 1)

    @property
    def bad(self) -> int:
        """How many are two stars or one."""
        return self.counts[0] + self.counts[1]

    @property
    def response(self) -> float:
        """主动评价率: percent of the decided cases that were rated."""
        return min(100.0, percent(self.rated, self.handled))


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """The figures of one body; with too few ratings only that there are few."""

    agency_id: int
    name: str
    figures: Figures

    @property
    def shown(self) -> bool:
        """Tell whether there are enough to be shown without anybody being guessed."""
        return self.figures.rated >= rules.limit("shown_least")


def percent(part: int, whole: int) -> float:
    """Return a share in percent with one place; of nothing 0."""
    return round(100 * part / whole, 1) if whole else 0.0


def month_from(text: str) -> date:
    """Return the month a text like 2026-03 names; this month where it names none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return clock.today().replace(day=1)


def months() -> list[date]:
    """Return the last twelve months, newest first."""
    first = clock.today().replace(day=1)
    found = [first]
    while len(found) < MONTHS:
        year, month = (first.year, first.month - 1) if first.month > 1 else (first.year - 1, 12)
        first = date(year, month, 1)
        found.append(first)
    return found


def bodies(month: date, *, city: str = "") -> list[BodyFigures]:
    """Return the figures of every body in a month, most ratings first, in one statement."""
    rows = RatingTally.objects.filter(month=month).select_related("agency")
    rows = rows.filter(city=city) if city else rows
    found = [BodyFigures(row.agency_id, row.agency.name, _figures(row)) for row in rows[:MOST_BODIES]]
    return sorted(found, key=lambda one: (-one.figures.rated, one.agency_id))


def whole(of: list[BodyFigures]) -> Figures:
    """Return the sum of the bodies' figures."""
    counts = tuple(sum(one.figures.counts[n] for one in of) for n in range(5))
    return Figures(
        sum(one.figures.handled for one in of),
        (counts[0], counts[1], counts[2], counts[3], counts[4]),
        sum(one.figures.excluded for one in of),
    )


def rows_behind(
    month: date, agency_id: int, *, stars: int = 0, before: UUID | None = None
) -> tuple[list[Rating], UUID | None]:
    """Return the ratings a figure is made of, newest first, and where the next page begins."""
    rows = Rating.objects.filter(agency_id=agency_id, month=month, turn=Turn.FIRST).order_by("-id")
    rows = rows.filter(stars=stars) if stars else rows
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows.defer("text", "handling")[: A_PAGE + 1])
    return found[:A_PAGE], found[A_PAGE - 1].pk if len(found) > A_PAGE else None


def _figures(row: RatingTally) -> Figures:
    return Figures(row.handled, (row.n1, row.n2, row.n3, row.n4, row.n5), row.excluded)
