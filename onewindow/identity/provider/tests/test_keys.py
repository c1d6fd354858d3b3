"""Signing keys: rotation, publishing, discovery."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from onewindow.identity.errors import RoleMissing
from onewindow.identity.provider import keys
from onewindow.identity.provider.models import SigningKey
from onewindow.kernel.public import Actor, audit, clock

pytestmark = pytest.mark.django_db


def kids() -> list[str]:
    return [str(key["kid"]) for key in Client().get("/oauth/jwks/").json()["keys"]]


def test_old_keys_stay_until_their_tokens_are_gone(security: Actor, admin: Actor) -> None:
    token = keys.sign({"a": 1}, "ES256")
    old = SigningKey.objects.get(algorithm="ES256")
    with pytest.raises(RoleMissing):
        keys.rotate(by=admin)
    (fresh,) = keys.rotate(by=security, algorithm="ES256")
    assert {old.kid, fresh.kid} < set(kids())
    keyset = KeySet.import_key_set(keys.published())
    assert jwt.decode(token, keyset, algorithms=["ES256"]).claims == {"a": 1}
    assert jwt.decode(keys.sign({"a": 2}, "ES256"), keyset, algorithms=["ES256"]).header["kid"] == fresh.kid
    assert keys.claims_of(token) == {"a": 1}
    with clock.at(clock.now() + timedelta(days=3)):
        assert old.kid not in kids() and fresh.kid in kids()
        assert keys.claims_of(token) is None
    assert [p for p in audit.verify().problems if "identity_" in p.place] == []


def test_rotation_by_age() -> None:
    keys.sign({}, "ES256")
    assert keys.rotate_due() == 0
    with clock.at(clock.now() + timedelta(days=91)):
        assert keys.rotate_due() == 2
        assert keys.rotate_due() == 0


def test_the_private_half_is_nowhere_in_the_clear() -> None:
    keys.sign({}, "ES256")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(k::text, '') FROM identity_signingkey k")
        (text,) = cursor.fetchone()
    assert '"d":' not in text
    assert "d" not in Client().get("/oauth/jwks/").json()["keys"][0]


def test_foreign_tokens_are_not_ours() -> None:
    keys.sign({}, "ES256")
    ours = SigningKey.objects.get(algorithm="ES256").kid
    from joserfc.jwk import ECKey, OctKey

    other = ECKey.generate_key("P-256")
    forged = jwt.encode({"alg": "ES256", "kid": ours}, {"sub": "x"}, other, algorithms=["ES256"])
    secret = OctKey.import_key("k" * 32)
    symmetric = jwt.encode({"alg": "HS256", "kid": ours}, {"sub": "x"}, secret, algorithms=["HS256"])
    for token in (forged, symmetric, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "", "x", "a.b.c", "汉.字.x"):
        assert keys.claims_of(token) is None


def test_before_the_first_key() -> None:
    SigningKey.objects.all().delete()
    assert keys.claims_of("a.b.c") is None
    assert Client().get("/oauth/logout/", {"id_token_hint": "a.b.c"}).status_code == 302


def test_discovery() -> None:
    for address in ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"):
        answer = Client().get(address)
        said = answer.json()
        assert said["issuer"] == "http://127.0.0.1:8000"
        assert said["token_endpoint"] == "http://127.0.0.1:8000/oauth/token/"
        assert said["id_token_signing_alg_values_supported"] == ["RS256", "ES256"]
        assert (said["response_types_supported"], said["code_challenge_methods_supported"]) == (
            ["code"],
            ["S256"],
        )
        assert "HS256" not in answer.content.decode() and "plain" not in answer.content.decode()
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert Client().options("/oauth/token/").status_code == 204
    assert Client().get("/oauth/token/").status_code == 405


def test_the_first_key_is_made_once() -> None:
    keys.sign({}, "ES256")
    assert keys._first("ES256") == SigningKey.objects.get(algorithm="ES256")
