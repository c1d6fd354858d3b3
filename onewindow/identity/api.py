"""Identity for programs: who the caller of the API is."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from onewindow.identity.provider.errors import TokenRefused
from onewindow.identity.provider.models import AccessToken

router = Router(tags=["接入系统"])


class Caller(Schema):
    """The system a token belongs to, and until when it is good."""

    client_id: str
    name: str
    agency: str
    scopes: list[str]
    good_until: datetime


@router.get("/", response=Caller, summary="这个访问令牌是谁的", operation_id="caller")
def caller(request: HttpRequest) -> Caller:
    """Tell a system whom its token stands for; without a good token 401."""
    token: AccessToken | None = getattr(request, "token", None)
    if token is None:
        raise TokenRefused
    party = token.party
    return Caller(
        client_id=party.client_id, name=party.name, agency=party.agency.name, scopes=token.scopes,
        good_until=token.good_until,
    )  # fmt: skip
