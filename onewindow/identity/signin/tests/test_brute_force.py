"""Guessing is slowed by name and by address, written down, and seen at the security administrator's desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onewindow.identity.errors import CodeWrong, SignInRefused, TooManyTries
from onewindow.identity.models import Account
from onewindow.identity.services.sign_in import sign_in, sign_in_by_code
from onewindow.identity.signin.codes import send_code
from onewindow.identity.signin.errors import NoAccountOfNumber
from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.signin.places import Place
from onewindow.identity.tests.factories import PASSWORD, agency, official, person_account, resident_id
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db
THERE, ELSEWHERE = Place("59.211.0.7", "curl"), Place("59.211.0.8", "curl")
Read = Callable[[str], str]


def fail(username: str, place: Place = THERE, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in(username=username, password="wrong", place=place)


def test_many_names_from_one_address_wait_too_and_others_do_not() -> None:
    person_account("somebody")
    for serial in range(40):
        fail(f"name{serial:02d}")
    with pytest.raises(TooManyTries):
        sign_in(username="somebody", password=PASSWORD, place=THERE)
    sign_in(username="somebody", password=PASSWORD, place=ELSEWHERE)
    with clock.at(clock.now() + timedelta(minutes=16)):
        sign_in(username="somebody", password=PASSWORD, place=THERE)


def test_the_day_has_a_limit_as_well() -> None:
    begun = clock.now()
    for hour in range(8):
        with clock.at(begun + timedelta(hours=hour)):
            for serial in range(40 if hour < 7 else 20):
                fail(f"name{hour}_{serial}")
    with clock.at(begun + timedelta(hours=9)), pytest.raises(TooManyTries, match="24 小时"):
        sign_in(username="other", password="wrong", place=THERE)


def test_who_signs_in_rightly_uses_nothing_up() -> None:
    person_account("somebody")
    for _ in range(45):
        sign_in(username="somebody", password=PASSWORD, place=THERE)


def test_every_failure_and_each_lock_once_is_written_down() -> None:
    person = person_account("somebody")
    for username in ("somebody", "nobody-here"):
        fail(username, times=5)
        for _ in range(3):
            with pytest.raises(TooManyTries):
                sign_in(username=username, password="wrong", place=THERE)
    kinds = list(SecurityEvent.objects.order_by("id").values_list("kind", "account"))
    assert kinds == [("failed", person.pk)] * 5 + [("locked", None)] + [("failed", None)] * 5 + [
        ("locked", None)
    ]
    assert b"nobody" not in b"".join(bytes(e.key) for e in SecurityEvent.objects.all())


def test_events_cannot_be_altered_or_removed() -> None:
    fail("nobody")
    for change in ("UPDATE identity_securityevent SET kind = 'x'", "DELETE FROM identity_securityevent"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_code_by_text_message_signs_its_holder_in(gateway: Read, client: Client) -> None:
    account = person_account("somebody", mobile="19911112222")
    page = client.post("/account/sign-in/sms/", {"mobile": "199 1111 2222", "next": "/my/access/"})
    assert (page.status_code, 'value="19911112222"' in page.content.decode()) == (200, True)
    form = {"mobile": "19911112222", "code": gateway("19911112222"), "next": "/my/access/"}
    assert client.post("/account/sign-in/sms/code/", form)["Location"] == "/my/access/"
    assert client.get("/account/security/authenticator/")["Location"].startswith("/account/security/confirm/")
    assert account.pk == Account.objects.get().pk
    assert client.get("/account/sign-in/sms/code/").status_code == 302


def test_only_who_holds_the_number_learns_that_it_has_no_account(gateway: Read, client: Client) -> None:
    person_account("somebody", mobile="19911112222")
    official("officer1", agency("示例委员会"))
    pages = [client.post("/account/sign-in/sms/", {"mobile": m}) for m in ("19911112222", "19911113333")]
    assert [page.status_code for page in pages] == [200, 200]
    for mobile in ("19911112222", "19911113333"):
        with pytest.raises(CodeWrong):
            sign_in_by_code(mobile=mobile, code="000000x")
    with pytest.raises(NoAccountOfNumber):
        sign_in_by_code(mobile="19911113333", code=gateway("19911113333"))


def test_asking_for_codes_is_limited_and_written_down(gateway: Read, client: Client) -> None:
    for serial in range(30):
        send_code(purpose="sign-in", mobile=f"199222233{serial:02d}", address="127.0.0.1")
    answers = [client.post("/account/sign-in/sms/", {"mobile": f"1992222440{n}"}) for n in range(2)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert list(SecurityEvent.objects.values_list("kind", flat=True)) == ["codes_limited"]


def test_registering_is_limited_by_address(client: Client, settings) -> None:
    person_account("taken_1")
    form = {"name": "某", "resident_id": resident_id(), "mobile": "19911112222", "username": "taken_1"}
    form |= {"password": "river-lantern-7", "again": "river-lantern-7"}
    for _ in range(60):
        assert "已经有人用了" in client.post("/account/register/", form).content.decode()
    assert "请过 1 小时再试" in client.post("/account/register/", form).content.decode()


def test_desk_shows_them_newest_first_by_kind_and_account(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person_account("somebody")
    for serial in range(31):
        fail(f"name{serial:02d}", Place(f"59.211.1.{serial}"))
    fail("somebody", times=5)
    with pytest.raises(TooManyTries):
        sign_in(username="somebody", password="x", place=THERE)
    client.force_login(official("security1", agency("示例发展局"), roles=("security",)))
    client.get("/desk/security/")
    with django_assert_num_queries(3):  # session, account, events
        page = client.get("/desk/security/").content.decode()
    assert page.index("账号名连续失败，暂停登录") < page.index("somebody")
    assert page.count("<tr data-row>") == 30
    assert "59.211.0.7" in page
    older = page.split("before=")[1].split('"')[0]
    assert client.get(f"/desk/security/?before={older}").content.decode().count("<tr data-row>") == 7
    assert client.get("/desk/security/?kind=locked").content.decode().count("<tr data-row>") == 1
    assert client.get("/desk/security/?account=Somebody").content.decode().count("<tr data-row>") == 5
    for odd in ("?before=x", "?kind=\x00", "?account=\x00", "?before=" + "9" * 30, "?kind=%ff"):
        assert client.get(f"/desk/security/{odd}").status_code == 200


def test_desk_is_for_the_security_administrator_only(client: Client) -> None:
    for account in (
        person_account(),
        official("officer1", agency("示例委员会"), roles=("review", "approve")),
    ):
        client.force_login(account)
        for page in ("/desk/security/", "/desk/security/releases/"):
            assert client.get(page).status_code == 403
