"""Claiming a draft at the same moment: committed for real, so the forms are planted for it alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from onewindow.exchange.tests.factories import plant_resources
from onewindow.forms import queries, seed
from onewindow.forms.public import AlreadySubmitted, claim_draft, draft_for


@pytest.fixture
def forms_planted(transactional_db: None) -> Iterator[None]:
    queries.forget_forms()
    plant_resources()
    seed.plant()
    yield
    queries.forget_forms()


def test_lets_exactly_one_of_two_win(start, by):
    draft, together = start(), Barrier(2)

    def claim(number: str) -> str:
        together.wait()
        try:
            return claim_draft(by=by, draft_id=draft.pk, case_number=number).case_number
        except AlreadySubmitted as refused:
            return f"not: {refused.case_number}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(claim, ["1", "2"]))

    winner = draft_for(by, draft.pk).case_number
    assert told == [winner, f"not: {winner}"]
