"""No words, no status, no time tell whether an account exists; no input breaks a page."""

import json
import re
import time

import pytest
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from onewindow.identity.errors import SignInRefused
from onewindow.identity.models import Throttle
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.signin.tests.device import Device
from onewindow.identity.tests.factories import person_account, resident_id

FORMS = {
    "/account/sign-in/": ["username", "password", "next"],
    "/account/sign-in/sms/": ["mobile", "next"],
    "/account/sign-in/sms/code/": ["mobile", "code", "next"],
    "/account/sign-in/second/": ["code"],
    "/account/recover/": ["mobile"],
    "/account/recover/confirm/": ["mobile", "code", "name", "resident_id", "username", "password", "again"],
    "/account/register/": ["name", "resident_id", "mobile", "username", "password", "again"],
    "/account/reset/": ["username", "code", "password", "again"],
    "/account/security/confirm/": ["password", "next"],
}
SCRIPTS = [
    "/account/sign-in/passkey/options/",
    "/account/sign-in/passkey/",
    "/account/security/passkeys/options/",
    "/account/security/passkeys/",
]
ODD = [
    "\x00",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "\u202e",
    "９" * 300,
    "'\"><script>",
    "{{7*7}}",
]
STACK = re.compile(r"Traceback|File \"|psycopg|django\.|Exception")


def is_plain(status: int, text: str) -> None:
    assert status in {200, 302, 400, 403, 405, 413, 422}, status
    assert not STACK.search(text)


def page_of(client: Client, path: str, data: dict[str, str]) -> tuple[int, str]:
    answer = client.post(path, data)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    for value in data.values():
        text = text.replace(value, "…") if value else text
    return answer.status_code, text


@pytest.mark.django_db
def test_pages_look_the_same_for_known_and_unknown(client: Client, tmp_path) -> None:
    person_account("somebody", mobile="19911112222")
    pairs = [
        (
            "/account/sign-in/",
            {"username": "somebody", "password": "x"},
            {"username": "nobody12", "password": "x"},
        ),
        (
            "/account/sign-in/",
            {"username": "19911112222", "password": "x"},
            {"username": "19911119999", "password": "x"},
        ),
        ("/account/sign-in/sms/", {"mobile": "19911112222"}, {"mobile": "19911119999"}),
        (
            "/account/sign-in/sms/code/",
            {"mobile": "19911112222", "code": "000000"},
            {"mobile": "19911119999", "code": "000000"},
        ),
        (
            "/account/reset/",
            {"username": "somebody", "code": "x", "password": "river-lantern-7", "again": "river-lantern-7"},
            {"username": "nobody12", "code": "x", "password": "river-lantern-7", "again": "river-lantern-7"},
        ),
        ("/account/recover/", {"mobile": "19911112223"}, {"mobile": "19911119998"}),
    ]  # fmt: skip
    with override_settings(HOME=tmp_path, DEMO=True):
        for path, known, unknown in pairs:
            assert page_of(client, path, known) == page_of(client, path, unknown), path


@pytest.mark.django_db
@override_settings(PASSWORD_HASHERS=["onewindow.identity.hashers.Argon2"])
def test_time_tells_nothing() -> None:
    """The quickest refusals of known and unknown names, taken in turns, take the same time.

    Other load only adds, so the quickest ones are compared, and a round spoilt by it is repeated; without the
    hash for unknown names the ratio would be above 5 in every round.
    """
    person_account("somebody", mobile="19911112222")
    rounds = [_ratios()]
    while not all(0.75 < ratio < 1.33 for ratio in rounds[-1]) and len(rounds) < 4:
        rounds.append(_ratios())
    assert all(0.75 < ratio < 1.33 for ratio in rounds[-1]), rounds


def _ratios() -> list[float]:
    took: dict[str, list[float]] = {"somebody": [], "nobody12": [], "19911112222": [], "19911119999": []}
    for _turn in range(12):
        for username, times in took.items():
            Throttle.objects.all().delete()
            begun = time.perf_counter()
            with pytest.raises(SignInRefused):
                sign_in(username=username, password="wrong-lantern")
            times.append(time.perf_counter() - begun)
    best = {name: min(times) for name, times in took.items()}
    return [best["somebody"] / best["nobody12"], best["19911112222"] / best["19911119999"]]


class AnyInput(TestCase):
    @given(st.sampled_from(sorted(FORMS)), st.data())
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_form_breaks(self, path: str, data: st.DataObject) -> None:
        value = st.one_of(st.sampled_from(ODD), st.text(max_size=80), st.binary(max_size=40).map(str))
        form = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(FORMS[path], value)))
        answer = self.client.post(path, form)
        is_plain(answer.status_code, answer.content.decode())

    @given(
        st.sampled_from(SCRIPTS), st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode))
    )
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_bytes_break_a_script(self, path: str, body: bytes) -> None:
        self.client.post("/account/sign-in/passkey/options/", b"{}", content_type="application/json")
        answer = self.client.post(path, body, content_type="application/json")
        is_plain(answer.status_code, answer.content.decode())

    @given(st.data())
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_answer_of_a_device_breaks_passkeys(self, data: st.DataObject) -> None:
        client, device = self.client, Device()
        client.force_login(person_account())
        session = client.session
        session["proved"] = time.time() + 60
        session.save()
        making = data.draw(st.booleans())
        paths = SCRIPTS[2:] if making else SCRIPTS[:2]
        options = client.post(paths[0], b"{}", content_type="application/json").content.decode()
        whole = json.loads((device.make if making else device.use)(options))
        part = data.draw(st.sampled_from(["id", "rawId", "type", *whole["response"]]))
        junk = st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=5,
        )
        where = whole if part in whole else whole["response"]
        kept, at = str(where[part]), data.draw(st.integers(0, 10_000))
        spoilt = st.just("spoilt")
        chosen = data.draw(junk | spoilt)
        place = at % len(kept)
        where[part] = f"{kept[:place]}A{kept[place + 1 :]}" if chosen == "spoilt" else chosen
        answer = client.post(paths[1], json.dumps(whole), content_type="application/json")
        is_plain(answer.status_code, answer.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*FORMS, *SCRIPTS])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            "application/x-www-form-urlencoded",
            b"username=\xff\xfe&password=%00&mobile=%80&code=" + b"9" * 100_000,
        ),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=1"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n\xff',
        ),
        ("multipart/form-data", b""),
        ("application/json", b"[" * 60_000),
        ("application/json", b'{"id": ' + b"9" * 60_000 + b"}"),
        ("application/json", b'{"id":"' + b"A" * 13_000_000 + b'"}'),
        ("text/plain", b"\x00\xff" * 100),
        ("", b"\x00"),
    ],
    ids=range(9),
)
def test_odd_bodies_and_cookies(client: Client, path: str, kind: str, body: bytes) -> None:
    client.cookies["sessionid"] = "\xff../../" + "x" * 300
    client.cookies["csrftoken"] = "'; drop"
    answer = client.generic("POST", path, body, content_type=kind)
    is_plain(answer.status_code, answer.content.decode(errors="replace"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stored", [{"pending": 7}, {"pending": {"account": 10**9, "at": 9e12, "hash": "", "means": ""}}]
)
def test_an_odd_session_owes_nothing(client: Client, stored: dict[str, object]) -> None:
    session = client.session
    session.update(stored)
    session.save()
    assert client.get("/account/sign-in/second/").status_code == 302


@pytest.mark.django_db
def test_registering_a_known_number_and_mobile_looks_like_any_other() -> None:
    known = person_account(mobile="19911112222").person
    assert known is not None
    answers = []
    for serial, (number, mobile) in enumerate(
        [(known.resident_id or "", "19911112222"), (resident_id(), "19911119999")]
    ):
        form = {"name": "某某", "resident_id": number, "mobile": mobile, "username": f"newcomer{serial}"}
        form |= {"password": "river-lantern-7", "again": "river-lantern-7"}
        client = Client()
        answer = client.post("/account/register/", form)
        page = client.get(answer["Location"]).content.decode()
        answers.append(
            (answer.status_code, answer["Location"], "现在的等级" in page, "确认后可用来登录" in page)
        )
    assert answers == [(302, "/account/level/", True, True)] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", [*FORMS, *SCRIPTS, "/account/sessions/end/", "/account/security/remove/", "/account/sign-out/"]
)
def test_nothing_is_done_without_a_token(path: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person_account())
    answer = strict.post(path, {"session": "1", "factor": "passkey:1"})
    assert answer.status_code == 403
