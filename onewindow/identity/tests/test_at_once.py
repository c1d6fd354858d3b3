"""What happens at the same moment: real connections, real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from onewindow.identity.errors import SignInRefused, TooManyTries, UsernameTaken, VerificationFailed
from onewindow.identity.models import Account, Person
from onewindow.identity.services.levels import raise_level
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.tests.factories import person_account, resident_id
from onewindow.kernel.public import SYSTEM, Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def together(*calls: Callable[[], object]) -> list[str]:
    """Run the calls at the same moment; return the name of what each raised, empty for none."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        gate.wait()
        try:
            call()
        except Refusal as refused:
            return type(refused).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_many_guesses_at_once_get_no_more_tries() -> None:
    person_account("somebody")
    told = together(*[lambda: sign_in(username="somebody", password="wrong")] * 12)
    assert told == [SignInRefused.__name__] * 5 + [TooManyTries.__name__] * 7


def test_one_user_name_is_taken_once() -> None:
    numbers = [resident_id() for _ in range(4)]
    told = together(*[lambda n=n: person_account("wanted", number=n) for n in numbers])
    assert told == ["", *[UsernameTaken.__name__] * 3]
    assert (Person.objects.count(), Account.objects.count()) == (1, 1)


def test_one_number_is_proved_once() -> None:
    number = resident_id()
    claims = [person_account(number=number, level=1).person_id for _ in range(4)]
    told = together(*[lambda c=c: raise_level(by=SYSTEM, person_id=c, level=2, means="x") for c in claims])
    assert told == ["", *[VerificationFailed.__name__] * 3]
    assert Person.objects.filter(level=2).count() == 1
