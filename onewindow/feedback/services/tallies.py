"""Counting as it happens."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import F

from onewindow.cases import public as cases
from onewindow.feedback.models import Rating, RatingTally
from onewindow.kernel.public import clock


def count_rating(rating: Rating) -> None:
    """Count a first rating in its body's month."""
    _add(rating.agency_id, rating.month, rating.city, **{f"n{rating.stars}": 1})


def uncount_rating(rating: Rating) -> None:
    """Take a first rating out of the figures, and count that it was."""
    _add(rating.agency_id, rating.month, rating.city, **{f"n{rating.stars}": -1}, excluded=1)


def count_decided(numbers: Sequence[str]) -> None:
    """Count decided cases, which may be rated, in their bodies' months: each as often as it was decided."""
    times = Counter(numbers)
    rows = cases.Case.objects.filter(number__in=times, decided_at__isnull=False)
    counts = Counter[tuple[int, date, str]]()
    for number, agency_id, city, decided_at in rows.values_list("number", "agency_id", "city", "decided_at"):
        assert decided_at is not None
        counts[agency_id, clock.local(decided_at).date().replace(day=1), city] += times[number]
    for (agency_id, month, city), handled in sorted(counts.items()):
        _add(agency_id, month, city, handled=handled)


def _add(agency_id: int, month: date, city: str, **by: int) -> None:
    RatingTally.objects.bulk_create(
        [RatingTally(agency_id=agency_id, month=month, city=city)], ignore_conflicts=True
    )
    RatingTally.objects.filter(agency_id=agency_id, month=month).update(
        **{name: F(name) + more for name, more in by.items()}
    )
