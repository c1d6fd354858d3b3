"""Recovering an account: cooling time, notice, one answer for everybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.identity.errors import CodeWrong, RegistrationInvalid, SignInRefused, TooManyTries
from onewindow.identity.models import Account, Person
from onewindow.identity.queries import actor_for
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.signin import recovery, spool
from onewindow.identity.signin.codes import send_code
from onewindow.identity.signin.models import Recovery, SecurityEvent, SignIn
from onewindow.identity.signin.places import Place
from onewindow.identity.tests.factories import PASSWORD, agency, official, person_account, resident_id
from onewindow.kernel.public import clock, outbox

pytestmark = pytest.mark.django_db
HERE = Place("10.0.0.1", "Chrome · Windows")
OLD, NEW = "19911112222", "19911113333"
FRESH = "river-lantern-7"
Read = Callable[[str], str]


@pytest.fixture
def number() -> str:
    return resident_id()


@pytest.fixture
def account(number: str) -> Account:
    return person_account("forgetful", name="韦小山", number=number, mobile=OLD)


def ask(read: Read, number: str, mobile: str = OLD, **changes: str) -> Recovery:
    send_code(purpose="recover", mobile=mobile)
    given = {"name": "韦小山", "resident_id": number, "password": FRESH, **changes}
    return recovery.ask_recovery(mobile=mobile, code=read(mobile), place=HERE, **given)


def after(minutes: int):
    return clock.at(clock.now() + timedelta(minutes=minutes))


def test_takes_effect_after_an_hour_with_the_known_mobile(
    gateway: Read, account: Account, number: str
) -> None:
    row = ask(gateway, number)
    assert (row.account_id, row.due_at - row.asked_at) == (account.pk, timedelta(hours=1))
    with after(59):
        assert recovery.finish_recoveries() == 0
        assert sign_in(username="forgetful", password=PASSWORD).pk == account.pk
    with after(61):
        assert recovery.finish_recoveries() == 1
        assert recovery.finish_recoveries() == 0
        assert sign_in(username="forgetful", password=FRESH).pk == account.pk
        with pytest.raises(SignInRefused):
            sign_in(username="forgetful", password=PASSWORD)
    assert [e.kind for e in SecurityEvent.objects.order_by("id")][:2] == ["recovery_asked", "recovered"]


def test_the_old_contact_is_told_and_may_stop_it(
    gateway: Read, account: Account, number: str, client: Client
) -> None:
    ask(gateway, number, NEW, username="forgetful")
    outbox.drain()
    assert "申请重设您账号的密码" in spool.messages(OLD)[0].text
    client.post("/account/sign-in/", {"username": "forgetful", "password": PASSWORD})
    assert "停止重设密码" in client.get("/account/security/").content.decode()
    client.post("/account/security/stop-recovery/")
    assert "停止重设密码" not in client.get("/account/security/").content.decode()
    with after(4321):
        assert recovery.finish_recoveries() == 0
    recovery.stop_recovery(by=actor_for(account))
    assert SecurityEvent.objects.filter(kind="recovery_stopped").count() == 1


def test_another_mobile_waits_three_days_and_becomes_the_contact(
    gateway: Read, account: Account, number: str
) -> None:
    row = ask(gateway, number, NEW, username="Forgetful ")
    assert row.due_at - row.asked_at == timedelta(days=3)
    SignIn.objects.create(account=account, session="x", device="", address="", means="", at=clock.now())
    with after(4321):
        assert recovery.finish_recoveries() == 1
        outbox.drain()
        assert sign_in(username=NEW, password=FRESH).pk == account.pk
    assert Person.objects.get().mobile == NEW
    assert SignIn.objects.count() == 0
    assert "已经重设" in spool.messages(NEW)[0].text


def test_a_stranger_cannot_push_out_what_the_owner_asked_for(
    gateway: Read, account: Account, number: str
) -> None:
    owners = ask(gateway, number)
    strangers = ask(gateway, number, NEW, username="forgetful", password="stranger-word-9")
    assert strangers.account_id is None
    assert recovery.waiting_recovery(actor_for(account)) == owners


def test_the_owner_pushes_out_what_a_stranger_asked_for(gateway: Read, account: Account, number: str) -> None:
    ask(gateway, number, NEW, username="forgetful", password="stranger-word-9")
    owners = ask(gateway, number)
    assert recovery.waiting_recovery(actor_for(account)) == owners
    assert Recovery.objects.filter(status="stopped").count() == 1


@pytest.mark.parametrize(
    "changes", [{"name": "韦大山"}, {"resident_id": resident_id()}, {"mobile": NEW}, {"username": "nobody"}]
)
def test_what_fits_nobody_gets_the_same_answer_and_comes_to_nothing(
    gateway: Read, account: Account, number: str, changes: dict[str, str]
) -> None:
    if "username" in changes:
        changes = {**changes, "mobile": NEW}
    row = ask(gateway, **{"number": number, **changes})
    assert row.account_id is None
    with after(4321):
        assert recovery.finish_recoveries() == 0
    assert sign_in(username="forgetful", password=PASSWORD).pk == account.pk


def test_officials_are_never_matched(gateway: Read) -> None:
    officer = official("officer1", agency("示例委员会"))
    assert officer.person is not None
    row = ask(gateway, officer.person.resident_id or "", NEW, name=officer.person.name, username="officer1")
    assert row.account_id is None


def test_same_statements_whether_or_not_it_fits(gateway: Read, account: Account, number: str) -> None:
    kinds = []
    for name, mobile in (("韦小山", OLD), ("韦大山", "19911114444")):
        send_code(purpose="recover", mobile=mobile)
        with CaptureQueriesContext(connection) as queries:
            recovery.ask_recovery(
                mobile=mobile, code=gateway(mobile), name=name, resident_id=number, password=FRESH, place=HERE
            )
        kinds.append([q["sql"].split()[0] for q in queries])
    assert kinds[0] == kinds[1]


def test_a_wrong_code_and_too_many_tries(gateway: Read, account: Account, number: str) -> None:
    given = {"name": "韦小山", "resident_id": number, "password": FRESH}
    for _ in range(5):
        with pytest.raises(CodeWrong):
            recovery.ask_recovery(mobile=OLD, code="x", place=HERE, **given)
    with pytest.raises(TooManyTries):
        recovery.ask_recovery(mobile=OLD, code="x", place=HERE, **given)
    assert Recovery.objects.count() == 0


@pytest.mark.parametrize("weak", ["short", "1234567890", "weixiaoshan-7", "韦小山-lantern", "woaini1314520"])
def test_a_weak_password_is_refused_at_its_field(
    gateway: Read, account: Account, number: str, weak: str
) -> None:
    with pytest.raises(RegistrationInvalid) as refused:
        ask(gateway, number, password=weak)
    assert list(refused.value.errors) == ["password"]


def test_pages_answer_everybody_alike(gateway: Read, account: Account, number: str, client: Client) -> None:
    pages = []
    for mobile, name in ((OLD, "韦小山"), ("19911115555", "无此人")):
        step = client.post("/account/recover/", {"mobile": mobile})
        form = {"mobile": mobile, "code": gateway(mobile), "name": name, "resident_id": number}
        form |= {"password": FRESH, "again": FRESH, "username": ""}
        done = client.post("/account/recover/confirm/", form)
        text = step.content.decode() + done.content.decode()
        text = text.replace(mobile, "M")
        pages.append((step.status_code, done.status_code, _without_tokens(text)))
    assert pages[0] == pages[1]
    assert pages[0][:2] == (200, 200)
    assert Recovery.objects.filter(account=account).count() == 1


def _without_tokens(text: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
