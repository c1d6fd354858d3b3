"""亮证: the holder, or whom the holder lets, makes a code; whoever is shown it looks once, within minutes."""

from collections.abc import Sequence
from datetime import timedelta

from onewindow.documents import public as documents
from onewindow.kernel.public import Actor, audit, clock, hashing, unit
from onewindow.licences import faces, policies
from onewindow.licences.errors import (
    DelegationNotFound,
    LicenceInvalid,
    NotInForce,
    ShowCodeInvalid,
    ShowingEnded,
    TooManyShowings,
)
from onewindow.licences.limits import limits
from onewindow.licences.models import Delegation, Licence, LicenceUse, Means, Showing
from onewindow.licences.queries.licences import licence
from onewindow.licences.services.uses import Purpose, looker, noted, said

LENGTH = 12
_TYPED = str.maketrans({"o": "0", "i": "1", "l": "1", " ": None, "-": None, "\u3000": None})


def show_licence(
    *,
    by: Actor,
    identifier: str,
    purpose: str,
    scope: Sequence[str] | None = None,
    delegation_id: int | None = None,
) -> Showing:
    """Make a code with which somebody may look at a licence once, for some minutes.

    `scope` names the fields of the face to be seen, None all of them; a delegate shows within the delegation.
    Raises NotTheHolder, DelegationNotFound, NotInForce, LicenceInvalid, TooManyShowings.
    """
    found = licence(identifier)
    delegation = _delegation(by, found, delegation_id)
    if delegation is None:
        policies.require_holder(by, found)
    wanted = fields_of(found, scope, delegation)
    text = said(purpose, "purpose", "请写明给谁看、做什么用。") if delegation is None else delegation.purpose
    with unit.work():
        locked = Licence.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if not locked.is_in_force(clock.today()):
            raise NotInForce
        now = clock.now()
        waiting = Showing.objects.filter(
            licence=locked, used_at=None, cancelled_at=None, good_until__gt=now
        ).count()
        if waiting >= limits().open_showings:
            raise TooManyShowings(count=waiting)
        code = documents.new_token()[:LENGTH]
        made = Showing.objects.create(
            licence=locked, delegation=delegation, code=code, code_key=key_of(code),
            account_id=by.account_id or 0, purpose=text, scope=wanted, made_at=now,
            good_until=now + timedelta(minutes=limits().show_minutes), city=locked.city,
        )  # fmt: skip
        audit.record(by, "licence.shown", made)
    return made


def cancel_showing(*, by: Actor, showing_id: int) -> Showing:
    """Take a code back before it is used. Raises ShowCodeInvalid (not one's own), ShowingEnded."""
    with unit.work():
        made = (
            Showing.objects.select_for_update().filter(pk=showing_id, account_id=by.account_id or 0).first()
        )
        if made is None:
            raise ShowCodeInvalid
        if not made.is_open(clock.now()):
            raise ShowingEnded
        made.cancelled_at = clock.now()
        made.save(update_fields=["cancelled_at"])
        audit.record(by, "licence.showing_cancelled", made)
    return made


def look_at_shown(
    *, by: Actor, code: str, case_number: str = "", item: str = "", who: str = ""
) -> LicenceUse:
    """Use a code: the look is recorded for the holder, then its licence may be read within the scope.

    Anybody may who was shown it: an officer for a case, an outside system, a stranger (`who` says who it is,
    as it was typed). Raises ShowCodeInvalid where it is unknown, used, taken back, run out or the delegation
    has ended; NotInForce where the licence no longer holds.
    """
    plain = clean(code)
    now = clock.now()
    with unit.work():
        shown = (
            Showing.objects.select_for_update(of=("self",))
            .select_related("licence__type", "delegation")
            .filter(code_key=key_of(plain))
            .first()
        )
        if shown is None or not shown.is_open(now):
            raise ShowCodeInvalid
        if shown.delegation is not None and not shown.delegation.is_good(clock.today()):
            raise ShowCodeInvalid
        if not shown.licence.is_in_force(clock.today()):
            raise NotInForce
        name = _viewer(by, who)
        shown.used_at, shown.used_by = now, name
        shown.save(update_fields=["used_at", "used_by"])
        days = limits().copy_days if case_number else 0
        purpose = Purpose(
            text=shown.purpose, item=item, case_number=case_number, scope=shown.scope, who=name,
            good_until=now + (timedelta(days=days) if days else timedelta(minutes=limits().show_minutes)),
        )  # fmt: skip
        return noted(by, [shown.licence], Means.SHOWN, purpose)[0]


def _viewer(by: Actor, typed: str) -> str:
    """Name the viewer: a known one by body or system; a stranger as typed, said to be so."""
    if by.kind in {"official", "client"}:
        return looker(by)
    name = " ".join(typed.split())[:60].replace("\x00", "")
    return f"您出示给的人（自称：{name}）" if name else "您出示给的人"


def clean(typed: str) -> str:
    """Return the code in what was typed or scanned: groups, capitals, a whole address."""
    text = typed.strip()[:500].split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return text.lower().translate(_TYPED)


def key_of(code: str) -> bytes:
    """Return what a code is found by."""
    return hashing.keyed_hash("licence-show", code)


def _delegation(by: Actor, found: Licence, delegation_id: int | None) -> Delegation | None:
    if delegation_id is None:
        return None
    held = policies.delegations_to(by).filter(pk=delegation_id, licence=found).first()
    if held is None or not held.is_good(clock.today()):
        raise DelegationNotFound
    return held


def fields_of(found: Licence, scope: Sequence[str] | None, delegation: Delegation | None) -> list[str] | None:
    """Return the fields to be seen, in the face's order, None for all; raise LicenceInvalid for others."""
    every = faces.order(found.type.schema)
    allowed = every if delegation is None or delegation.scope is None else delegation.scope
    wanted = allowed if scope is None else [name for name in every if name in scope]
    if scope is not None and (not wanted or not set(scope) <= set(allowed)):
        raise LicenceInvalid(errors={"scope": ["请至少选一项要出示的内容，且不能超出允许的范围。"]})
    return None if wanted == every else list(wanted)
