"""Two who decide one case at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from onewindow.cases.errors import CaseAlreadyClosed
from onewindow.cases.services.decide import decide_case
from onewindow.cases.states import Outcome
from onewindow.cases.tests.factories import submitted
from onewindow.documents import public as documents
from onewindow.identity import public as identity


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_make_one_decision(
    committed_world: None, qinzhiyuan: identity.Account, menglihua: identity.Account
) -> None:
    case = submitted(qinzhiyuan, "nurse-renewal", certificate_number="202345000456")
    by = identity.actor_for(menglihua)

    def decide(_: int) -> bool:
        try:
            decide_case(by=by, number=case.number, outcome=Outcome.GRANTED, opinion="好。")
        except CaseAlreadyClosed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, range(2))) == [False, True]
    papers = [one.kind for one in documents.notices_of(case.number)]
    assert papers.count("grant") == 1 and "refusal" not in papers
