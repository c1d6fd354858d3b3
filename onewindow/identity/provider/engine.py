"""oauthlib put together for what we allow: code with PKCE S256, refresh, client credentials, revocation."""

import hashlib
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.endpoints import AuthorizationEndpoint, RevocationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.grant_types import ClientCredentialsGrant
from oauthlib.oauth2.rfc6749.tokens import BearerToken
from oauthlib.openid.connect.core.grant_types import AuthorizationCodeGrant as OpenIDCodeGrant
from oauthlib.openid.connect.core.grant_types import RefreshTokenGrant

from onewindow.identity.models import Account
from onewindow.identity.provider import rules, tokens
from onewindow.identity.provider.models import RelyingParty
from onewindow.identity.provider.validator import Validator
from onewindow.identity.signin.places import place_of
from onewindow.kernel.public import unit

Answer = tuple[dict[str, str], str, int]
_S256 = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_LONGEST = {"state": 2000, "nonce": 500, "scope": 500, "redirect_uri": 500}


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What an authorisation keeps of the session it was given in."""

    sign_in: int | None
    auth_time: datetime
    means: str
    sid: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An authorisation request that is in order."""

    party: RelyingParty
    scopes: list[str]
    redirect: str
    state: str
    prompt: frozenset[str]
    max_age: int | None


class Engine(AuthorizationEndpoint, TokenEndpoint, RevocationEndpoint):
    """The endpoints, for one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.validator = Validator(issuer(), place_of(request))
        codes = OpenIDCodeGrant(self.validator)
        codes.proxy_target._code_challenge_methods = {"S256": _proves}
        codes.custom_validators.pre_auth.append(_in_form)
        codes.custom_validators.pre_token.append(_verifier_in_form)
        bearer = BearerToken(self.validator, tokens.made, _expires_in, tokens.made)
        AuthorizationEndpoint.__init__(
            self, default_response_type="code", default_token_type=bearer, response_types={"code": codes}
        )
        grants = {
            "authorization_code": codes,
            "refresh_token": RefreshTokenGrant(self.validator),
            "client_credentials": ClientCredentialsGrant(self.validator),
        }
        TokenEndpoint.__init__(
            self, default_grant_type="authorization_code", default_token_type=bearer, grant_types=grants
        )
        RevocationEndpoint.__init__(self, self.validator)

    def asked(self, query: QueryDict) -> Asked:
        """Read an authorisation request; raise oauthlib's errors, fatal ones without a way back."""
        scopes, found = self.validate_authorization_request(_address("authorize", query))
        request = found["request"]
        return Asked(
            request.client, scopes, request.redirect_uri, request.state or "",
            frozenset(found.get("prompt") or ()), _age(query),
        )  # fmt: skip

    def code(self, query: QueryDict, account: Account, session: SessionFacts) -> str:
        """Give a code and return where the browser goes with it."""
        known = {"user": account, "session": session}
        with unit.work():
            headers, _body, _status = self.create_authorization_response(
                _address("authorize", query), credentials=known
            )
        return str(headers["Location"])

    def tokens(self, request: HttpRequest) -> Answer:
        """Answer a request for tokens; what a refusal ends stays ended."""
        with unit.work():
            answer: Answer = self.create_token_response(
                _address("token", _QUERY), "POST", _body(request), _headers(request)
            )
        return answer

    def revocation(self, request: HttpRequest) -> Answer:
        """Answer a request to end a token."""
        with unit.work():
            answer: Answer = self.create_revocation_response(
                _address("revoke", _QUERY), "POST", _body(request), _headers(request)
            )
        return answer


_QUERY = QueryDict()


def issuer() -> str:
    """Return our name as systems know it."""
    return str(settings.PUBLIC_URL)


def _address(page: str, query: QueryDict) -> str:
    return f"{issuer()}/oauth/{page}/{'?' if query else ''}{_flat(query)}"


def _flat(data: QueryDict) -> str:
    """Spell parameters anew, so that oauthlib reads what Django read; empty ones count as left out."""
    return urlencode([(name, value) for name, values in data.lists() for value in values if value])


def _body(request: HttpRequest) -> str:
    return _flat(request.POST)


def _headers(request: HttpRequest) -> dict[str, str]:
    return {name: request.headers[name] for name in ("Authorization", "Origin") if name in request.headers}


def _proves(verifier: str, challenge: str) -> bool:
    made = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return made == challenge


def _in_form(request: Request) -> dict[str, Any]:
    """Refuse what is too long, `plain`, and what the standard lets a provider leave out."""
    for name, most in _LONGEST.items():
        if len(getattr(request, name) or "") > most:
            raise errors.InvalidRequestError(description=f"{name} is too long", request=request)
    given = dict(request._params)
    if given.get("request") or given.get("request_uri"):
        code = "request_not_supported" if given.get("request") else "request_uri_not_supported"
        raise errors.CustomOAuth2Error(code, request=request)
    if request.code_challenge is not None:
        if request.code_challenge_method != "S256":
            raise errors.InvalidRequestError(
                description="code_challenge_method must be S256", request=request
            )
        if not _S256.fullmatch(request.code_challenge):
            raise errors.InvalidRequestError(description="code_challenge is malformed", request=request)
    if request.response_mode not in (None, "query"):
        raise errors.InvalidRequestError(description="response_mode must be query", request=request)
    return {}


def _verifier_in_form(request: Request) -> None:
    if request.code_verifier is not None and not _VERIFIER.fullmatch(request.code_verifier):
        raise errors.InvalidGrantError(description="code_verifier is malformed", request=request)


def _expires_in(request: Request) -> int:
    return rules.seconds("system" if request.grant_type == "client_credentials" else "access")


def _age(query: QueryDict) -> int | None:
    text = query.get("max_age", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
