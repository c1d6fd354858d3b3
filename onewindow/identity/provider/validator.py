"""What oauthlib asks us during a request: who the system is, what it may have, and to keep what was given.

oauthlib knows the protocol's grammar and order; every judgement is here. One object serves one request.
"""

import base64
import binascii
from typing import Any
from urllib.parse import unquote_plus

from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.openid.connect.core.request_validator import RequestValidator

from onewindow.identity.provider import claims, keys, rules, tokens
from onewindow.identity.provider.models import AccessToken, Authorisation, RefreshToken, RelyingParty
from onewindow.identity.provider.registry import is_secret_of
from onewindow.identity.signin.places import Place
from onewindow.kernel.public import clock

Kind = RelyingParty.Kind
GRANTS = {
    Kind.WEB: {"authorization_code", "refresh_token"},
    Kind.NATIVE: {"authorization_code", "refresh_token"},
    Kind.SYSTEM: {"client_credentials"},
}
_ACCOUNT = ("party", "account__person", "account__organisation", "account__post__agency")


class Validator(RequestValidator):
    """Answers for one request."""

    def __init__(self, issuer: str, place: Place) -> None:
        self.issuer, self.place = issuer, place
        self.authorisation: Authorisation | None = None
        self._known: dict[str, RelyingParty | None] = {}

    # -- the system

    def party(self, client_id: str | None) -> RelyingParty | None:
        """Return a working system, asked for once."""
        if not client_id:
            return None
        if client_id not in self._known:
            rows = RelyingParty.objects.select_related("agency").filter(
                client_id=client_id[:40], stopped_at=None
            )
            self._known[client_id] = rows.first()
        return self._known[client_id]

    def client_authentication_required(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Every system proves itself but one that can keep no secret."""
        known = self.party(_credentials(request)[0])
        return known is None or known.kind != Kind.NATIVE

    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Check the secret, from the header or the form; two different names are nobody."""
        client_id, secret = _credentials(request)
        known = self.party(client_id)
        if known is None or not secret or not is_secret_of(known, secret):
            return False
        request.client, request.client_id = known, known.client_id
        return True

    def authenticate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Name a system that has no secret; PKCE protects it."""
        known = self.party(_credentials(request)[0])
        if known is None or known.kind != Kind.NATIVE:
            return False
        request.client, request.client_id = known, known.client_id
        return True

    def validate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Know the system of an authorisation request."""
        request.client = self.party(client_id)
        return request.client is not None

    def validate_grant_type(
        self,
        client_id: str,
        grant_type: str,
        client: RelyingParty,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Let people's systems use codes and machines their own name; nothing else exists."""
        return grant_type in GRANTS[Kind(client.kind)]

    def validate_response_type(
        self,
        client_id: str,
        response_type: str,
        client: RelyingParty,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Know `code` only: no token ever travels in an address."""
        if response_type != "code":
            raise errors.UnsupportedResponseTypeError(request=request)
        return client.kind != Kind.SYSTEM

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Compare letter by letter."""
        return redirect_uri in request.client.redirects

    def get_default_redirect_uri(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> None:
        """Have none: it is named each time."""

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: RelyingParty, request: Request,
        *args: Any, **kwargs: Any,
    ) -> bool:  # fmt: skip
        """Compare with the address the code went to."""
        return self.authorisation is not None and self.authorisation.redirect == redirect_uri

    # -- scopes

    def get_default_scopes(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        """Give a machine what was released; people's systems say what they want."""
        client = request.client
        return list(client.scopes) if client is not None and client.kind == Kind.SYSTEM else []

    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: RelyingParty,
        request: Request,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Allow what was released; people sign in with `openid` only."""
        wanted = set(scopes)
        if not wanted or not wanted <= set(client.scopes):
            return False
        request.scopes = rules.in_order(list(wanted))
        return client.kind == Kind.SYSTEM or rules.OPENID in wanted

    def get_original_scopes(
        self, refresh_token: str, request: Request, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Return what the person agreed to and the system may still have."""
        assert self.authorisation is not None
        return [name for name in self.authorisation.scopes if name in request.client.scopes]

    def validate_silent_login(self, request: Request) -> bool:
        """Leave it to the view, which knows the session and has judged before."""
        return True

    def validate_silent_authorization(self, request: Request) -> bool:
        """Leave it to the view."""
        return True

    def validate_user_match(
        self, id_token_hint: str, scopes: object, claims: object, request: Request
    ) -> bool:
        """Leave it to the view."""
        return True

    # -- the code

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        """Require it of everybody."""
        return True

    def get_code_challenge(self, code: str, request: Request) -> str | None:
        """Return what the verifier must hash to."""
        return self.authorisation.challenge if self.authorisation else None

    def get_code_challenge_method(self, code: str, request: Request) -> str:
        """Know one method."""
        return "S256"

    def get_authorization_code_nonce(
        self, client_id: str, code: str, redirect_uri: str, request: Request
    ) -> str | None:
        """Return what the system wants to see again in the identity token."""
        return (self.authorisation.nonce or None) if self.authorisation else None

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """Keep an authorisation; what the view knows of the session came in `request.session`."""
        now, here = clock.now(), request.session
        Authorisation.objects.create(
            party=request.client, account_id=request.user.pk, scopes=request.scopes,
            sign_in_id=None if rules.OFFLINE in request.scopes else here.sign_in,
            code=tokens.digest("code", code["code"]), code_until=now + rules.lasting("code"),
            redirect=request.redirect_uri, challenge=request.code_challenge, nonce=request.nonce or "",
            auth_time=here.auth_time, means=here.means, sid=here.sid, begun_at=now,
        )  # fmt: skip

    def validate_code(
        self, client_id: str, code: str, client: RelyingParty, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Take a code once, whatever fails later; a second time ends what came of the first."""
        rows = Authorisation.objects.select_for_update(of=("self",)).select_related(*_ACCOUNT)
        row = rows.filter(code=tokens.digest("code", code), party=client).first()
        if row is None:
            return False
        if row.code_used_at is not None:
            tokens.end_stolen(row, what="code", place=self.place)
            return False
        row.code_used_at = clock.now()
        row.save(update_fields=["code_used_at"])
        if row.ended_at is not None or row.code_until <= clock.now() or not row.account.is_active:
            return False
        self._take(row, request)
        return True

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """Do nothing more: `validate_code` used it up."""

    # -- tokens

    def validate_refresh_token(
        self, refresh_token: str, client: RelyingParty, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Take a refresh token once; a second time it was stolen, and everything of it ends."""
        related = [f"authorisation__{name}" for name in _ACCOUNT]
        rows = RefreshToken.objects.select_for_update(of=("self",)).select_related(*related)
        mine = rows.filter(authorisation__party=client)
        row = mine.filter(digest=tokens.digest("refresh", refresh_token)).first()
        if row is None:
            return False
        given = row.authorisation
        if row.used_at is not None:
            tokens.end_stolen(given, what="refresh", place=self.place)
            return False
        if given.ended_at is not None or row.good_until <= clock.now() or not given.account.is_active:
            return False
        row.used_at = clock.now()
        row.save(update_fields=["used_at"])
        self._take(given, request)
        return True

    def rotate_refresh_token(self, request: Request) -> bool:
        """Give a new one each time."""
        return True

    def refresh_id_token(self, request: Request) -> bool:
        """Give a new identity token too."""
        return True

    def save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        """Keep the hashes; a refresh token only where the person allowed offline use."""
        now = clock.now()
        AccessToken.objects.create(
            digest=tokens.digest("access", token["access_token"]), party=request.client,
            authorisation=self.authorisation, scopes=request.scopes,
            good_until=now + rules.lasting("access" if self.authorisation else "system"),
        )  # fmt: skip
        token["scope"] = " ".join(request.scopes)
        if rules.OFFLINE not in request.scopes:
            token.pop("refresh_token", None)
        elif "refresh_token" in token:
            RefreshToken.objects.create(
                digest=tokens.digest("refresh", token["refresh_token"]), authorisation=self.authorisation,
                good_until=now + rules.lasting("refresh"),
            )  # fmt: skip

    def get_id_token(self, token: object, token_handler: object, request: Request) -> None:
        """Let oauthlib fill in audience, nonce and hashes first."""

    def finalize_id_token(
        self, id_token: dict[str, Any], token: dict[str, Any], token_handler: object, request: Request
    ) -> str:
        """Sign who it is; names and numbers are fetched from userinfo, where each look is recorded."""
        given = self.authorisation
        assert given is not None
        now = int(clock.now().timestamp())
        holder = given.account.person or given.account.organisation
        said = id_token | {
            "iss": self.issuer,
            "sub": claims.subject(given.party_id, given.account_id),
            "iat": now,
            "exp": now + rules.seconds("id-token"),
            "auth_time": int(given.auth_time.timestamp()),
            "acr": f"L{holder.level if holder else 0}",
            "amr": given.means.split("+") if given.means else [],
            "sid": given.sid,
        }
        return keys.sign(said, given.party.algorithm)

    def revoke_token(
        self, token: str, token_type_hint: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """End an access token, or with a refresh token the whole authorisation; never a foreign one."""
        refresh = RefreshToken.objects.select_related("authorisation")
        found = refresh.filter(
            digest=tokens.digest("refresh", token), authorisation__party=request.client
        ).first()
        if found is not None:
            tokens.end(found.authorisation, why="given back")
        else:
            AccessToken.objects.filter(digest=tokens.digest("access", token), party=request.client).delete()

    def _take(self, row: Authorisation, request: Request) -> None:
        self.authorisation = row
        request.user, request.scopes = row.account, list(row.scopes)


def _credentials(request: Request) -> tuple[str | None, str]:
    """Return the name and secret a system gives, from the header (RFC 6749 2.3.1) or the form."""
    named, secret = request.client_id, request.client_secret or ""
    scheme, _space, rest = (request.headers.get("Authorization") or "").partition(" ")
    if scheme.lower() != "basic":
        return named, secret
    try:
        text = base64.b64decode(rest.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return None, ""
    client_id, colon, secret = text.partition(":")
    client_id = unquote_plus(client_id)
    if not colon or (named and named != client_id):
        return None, ""
    return client_id.replace("\x00", ""), unquote_plus(secret)
