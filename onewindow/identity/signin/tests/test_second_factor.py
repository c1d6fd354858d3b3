"""Second factors: authenticators, recovery codes, and what an official may do without one."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from onewindow.identity.errors import CodeWrong, TooManyTries
from onewindow.identity.models import Account
from onewindow.identity.queries import actor_for
from onewindow.identity.signin import factors
from onewindow.identity.signin.demo import newest_code
from onewindow.identity.signin.errors import FactorNeeded, TooManyFactors
from onewindow.identity.signin.models import Authenticator, RecoveryCode, Release, SecurityEvent
from onewindow.identity.signin.places import Place
from onewindow.identity.signin.seed import demo_secret, plant_second_factors, plant_security_events
from onewindow.identity.tests.factories import PASSWORD, agency, official, person_account
from onewindow.kernel.public import audit, clock

pytestmark = pytest.mark.django_db
HERE = Place("10.0.0.1", "Chrome · Windows")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def shown(secret: str = SECRET, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps)


def later(seconds: int):
    return clock.at(clock.now() + timedelta(seconds=seconds))


@pytest.fixture
def officer() -> Account:
    return official("officer1", agency("示例委员会"))


def enrol(account: Account) -> list[str]:
    _device, codes = factors.add_authenticator(by=actor_for(account), secret=SECRET, code=shown())
    return codes


def first_step(client: Client, username: str = "officer1", then: str = "") -> str:
    answer = client.post("/account/sign-in/", {"username": username, "password": PASSWORD, "next": then})
    return str(answer["Location"])


def test_an_authenticator_is_taken_with_its_code(officer: Account) -> None:
    codes = enrol(officer)
    assert len(set(codes)) == 10
    assert RecoveryCode.objects.count() == 10
    device = Authenticator.objects.get()
    assert (device.account_id, device.secret) == (officer.pk, SECRET)
    assert [p for p in audit.verify().problems if "authenticator" in p.place] == []
    assert SecurityEvent.objects.get().kind == "factor_added"


def test_a_wrong_first_code_adds_nothing(officer: Account) -> None:
    with pytest.raises(CodeWrong):
        factors.add_authenticator(by=actor_for(officer), secret=SECRET, code="000000")
    assert Authenticator.objects.count() == 0


def test_a_code_is_taken_once_and_one_step_either_way(officer: Account) -> None:
    enrol(officer)
    with pytest.raises(CodeWrong):
        factors.check_second_factor(account=officer, code=shown(), place=HERE)
    assert factors.check_second_factor(account=officer, code=shown(steps=1), place=HERE) == "totp"
    with pytest.raises(CodeWrong):
        factors.check_second_factor(account=officer, code=shown(steps=2), place=HERE)
    with later(120):
        assert factors.check_second_factor(account=officer, code=shown(steps=-1), place=HERE) == "totp"
        with pytest.raises(CodeWrong):
            factors.check_second_factor(account=officer, code=shown(steps=-2), place=HERE)


def test_guessing_ends_after_five(officer: Account) -> None:
    enrol(officer)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            factors.check_second_factor(account=officer, code="12345a", place=HERE)
    with pytest.raises(TooManyTries):
        factors.check_second_factor(account=officer, code=shown(steps=1), place=HERE)
    assert SecurityEvent.objects.filter(kind="second_failed", account=officer).count() == 5


def test_a_recovery_code_stands_in_once(officer: Account) -> None:
    code = enrol(officer)[3]
    assert factors.check_second_factor(account=officer, code=code.lower(), place=HERE) == "recovery"
    with pytest.raises(CodeWrong):
        factors.check_second_factor(account=officer, code=code, place=HERE)
    assert SecurityEvent.objects.filter(kind="code_used").count() == 1
    fresh = factors.renew_recovery_codes(by=actor_for(officer))
    assert set(fresh).isdisjoint({code})
    assert RecoveryCode.objects.filter(used_at=None).count() == 10


def test_an_official_keeps_one_and_a_citizen_need_not(officer: Account) -> None:
    enrol(officer)
    device = Authenticator.objects.get()
    with pytest.raises(FactorNeeded):
        factors.remove_factor(by=actor_for(officer), authenticator_id=device.pk)
    citizen = person_account()
    enrol(citizen)
    mine = Authenticator.objects.get(account=citizen)
    factors.remove_factor(by=actor_for(officer), authenticator_id=mine.pk)
    assert Authenticator.objects.filter(pk=mine.pk).exists()
    for _ in range(2):
        factors.remove_factor(by=actor_for(citizen), authenticator_id=mine.pk)
    assert not Authenticator.objects.filter(account=citizen).exists()
    assert not RecoveryCode.objects.filter(account=citizen).exists()


def test_five_are_enough(officer: Account) -> None:
    for serial in range(5):
        secret = SECRET[serial:] + SECRET[:serial]
        factors.add_authenticator(by=actor_for(officer), secret=secret, code=shown(secret))
    with pytest.raises(TooManyFactors):
        factors.add_authenticator(by=actor_for(officer), secret=SECRET, code=shown())


def test_page_needs_both_factors_before_there_is_a_session(client: Client, officer: Account) -> None:
    enrol(officer)
    assert first_step(client, then="/my/access/") == "/account/sign-in/second/"
    before = client.session.session_key
    for path in ("/desk/", "/my/", "/account/security/", "/account/sessions/", "/account/security/codes/"):
        assert client.get(path)["Location"].startswith("/account/sign-in/?next="), path
    assert client.post("/account/sign-in/second/", {"code": "nonsense"}).status_code == 422
    answer = client.post("/account/sign-in/second/", {"code": shown(steps=1)})
    assert answer["Location"] == "/my/access/"
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    assert client.get("/my/access/").status_code == 200


def test_page_lets_an_official_without_a_factor_only_enrol(client: Client, officer: Account) -> None:
    assert first_step(client) == "/account/sign-in/enrol/"
    assert client.get("/desk/").status_code == 302
    assert client.get("/account/sign-in/second/")["Location"] == "/account/sign-in/enrol/"
    page = client.get("/account/sign-in/enrol/").content.decode()
    assert "data:image/svg+xml" in page
    secret = page.split('class="mono brk">')[1].split("<")[0].replace(" ", "")
    assert client.post("/account/sign-in/enrol/", {"code": "1"}).status_code == 422
    done = client.post("/account/sign-in/enrol/", {"code": shown(secret)})
    assert done.content.decode().count('<span class="mono">') == 10
    assert client.get("/account/sessions/").status_code == 200
    assert secret not in str(Session.objects.get().get_decoded())


def test_page_forgets_the_first_factor_after_ten_minutes_or_a_new_password(
    client: Client, officer: Account
) -> None:
    enrol(officer)
    first_step(client)
    with later(601):
        gone = client.post("/account/sign-in/second/", {"code": shown()})
    assert parse_qs(urlsplit(gone["Location"]).query) == {"expired": ["second"]}
    first_step(client)
    officer.set_password("another-word-7x")
    officer.save()
    assert "expired=second" in client.post("/account/sign-in/second/", {"code": shown(steps=1)})["Location"]


def test_page_never_takes_one_accounts_code_for_another(client: Client, officer: Account) -> None:
    enrol(officer)
    other = official("officer2", agency("示例委员会"))
    factors.add_authenticator(by=actor_for(other), secret=SECRET[::-1], code=shown(SECRET[::-1]))
    first_step(client, "officer2")
    assert client.post("/account/sign-in/second/", {"code": shown(steps=1)}).status_code == 422


def test_a_citizen_who_added_one_is_asked_too(client: Client) -> None:
    citizen = person_account("citizen1")
    enrol(citizen)
    assert first_step(client, "citizen1") == "/account/sign-in/second/"


def test_who_owes_a_second_factor_cannot_add_one(client: Client, officer: Account) -> None:
    enrol(officer)
    first_step(client)
    assert client.get("/account/security/authenticator/").status_code == 302
    answer = client.post("/account/security/passkeys/options/", HTTP_ACCEPT="application/problem+json")
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_again")


def test_demo_shows_the_security_administrator_something(wujianhua, lanxiaomei, zhouhaiyan) -> None:
    plant_second_factors()
    assert plant_security_events() == plant_security_events()
    kinds = [kind for (kind,) in SecurityEvent.objects.order_by("id").values_list("kind")]
    assert kinds == ["failed"] * 5 + ["locked", "release_asked"]
    assert Release.objects.get().status == "refused"


def test_demo_officials_have_one_and_the_command_prints_the_next_code(menglihua: Account, settings) -> None:
    settings.DEMO = True
    report = plant_second_factors()
    assert report == plant_second_factors()
    assert demo_secret("menglihua") in report
    code = newest_code("menglihua")
    assert factors.check_second_factor(account=menglihua, code=code, place=HERE) == "totp"
    again = newest_code("menglihua")
    assert again != code
    assert factors.check_second_factor(account=menglihua, code=again, place=HERE) == "totp"
    assert factors.seconds_until_next(Authenticator.objects.get()) > 0
