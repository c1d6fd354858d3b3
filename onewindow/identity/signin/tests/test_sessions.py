"""Sessions: listed, ended, limited, and given a new key when what they may do changes."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onewindow.identity.models import Person
from onewindow.identity.queries import actor_for
from onewindow.identity.services.housekeeping import forget_expired
from onewindow.identity.services.levels import raise_level
from onewindow.identity.signin.models import SecurityEvent, SignIn
from onewindow.identity.signin.places import device, network, place_of
from onewindow.identity.signin.sessions import end_other_sessions, end_session, sessions_of
from onewindow.identity.tests.factories import PASSWORD, agency, official, person_account
from onewindow.kernel.public import SYSTEM, clock

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Safari/604 MicroMessenger/8"
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/143.0 Safari/537.36"


def signed_in(username: str = "somebody", agent: str = DESKTOP, address: str = "10.1.2.3") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    answer = client.post("/account/sign-in/", {"username": username, "password": PASSWORD})
    assert answer["Location"] == "/my/"
    return client


def test_lists_device_place_and_time_with_this_one_first(django_assert_num_queries) -> None:
    account = person_account("somebody")
    phone, desktop = signed_in(agent=PHONE, address="59.211.0.7"), signed_in()
    by, here = actor_for(account), str(phone.session.session_key)
    with django_assert_num_queries(2):
        rows = sessions_of(by, here=here)
    assert [(row.device, row.place, row.means, row.here) for row in rows] == [
        ("微信 · iPhone", "59.211.0.7", "密码", True),
        ("Chrome · Windows", "内网 10.1.2.3", "密码", False),
    ]
    page = desktop.get("/account/sessions/").content.decode()
    assert page.index("Chrome · Windows") < page.index("微信 · iPhone")
    assert SecurityEvent.objects.get().kind == "new_device"


def test_ends_one_or_all_others() -> None:
    account = person_account("somebody")
    clients = [signed_in() for _ in range(3)]
    first = SignIn.objects.order_by("id").first()
    assert first is not None
    clients[2].post("/account/sessions/end/", {"session": first.pk})
    assert [c.get("/account/sessions/").status_code for c in clients] == [302, 200, 200]
    clients[2].post("/account/sessions/end/")
    assert [c.get("/account/sessions/").status_code for c in clients] == [302, 302, 200]
    assert SignIn.objects.filter(account=account).count() == 1
    assert end_other_sessions(by=actor_for(account), here=str(clients[2].session.session_key)) == 0


def test_nobody_ends_sessions_of_others() -> None:
    person_account("somebody")
    other = person_account("other1")
    client = signed_in()
    end_session(by=actor_for(other), sign_in_id=SignIn.objects.get().pk)
    end_other_sessions(by=actor_for(other), here="")
    assert client.get("/account/sessions/").status_code == 200


def test_ending_is_by_post_only() -> None:
    person_account("somebody")
    assert signed_in().get("/account/sessions/end/").status_code == 405


def test_signing_out_forgets_the_record() -> None:
    person_account("somebody")
    client = signed_in()
    client.post("/account/sign-out/")
    assert (SignIn.objects.count(), Session.objects.count()) == (0, 0)


def test_a_level_change_gives_the_session_a_new_key() -> None:
    person_account("somebody", level=2)
    client = signed_in()
    client.get("/my/access/")
    before = client.session.session_key
    raise_level(by=SYSTEM, person_id=Person.objects.get().pk, level=3, means="counter")
    assert client.get("/my/access/").status_code == 200
    after = client.session.session_key
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()
    assert SignIn.objects.get().session == after
    client.get("/my/access/")
    assert client.session.session_key == after


@pytest.mark.parametrize(("hours", "citizen", "officer"), [(9, 200, 200), (11, 200, 302), (25, 302, 302)])
def test_even_a_used_session_ends_at_last(hours: int, citizen: int, officer: int) -> None:
    start = clock.now()
    accounts = [person_account("somebody"), official("officer1", agency("示例委员会"))]
    for account, expected in zip(accounts, (citizen, officer), strict=True):
        client, answer = Client(), None
        client.force_login(account)
        for quarter in range(hours * 4 + 1):
            with clock.at(start + timedelta(minutes=15 * quarter)):
                Session.objects.update(expire_date=clock.now() + timedelta(days=1))
                answer = client.get("/account/sessions/")
            if answer.status_code == 302:
                break
        assert answer is not None
        assert answer.status_code == expected
        assert ("expired=old" in answer.get("Location", "")) == (expected == 302)


def test_a_page_still_costs_session_and_account(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person_account("somebody")
    client = signed_in()
    client.get("/account/mobile/")
    with django_assert_num_queries(2):
        client.get("/account/mobile/")


def test_records_of_ended_sessions_are_forgotten() -> None:
    person_account("somebody")
    signed_in()
    with clock.at(clock.now() + timedelta(days=3)):
        forget_expired()
    assert SignIn.objects.count() == 0


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "微信 · iPhone"),
        (DESKTOP, "Chrome · Windows"),
        ("curl/8", "其他程序"),
        ("", "其他程序"),
        ("<script>Firefox/1", "Firefox"),
        ("\x00\xff" * 9000, "其他程序"),
    ],
)
def test_a_device_in_words(agent: str, words: str) -> None:
    assert device(agent) == words


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::1", "::1"),
        ("junk", ""),
        ("", ""),
    ],
)
def test_an_address_in_one_spelling(rf, given: str, kept: str) -> None:
    assert place_of(rf.get("/", REMOTE_ADDR=given)).address == kept


def test_a_forwarded_address_counts_only_behind_our_proxy(rf, settings) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.7")
    assert place_of(request).address == "10.0.0.9"
    settings.SECURE_PROXY = True
    assert place_of(request).address == "203.0.113.7"
    assert network("127.0.0.1") == "本机 127.0.0.1"
