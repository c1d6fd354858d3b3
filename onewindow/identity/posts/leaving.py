"""Verbs: an official leaves, and everything ends at once; holdings whose days are over are closed."""

from django.db.models import Q

from onewindow.identity.models import Account
from onewindow.identity.posts import policies, reading
from onewindow.identity.posts.errors import HoldingNotFound, OwnRequest
from onewindow.identity.posts.events import OfficialLeft
from onewindow.identity.posts.holding import RUN_OUT, end_open
from onewindow.identity.posts.models import Holding
from onewindow.identity.signin.models import ResetSlip
from onewindow.identity.signin.sessions import end_sessions
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit

AT_ONCE = 500


def leave(*, by: Actor, account_id: int, reason: str) -> Account:
    """End all an official has, now: holdings, deputies, reset slips, sessions and the account; twice is once.

    The person's own account as a citizen stays. Raises RoleMissing, OwnRequest, HoldingNotFound.
    """
    policies.require_opener(by)
    said = reading.reason(reason)
    with unit.work():
        kept = policies.officials_kept_by(by).filter(pk=account_id)
        account = kept.select_for_update(of=("self",)).first()
        if account is None:
            raise HoldingNotFound
        if account.pk == by.account_id:
            raise OwnRequest
        end_open(by, Holding.objects.filter(Q(account=account) | Q(stands_for=account)), said)
        ResetSlip.objects.filter(account=account).delete()
        end_sessions(account.pk)
        if account.is_active:
            account.is_active = False
            account.save(update_fields=["is_active"])
            audit.record(by, "account.left", account, reason=said)
            outbox.publish(OfficialLeft(subject=f"account:{account.pk}"))
    return account


def end_run_out() -> int:
    """Close the holdings whose last day has passed; they count no more already. Returns how many."""
    with unit.work():
        over = Holding.objects.filter(ends_on__lt=clock.today(), status__in=["asked", "given"])
        rows = end_open(
            SYSTEM, over.filter(pk__in=list(over.values_list("pk", flat=True)[:AT_ONCE])), RUN_OUT
        )
    return len(rows)
