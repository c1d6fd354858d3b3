"""Bearer tokens: whoever carries one is its holder (RFC 6750)."""

from django.http import HttpRequest, HttpResponse

from onewindow.identity.models import Account
from onewindow.identity.provider import tokens
from onewindow.identity.provider.errors import ScopeTooNarrow, TokenRefused
from onewindow.identity.provider.models import AccessToken
from onewindow.kernel.public import Actor, Refusal
from onewindow.ui.public import refusal_page


def token_of(request: HttpRequest, *scopes: str) -> AccessToken:
    """Return the good token of a request, from its header or, for a form, its body.

    Raises TokenRefused, ScopeTooNarrow.
    """
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        text = request.POST.get("access_token", "") if request.method == "POST" else ""
    text = text.strip()
    if not text.isascii() or not 1 <= len(text) <= 200:
        raise TokenRefused
    return tokens.access_token(text, *scopes)


def carries_token(request: HttpRequest) -> bool:
    """Tell whether a call of the API carries a token."""
    return (
        request.path.startswith("/api/") and request.headers.get("Authorization", "")[:7].lower() == "bearer "
    )


def caller(request: HttpRequest) -> Actor:
    """Return the system behind an API call; it never acts as a person, whoever let it in."""
    token = token_of(request)
    request.token = token  # type: ignore[attr-defined]
    return tokens.actor_of_party(token.party)


def account_of_call(request: HttpRequest, scope: str) -> Account:
    """Return the account that let the calling system use a scope in its name.

    Raises TokenRefused without a token, ScopeTooNarrow for a token of a system or without the scope.
    """
    token: AccessToken | None = getattr(request, "token", None)
    if token is None:
        raise TokenRefused
    if token.authorisation is None or scope not in token.scopes:
        raise ScopeTooNarrow
    return token.authorisation.account


def challenge(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer an API call whose token is not good."""
    return with_challenge(
        refusal_page(request, refusal.status, refusal.code, message=refusal.message), refusal
    )


def with_challenge(answer: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Say in the header what is wrong with a token."""
    answer["WWW-Authenticate"] = f'Bearer realm="onewindow", error="{refusal.code}"'
    answer["Cache-Control"] = "no-store"
    return answer
