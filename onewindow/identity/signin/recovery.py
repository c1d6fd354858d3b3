"""Recover an account: code, identity, cooling time, notice to the old contact; the answer tells nothing."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from onewindow.identity import numbers
from onewindow.identity.errors import NotSignedIn
from onewindow.identity.models import Account, Person
from onewindow.identity.reading import Reading
from onewindow.identity.services.mobiles import hand_over
from onewindow.identity.services.throttles import take_tries
from onewindow.identity.signin import notices, rules
from onewindow.identity.signin.codes import check_code
from onewindow.identity.signin.events import RecoveryAsked, RecoveryDone
from onewindow.identity.signin.models import Recovery, SecurityEvent
from onewindow.identity.signin.security import Place, note
from onewindow.identity.signin.sessions import end_sessions
from onewindow.identity.signin.strength import about_name
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, codes, outbox, unit

PURPOSE = "recover"


def ask_recovery(
    *, mobile: str, code: str, name: str, resident_id: str, password: str, place: Place, username: str = ""
) -> Recovery:
    """Ask for a new password for the account of this person; it takes effect after the cooling time.

    The code proves the mobile; name and number must be those of an account with this mobile confirmed, or,
    with a longer wait, of the account `username`. What matches nobody is written down all the same and comes
    to nothing: same statements, same answer. Officials are never matched. Call it outside a transaction.
    Raises RegistrationInvalid, CodeWrong, TooManyTries.
    """
    given = _read(mobile, name, resident_id, password, username)
    address = [("recover-address", place.address)] if place.address else []
    take_tries([("recover", given["mobile"]), *address])
    check_code(purpose=PURPOSE, mobile=given["mobile"], code=code)
    hashed = make_password(password)
    account, known = _match(given)
    with unit.work():
        row = _write(account, given["mobile"], hashed, known=known)
        audit.record(SYSTEM, "recovery.asked", row)
        note(SecurityEvent.Kind.RECOVERY_ASKED, account_id=row.account_id, typed=given["mobile"], place=place)
        outbox.publish(RecoveryAsked(subject=f"recovery:{row.pk}"))
    return row


def stop_recovery(*, by: Actor, place: Place | None = None) -> None:
    """Stop what waits for one's own account; nothing waiting is no fault."""
    if by.account_id is None:
        raise NotSignedIn
    with unit.work():
        row = _waiting().select_for_update().filter(account_id=by.account_id).first()
        if row is not None:
            row.status = Recovery.Status.STOPPED
            row.save(update_fields=["status"])
            audit.record(by, "recovery.stopped", row)
            note(SecurityEvent.Kind.RECOVERY_STOPPED, account_id=by.account_id, by=by, place=place)


def finish_recoveries() -> int:
    """Give effect to recoveries whose cooling time is over; return how many."""
    due = list(_waiting().filter(due_at__lte=clock.now()).values_list("pk", flat=True)[:200])
    return sum(_finish(pk) for pk in due)


def waiting_recovery(by: Actor) -> Recovery | None:
    """Return what waits for one's own account."""
    return _waiting().filter(account_id=by.account_id).first() if by.account_id is not None else None


def tell_of_asking(recovery_id: int) -> None:
    """Tell the old contact that a new password was asked for, and how to stop it."""
    row = _waiting().select_related("account__person").filter(pk=recovery_id, account__isnull=False).first()
    if row is not None:
        text = _(
            "有人申请重设您账号的密码，将于 %(when)s 生效。不是您本人的，请立即登录，在“登录与安全”里停止。"
        )
        notices.send(_contact(row), text % {"when": notices.moment(row.due_at)})


def tell_of_done(recovery_id: int) -> None:
    """Tell the contact that the new password is in effect."""
    row = Recovery.objects.select_related("account__person").filter(pk=recovery_id).first()
    if row is not None and row.account is not None:
        notices.send(
            _contact(row), _("您账号的密码已经重设，所有设备都已退出登录。不是您本人的，请拨打 12345。")
        )


def _read(mobile: str, name: str, resident_id: str, password: str, username: str) -> dict[str, Any]:
    read = Reading()
    given: dict[str, Any] = {
        "mobile": read("mobile", lambda: numbers.mobile(mobile)),
        "name": read("name", lambda: numbers.name(name)),
        "number": read("resident_id", lambda: codes.ResidentId.parse(resident_id)),
        "username": username.strip().lower()[:60].replace("\x00", ""),
    }
    known = [str(value) for value in given.values() if value] + [*about_name(given["name"] or "")]
    number = given["number"]
    known += [number[6:14]] if number else []
    read("password", lambda: numbers.password(password, about=tuple(known)))
    read.raise_faults()
    return given


def _match(given: dict[str, Any]) -> tuple[Account | None, bool]:
    """Return the account of this person, and whether the mobile is the one confirmed for it."""
    key = numbers.mobile_key(given["mobile"])
    found = list(
        Account.objects.select_related("person").filter(
            Q(person__mobile_hash=key) | Q(username=given["username"]),
            person__resident_id_hash=numbers.resident_id_key(given["number"]),
            person__name=given["name"],
            post=None,
            is_active=True,
        )
    )
    known = [
        account for account in found if account.person and bytes(account.person.mobile_hash or b"") == key
    ]
    return next(iter(known or found), None), bool(known)


def _write(account: Account | None, mobile: str, hashed: str, *, known: bool) -> Recovery:
    """Write it down; one with the known mobile takes the place of what waits, another never does."""
    here = account.pk if account is not None else 0
    waits = list(_waiting().select_for_update().filter(account_id=here))
    if waits and not known:
        account = None
    for older in waits if known else []:
        older.status = Recovery.Status.STOPPED
        older.save(update_fields=["status"])
        audit.record(SYSTEM, "recovery.stopped", older)
    now = clock.now()
    minutes = rules.minutes("recovery-known" if known else "recovery-other")
    return Recovery.objects.create(
        account=account, mobile=mobile, password=hashed, asked_at=now, due_at=now + timedelta(minutes=minutes)
    )


def _finish(pk: int) -> int:
    with unit.work():
        row = _waiting().select_for_update().filter(pk=pk).first()
        if row is None:
            return 0
        row.status = Recovery.Status.DONE
        row.save(update_fields=["status"])
        audit.record(SYSTEM, "recovery.done", row)
        account = row.account
        if account is None:
            return 0
        _give(account, row)
        outbox.publish(RecoveryDone(subject=f"recovery:{row.pk}"))
    return 1


def _give(account: Account, row: Recovery) -> None:
    person = Person.objects.get(pk=account.person_id)
    if row.mobile and bytes(person.mobile_hash or b"") != numbers.mobile_key(row.mobile):
        hand_over(SYSTEM, person.pk, row.mobile)
    account.password = row.password
    account.save(update_fields=["password"])
    end_sessions(account.pk)
    audit.record(SYSTEM, "account.recovered", account)
    note(SecurityEvent.Kind.RECOVERED, account_id=account.pk)


def _contact(row: Recovery) -> str:
    person = row.account.person if row.account is not None else None
    return (person.mobile or "") if person is not None else ""


def _waiting() -> QuerySet[Recovery]:
    return Recovery.objects.filter(status=Recovery.Status.WAITING)
