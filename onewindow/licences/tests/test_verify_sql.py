"""What a check costs: one statement, by code and by identifier, through the API."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.licences.tests.factories import People, nurse_licence

pytestmark = pytest.mark.django_db


def test_a_check_is_one_statement(people: People) -> None:
    made, client = nurse_licence(), Client()
    client.get("/api/v1/licences/verify/", {"code": made.token})
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/api/v1/licences/verify/", {"code": made.token}).status_code == 200
    assert len(captured) == 1, [q["sql"] for q in captured]
