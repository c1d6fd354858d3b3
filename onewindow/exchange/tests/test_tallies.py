"""Days are counted once, whatever the number of runs."""

from datetime import timedelta

from onewindow.exchange.models import Tally
from onewindow.exchange.public import FactRequest, collect
from onewindow.exchange.sharing import catalogue as shelf
from onewindow.exchange.sharing import reads
from onewindow.exchange.tallies import count_up
from onewindow.exchange.tests import factories
from onewindow.kernel.public import clock


def test_counts_each_row_once(catalogue, noon, by, subject, purpose):
    asked = [FactRequest("population", {"resident_id": "459900199005120020"})]
    with factories.answering(population="down"):
        collect(asked, by=by, subject=subject, purpose=purpose)
    with factories.answering():
        for _ in range(3):
            collect(asked, by=by, subject=subject, purpose=purpose)
    assert count_up() == 2
    assert not Tally.objects.exists()
    for _ in range(2):
        with clock.at(noon + timedelta(minutes=1)):
            count_up()

    rows = {row.outcome: (row.calls, row.fields) for row in Tally.objects.all()}
    assert rows == {"ok": (3, 18), "down": (1, 0)}


def test_tells_what_was_spared_and_what_is_fresh(catalogue, noon, by, subject, purpose):
    with factories.answering():
        asked = [FactRequest("population", {"resident_id": "459900199005120020"})]
        collect(asked, by=by, subject=subject, purpose=purpose)
    with clock.at(noon + timedelta(minutes=1)):
        count_up()
        figures = reads.figures()
        fresh = {row.resource.code: row.score.fresh for row in shelf.rows(text="population")}
    assert (figures.calls, figures.answered, figures.fields_spared) == (1, 1, 6)
    assert fresh == {"population": True}
    with clock.at(noon + timedelta(days=2)):
        row = shelf.rows(text="population")[0]
    assert (row.score.fresh, row.score.percent) == (False, 100)
