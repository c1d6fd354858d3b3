"""A simulated outer provider as a process of its own: invented people, marked 模拟."""

import base64
import hashlib
import hmac
import html
import json
import secrets
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from joserfc import jwt
from joserfc.jwk import ECKey

from onewindow.identity.cast import PERSONS
from onewindow.identity.provider.upstream.rules import simulated_secret, switched_on
from onewindow.kernel.public import commands

KEY = ECKey.generate_key("P-256", {"kid": secrets.token_hex(8), "use": "sig", "alg": "ES256"}, private=True)
SEAL, GOOD_SECONDS, BODY_LIMIT = secrets.token_bytes(32), 60, 65536
PERSONAL = {"national"}
StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
    """Answer `/<name>/…` as an OpenID provider of that name would."""
    parts = environ["PATH_INFO"].strip("/").split("/", 1)
    name, page = parts[0], parts[1] if len(parts) > 1 else ""
    query = {k: v[0] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()}
    if page == ".well-known/openid-configuration":
        return _json(start, _described(name))
    if page == "jwks":
        return _json(start, {"keys": [KEY.as_dict(private=False)]})
    if page == "authorize":
        return _authorize(start, name, query)
    if page == "token":
        return _token(environ, start, name)
    if page == "userinfo":
        return _userinfo(environ, start, name)
    return _json(start, {"error": "not_found"}, "404 Not Found")


def issuer_of(name: str) -> str:
    """Return the issuer of a simulated provider."""
    return f"{settings.SIMULATED_IDENTITY_URL}/{name}"


def _described(name: str) -> dict[str, str]:
    at = issuer_of(name)
    return {
        "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
        "userinfo_endpoint": f"{at}/userinfo", "jwks_uri": f"{at}/jwks",
    }  # fmt: skip


def _authorize(start: StartResponse, name: str, query: dict[str, str]) -> Iterable[bytes]:
    chosen = next((one for one in PERSONS if one.username == query.get("as")), None)
    back = query.get("redirect_uri", "")
    if not back.startswith(f"{settings.PUBLIC_URL}/"):
        return _json(start, {"error": "invalid_request"}, "400 Bad Request")
    if chosen is None:
        links = "".join(
            f'<li><a href="?{html.escape(urlencode(query | {"as": one.username}))}">{one.name}</a></li>'
            for one in PERSONS
        )
        page = (
            '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>模拟登录</title>'
            f"<h1>模拟的{html.escape(name)}登录</h1><p>这里的人物都是虚构的。请选一个登录：</p><ul>{links}</ul></html>"
        )
        start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")])
        return [page.encode()]
    kept = {k: query.get(k, "") for k in ("nonce", "code_challenge", "redirect_uri")}
    code = _sealed(kept | {"sub": chosen.username, "name": name, "until": time.time() + GOOD_SECONDS})
    start("302 Found", [("Location", f"{back}?{urlencode({'code': code, 'state': query.get('state', '')})}")])
    return [b""]


def _token(environ: dict[str, Any], start: StartResponse, name: str) -> Iterable[bytes]:
    length = environ.get("CONTENT_LENGTH") or "0"
    body = environ["wsgi.input"].read(min(int(length) if length.isdigit() else 0, BODY_LIMIT))
    form = {k: v[0] for k, v in parse_qs(body.decode(errors="replace")).items()}
    basic = base64.b64encode(f"onewindow:{simulated_secret(name)}".encode()).decode()
    if not hmac.compare_digest(environ.get("HTTP_AUTHORIZATION", ""), f"Basic {basic}"):
        return _json(start, {"error": "invalid_client"}, "401 Unauthorized")
    kept = _opened(form.get("code", ""))
    made = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
    proved = kept is not None and made.decode().rstrip("=") == kept["code_challenge"]
    if kept is None or not proved or kept["name"] != name or kept["redirect_uri"] != form.get("redirect_uri"):
        return _json(start, {"error": "invalid_grant"}, "400 Bad Request")
    now = int(time.time())
    claims = {
        "iss": issuer_of(name), "sub": f"{name}-{kept['sub']}", "aud": "onewindow", "nonce": kept["nonce"],
        "iat": now, "exp": now + GOOD_SECONDS,
    }  # fmt: skip
    header = {"alg": "ES256", "kid": KEY.kid}
    token = jwt.encode(header, claims, KEY, algorithms=["ES256"])
    access = _sealed({"sub": kept["sub"], "name": name, "until": time.time() + GOOD_SECONDS})
    return _json(start, {"access_token": access, "token_type": "Bearer", "id_token": token})


def _userinfo(environ: dict[str, Any], start: StartResponse, name: str) -> Iterable[bytes]:
    kept = _opened(environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer "))
    if kept is None or kept["name"] != name:
        return _json(start, {"error": "invalid_token"}, "401 Unauthorized")
    one = next(person for person in PERSONS if person.username == kept["sub"])
    said = {"sub": f"{name}-{one.username}"}
    if name in PERSONAL:
        said |= {"name": one.name, "id_type": "111", "id_number": one.resident_id, "level": f"L{one.level}"}
    return _json(start, said)


def _sealed(data: dict[str, Any]) -> str:
    body = base64.urlsafe_b64encode(json.dumps(data).encode()).decode()
    return f"{body}.{hmac.new(SEAL, body.encode(), 'sha256').hexdigest()}"


def _opened(text: str) -> dict[str, Any] | None:
    body, _dot, seal = text.partition(".")
    if not hmac.compare_digest(seal, hmac.new(SEAL, body.encode(), "sha256").hexdigest()):
        return None
    data: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body))
    return data if data["until"] > time.time() else None


def _json(start: StartResponse, data: dict[str, Any], status: str = "200 OK") -> Iterable[bytes]:
    start(status, [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
    return [json.dumps(data).encode()]


def register() -> None:
    """Offer the process where a simulated provider is switched on; `onewindow serve` runs it then."""
    if any(one.simulated for one in switched_on()):
        commands.register(COMMAND)


def _arguments(parser: ArgumentParser) -> None:
    port = urlsplit(settings.SIMULATED_IDENTITY_URL).port or 8300
    parser.add_argument("--port", type=int, default=port, help=f"port on 127.0.0.1 (default {port})")


def _run(arguments: Namespace) -> int:
    from granian import Granian

    Granian(
        "onewindow.identity.provider.upstream.simulated:application",
        address="127.0.0.1",
        port=arguments.port,
        interface="wsgi",
        workers=1,
        blocking_threads=2,
        log_access=False,
        log_level="error",
        websockets=False,
    ).serve()
    return 0


COMMAND = commands.Command(
    name="simulate-identity",
    help="serve the simulated outer providers (invented people) on this machine",
    run=_run,
    arguments=_arguments,
    needs_database=False,
)
