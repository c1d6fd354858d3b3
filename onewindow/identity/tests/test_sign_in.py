"""Signing in: by the verb and by the page."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth import hashers
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onewindow.identity.errors import SignInRefused
from onewindow.identity.models import Account
from onewindow.identity.services import sign_in as module
from onewindow.identity.services.people import register_person
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.tests.factories import PASSWORD, person_account, resident_id
from onewindow.kernel.public import SYSTEM, clock

pytestmark = pytest.mark.django_db


def page(client: Client, username: str, password: str, **more: str):
    return client.post("/account/sign-in/", {"username": username, "password": password, **more})


def test_returns_the_account() -> None:
    account = person_account("somebody")
    assert sign_in(username=" somebody ", password=PASSWORD).pk == account.pk


def test_takes_a_mobile_number_for_the_name() -> None:
    account = register_person(
        by=SYSTEM, username="bymobile", password=PASSWORD, name="某人", resident_id=resident_id(),
        mobile="19911112222",
    )  # fmt: skip
    assert sign_in(username="199 1111 2222", password=PASSWORD).pk == account.pk


@pytest.mark.parametrize("username", ["somebody", "nobody", "", "'; drop table", "\x00", "x" * 5000])
def test_refuses_with_one_message(username: str) -> None:
    person_account("somebody")
    with pytest.raises(SignInRefused) as refused:
        sign_in(username=username, password="wrong")
    assert refused.value.message.startswith("用户名或密码不对")


def test_hashes_once_whether_or_not_the_account_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    person_account("somebody")
    module._decoy_hash()
    calls: list[str] = []
    hasher = hashers.get_hasher()
    verify = type(hasher).verify

    def counted(self: object, password: str, encoded: str) -> bool:
        calls.append(password)
        return bool(verify(self, password, encoded))

    monkeypatch.setattr(type(hasher), "verify", counted)
    for username in ("somebody", "nobody"):
        with pytest.raises(SignInRefused):
            sign_in(username=username, password="wrong")
    assert len(calls) == 2


def test_locks_after_five_failures_and_opens_again() -> None:
    account = person_account("somebody")
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(username="somebody", password="wrong")
    with pytest.raises(SignInRefused):
        sign_in(username="somebody", password=PASSWORD)
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert sign_in(username="somebody", password=PASSWORD).pk == account.pk


def test_an_inactive_account_is_refused() -> None:
    account = person_account("somebody")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    with pytest.raises(SignInRefused):
        sign_in(username="somebody", password=PASSWORD)


def test_page_makes_a_new_session_key(client: Client) -> None:
    person_account("somebody")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    assert page(client, "somebody", PASSWORD).status_code == 302
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil"]
)
def test_page_never_sends_people_elsewhere(client: Client, target: str) -> None:
    person_account("somebody")
    answer = page(client, "somebody", PASSWORD, next=target)
    assert answer.status_code == 302
    assert answer["Location"] == "/my/"


def test_page_goes_on_to_where_the_person_was(client: Client) -> None:
    person_account("somebody")
    assert page(client, "somebody", PASSWORD, next="/my/access/")["Location"] == "/my/access/"


def test_page_keeps_the_name_and_never_the_password(client: Client) -> None:
    answer = page(client, '"><script>alert(1)</script>', "secret-typed")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<script>alert" not in text
    assert "secret-typed" not in text


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/my/access/")
    assert answer["Location"] == f"/account/sign-in/?next={quote('/my/access/')}"


def test_an_interrupted_post_says_that_the_session_ended(client: Client) -> None:
    answer = client.post("/account/level/", follow=True)
    assert "登录已过期" in answer.content.decode()


def test_sign_out_ends_the_session_and_only_by_post(client: Client) -> None:
    client.force_login(person_account("somebody"))
    assert client.get("/account/sign-out/").status_code == 405
    client.post("/account/sign-out/")
    assert client.get("/my/access/").status_code == 302


def test_an_idle_session_ends(client: Client) -> None:
    client.force_login(person_account("somebody"))
    assert client.get("/my/access/").status_code == 200
    with clock.at(clock.now() + timedelta(hours=3)):
        assert client.get("/my/access/").status_code == 302


def test_a_signed_in_page_costs_session_and_account(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(person_account("somebody"))
    client.get("/account/level/")
    with django_assert_num_queries(2):
        client.get("/account/level/")


def test_a_form_without_a_token_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert page(strict, "somebody", "x").status_code == 403
