"""What a system may have: one administrator asks, a security administrator releases, never one person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from onewindow.identity import policies
from onewindow.identity.levels import Role
from onewindow.identity.provider import rules
from onewindow.identity.provider.errors import (
    PartyInvalid,
    PartyStopped,
    ScopesGone,
    SelfApproval,
)
from onewindow.identity.provider.events import ScopesReleased
from onewindow.identity.provider.models import RelyingParty, ScopeRequest
from onewindow.identity.provider.registry import locked
from onewindow.identity.provider.tokens import end_all_of
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

Status = ScopeRequest.Status


def fitting(kind: str) -> list[rules.Scope]:
    """Return the scopes a kind of system can have at all."""
    machines = kind == RelyingParty.Kind.SYSTEM
    return [one for one in rules.scopes().values() if rules.for_systems(one.name) == machines]


def ask_scopes(*, by: Actor, client_id: str, scopes: Sequence[str], reason: str) -> ScopeRequest:
    """Ask that a system may have exactly these scopes; a request that waits is replaced.

    Raises RoleMissing, PartyNotFound, PartyStopped, PartyInvalid.
    """
    if by.kind != "system":
        policies.require_role(by, Role.ADMIN)
    said = _reason(reason)
    with unit.work():
        party = locked(client_id)
        if party.stopped_at is not None:
            raise PartyStopped
        wanted = _wanted(party, scopes)
        for old in ScopeRequest.objects.filter(party=party, status=Status.ASKED):
            old.status = Status.REPLACED
            old.save(update_fields=["status"])
            audit.record(by, "scopes.replaced", old)
        row = ScopeRequest.objects.create(
            party=party, scopes=wanted, reason=said, asked_by_id=by.account_id, asked_at=clock.now()
        )
        audit.record(by, "scopes.asked", row)
    return row


def release_scopes(*, by: Actor, request_id: int, answer: str = "") -> ScopeRequest:
    """Let the system have what was asked; what it loses, it loses at once.

    Raises RoleMissing, ScopesGone, SelfApproval.
    """
    with unit.work():
        row = _decided(by, request_id, Status.RELEASED, answer)
        party = row.party
        lost = set(party.scopes) - set(row.scopes)
        party.scopes = row.scopes
        party.save(update_fields=["scopes"])
        if lost:
            end_all_of(party.pk, why="narrowed")
        audit.record(by, "scopes.released", row, party)
        outbox.publish(ScopesReleased(subject=f"party:{party.pk}", scopes=" ".join(row.scopes)))
    return row


def refuse_scopes(*, by: Actor, request_id: int, answer: str) -> ScopeRequest:
    """Leave the scopes as they are, with the reason. Raises RoleMissing, ScopesGone, SelfApproval, …"""
    said = _reason(answer, field="answer")
    with unit.work():
        row = _decided(by, request_id, Status.REFUSED, said)
        audit.record(by, "scopes.refused", row)
    return row


def _decided(by: Actor, request_id: int, status: str, answer: str) -> ScopeRequest:
    if by.kind != "system":
        policies.require_role(by, Role.SECURITY)
    rows = ScopeRequest.objects.select_for_update().select_related("party")
    row = rows.filter(pk=request_id, status=Status.ASKED).first()
    if row is None:
        raise ScopesGone
    if by.account_id is not None and by.account_id == row.asked_by_id:
        raise SelfApproval
    row.status, row.decided_by_id, row.decided_at = status, by.account_id, clock.now()
    row.answer = " ".join(answer.replace("\x00", " ").split())[:500]
    row.save(update_fields=["status", "decided_by", "decided_at", "answer"])
    return row


def _wanted(party: RelyingParty, scopes: Sequence[str]) -> list[str]:
    wanted = rules.in_order(list(scopes))
    allowed = {one.name for one in fitting(party.kind)}
    if not wanted or not set(scopes) <= allowed:
        raise PartyInvalid(errors={"scopes": [_("请选择适合这种接入方式的范围。")]})
    if party.kind != RelyingParty.Kind.SYSTEM and rules.OPENID not in wanted:
        raise PartyInvalid(errors={"scopes": [_("有人登录的系统必须包括“登录标识”。")]})
    return wanted


def _reason(text: str, field: str = "reason") -> str:
    said = " ".join(text.replace("\x00", " ").split())
    if not 4 <= len(said) <= 500:
        raise PartyInvalid(errors={field: [_("请写明理由，4 至 500 个字。")]})
    return said
