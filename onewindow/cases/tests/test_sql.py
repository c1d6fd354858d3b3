"""What a submit costs: statements and transactions, counted through the page."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.cases.models import Case
from onewindow.cases.tests.factories import ASKED_AGAIN, draft_of, submitted
from onewindow.identity import public as identity

NOT_COUNTED = re.compile(r"^(BEGIN|COMMIT|SET|SAVEPOINT|RELEASE|ROLLBACK)\b", re.IGNORECASE)


def statements(captured: list[dict[str, Any]]) -> list[str]:
    return [q["sql"] for q in captured if not NOT_COUNTED.match(q["sql"].strip())]


@pytest.mark.django_db(transaction=True)
def test_a_submit_with_a_licence_is_seven_statements_in_one_transaction(
    client: Client, committed_world: None, weixiaolan: identity.Account, qinzhiyuan: identity.Account
) -> None:
    submitted(qinzhiyuan, "nurse-renewal")  # now the process keeps the item, the form and the rules
    draft = draft_of(weixiaolan, "nurse-renewal")
    client.force_login(weixiaolan)
    client.get(f"/apply/draft/{draft.pk}/check/")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.post(f"/apply/draft/{draft.pk}/submit/")
    assert answer.status_code == 302
    assert Case.objects.get(person_id=weixiaolan.person_id).automatic
    told = [sql for sql in statements(captured.captured_queries) if not ASKED_AGAIN.search(sql)]
    shown = "\n".join(sql[:160] for sql in told)
    assert len(told) == 7, shown
    commits = [q for q in captured.captured_queries if q["sql"].strip().upper().startswith("COMMIT")]
    assert len(commits) == 1, shown
