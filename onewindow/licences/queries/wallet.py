"""What a holder sees: the wallet, the ways a licence was used, the codes and delegations that are open."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewindow.kernel.public import Actor, clock
from onewindow.licences import policies
from onewindow.licences.errors import LicenceNotFound
from onewindow.licences.models import Delegation, ErrorReport, Licence, LicenceUse, Showing
from onewindow.licences.states import Status
from onewindow.ui.public import Page

WALLET = 200
USES_A_PAGE = 20


@dataclass(frozen=True)
class Wallet:
    """证照夹: what may be relied on today, what no longer holds, what others let one show."""

    good: Sequence[Licence]
    others: Sequence[Licence]
    lent: Sequence[Delegation]


def wallet(by: Actor) -> Wallet:
    """Return the actor's wallet: four statements at most, whatever is in it."""
    today = clock.today()
    rows = list(policies.licences_held_by(by).defer("record").order_by("status", "-issued_on")[:WALLET])
    good = [one for one in rows if one.is_in_force(today)]
    lent = policies.delegations_to(by).filter(good_until__gte=today).order_by("-id")[:WALLET]
    return Wallet(good, [one for one in rows if one not in good], list(lent))


def newest_of(by: Actor, limit: int = 3) -> list[Licence]:
    """Return the actor's newest licences in force, for a glance; one statement after the actor's number."""
    rows = policies.licences_held_by(by).defer("record").filter(status=Status.IN_FORCE)
    today = clock.today()
    return [one for one in rows.order_by("-issued_on", "-version")[:WALLET] if one.is_in_force(today)][:limit]


def own_licence(by: Actor, token: str) -> Licence:
    """Return one of the actor's own licences by its verification code; raise LicenceNotFound."""
    found = policies.licences_held_by(by).filter(token=token).first()
    if found is None:
        raise LicenceNotFound
    return found


def lent_licence(by: Actor, delegation_id: int) -> Delegation:
    """Return what somebody lets the actor show; raise LicenceNotFound when it is over."""
    found = policies.delegations_to(by).filter(pk=delegation_id).first()
    if found is None or not found.is_good(clock.today()):
        raise LicenceNotFound
    return found


def uses_of(licence: Licence, after: str = "") -> Page[LicenceUse]:
    """Return one keyset page of the uses of a loaded licence, the newest first."""
    rows = LicenceUse.objects.filter(licence=licence)
    if after.isdigit():
        rows = rows.filter(pk__lt=int(after[:18]))
    found = list(rows.order_by("-id")[: USES_A_PAGE + 1])
    shown = found[:USES_A_PAGE]
    return Page(shown, str(shown[-1].pk) if len(found) > USES_A_PAGE else "")


def open_delegations(licence: Licence) -> list[Delegation]:
    """Return who may show a loaded licence now."""
    rows = Delegation.objects.filter(licence=licence, ended_at=None, good_until__gte=clock.today())
    return list(rows.order_by("-id")[:50])


def open_showings(by: Actor, licence: Licence) -> list[Showing]:
    """Return the actor's codes of a licence that are still waiting."""
    rows = policies.showings_of(by).filter(
        licence=licence, used_at=None, cancelled_at=None, good_until__gt=clock.now()
    )
    return list(rows.order_by("-id"))


def own_showing(by: Actor, showing_id: int) -> Showing:
    """Return a code the actor made; raise LicenceNotFound."""
    found = policies.showings_of(by).filter(pk=showing_id).first()
    if found is None:
        raise LicenceNotFound
    return found


def reports_of(licence: Licence) -> list[ErrorReport]:
    """Return what was reported wrong with a loaded licence, the newest first."""
    return list(ErrorReport.objects.filter(licence=licence).order_by("-id")[:20])
