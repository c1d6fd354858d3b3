"""Take a lost second factor away: one security administrator asks, another one agrees."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onewindow.identity import policies
from onewindow.identity.errors import ReasonMissing
from onewindow.identity.levels import Role
from onewindow.identity.limits import REASON_LENGTH
from onewindow.identity.models import Account
from onewindow.identity.signin import rules
from onewindow.identity.signin.errors import OfficialNotFound, OnlyForOfficials, ReleaseGone, SelfRelease
from onewindow.identity.signin.events import FactorsReleased
from onewindow.identity.signin.factors import has_factor
from onewindow.identity.signin.models import Authenticator, Passkey, RecoveryCode, Release, SecurityEvent
from onewindow.identity.signin.security import Place, note
from onewindow.identity.signin.sessions import end_sessions
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

SHOWN = 50


def ask_release(*, by: Actor, username: str, reason: str, place: Place | None = None) -> Release:
    """Ask that an official's second factors be taken away; asking again returns what waits.

    Raises RoleMissing, SelfRelease, OfficialNotFound, OnlyForOfficials (nothing to take), ReasonMissing.
    """
    policies.require_role(by, Role.SECURITY)
    said = " ".join(reason.replace("\x00", " ").split())
    if not REASON_LENGTH <= len(said) <= 500:
        raise ReasonMissing(errors={"reason": [_("请写明原因，至少 4 个字，例如手机丢失、已当面核对身份。")]})
    typed = username.strip().lower().replace("\x00", "")
    account = Account.objects.filter(username=typed, post__isnull=False, is_active=True).first()
    if account is None:
        raise OfficialNotFound(errors={"username": [OfficialNotFound().message]})
    if account.pk == by.account_id:
        raise SelfRelease
    if not has_factor(account.pk):
        raise OnlyForOfficials(errors={"username": [OnlyForOfficials().message]})
    waiting = _waiting().filter(account=account).first()
    return waiting or _ask(by, account, said, place)


def agree_to_release(*, by: Actor, release_id: int, place: Place | None = None) -> Release:
    """Agree as the second administrator: factors and codes go, sessions end, the next sign-in enrols anew.

    Raises RoleMissing, ReleaseGone, SelfRelease.
    """
    policies.require_role(by, Role.SECURITY)
    with unit.work():
        row = _judged(by, release_id, Release.Status.DONE)
        for kept in (Authenticator, Passkey):
            for factor in kept.objects.filter(account_id=row.account_id):
                audit.record_removal(by, f"{kept._meta.model_name}.released", factor)
                factor.delete()
        RecoveryCode.objects.filter(account_id=row.account_id).delete()
        end_sessions(row.account_id)
        audit.record(by, "release.agreed", row)
        note(SecurityEvent.Kind.RELEASED, account_id=row.account_id, by=by, detail=row.reason, place=place)
        outbox.publish(FactorsReleased(subject=f"account:{row.account_id}"))
    return row


def refuse_release(*, by: Actor, release_id: int) -> Release:
    """Turn a request down. Raises RoleMissing, ReleaseGone, SelfRelease."""
    policies.require_role(by, Role.SECURITY)
    with unit.work():
        row = _judged(by, release_id, Release.Status.REFUSED)
        audit.record(by, "release.refused", row)
    return row


def releases(by: Actor) -> list[Release]:
    """Return the newest requests, those that wait first. Raises RoleMissing."""
    policies.require_role(by, Role.SECURITY)
    rows = Release.objects.select_related("account__person", "account__post__agency", "asked_by__person")
    return sorted(rows.order_by("-id")[:SHOWN], key=lambda row: row.status != Release.Status.ASKED)


def is_fresh(row: Release) -> bool:
    """Tell whether a request still waits for the second administrator."""
    return row.status == Release.Status.ASKED and row.asked_at > _oldest()


def _ask(by: Actor, account: Account, reason: str, place: Place | None) -> Release:
    with unit.work():
        for old in Release.objects.select_for_update().filter(account=account, status=Release.Status.ASKED):
            old.status = Release.Status.REFUSED  # ran out
            old.save(update_fields=["status"])
            audit.record(by, "release.ran_out", old)
        try:
            with transaction.atomic():
                row = Release.objects.create(
                    account=account, reason=reason, asked_by_id=by.account_id, asked_at=clock.now()
                )
        except IntegrityError:
            return _waiting().get(account=account)
        audit.record(by, "release.asked", row)
        note(SecurityEvent.Kind.RELEASE_ASKED, account_id=account.pk, by=by, detail=reason, place=place)
    return row


def _judged(by: Actor, release_id: int, status: Release.Status) -> Release:
    row = _waiting().select_for_update().filter(pk=release_id).first()
    if row is None:
        raise ReleaseGone
    if by.account_id in {row.asked_by_id, row.account_id}:
        raise SelfRelease
    row.status, row.agreed_by_id, row.agreed_at = status, by.account_id, clock.now()
    row.save(update_fields=["status", "agreed_by", "agreed_at"])
    return row


def _waiting() -> QuerySet[Release]:
    return Release.objects.filter(status=Release.Status.ASKED, asked_at__gt=_oldest())


def _oldest() -> datetime:
    return clock.now() - timedelta(minutes=rules.minutes("release"))
