"""Breaches our own tables refuse to hold: tried on a stored case, each must end in a refusal of the database."""

# ruff: noqa: E501 (rows of data)

from collections.abc import Callable
from datetime import date
from typing import Any


def refused(number: str) -> dict[str, bool]:
    """Try each on the case with that number; tell which the database refused."""
    from django.db import IntegrityError, transaction

    from onewindow.cases.public import Case

    case, found = Case.objects.defer("answers").get(number=number), {}
    for name, tries in _tries(case).items():
        try:
            with transaction.atomic():
                for one in tries:
                    one()
        except IntegrityError:
            found[name] = True
        else:
            found[name] = False
    return found


def _tries(case: Any) -> dict[str, list[Callable[[], object]]]:
    from onewindow.cases.models import ClockEntry, Correction, Extension
    from onewindow.kernel.public import clock

    now, day = clock.now(), date(2026, 3, 30)

    def extend(by: str) -> Callable[[], object]:
        return lambda: Extension.objects.create(
            case=case, days=5, reason="复杂", state="granted", asked_at=now, asked_by="official:1", answered_at=now,
            answered_by=by, city=case.city,
        )  # fmt: skip

    def notice() -> object:
        return Correction.objects.create(
            case=case, kind="notice", asked_at=now, supplied_at=now, due_on=day, city=case.city
        )

    def pause() -> object:
        return ClockEntry.objects.create(
            case=case, clock="decision", action="pause", on=day, at=now, reason="experts", actor="official:1",
            city=case.city,
        )  # fmt: skip

    return {
        "P03 extended twice": [extend("official:2"), extend("official:3")],
        "P03 granted by who asked": [extend("official:1")],
        "P04 second notice": [notice, notice],
        "T09 stopped without a paper": [pause],
    }
