"""Forms, an account and an applicant for the tests of forms."""

from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model

from onewindow.exchange.tests.factories import answering, plant_resources
from onewindow.forms import queries, seed
from onewindow.forms.public import Draft, Form, form, start_draft
from onewindow.kernel.public import Actor


@dataclass(frozen=True)
class Applicant:
    """What forms and the exchange ask of an applicant."""

    kind: str
    person_id: int | None
    organisation_id: int | None
    account_id: int
    name: str
    number: str
    mobile: str = "19900000001"
    legal_representative: str = ""


@pytest.fixture
def forms_planted(db):
    queries.forget_forms()
    plant_resources()
    seed.plant()
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
    return get_user_model().objects.create(username="weixiaolan")


@pytest.fixture
def neighbour(db) -> Actor:
    other = get_user_model().objects.create(username="qinzhiyuan")
    return Actor(kind="person", account_id=other.pk, person_id=2)


@pytest.fixture
def by(account) -> Actor:
    return Actor(kind="person", account_id=account.pk, person_id=1, level=3)


@pytest.fixture
def applicant(account) -> Applicant:
    return Applicant("person", 1, None, account.pk, "韦晓兰", "459900199005120020")


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
