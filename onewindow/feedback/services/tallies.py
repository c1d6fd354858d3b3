"""Counting as it happens."""

from datetime import date

from django.db.models import F

from onewindow.feedback.models import Rating, RatingTally


def count_rating(rating: Rating) -> None:
    """Count a first rating in its body's month."""
    _add(rating.agency_id, rating.month, rating.city, **{f"n{rating.stars}": 1})


def uncount_rating(rating: Rating) -> None:
    """Take a first rating out of the figures, and count that it was."""
    _add(rating.agency_id, rating.month, rating.city, **{f"n{rating.stars}": -1}, excluded=1)


def count_handled(agency_id: int, month: date, city: str) -> None:
    """Count a decided case, which may be rated."""
    _add(agency_id, month, city, handled=1)


def _add(agency_id: int, month: date, city: str, **by: int) -> None:
    RatingTally.objects.bulk_create(
        [RatingTally(agency_id=agency_id, month=month, city=city)], ignore_conflicts=True
    )
    RatingTally.objects.filter(agency_id=agency_id, month=month).update(
        **{name: F(name) + more for name, more in by.items()}
    )
