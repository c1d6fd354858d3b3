"""Bindings: which outer account opens which account here; made by its owner or by a vouched identity."""

from django.db import IntegrityError, transaction

from onewindow.identity import papers
from onewindow.identity.errors import NotSignedIn
from onewindow.identity.levels import Level
from onewindow.identity.models import Account
from onewindow.identity.provider.errors import AlreadyBound
from onewindow.identity.provider.events import UpstreamBound, UpstreamUnbound
from onewindow.identity.provider.models import UpstreamBinding
from onewindow.identity.provider.upstream.gateway import Assertion
from onewindow.identity.queries import account_by_id
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, hashing, outbox, unit


def key_of(said: Assertion) -> bytes:
    """Return what an outer account is found by; its name there is not kept."""
    return hashing.keyed_hash("upstream", f"{said.issuer}\n{said.subject}")


def account_of(said: Assertion) -> Account | None:
    """Return the account an outer account opens, bound before or vouched for now."""
    bound = UpstreamBinding.objects.filter(upstream=said.upstream, subject=key_of(said))
    account_id = bound.values_list("account_id", flat=True).first()
    if account_id is not None:
        return account_by_id(account_id)
    found = _vouched(said)
    if found is not None:
        bind(by=SYSTEM, said=said, account_id=found.pk)
    return found


def bind(*, by: Actor, said: Assertion, account_id: int | None = None) -> UpstreamBinding:
    """Bind an outer account to one's own; again changes nothing. Raises NotSignedIn, AlreadyBound."""
    mine = account_id if by.kind == "system" else by.account_id
    if mine is None:
        raise NotSignedIn
    rows, key = UpstreamBinding.objects.filter(upstream=said.upstream), key_of(said)
    with unit.work():
        try:
            with transaction.atomic():
                row = UpstreamBinding.objects.create(
                    upstream=said.upstream, subject=key, account_id=mine, bound_at=clock.now()
                )
        except IntegrityError as taken:
            same = rows.filter(subject=key, account_id=mine).first()
            if same is None:
                raise AlreadyBound from taken
            return same
        audit.record(by, "upstream.bound", row)
        outbox.publish(UpstreamBound(subject=f"account:{mine}", upstream=said.upstream))
    return row


def unbind(*, by: Actor, binding_id: int) -> None:
    """Take a binding of one's own away; one that is gone is gone. Raises NotSignedIn."""
    if by.account_id is None:
        raise NotSignedIn
    with unit.work():
        rows = UpstreamBinding.objects.select_for_update()
        row = rows.filter(pk=binding_id, account_id=by.account_id).first()
        if row is not None:
            audit.record_removal(by, "upstream.unbound", row)
            outbox.publish(UpstreamUnbound(subject=f"account:{by.account_id}", upstream=row.upstream))
            row.delete()


def bindings_of(by: Actor) -> list[UpstreamBinding]:
    """Return the outer accounts that open the actor's account."""
    return list(UpstreamBinding.objects.filter(account_id=by.account_id or 0).order_by("id"))


def _vouched(said: Assertion) -> Account | None:
    """Return the citizen's account of a name and number vouched for at the person's own level."""
    if said.level < Level.REAL_NAME or not said.number or not said.name:
        return None
    people = Account.objects.filter(post=None, is_active=True, person__level__gte=Level.REAL_NAME)
    found = people.filter(
        person__resident_id_hash=papers.paper_key(papers.RESIDENT_ID, said.number),
        person__name=said.name, person__level__lte=said.level,
    ).first()  # fmt: skip
    return account_by_id(found.pk) if found else None
