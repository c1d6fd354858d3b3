"""Password strength, changing a password, and proving it again."""

import pytest
from django.contrib.auth.hashers import get_hasher, make_password
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from onewindow.identity import numbers
from onewindow.identity.errors import BadSpelling, TooManyTries
from onewindow.identity.queries import actor_for
from onewindow.identity.signin.errors import PasswordWrong
from onewindow.identity.signin.models import SecurityEvent, SignIn
from onewindow.identity.signin.passwords import change_password, prove_password
from onewindow.identity.signin.places import Place
from onewindow.identity.signin.strength import about_name, guessable
from onewindow.identity.tests.factories import PASSWORD, person_account

HERE = Place("10.0.0.1", "Chrome · Windows")
FRESH = "river-lantern-7"


@pytest.mark.parametrize(
    "weak",
    [
        "aaaaaaaaaaaa", "abababababab", "1234567890ab", "qwertyuiop12", "Qwertyuiop!", "P@ssw0rd2024",
        "woaini1314520", "guangxi20261", "Nanning-2026", "admin123456789", "zxcvbnm,./12", "1qaz2wsx3edc",
        "9876543210ab", "a123456789a1", "password!!!!", "zhengwu-2026-11",
    ],
)  # fmt: skip
def test_what_programs_try_first(weak: str) -> None:
    assert guessable(weak)
    with pytest.raises(BadSpelling):
        numbers.password(weak)


@pytest.mark.parametrize(
    "good", [FRESH, "三江 风雨桥 早上好 7", "Kx9#vT2m!qLw", "long-enough-4", "lamp tree ocean kite"]
)
def test_what_is_good_enough(good: str) -> None:
    assert not guessable(good)
    assert numbers.password(good) == good


@given(st.text(max_size=60))
def test_judging_never_fails(text: str) -> None:
    assert guessable(text) in {True, False}


@pytest.mark.parametrize(
    "text",
    ["weixiaolan-lamp", "xiaolanwei-lamp", "韦晓兰的密码是这个吗", "lamp19900512tree", "lamp-somebody-tree"],
)
def test_nothing_about_its_owner(text: str) -> None:
    about = ("somebody", "459900199005120020", "19900512", "", *about_name("韦晓兰"))
    with pytest.raises(BadSpelling, match="不要出现姓名"):
        numbers.password(text, about=about)


@pytest.mark.parametrize("name", ["", "龘", "John Smith", "迪丽努尔·买买提", "\x00", "𠮷" * 200])
def test_any_name_has_forms(name: str) -> None:
    assert all(len(form) > 1 for form in about_name(name))


def test_hashes_are_argon2id() -> None:
    with override_settings(PASSWORD_HASHERS=["onewindow.identity.hashers.Argon2"]):
        made = make_password(FRESH)
        assert made.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
        assert get_hasher("argon2").verify(FRESH, made)
        assert not get_hasher("argon2").must_update(made)


@pytest.mark.django_db
def test_changing_ends_every_other_session() -> None:
    person_account("somebody")
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/sign-in/", {"username": "somebody", "password": PASSWORD})
    before = here.session.session_key
    form = {"current": PASSWORD, "password": FRESH, "again": FRESH}
    assert here.post("/account/security/password/", form)["Location"] == "/account/security/"
    assert here.get("/account/sessions/").status_code == 200
    assert here.session.session_key != before
    assert SignIn.objects.get().session == here.session.session_key
    assert there.get("/account/sessions/").status_code == 302
    assert SecurityEvent.objects.filter(kind="password_changed").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "says"),
    [("current", "wrong", "现在的密码不对"), ("password", "short", "太短"), ("again", "other", "不一样")],
)
def test_page_tells_what_to_correct(client: Client, field: str, value: str, says: str) -> None:
    client.force_login(person_account())
    form = {"current": PASSWORD, "password": FRESH, "again": FRESH, field: value}
    answer = client.post("/account/security/password/", form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert says in answer.content.decode()


@pytest.mark.django_db
def test_guessing_ones_own_password_ends_too() -> None:
    by = actor_for(person_account())
    for _ in range(5):
        with pytest.raises(PasswordWrong):
            prove_password(by=by, password="wrong")
    with pytest.raises(TooManyTries):
        change_password(by=by, current=PASSWORD, new=FRESH, place=HERE)
