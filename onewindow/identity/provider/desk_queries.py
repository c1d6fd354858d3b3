"""What the register's pages show."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from onewindow.identity import policies
from onewindow.identity.provider.models import RelyingParty, ScopeRequest, SigningKey
from onewindow.identity.provider.registry import KEEPERS
from onewindow.kernel.public import Actor

A_PAGE = 50


def parties(by: Actor, *, text: str = "", after: int | None = None) -> list[RelyingParty]:
    """Return the systems, those with a request that waits marked; one more than a page when there are.

    Raises RoleMissing.
    """
    policies.require_role(by, *KEEPERS)
    waiting = ScopeRequest.objects.filter(party=OuterRef("pk"), status=ScopeRequest.Status.ASKED)
    rows: QuerySet[RelyingParty] = RelyingParty.objects.select_related("agency").annotate(
        waits=Exists(waiting)
    )
    text = text.replace("\x00", "").strip()[:60]
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(agency__name__contains=text) | Q(client_id=text))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-id")[: A_PAGE + 1])


def requests_of(party: RelyingParty) -> list[ScopeRequest]:
    """Return what was asked for a system and how it was answered, the newest first."""
    rows = ScopeRequest.objects.filter(party=party).select_related("asked_by__person", "decided_by__person")
    return list(rows.order_by("-id")[:A_PAGE])


def signing_keys(by: Actor) -> list[SigningKey]:
    """Return the signing keys without their private halves. Raises RoleMissing."""
    policies.require_role(by, *KEEPERS)
    return list(SigningKey.objects.defer("private").order_by("-since")[:A_PAGE])
