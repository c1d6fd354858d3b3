"""Patterns of top ratings that nobody would make: from one device in a row, wordless, at once."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from onewindow.feedback import rules
from onewindow.feedback.models import Rater, Rating, RatingTally
from onewindow.feedback.states import Channel, Stars, Turn
from onewindow.kernel.public import clock

MOST = 2000


@dataclass(frozen=True, slots=True)
class Pattern:
    """Ratings that look odd together; the key is the same whenever they are found."""

    rule: str
    key: str
    agency_id: int
    city: str
    ratings: tuple[str, ...]


def patterns() -> Iterator[Pattern]:
    """Give the odd patterns of the last day, and of this month as far as it went."""
    since = clock.now() - timedelta(days=1)
    yield from _bursts(since)
    yield from _hasty(since)
    yield from _bare()


def longest_run(moments: list[datetime], minutes: int) -> tuple[int, int]:
    """Return where the longest run of moments within so many minutes begins and ends (end not included)."""
    best, start = (0, 0), 0
    for end, moment in enumerate(moments, 1):
        while moment - moments[start] > timedelta(minutes=minutes):
            start += 1
        if end - start > best[1] - best[0]:
            best = (start, end)
    return best


def _bursts(since: datetime) -> Iterator[Pattern]:
    rows = Rater.objects.filter(
        rating__at__gte=since, rating__stars=Stars.VERY_GOOD, rating__excluded="", device__isnull=False
    ).order_by("rating__at")
    devices: dict[tuple[bytes, int], list[tuple[datetime, str, str]]] = defaultdict(list)
    wanted = ("device", "rating__agency_id", "rating__at", "rating_id", "city")
    for device, agency, at, rating, city in rows.values_list(*wanted):
        devices[bytes(device), agency].append((at, str(rating), city))
    for (device, agency), found in devices.items():
        start, end = longest_run([at for at, _, _ in found], rules.threshold("burst_minutes"))
        if end - start >= rules.threshold("burst_ratings"):
            run = found[start:end]
            key = f"burst:{device.hex()[:16]}:{clock.local(run[0][0]):%Y%m%d}:{agency}"
            yield Pattern("burst", key, agency, run[0][2], tuple(one for _, one, _ in run))


def _hasty(since: datetime) -> Iterator[Pattern]:
    rows = Rating.objects.filter(
        at__gte=since, at__lt=F("rater__since") + timedelta(seconds=rules.threshold("hasty_seconds")),
        channel=Channel.PAD, stars=Stars.VERY_GOOD, excluded="", handler__isnull=False,
    )  # fmt: skip
    clerks: dict[tuple[int, int, str], list[str]] = defaultdict(list)
    for handler, agency, city, key in rows.order_by("at").values_list(
        "handler_id", "agency_id", "city", "pk"
    ):
        clerks[handler or 0, agency, city].append(str(key))
    for (handler, agency, city), found in clerks.items():
        if len(found) >= rules.threshold("hasty_ratings"):
            yield Pattern("hasty", f"hasty:{handler}:{clock.today():%Y%m%d}", agency, city, tuple(found))


def _bare() -> Iterator[Pattern]:
    month = clock.today().replace(day=1)
    least, percent = rules.threshold("bare_ratings"), rules.threshold("bare_percent")
    for tally in RatingTally.objects.filter(month=month, n5__gte=least * percent // 100):
        first = Rating.objects.filter(
            agency_id=tally.agency_id, month=month, turn=Turn.FIRST, excluded="", stars=Stars.VERY_GOOD
        )
        bare = first.filter(options=[], text__isnull=True).order_by("id").values_list("pk", flat=True)[:MOST]
        keys = tuple(str(one) for one in bare)
        given = tally.n1 + tally.n2 + tally.n3 + tally.n4 + tally.n5
        if given >= least and len(keys) * 100 >= given * percent:
            yield Pattern("bare", f"bare:{tally.agency_id}:{month:%Y%m}", tally.agency_id, tally.city, keys)
