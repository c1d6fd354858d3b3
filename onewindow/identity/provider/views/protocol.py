"""Endpoints for programs: discovery, key set, token, userinfo, revocation."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from onewindow.identity.errors import TooManyTries
from onewindow.identity.provider import bearer, claims, keys, rules, tokens
from onewindow.identity.provider.engine import Engine, issuer
from onewindow.identity.provider.errors import ScopeTooNarrow
from onewindow.identity.provider.models import AccessToken
from onewindow.identity.provider.views.answers import endpoint, failure, json_answer
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.identity.services.throttles import take_try
from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.signin.places import place_of
from onewindow.identity.signin.security import note
from onewindow.kernel.public import Refusal, unit

KEPT = 300  # seconds others may keep discovery and key set


@endpoint("GET", "HEAD")
def discovery(request: HttpRequest) -> HttpResponse:
    """Describe the provider (OpenID Connect Discovery 1.0, RFC 8414)."""
    at = issuer()
    pages = {
        "authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo",
        "jwks_uri": "jwks", "revocation_endpoint": "revoke", "end_session_endpoint": "logout",
    }  # fmt: skip
    methods = ["client_secret_basic", "client_secret_post", "none"]
    fields = [
        claim for scope in rules.scopes().values() for claim in scope.fields if not claim.endswith("_token")
    ]
    return json_answer(
        {
            "issuer": at,
            **{name: f"{at}{reverse(f'identity:oidc-{page}')}" for name, page in pages.items()},
            "service_documentation": f"{at}/help/",
            "scopes_supported": list(rules.scopes()),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": keys.ALGORITHMS,
            "token_endpoint_auth_methods_supported": methods,
            "revocation_endpoint_auth_methods_supported": methods,
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": ["iss", "aud", "exp", "iat", "nonce", "at_hash", "sid", *fields],
            "claim_types_supported": ["normal"],
            "acr_values_supported": ["L1", "L2", "L3", "L4"],
            "prompt_values_supported": ["none", "login", "consent"],
            "ui_locales_supported": ["zh-CN"],
            "claims_parameter_supported": False,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "authorization_response_iss_parameter_supported": True,
        },
        seconds=KEPT,
    )


@endpoint("GET", "HEAD")
def jwks(request: HttpRequest) -> HttpResponse:
    """Publish the keys identity tokens are checked with."""
    return json_answer(keys.published(), seconds=KEPT)


@endpoint("POST")
def token(request: HttpRequest) -> HttpResponse:
    """Give tokens for a code, a refresh token, or a system's own name."""
    return _answered(request, Engine(request).tokens(request))


@endpoint("POST")
def revoke(request: HttpRequest) -> HttpResponse:
    """End a token (RFC 7009); an unknown one is ended already."""
    return _answered(request, Engine(request).revocation(request))


@endpoint("GET", "POST")
def userinfo(request: HttpRequest) -> HttpResponse:
    """Give the fields the person agreed to; each time the look is written down before the answer."""
    try:
        given = bearer.token_of(request, rules.OPENID)
        if given.authorisation is None:
            raise ScopeTooNarrow
    except Refusal as refusal:
        return bearer.with_challenge(failure(refusal.code, str(refusal.code), refusal.status), refusal)
    account = given.authorisation.account
    values = claims.released(account, list(given.scopes))
    if values:
        _record(given, values)
    return json_answer({"sub": claims.subject(given.party_id, account.pk), **values})


def _record(given: AccessToken, values: claims.Claims) -> None:
    assert given.authorisation is not None
    account, party = given.authorisation.account, given.party
    kind = "organisation" if account.organisation_id else "person"
    holder = account.organisation_id or account.person_id
    assert holder is not None
    look = Access(
        kind,
        holder,
        claims.words_of(values),
        f"您登录“{party.name}”并同意提供",
        source=party.name,
        city="4500",
    )
    with unit.work():
        record_accesses(tokens.actor_of_party(party), [look])


def _answered(request: HttpRequest, answer: tuple[dict[str, str], str, int]) -> HttpResponse:
    """Turn oauthlib's answer into ours; wrong secrets are counted, slowed and told."""
    _headers, body, status = answer
    if status == 401:
        status = _count_failure(request)
    made = HttpResponse(body or "", status=status, content_type="application/json")
    made["Cache-Control"] = "no-store"
    if status == 401:
        made["WWW-Authenticate"] = 'Basic realm="onewindow"'
    return made


def _count_failure(request: HttpRequest) -> int:
    """Count a wrong secret; only wrong ones wait, so nobody can lock a system out by guessing."""
    named, place = request.POST.get("client_id", "")[:40], place_of(request)
    try:
        take_try("client-secret", f"{named} {place.address}")
    except TooManyTries as many:
        if many.facts.get("first"):
            note(SecurityEvent.Kind.CLIENT_REFUSED, typed=named, detail=named, place=place)
        return 429
    return 401
