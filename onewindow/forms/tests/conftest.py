"""Forms, an account and an applicant for the tests of forms."""

from collections.abc import Iterator
from typing import Any

import pytest

from onewindow.exchange.tests.factories import answering, plant_resources
from onewindow.forms import queries, seed
from onewindow.forms.public import Draft, Form, form, start_draft
from onewindow.identity.public import Applicant, register_person
from onewindow.kernel.public import SYSTEM, Actor
from onewindow.kernel.tests.factories import planted_once


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Plant the shipped resources and forms once for a module."""
    with planted_once(django_db_blocker):
        plant_resources()
        seed.plant()
        yield


@pytest.fixture
def forms_planted(planted: None, db: None) -> Iterator[None]:
    """Give a test the shipped forms; what it changes of them is forgotten."""
    queries.forget_forms()
    yield
    queries.forget_forms()


@pytest.fixture
def nurse_form(forms_planted) -> Form:
    return form("nurse-renewal")


@pytest.fixture
def food_form(forms_planted) -> Form:
    return form("packaged-food")


@pytest.fixture
def allowance_form(forms_planted) -> Form:
    return form("senior-allowance")


@pytest.fixture
def account(db):
    return register_person(
        by=SYSTEM,
        username="weixiaolan",
        password="only-for-tests",
        name="韦晓兰",
        resident_id="459900199005120020",
        mobile="19900000001",
        level=3,
    )


@pytest.fixture
def neighbour(db) -> Actor:
    other = register_person(
        by=SYSTEM,
        username="qinzhiyuan",
        password="only-for-tests",
        name="覃志远",
        resident_id="459900198803210018",
        mobile="19900000002",
        level=3,
    )
    return Actor(kind="person", account_id=other.pk, person_id=2)


@pytest.fixture
def by(account) -> Actor:
    return Actor(kind="person", account_id=account.pk, person_id=account.person_id, level=3)


@pytest.fixture
def applicant(account) -> Applicant:
    return Applicant(
        "person", account.pk, "韦晓兰", "459900199005120020", "19900000001", 3, account.person_id
    )


@pytest.fixture
def start(forms_planted, by, applicant):
    def started(form_code: str = "nurse-renewal", **faults: str) -> Draft:
        with answering(**faults):
            return start_draft(
                by=by,
                item_code=f"item-{form_code}",
                item_version_id=1,
                form_code=form_code,
                applicant=applicant,
            )

    return started
