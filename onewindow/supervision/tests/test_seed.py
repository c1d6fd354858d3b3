"""The history of the demonstration: cards at every stage, made once, by hands that may."""

import pytest

from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import audit
from onewindow.supervision.models import Accountability, Dossier, Signal
from onewindow.supervision.seed import SYSTEM, WEEKS, plant_history
from onewindow.supervision.services.watching import check_due
from onewindow.supervision.tests.factories import People

A_WEEK = 4


@pytest.fixture
def planted_history(people: People) -> str:
    of_the_cast("weimeiling")
    return plant_history(A_WEEK)


def test_the_weeks_are_judged_and_their_late_cases_are_at_every_stage(planted_history: str) -> None:
    assert planted_history == f"演示办件 {WEEKS * A_WEEK} 件，红黄牌 10 张"
    assert Dossier.objects.filter(source=SYSTEM, decided_on__isnull=False).count() == WEEKS * A_WEEK
    cards = Signal.objects.filter(source=SYSTEM).exclude(level="reminder").order_by("raised_at", "id")
    found = [(one.rule, one.state) for one in cards]
    assert found == [
        ("T04", "closed"), ("T04", "revoked"), ("T04", "closed"), ("T05", "corrected"), ("D02", "revoked"),
        ("T04", "corrected"), ("T04", "raised"), ("T05", "raised"), ("T04", "raised"), ("T04", "raised"),
    ]  # fmt: skip
    held = Accountability.objects.get()
    assert (held.state, held.proposed_by != held.decided_by) == ("decided", True)


def test_a_second_time_and_the_next_night_change_nothing(planted_history: str) -> None:
    before = Signal.objects.count()
    assert plant_history(A_WEEK) == "演示监察记录已有"
    check_due()
    assert Signal.objects.count() == before
    assert [one for one in audit.verify().problems if "supervision" in str(one)] == []
