"""A post's region: who holds a narrower one sees the cases of that region only, at the same cost."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.cases import policies
from onewindow.cases.errors import CaseNotYours
from onewindow.cases.models import Case
from onewindow.cases.queries import desk_queue
from onewindow.cases.services.accept import accept_case
from onewindow.cases.tests.flow.conftest import People
from onewindow.government.public import Agency
from onewindow.identity.tests.factories import official

pytestmark = pytest.mark.django_db
SCOPES = ("45", "4501", "450102", "450102001", "450103")
SEEN = {"45": True, "4501": True, "450102": True, "450102001": False, "450103": False}


def test_the_region_narrows_lists_and_acts(people: People) -> None:
    Case.objects.filter(number=people.number).update(region_code="450102000000")
    case = Case.objects.get(number=people.number)
    for scope, seen in SEEN.items():
        by = replace(people.officer, region_prefix=scope)
        assert [one.number for one in desk_queue(by).cases] == ([case.number] if seen else [])
        assert policies.can_see(by, case) is seen
        assert policies.can_handle(by, case) is seen
    with pytest.raises(CaseNotYours):
        accept_case(by=replace(people.officer, region_prefix="450103"), number=case.number)
    assert desk_queue(replace(people.officer, region_prefix="")).cases == []


def test_every_scope_costs_the_same(people: People) -> None:
    case = Case.objects.get(number=people.number)
    counts = set()
    for number, scope in enumerate(SCOPES):
        account = official(
            f"scope{number}", Agency.objects.get(pk=case.agency_id), roles=("review",), region_prefix=scope
        )
        client = Client()
        client.force_login(account)
        client.get("/desk/cases/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/desk/cases/").content.decode()
        empty = case.number not in page
        counts.add((empty, len([one for one in captured if not one["sql"].startswith("SAVEPOINT")])))
    # session, account with its posts, the page with its lights; an empty page asks for the lights alone
    assert counts == {(False, 3), (True, 4)}


def test_a_county_reads_its_own_index(people: People) -> None:
    by = replace(people.officer, region_prefix="450102")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        page = policies.visible_to(by).filter(next_due__isnull=False).order_by("next_due", "id")[:21]
        assert "case_todo_county" in page.explain()
