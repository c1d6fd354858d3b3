"""The demonstration: decisions to try versions on, draws, a review that waits and one that is answered."""

from collections.abc import Iterator

import pytest

from onewindow.catalogue.tests.factories import forget_all, plant_catalogue
from onewindow.decisions import demo
from onewindow.decisions.models import DecisionRecord
from onewindow.decisions.reviews.models import Review, SampleDraw
from onewindow.decisions.reviews.sampling import redo


@pytest.fixture
def items(db: None) -> Iterator[None]:
    """Plant the catalogue."""
    plant_catalogue()
    yield
    forget_all()


@pytest.mark.usefixtures("items", "planted", "menglihua", *set(demo.HOLDERS.values()))
def test_planted_once() -> None:
    demo.plant()
    assert DecisionRecord.objects.filter(case_number__startswith="DEMO-").count() > 20
    assert {one.kind for one in Review.objects.all()} == {"appeal", "sample"}
    assert Review.objects.exclude(answered_at=None).count() == 1
    assert all(redo(drawn) for drawn in SampleDraw.objects.all())
    assert demo.plant() == "demonstration decisions as before"
