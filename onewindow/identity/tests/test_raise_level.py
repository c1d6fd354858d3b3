"""Raising the assurance level."""

from collections.abc import Iterator

import pytest
from django.test import Client

from onewindow.identity import ports
from onewindow.identity.errors import VerificationFailed
from onewindow.identity.models import LevelEvidence, Person
from onewindow.identity.queries import actor_for
from onewindow.identity.services.people import raise_level, verify_name
from onewindow.identity.tests.factories import person_account
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def register_says() -> Iterator[dict[str, bool | None]]:
    kept, answer = dict(ports.verifiers), {"yes": None}
    ports.verifiers.clear()
    ports.register_verifier("test", lambda name, number: answer["yes"])
    yield answer
    ports.verifiers.clear()
    ports.verifiers.update(kept)


def test_goes_up_with_evidence(register_says: dict[str, bool | None]) -> None:
    register_says["yes"] = True
    account = person_account(level=1)
    verify_name(by=actor_for(account), account_id=account.pk)
    assert Person.objects.get().level == 2
    assert LevelEvidence.objects.get().means == "test"


@pytest.mark.parametrize("answer", [False, None])
def test_stays_when_the_register_does_not_confirm(
    register_says: dict[str, bool | None], answer: bool | None
) -> None:
    register_says["yes"] = answer
    account = person_account(level=1)
    with pytest.raises(VerificationFailed):
        verify_name(by=actor_for(account), account_id=account.pk)
    assert Person.objects.get().level == 1


def test_never_falls_and_twice_changes_nothing() -> None:
    person = person_account(level=3).person
    assert person is not None
    raise_level(by=SYSTEM, person_id=person.pk, level=2, means="x")
    raise_level(by=SYSTEM, person_id=person.pk, level=4, means="证书")
    raise_level(by=SYSTEM, person_id=person.pk, level=4, means="证书")
    assert Person.objects.get().level == 4
    assert LevelEvidence.objects.count() == 1


def test_page_says_plainly_what_failed(client: Client, register_says: dict[str, bool | None]) -> None:
    client.force_login(person_account(level=1))
    answer = client.post("/account/level/")
    assert answer.status_code == 422
    assert "没有核对上" in answer.content.decode()
