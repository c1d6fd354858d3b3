"""Machines with their own name: client credentials, the API, and slowed guesses."""

import base64
from datetime import timedelta

import pytest
from django.test import Client

from onewindow.identity.provider import registry
from onewindow.identity.provider.tests.conftest import Site, party
from onewindow.identity.signin.models import SecurityEvent
from onewindow.kernel.public import SYSTEM, clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(db: None) -> Site:
    row, secret = party("system", name="示例系统")
    return Site(row, secret, Client())


def call(token: object) -> tuple[int, dict[str, object]]:
    answer = Client().get("/api/v1/caller/", headers={"authorization": f"Bearer {token}"})
    return answer.status_code, answer.json()


def test_a_system_gets_a_token_of_its_own(machine: Site) -> None:
    status, said = machine.token(grant_type="client_credentials")
    assert (status, said["scope"], said["expires_in"]) == (200, "api", 3600)
    assert "refresh_token" not in said and "id_token" not in said
    status, who = call(said["access_token"])
    assert (status, who["name"], who["agency"], who["scopes"]) == (200, "示例系统", "示例发展局", ["api"])
    assert machine.userinfo(said["access_token"])[0] == 403
    with clock.at(clock.now() + timedelta(seconds=3601)):
        assert call(said["access_token"])[0] == 401
    registry.stop_party(by=SYSTEM, client_id=machine.party.client_id, reason="测试停用")
    assert call(said["access_token"])[0] == 401


def test_the_secret_in_the_header(machine: Site) -> None:
    basic = base64.b64encode(f"{machine.party.client_id}:{machine.secret}".encode()).decode()
    for header, status in (
        (f"Basic {basic}", 200),
        (f"basic {basic}", 200),
        ("Basic %%%", 401),
        ("Basic " + base64.b64encode(b"no colon").decode(), 401),
        ("Basic " + base64.b64encode(b"\xff:\xff").decode(), 401),
    ):
        answer = Client().post(
            "/oauth/token/", {"grant_type": "client_credentials"}, headers={"authorization": header}
        )
        assert answer.status_code == status, header
    other = Client().post(
        "/oauth/token/", {"grant_type": "client_credentials", "client_id": "another"},
        headers={"authorization": f"Basic {basic}"},
    )  # fmt: skip
    assert (other.status_code, other["WWW-Authenticate"]) == (401, 'Basic realm="onewindow"')


def test_the_api_refuses_a_bad_token_and_serves_none(machine: Site) -> None:
    status, said = call("nonsense")
    assert (status, said["code"]) == (401, "invalid_token")
    assert Client().get("/api/v1/caller/").status_code == 401
    bad = Client().get("/api/v1/items/", headers={"authorization": "Bearer nonsense"})
    assert (bad.status_code, 'error="invalid_token"' in bad["WWW-Authenticate"]) == (401, True)
    assert Client().get("/api/v1/items/").status_code == 200


def test_what_a_system_may_not_do(machine: Site) -> None:
    for data, error in (
        ({"grant_type": "client_credentials", "scope": "openid"}, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": "api person"}, "invalid_scope"),
        ({"grant_type": "authorization_code", "code": "x", "code_verifier": "v" * 43}, "unauthorized_client"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unauthorized_client"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, "unsupported_grant_type"),
        ({}, "unsupported_grant_type"),
    ):
        status, said = machine.token(**data)
        assert (status, said["error"]) == (400, error), data


def test_a_new_secret_ends_the_old_one(machine: Site) -> None:
    fresh = registry.new_secret(by=SYSTEM, client_id=machine.party.client_id)
    assert machine.token(grant_type="client_credentials")[0] == 401
    machine.secret = fresh
    assert machine.token(grant_type="client_credentials")[0] == 200


def test_guessing_is_slowed_and_told_but_locks_nobody_out(machine: Site) -> None:
    right = machine.secret
    machine.secret = "guess"
    found = [machine.token(grant_type="client_credentials")[0] for _ in range(12)]
    assert found == [401] * 10 + [429] * 2
    assert SecurityEvent.objects.filter(kind="client_refused").count() == 1
    machine.secret = right
    assert machine.token(grant_type="client_credentials")[0] == 200
