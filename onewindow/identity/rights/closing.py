"""Verbs: ask to close the account, take it back, close it when the time is over."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from onewindow.identity.levels import Level
from onewindow.identity.models import Account, MobileCode, Organisation, Person
from onewindow.identity.rights import held, rules
from onewindow.identity.rights.errors import ClosingRefused, NoClosing
from onewindow.identity.rights.events import AccountClosed, ClosingAsked
from onewindow.identity.rights.held import HeldData, Look, Subject
from onewindow.identity.rights.models import Closure
from onewindow.identity.signin.models import RecoveryCode
from onewindow.identity.signin.sessions import end_sessions
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit

State = Closure.State
Check = Callable[[Subject], str]
checks: dict[str, Check] = {}
_NOBODY = date(1900, 1, 1)
AT_ONCE = 200


def register_closing_check(name: str, check: Check) -> None:
    """Add a condition for closing an account: it returns what stands against it and what to do, or ""."""
    checks[name] = check


def reasons_against(subject: Subject) -> list[str]:
    """Return everything that stands against closing, in words."""
    return [text for text in (check(subject) for check in checks.values()) if text]


def ask_closing(*, by: Actor) -> Closure:
    """Ask to close the own account; it stays usable while it waits; asked twice is asked once.

    Raises NotSignedIn, NotOneself, ClosingRefused with all that stands against it.
    """
    subject = _own(by)
    with unit.work():
        Account.objects.select_for_update().get(pk=by.account_id)
        waiting = waiting_closing(by)
        if waiting is not None:
            return waiting
        against = reasons_against(subject)
        if against:
            raise ClosingRefused(reasons="".join(against))
        now = clock.now()
        closure = Closure.objects.create(
            account_id=by.account_id,
            subject_kind=subject.kind,
            subject_id=subject.key,
            asked_at=now,
            due_at=now + timedelta(days=rules.number("cooling_days")),
        )
        audit.record(by, "closing.asked", closure)
        outbox.publish(ClosingAsked(subject=subject.label, closure=closure.pk))
    return closure


def take_back_closing(*, by: Actor) -> Closure:
    """Keep the account after all. Raises NoClosing."""
    with unit.work():
        found = Closure.objects.select_for_update().filter(account_id=by.account_id or 0, state=State.WAITING)
        closure = found.first()
        if closure is None:
            raise NoClosing
        return _end(by, closure, State.TAKEN_BACK)


def waiting_closing(by: Actor) -> Closure | None:
    """Return the own wish to close that waits."""
    return Closure.objects.filter(account_id=by.account_id or 0, state=State.WAITING).first()


def finish_closings() -> int:
    """Close every account whose waiting time is over; return how many. Each in a unit of its own."""
    done = 0
    due = Closure.objects.filter(state=State.WAITING, due_at__lte=clock.now()).order_by("due_at")
    for key in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with unit.work():
            closure = Closure.objects.select_for_update().filter(pk=key, state=State.WAITING).first()
            done += closure is not None and _finish(closure)
    return done


def release_identities() -> int:
    """Erase who closed the account and whose last binding record is gone meanwhile; return how many."""
    done = 0
    kept = Closure.objects.filter(state=State.DONE, identity_kept=True).order_by("pk")
    for key in list(kept.values_list("pk", flat=True)[:AT_ONCE]):
        with unit.work():
            closure = Closure.objects.select_for_update().get(pk=key)
            subject = _subject(closure)
            if _bound(subject, held.sources(subject.kind)):
                continue
            _forget(subject)
            closure.identity_kept = False
            closure.save(update_fields=["identity_kept"])
            audit.record(SYSTEM, "closing.identity_erased", closure)
            done += 1
    return done


def _finish(closure: Closure) -> bool:
    subject = _subject(closure)
    against = reasons_against(subject)
    if against:
        closure.note = "".join(against)[:300]
        _end(SYSTEM, closure, State.STOPPED)
        return False
    kinds = held.sources(subject.kind)
    closure.erased = [one.key for one in kinds if one.erase is not None and one.erase(subject)]
    closure.identity_kept = _bound(subject, kinds)
    closure.kept = [one.key for one in kinds if one.erase is None and one.rows(subject, Look(limit=1))]
    _shut(closure.account_id)
    if closure.identity_kept:
        _lower(subject)
    else:
        _forget(subject)
    _end(SYSTEM, closure, State.DONE)
    told = AccountClosed(subject=subject.label, closure=closure.pk, identity_kept=closure.identity_kept)
    outbox.publish(told)
    return True


def _end(by: Actor, closure: Closure, state: "Closure.State") -> Closure:
    closure.state, closure.ended_at = state, clock.now()
    closure.save()
    audit.record(by, f"closing.{state}", closure)
    return closure


def _bound(subject: Subject, kinds: list[HeldData]) -> bool:
    """Tell whether something that stays needs the name: a binding record, or another account."""
    other = Account.objects.filter(**{subject.kind: subject.key}, is_active=True)
    if other.exclude(pk__in=subject.accounts).exists():
        return True
    return any(one.binds and one.rows(subject, Look(limit=1)) for one in kinds)


def _shut(account_id: int) -> None:
    """Make an account unusable for good and end its sessions."""
    end_sessions(account_id)
    RecoveryCode.objects.filter(account_id=account_id).delete()
    MobileCode.objects.filter(account_id=account_id).delete()
    account = Account.objects.select_for_update().get(pk=account_id)
    account.username, account.is_active = f"closed-{account_id}", False  # nobody can register such a name
    account.set_unusable_password()
    account.save(update_fields=["username", "is_active", "password"])
    audit.record(SYSTEM, "account.closed", account)


def _lower(subject: Subject) -> None:
    """Keep the name for what stays, but free number and mobile for a new account."""
    holder = _holder(subject)
    if Account.objects.filter(**{subject.kind: subject.key}, is_active=True).exists():
        return
    holder.level, holder.mobile = Level.REGISTERED, ""
    if isinstance(holder, Person):
        holder.mobile_hash = None
    holder.save()
    audit.record(SYSTEM, f"{subject.kind}.closed", holder)


def _forget(subject: Subject) -> None:
    """Overwrite name, number, birth date and mobile; the row stays for the keys that point to it."""
    holder = _holder(subject)
    holder.name, holder.level, holder.mobile = _("已注销"), Level.REGISTERED, ""
    if isinstance(holder, Person):
        holder.resident_id, holder.resident_id_hash = "", secrets.token_bytes(32)
        holder.mobile_hash, holder.birth_date, holder.issuer = None, _NOBODY, ""
    holder.save()
    audit.record(SYSTEM, f"{subject.kind}.erased", holder)


def _holder(subject: Subject) -> Person | Organisation:
    if subject.kind == "person":
        return Person.objects.select_for_update().get(pk=subject.key)
    return Organisation.objects.select_for_update().get(pk=subject.key)


def _own(by: Actor) -> Subject:
    whole = held.subject_of(by)
    return Subject(whole.kind, whole.key, (by.account_id or 0,))


def _subject(closure: Closure) -> Subject:
    kind: held.SubjectKind = "organisation" if closure.subject_kind == "organisation" else "person"
    return Subject(kind, closure.subject_id, (closure.account_id,))
