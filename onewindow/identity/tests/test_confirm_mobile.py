"""Confirming a mobile number by a code."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from onewindow.identity import ports
from onewindow.identity.errors import CodeNotSent, CodeWrong, NotSignedIn, SignInRefused, TooManyTries
from onewindow.identity.models import MobileCode, Person
from onewindow.identity.queries import actor_for
from onewindow.identity.services.mobiles import confirm_mobile, send_mobile_code
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.signin import spool
from onewindow.identity.tests.factories import PASSWORD, organisation_account, person_account
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db
NUMBER = "19911112222"


@pytest.fixture
def sent() -> Iterator[list[tuple[str, str]]]:
    box: list[tuple[str, str]] = []
    ports.register_code_sender("test", lambda mobile, code: box.append((mobile, code)))
    yield box
    ports.senders.clear()


def test_the_code_makes_the_number_good_for_sign_in(sent: list[tuple[str, str]]) -> None:
    account = person_account()
    with pytest.raises(SignInRefused):
        sign_in(username=NUMBER, password=PASSWORD)
    assert send_mobile_code(by=actor_for(account), mobile="199 1111 2222") == NUMBER
    confirm_mobile(by=actor_for(account), code=sent[0][1])
    assert Person.objects.get().mobile == NUMBER
    assert sign_in(username=NUMBER, password=PASSWORD).pk == account.pk
    assert MobileCode.objects.count() == 0


def test_a_code_works_once(sent: list[tuple[str, str]]) -> None:
    by = actor_for(person_account())
    send_mobile_code(by=by, mobile=NUMBER)
    confirm_mobile(by=by, code=sent[0][1])
    with pytest.raises(CodeWrong):
        confirm_mobile(by=by, code=sent[0][1])


def test_a_code_is_only_for_its_account_and_ten_minutes(sent: list[tuple[str, str]]) -> None:
    by, other = actor_for(person_account()), actor_for(person_account())
    send_mobile_code(by=by, mobile=NUMBER)
    with pytest.raises(CodeWrong):
        confirm_mobile(by=other, code=sent[0][1])
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(CodeWrong):
        confirm_mobile(by=by, code=sent[0][1])
    assert Person.objects.filter(mobile_hash__isnull=False).count() == 0


def test_guessing_ends_after_five(sent: list[tuple[str, str]]) -> None:
    by = actor_for(person_account())
    send_mobile_code(by=by, mobile=NUMBER)
    wrong = f"{(int(sent[0][1]) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(CodeWrong):
            confirm_mobile(by=by, code=wrong)
    with pytest.raises(TooManyTries):
        confirm_mobile(by=by, code=sent[0][1])


def test_nobody_floods_a_number(sent: list[tuple[str, str]]) -> None:
    for _ in range(5):
        send_mobile_code(by=actor_for(person_account()), mobile=NUMBER)
    with pytest.raises(TooManyTries):
        send_mobile_code(by=actor_for(person_account()), mobile=NUMBER)
    assert len(sent) == 5


def test_the_latest_proof_takes_the_number_over(sent: list[tuple[str, str]]) -> None:
    earlier, later = person_account(mobile=NUMBER), person_account()
    send_mobile_code(by=actor_for(later), mobile=NUMBER)
    confirm_mobile(by=actor_for(later), code=sent[0][1])
    assert sign_in(username=NUMBER, password=PASSWORD).pk == later.pk
    assert sign_in(username=earlier.username, password=PASSWORD).pk == earlier.pk


def test_says_when_nothing_can_be_sent() -> None:
    def broken(mobile: str, code: str) -> None:
        raise TimeoutError

    ports.register_code_sender("broken", broken)
    try:
        with pytest.raises(CodeNotSent):
            send_mobile_code(by=actor_for(person_account()), mobile=NUMBER)
    finally:
        ports.senders.clear()


def test_demonstration_fills_the_spool_and_production_refuses(
    tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.DEMO, settings.HOME = True, tmp_path  # type: ignore[attr-defined]
    send_mobile_code(by=actor_for(person_account()), mobile=NUMBER)
    assert [message.mobile for message in spool.messages()] == [NUMBER]
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(CodeNotSent):
        send_mobile_code(by=actor_for(person_account()), mobile=NUMBER)


def test_organisations_sign_in_by_name() -> None:
    with pytest.raises(NotSignedIn):
        send_mobile_code(by=actor_for(organisation_account()), mobile=NUMBER)


def test_pages_lead_from_number_to_code_to_level(client: Client, sent: list[tuple[str, str]]) -> None:
    client.force_login(person_account())
    assert client.post("/account/mobile/", {"mobile": "1"}).status_code == 422
    assert client.post("/account/mobile/", {"mobile": NUMBER})["Location"] == "/account/mobile/code/"
    wrong = client.post("/account/mobile/code/", {"code": "x"})
    assert wrong.status_code == 422
    assert "验证码不对或已过期" in wrong.content.decode()
    done = client.post("/account/mobile/code/", {"code": sent[0][1]}, follow=True)
    assert "手机号已确认" in done.content.decode()
