"""Signing in: by the verb and by the page."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from onewindow.identity.errors import SignInRefused, TooManyTries
from onewindow.identity.models import Account, Throttle
from onewindow.identity.services.housekeeping import forget_expired
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.tests.factories import (
    PASSWORD,
    agency,
    official,
    organisation_account,
    person_account,
)
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db


def page(client: Client, username: str, password: str, **more: str):
    return client.post("/account/sign-in/", {"username": username, "password": password, **more})


def fail(username: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in(username=username, password="wrong")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect each password that is hashed, whether to compare or to burn time."""
    calls: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def counted(self: object, password: str, *rest: object) -> str:
        calls.append(password)
        return str(encode(self, password, *rest))

    monkeypatch.setattr(hasher, "encode", counted)
    yield calls


@pytest.mark.parametrize("typed", ["somebody", " Somebody ", "SOMEBODY"])
def test_returns_the_account(typed: str) -> None:
    account = person_account("somebody")
    assert sign_in(username=typed, password=PASSWORD).pk == account.pk


def test_takes_a_confirmed_mobile_number_for_the_name() -> None:
    account = person_account("bymobile", mobile="19911112222")
    assert sign_in(username="199 1111-2222", password=PASSWORD).pk == account.pk


def test_signs_in_firms_and_officials() -> None:
    firm, officer = organisation_account("firm1"), official("officer1", agency("示例委员会"))
    assert sign_in(username="firm1", password=PASSWORD).pk == firm.pk
    assert sign_in(username="officer1", password=PASSWORD).pk == officer.pk


@pytest.mark.parametrize(
    "username", ["somebody", "nobody", "", "'; drop table", "\x00", "x" * 5000, "19911112222"]
)
def test_refuses_with_one_message(username: str) -> None:
    person_account("somebody")
    with pytest.raises(SignInRefused) as refused:
        sign_in(username=username, password="wrong")
    assert refused.value.message.startswith("用户名或密码不对")
    assert not refused.value.errors


@pytest.mark.parametrize("username", ["somebody", "nobody", "gone", "19911112222", "19911113333"])
def test_work_tells_nothing_either(username: str, hashed: list[str]) -> None:
    person_account("somebody", mobile="19911112222")
    gone = person_account("gone")
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    hashed.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        fail(username)
    kinds = [q["sql"].split()[0] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert kinds == ["INSERT", "SELECT", "INSERT"]  # the try, the account, the security event
    assert len(hashed) == 1


@pytest.mark.parametrize("username", ["somebody", "nobody"])
def test_waits_after_five_failures_whether_or_not_it_exists(username: str, hashed: list[str]) -> None:
    person_account("somebody")
    fail(username, 5)
    hashed.clear()
    with pytest.raises(TooManyTries) as refused:
        sign_in(username=username, password=PASSWORD)
    assert "15 分钟" in refused.value.message
    assert hashed == []


def test_opens_again_and_trying_on_does_not_prolong_the_wait() -> None:
    account = person_account("somebody")
    start = clock.now()
    with clock.at(start):
        fail("somebody", 5)
    with clock.at(start + timedelta(minutes=14)), pytest.raises(TooManyTries):
        sign_in(username="somebody", password=PASSWORD)
    with clock.at(start + timedelta(minutes=16)):
        assert sign_in(username="somebody", password=PASSWORD).pk == account.pk


def test_success_starts_the_count_anew() -> None:
    person_account("somebody")
    fail("somebody", 4)
    sign_in(username="somebody", password=PASSWORD)
    assert Throttle.objects.count() == 0
    fail("somebody", 4)
    sign_in(username="somebody", password=PASSWORD)


def test_old_failures_are_forgotten() -> None:
    person_account("somebody")
    fail("somebody", 4)
    with clock.at(clock.now() + timedelta(minutes=16)):
        fail("somebody", 4)
        sign_in(username="somebody", password=PASSWORD)


def test_counts_keep_nothing_that_was_typed() -> None:
    fail("somebody-typed-this")
    assert b"typed" not in bytes(Throttle.objects.get().key)
    with clock.at(clock.now() + timedelta(days=1)):
        assert forget_expired() == 1
    assert Throttle.objects.count() == 0


def test_an_outdated_hash_is_renewed() -> None:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):
        account = person_account("somebody")
    both = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    with override_settings(PASSWORD_HASHERS=both):
        sign_in(username="somebody", password=PASSWORD)
    account.refresh_from_db()
    assert account.password.startswith("md5$")


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
    assert not Session.objects.filter(session_key=before).exists()


def test_page_takes_nothing_over_from_another_account(client: Client) -> None:
    person_account("first1")
    person_account("second")
    page(client, "first1", PASSWORD)
    session = client.session
    session["draft"] = "of the first"
    session.save()
    page(client, "second", PASSWORD)
    assert "draft" not in client.session


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/\\evil",
        "http:///evil",
        "\x08//evil",
    ],
)
def test_page_never_sends_people_elsewhere(client: Client, target: str) -> None:
    person_account("somebody")
    asked = client.get("/account/sign-in/", {"next": target}).content.decode()
    assert 'name="next" value=""' in asked
    answer = page(client, "somebody", PASSWORD, next=target)
    assert answer.status_code == 302
    assert answer["Location"] == "/my/"
    assert client.get("/account/sign-in/", {"next": target})["Location"] == "/my/"


def test_page_goes_on_to_where_the_person_was(client: Client) -> None:
    person_account("somebody")
    assert (
        page(client, "somebody", PASSWORD, next="/my/access/?before=9")["Location"] == "/my/access/?before=9"
    )


def test_page_sends_officials_to_enrol_and_not_yet_to_the_desk(client: Client, menglihua: Account) -> None:
    assert page(client, "menglihua", PASSWORD)["Location"] == "/account/sign-in/enrol/"
    assert client.get("/desk/")["Location"].startswith("/account/sign-in/")


def test_page_keeps_the_name_and_never_the_password(client: Client) -> None:
    answer = page(client, '"><script>alert(1)</script>', "secret-typed")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "用户名或密码不对" in text
    assert "<script>alert" not in text
    assert "secret-typed" not in text


def test_page_says_how_long_to_wait(client: Client) -> None:
    fail("nobody", 5)
    assert "请过 15 分钟再试" in page(client, "nobody", "x").content.decode()


@pytest.mark.parametrize("field", ["username", "password"])
def test_page_takes_ten_megabytes_calmly(client: Client, field: str) -> None:
    answer = client.post("/account/sign-in/", {"username": "a", "password": "b", field: "长" * 3_000_000})
    assert answer.status_code == 422
    assert "最多" in answer.content.decode()


def test_strangers_are_sent_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/my/access/?before=9")
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": ["/my/access/?before=9"]}


def test_an_interrupted_post_comes_back_to_its_page(client: Client) -> None:
    answer = client.post("/account/level/", HTTP_REFERER="http://testserver/account/level/?a=1")
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert query == {"next": ["/account/level/?a=1"], "expired": ["post"]}
    assert "之前保存的草稿都还在" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("referer", ["", "http://evil.example/x", "http://testserver//evil.example/", "junk"])
def test_an_interrupted_post_comes_back_here_at_least(client: Client, referer: str) -> None:
    answer = client.post("/account/level/", HTTP_REFERER=referer)
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == ["/account/level/"]


def test_sign_out_ends_the_session_and_only_by_post(client: Client) -> None:
    client.force_login(person_account("somebody"))
    assert client.get("/account/sign-out/").status_code == 405
    client.post("/account/sign-out/")
    assert Session.objects.count() == 0
    assert client.get("/my/access/").status_code == 302


@pytest.mark.parametrize(("minutes", "citizen", "officer"), [(29, 200, 200), (31, 200, 302), (121, 302, 302)])
def test_an_idle_session_ends_sooner_for_officials(
    client: Client, minutes: int, citizen: int, officer: int
) -> None:
    accounts = [person_account("somebody"), official("officer1", agency("示例委员会"))]
    for account, status in zip(accounts, (citizen, officer), strict=True):
        client.force_login(account)
        assert client.get("/my/access/").status_code == 200
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            answer = client.get("/my/access/")
        assert answer.status_code == status
        assert ("expired=idle" in answer.get("Location", "")) == (status == 302)


def test_use_keeps_a_session_alive(client: Client) -> None:
    client.force_login(person_account("somebody"))
    start = clock.now()
    for minutes in (0, 90, 180):
        with clock.at(start + timedelta(minutes=minutes)):
            assert client.get("/my/access/").status_code == 200


def test_a_signed_in_page_costs_session_and_account(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(person_account("somebody"))
    client.get("/account/mobile/")
    with django_assert_num_queries(2):
        client.get("/account/mobile/")


def test_an_answer_without_a_frame_costs_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(person_account("somebody"))
    with django_assert_num_queries(0):
        assert client.get("/elder/?on=1&next=/").status_code == 302


@pytest.mark.parametrize("name", ["sign-in", "sign-out", "register", "level", "mobile", "mobile/code"])
def test_a_form_without_a_token_is_refused(name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/account/{name}/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "没有保存" in answer.content.decode()


def test_pages_are_not_kept_by_browsers(client: Client) -> None:
    client.force_login(person_account("somebody"))
    for path in ("/account/level/", "/my/access/", "/account/mobile/"):
        assert "no-store" in client.get(path)["Cache-Control"]


class AnyInput(TestCase):
    @given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=100))
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_input_breaks_the_page(self, username: str, password: str, onward: str) -> None:
        data = {"username": username, "password": password, "next": onward}
        assert self.client.post("/account/sign-in/", data).status_code == 422

    @given(st.dictionaries(st.sampled_from(["mobile", "code", "before"]), st.text(max_size=100)))
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_input_breaks_the_other_pages(self, data: dict[str, str]) -> None:
        self.client.force_login(person_account())
        assert self.client.post("/account/mobile/", data).status_code in {302, 422}
        assert self.client.post("/account/mobile/code/", data).status_code == 422
        assert self.client.get("/my/access/", data).status_code == 200


@pytest.mark.parametrize("path", ["/", "/my/", "/my/access/", "/account/level/", "/help/", "/cases/"])
def test_pages_of_the_signed_in_are_kept_by_no_cache(client: Client, path: str) -> None:
    client.force_login(person_account("somebody"))
    assert "no-store" in client.get(path)["Cache-Control"]
