"""Passkeys, with a device in software."""

import json

import pytest
from django.test import Client

from onewindow.identity.models import Account
from onewindow.identity.queries import actor_for
from onewindow.identity.signin import passkeys
from onewindow.identity.signin.errors import PasskeyRefused
from onewindow.identity.signin.models import Passkey, SecurityEvent
from onewindow.identity.signin.passkeys import relying_party
from onewindow.identity.signin.places import Place
from onewindow.identity.signin.tests.device import PRESENT, Device
from onewindow.identity.tests.factories import PASSWORD, agency, official, person_account
from onewindow.kernel.public import audit

pytestmark = pytest.mark.django_db
HERE = Place("10.0.0.1", "Chrome · Windows")
JSON = {"content_type": "application/json", "HTTP_ACCEPT": "application/problem+json"}


def added(account: Account, device: Device | None = None) -> Device:
    device = device or Device()
    text, challenge = passkeys.creation_options(by=actor_for(account))
    passkeys.add_passkey(by=actor_for(account), answer=device.make(text), challenge=challenge, name="手机")
    return device


def use(device: Device, account_id: int | None = None) -> Account:
    text, challenge = passkeys.request_options(account_id=account_id)
    return passkeys.use_passkey(
        answer=device.use(text), challenge=challenge, place=HERE, account_id=account_id
    )


def test_a_passkey_signs_its_account_in() -> None:
    account = person_account()
    device = added(account)
    assert use(device).pk == account.pk
    row = Passkey.objects.get()
    assert (row.signatures, row.name) == (1, "手机")
    assert row.used_at is not None
    assert [p for p in audit.verify().problems if "passkey" in p.place] == []


def test_one_device_serves_one_account_once() -> None:
    first, second = person_account(), person_account()
    device = added(first)
    for account in (first, second):
        with pytest.raises(PasskeyRefused):
            added(account, device)
    with pytest.raises(PasskeyRefused):
        use(device, account_id=second.pk)
    assert use(device, account_id=first.pk).pk == first.pk


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("origin", "https://evil.example"),
        ("origin", "http://localhost:1"),
        ("rp_id", "evil.example"),
        ("flags", PRESENT),
        ("flags", 0),
    ],
)
def test_other_places_and_unverified_hands_are_refused(attribute: str, value: object) -> None:
    account, liar = person_account(), Device()
    setattr(liar, attribute, value)
    with pytest.raises(PasskeyRefused):
        added(account, liar)
    device = added(account)
    setattr(device, attribute, value)
    with pytest.raises(PasskeyRefused):
        use(device)


def test_an_old_challenge_and_a_foreign_key_are_refused() -> None:
    account = person_account()
    device = added(account)
    text, _challenge = passkeys.request_options()
    _text, other = passkeys.request_options()
    with pytest.raises(PasskeyRefused):
        passkeys.use_passkey(answer=device.use(text), challenge=other, place=HERE)
    forger = Device()
    forger.credential = device.credential
    with pytest.raises(PasskeyRefused):
        use(forger)
    assert SecurityEvent.objects.filter(kind="second_failed").count() == 2


def test_a_counter_that_goes_back_is_a_copy() -> None:
    device = added(person_account())
    device.count = 10
    use(device)
    device.count = 5
    with pytest.raises(PasskeyRefused):
        use(device)
    assert SecurityEvent.objects.filter(kind="cloned").count() == 1


def test_a_device_that_never_counts_is_fine() -> None:
    account = person_account()
    device = added(account)
    for _ in range(2):
        device.count = -1
        assert use(device).pk == account.pk


def test_a_closed_account_is_refused() -> None:
    account = person_account()
    device = added(account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    with pytest.raises(PasskeyRefused):
        use(device)


def test_a_numeric_address_becomes_localhost(settings) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    assert (relying_party().id, relying_party().origin) == ("localhost", "http://localhost:8000")
    settings.PUBLIC_URL = "https://zwfw.example.cn"
    assert (relying_party().id, relying_party().origin) == ("zwfw.example.cn", "https://zwfw.example.cn")


def test_pages_sign_a_citizen_in_without_a_password(client: Client) -> None:
    device = added(person_account("citizen1"))
    options = client.post("/account/sign-in/passkey/options/", "{}", **JSON).content.decode()
    assert json.loads(options)["allowCredentials"] == []
    body = device.use(options)
    answer = client.post("/account/sign-in/passkey/?next=/my/access/", body, **JSON)
    assert answer.json() == {"next": "/my/access/"}
    assert client.get("/account/sessions/").status_code == 200
    client.post("/account/sign-out/")
    again = client.post("/account/sign-in/passkey/", body, **JSON)
    assert (again.status_code, again.json()["code"]) == (422, "passkey_refused")


def test_pages_want_an_officials_password_first(client: Client) -> None:
    account = official("officer1", agency("示例委员会"))
    device = added(account)
    options = client.post("/account/sign-in/passkey/options/", "{}", **JSON).content.decode()
    answer = client.post("/account/sign-in/passkey/", device.use(options), **JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "password_first")
    client.post("/account/sign-in/", {"username": "officer1", "password": PASSWORD})
    options = client.post("/account/sign-in/passkey/options/", "{}", **JSON).content.decode()
    assert len(json.loads(options)["allowCredentials"]) == 1
    answer = client.post("/account/sign-in/passkey/", device.use(options), **JSON)
    assert answer.json() == {"next": "/desk/"}


def test_pages_enrol_an_official_by_passkey(client: Client) -> None:
    official("officer1", agency("示例委员会"))
    client.post("/account/sign-in/", {"username": "officer1", "password": PASSWORD})
    options = client.post("/account/security/passkeys/options/", "{}", **JSON).content.decode()
    answer = client.post("/account/security/passkeys/", Device().make(options), **JSON)
    assert answer.json() == {"next": "/account/security/codes/"}
    page = client.get("/account/security/codes/").content.decode()
    assert page.count('<span class="mono">') == 10
    assert 'href="/desk/"' in page
    assert client.get("/account/security/codes/").status_code == 302


def test_pages_ask_for_the_password_again_before_one_is_added(client: Client) -> None:
    client.force_login(person_account())
    answer = client.post("/account/security/passkeys/options/", "{}", **JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_again")
    client.post("/account/security/confirm/", {"password": PASSWORD})
    options = client.post("/account/security/passkeys/options/", "{}", **JSON).content.decode()
    assert client.post("/account/security/passkeys/", Device().make(options), **JSON).status_code == 200
    assert "通行密钥，" in client.get("/account/security/").content.decode()
