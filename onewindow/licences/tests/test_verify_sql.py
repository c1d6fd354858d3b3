"""What a check costs: one statement, by code and by identifier, through the API."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.kernel.public import canonical
from onewindow.licences.models import Licence
from onewindow.licences.queries.licences import licence, licence_by_token
from onewindow.licences.tests.factories import People, nurse_licence

pytestmark = pytest.mark.django_db


def test_a_check_is_one_statement(people: People) -> None:
    made, client = nurse_licence(), Client()
    client.get("/api/v1/licences/verify/", {"code": made.token})
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/api/v1/licences/verify/", {"code": made.token}).status_code == 200
    assert len(captured) == 1, [q["sql"] for q in captured]


def test_a_licence_found_by_a_prepared_statement_is_as_the_orm_reads_it(people: People) -> None:
    made = nurse_licence()
    read = Licence.objects.select_related("type").get(pk=made.pk)
    for found in (licence_by_token(made.token), licence(made.identifier)):
        assert found is not None
        with CaptureQueriesContext(connection) as captured:
            assert (found.type.name, found.type.pk) == (read.type.name, read.type.pk)
        assert len(captured) == 0
        assert found.__dict__.keys() == read.__dict__.keys()
        assert canonical.row_state(found) == canonical.row_state(read)
        assert (found._state.adding, found._state.db) == (False, "default")
    assert licence_by_token("A" * len(made.token)) is None
