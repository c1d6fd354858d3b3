"""Talks OpenID Connect to an outer provider, as its relying party; never inside a transaction."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from onewindow.identity.provider.addresses import LOOPBACK
from onewindow.identity.provider.errors import UpstreamFailed, UpstreamUnavailable
from onewindow.identity.provider.upstream.rules import Upstream
from onewindow.kernel.public import clock

SECONDS, LARGEST, LEEWAY = 2.0, 65536, 60
ALGORITHMS = ["RS256", "ES256", "PS256"]


@dataclass(frozen=True, slots=True)
class Errand:
    """What we keep while somebody is away at an outer provider."""

    upstream: str
    state: str
    nonce: str
    verifier: str
    next: str
    at: int

    def kept(self) -> dict[str, Any]:
        """Return it for the session."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an outer provider says: who it is there, and perhaps who it is."""

    upstream: str
    issuer: str
    subject: str
    name: str = ""
    number: str = ""
    level: int = 0


def errand(upstream: Upstream, then: str) -> Errand:
    """Begin: fresh state, nonce and verifier."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Errand(upstream.name, state, nonce, verifier, then, int(clock.now().timestamp()))


def way_there(upstream: Upstream, kept: Errand, back: str) -> str:
    """Return where the browser goes. Raises UpstreamUnavailable."""
    challenge = urlsafe_b64encode(hashlib.sha256(kept.verifier.encode()).digest()).decode().rstrip("=")
    query = {
        "response_type": "code",
        "client_id": upstream.client_id,
        "redirect_uri": back,
        "scope": upstream.scope,
        "state": kept.state,
        "nonce": kept.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{_described(upstream)['authorization_endpoint']}?{urlencode(query)}"


def finish(upstream: Upstream, kept: Errand, code: str, back: str) -> Assertion:
    """Fetch and check what the provider says. Raises UpstreamFailed, UpstreamUnavailable."""
    at = _described(upstream)
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": kept.verifier
    }  # fmt: skip
    tokens = _fetch("POST", at["token_endpoint"], data=form, auth=(upstream.client_id, upstream.secret))
    said = _checked(upstream, kept, str(tokens.get("id_token", "")), _fetch("GET", at["jwks_uri"]))
    bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
    info = _fetch("GET", at["userinfo_endpoint"], headers=bearer) if "userinfo_endpoint" in at else {}
    if info.get("sub", said["sub"]) != said["sub"]:
        raise UpstreamFailed
    return Assertion(
        upstream.name, upstream.issuer, str(said["sub"])[:255], name=str(info.get("name", ""))[:200],
        number=str(info.get("id_number", ""))[:18], level=min(upstream.vouches, _level(info)),
    )  # fmt: skip


def _described(upstream: Upstream) -> dict[str, Any]:
    found = _fetch("GET", f"{upstream.issuer}/.well-known/openid-configuration")
    needed = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if found.get("issuer") != upstream.issuer or not all(
        isinstance(one, str) and _safe(one) for one in needed
    ):
        raise UpstreamUnavailable
    return found


def _checked(upstream: Upstream, kept: Errand, token: str, keys: dict[str, Any]) -> dict[str, Any]:
    rules = jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": upstream.issuer},
        aud={"essential": True, "value": upstream.client_id},
        nonce={"essential": True, "value": kept.nonce},
        sub={"essential": True},
        exp={"essential": True},
    )
    try:
        said = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
        rules.validate(said)
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise UpstreamFailed from fault
    return said


def _fetch(method: str, address: str, **how: Any) -> dict[str, Any]:
    """Ask once, in little time, and take no more than a little."""
    if not _safe(address):
        raise UpstreamUnavailable
    try:
        with (
            httpx.Client(timeout=SECONDS, trust_env=False) as client,
            client.stream(method, address, **how) as got,
        ):
            body = b""
            for piece in got.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise UpstreamUnavailable
            status = got.status_code
    except httpx.HTTPError as fault:
        raise UpstreamUnavailable from fault
    if 400 <= status < 500:
        raise UpstreamFailed
    try:
        found = json.loads(body)
    except ValueError as fault:
        raise UpstreamUnavailable from fault
    if status != 200 or not isinstance(found, dict):
        raise UpstreamUnavailable
    return found


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _level(info: dict[str, Any]) -> int:
    text = str(info.get("level", "")).removeprefix("L")
    return int(text) if text in {"1", "2", "3", "4"} else 0
