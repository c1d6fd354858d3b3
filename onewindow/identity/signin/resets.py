"""Reset a password in person: an official sees the papers, makes a slip; its holder chooses the password."""

import secrets
from datetime import timedelta
from hmac import compare_digest

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from onewindow.identity import numbers, policies
from onewindow.identity.errors import BadSpelling, ReasonMissing, RegistrationInvalid
from onewindow.identity.levels import Level, Role
from onewindow.identity.limits import REASON_LENGTH
from onewindow.identity.models import Account
from onewindow.identity.queries import RELATED
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.identity.services.throttles import forget_tries, take_tries
from onewindow.identity.signin import notices, rules
from onewindow.identity.signin.errors import AccountNotFound, NotYours, SlipWrong
from onewindow.identity.signin.events import PasswordReset
from onewindow.identity.signin.factors import LETTERS
from onewindow.identity.signin.models import ResetSlip, SecurityEvent
from onewindow.identity.signin.passwords import about_account
from onewindow.identity.signin.security import Place, note
from onewindow.identity.signin.sessions import end_sessions
from onewindow.kernel.public import SYSTEM, Actor, Refusal, audit, clock, codes, hashing, outbox, unit

MAKERS = (Role.WINDOW, Role.CHIEF, Role.ADMIN)
LENGTH = 10


def make_reset(*, by: Actor, who: str, reason: str, place: Place | None = None) -> tuple[Account, str]:
    """Make a slip for the account of somebody whose papers were seen; return it and the code to hand over.

    `who` is a user name, or a proved identity number or credit code. Counters serve people and firms, a
    system administrator the officials of the same body; nobody serves oneself. The look is recorded first. A
    newer slip replaces it. Raises RoleMissing, AccountNotFound, NotYours, ReasonMissing.
    """
    policies.require_role(by, *MAKERS)
    said = " ".join(reason.replace("\x00", " ").split())
    if not REASON_LENGTH <= len(said) <= 300:
        raise ReasonMissing(errors={"reason": [_("请写明核对了什么证件，至少 4 个字。")]})
    account = _find(who)
    if account is None:
        raise AccountNotFound(errors={"who": [AccountNotFound().message]})
    _require_right(by, account)
    code = "".join(secrets.choice(LETTERS) for _serial in range(LENGTH))
    with unit.work():
        record_accesses(by, [_look(account, said)])
        ResetSlip.objects.filter(account=account).delete()
        row = ResetSlip.objects.create(
            account=account, digest=_digest(account.pk, code), made_by_id=by.account_id, reason=said,
            made_at=clock.now(), good_until=clock.now() + timedelta(minutes=rules.minutes("reset-slip")),
        )  # fmt: skip
        audit.record(by, "reset.made", row)
        note(SecurityEvent.Kind.RESET_MADE, account_id=account.pk, by=by, detail=said, place=place)
    return account, f"{code[:5]}-{code[5:]}"


def use_reset(*, username: str, code: str, password: str, place: Place) -> Account:
    """Change the password of the account a slip was made for; every session ends, second factors stay.

    Call it outside a transaction. Raises SlipWrong with one message for every cause, RegistrationInvalid,
    TooManyTries.
    """
    typed = username.strip().lower()[:200].replace("\x00", "")
    _judge(password, typed)
    address = [("reset-address", place.address)] if place.address else []
    take_tries([("reset", typed), *address])
    hashed = make_password(password)
    row = ResetSlip.objects.filter(account__username=typed, good_until__gt=clock.now()).first()
    kept, pk = (bytes(row.digest), row.account_id) if row else (b"", 0)
    fits = compare_digest(kept, _digest(pk, numbers.digits(code)))
    if row is None or not fits:
        note(SecurityEvent.Kind.FAILED, account_id=pk or None, typed=typed, place=place)
        raise SlipWrong
    account = Account.objects.select_related(*RELATED).get(pk=pk)
    _judge(password, *about_account(account))
    with unit.work():
        if not ResetSlip.objects.filter(pk=row.pk).delete()[0]:
            raise SlipWrong
        account.password = hashed
        account.save(update_fields=["password"])
        end_sessions(account.pk)
        forget_tries("reset", typed)
        forget_tries("sign-in", typed)
        audit.record(SYSTEM, "account.password_reset", account)
        note(SecurityEvent.Kind.RESET_USED, account_id=account.pk, place=place)
        outbox.publish(PasswordReset(subject=f"account:{account.pk}"))
    return account


def tell_of_reset(account_id: int) -> None:
    """Tell the account's mobile that its password was reset in person."""
    account = Account.objects.select_related("person", "organisation").filter(pk=account_id).first()
    holder = (account.person or account.organisation) if account is not None else None
    if holder is not None:
        text = _("您账号的密码已凭窗口办理的重设码修改，所有设备都已退出登录。不是您本人的，请拨打 12345。")
        notices.send(holder.mobile or "", text)


def _find(who: str) -> Account | None:
    accounts = Account.objects.select_related(*RELATED).filter(is_active=True)
    typed = who.strip()[:60].replace("\x00", "")
    by_name = accounts.filter(username=typed.lower()).first()
    if by_name is not None:
        return by_name
    try:
        key = numbers.resident_id_key(codes.ResidentId.parse(typed))
        of_person = accounts.filter(
            person__resident_id_hash=key, person__level__gte=Level.REAL_NAME, post=None
        )
        return of_person.first()
    except Refusal:
        pass
    try:
        uscc = str(codes.Uscc.parse(typed))
    except Refusal:
        return None
    return accounts.filter(organisation__uscc=uscc, organisation__level__gte=Level.REAL_NAME).first()


def _require_right(by: Actor, account: Account) -> None:
    mine = account.pk == by.account_id or (by.person_id is not None and account.person_id == by.person_id)
    if account.post is None:
        right = by.has_role(Role.WINDOW, Role.CHIEF)
    else:
        right = by.has_role(Role.ADMIN) and str(account.post.agency_id) == by.agency
    if mine or not right:
        raise NotYours


def _look(account: Account, reason: str) -> Access:
    kind = "organisation" if account.organisation_id is not None else "person"
    subject = account.organisation_id or account.person_id or 0
    return Access(kind, subject, _("账号（当面重设密码）"), reason)


def _judge(password: str, *about: str) -> None:
    try:
        numbers.password(password, about=about)
    except BadSpelling as weak:
        raise RegistrationInvalid(errors={"password": [weak.message]}) from weak


def _digest(account_id: int, code: str) -> bytes:
    return hashing.keyed_hash("reset-slip", f"{account_id}:{code}")
