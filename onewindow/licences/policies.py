"""Who may: issue and change licences, deliver, use, hold."""

from django.db.models import QuerySet

from onewindow.government import public as government
from onewindow.government.public import Agency
from onewindow.identity import public as identity
from onewindow.identity.public import Role
from onewindow.kernel.public import Actor
from onewindow.licences.errors import MayNotUse, NotTheHolder, NotTheIssuer, NotTheKeeper
from onewindow.licences.limits import limits
from onewindow.licences.models import (
    Delegation,
    ErrorReport,
    Licence,
    LicenceType,
    LicenceUse,
    Permit,
    QuarantineRow,
    Showing,
    SubLibrary,
)

CHANGERS = (Role.APPROVE, Role.CHIEF)
USERS = (Role.WINDOW, Role.REVIEW, Role.APPROVE, Role.CHIEF)
KEEPERS = (Role.DATA,)


def agency_uscc(by: Actor) -> str:
    """Return the code of the body an official acts for, empty for anyone else."""
    if by.kind != "official" or not by.agency:
        return ""
    return government.agency(int(by.agency)).uscc


def require_issuer(by: Actor, licence: Licence) -> str:
    """Return the issuer's code where the actor decides for it; raise NotTheIssuer."""
    if by.kind == "official" and by.has_role(*CHANGERS) and agency_uscc(by) == licence.issuer_uscc:
        return licence.issuer_uscc
    raise NotTheIssuer


def require_issuing(by: Actor, kind: LicenceType) -> Agency:
    """Return the officer's body where it may issue licences of a type at its desk; raise NotTheIssuer.

    That is the body that defines the type, and each that a sub-library of its keeper delivers for.
    """
    if by.kind != "official" or not by.agency or not by.has_role(*CHANGERS):
        raise NotTheIssuer
    body = government.agency(int(by.agency))
    if body.uscc == kind.definer_uscc:
        return body
    of_keeper = SubLibrary.objects.filter(keeper__uscc=kind.definer_uscc, issuers__contains=[body.uscc])
    if not of_keeper.exists():
        raise NotTheIssuer
    return body


def require_keeper(by: Actor, library: SubLibrary | None) -> None:
    """Raise NotTheKeeper unless the actor keeps the data of a sub-library, or of the main library.

    A keeper is a data post or an outside system of the body behind it; the main library's keeper keeps all.
    """
    if by.kind == "system" or keeps_all(by):
        return
    held = by.kind == "client" or (by.kind == "official" and by.has_role(*KEEPERS))
    if not held or library is None or by.agency != str(library.keeper_id):
        raise NotTheKeeper


def keeps_all(by: Actor) -> bool:
    """Tell whether the actor keeps the data of the main library (总库)."""
    return by.kind == "official" and by.has_role(*KEEPERS) and agency_uscc(by) == limits().main_keeper


def require_user(by: Actor) -> None:
    """Raise MayNotUse unless the post handles cases."""
    if by.kind != "official" or not by.has_role(*USERS):
        raise MayNotUse


def licences_held_by(by: Actor) -> QuerySet[Licence]:
    """Return the actor's own licences: by the number confirmed from L2 on, else none; not to an agent."""
    key = identity.number_key_of(by) if identity.is_principal(by) else None
    rows = Licence.objects.select_related("type")
    return rows.none() if key is None else rows.filter(holder_key=key)


def require_holder(by: Actor, licence: Licence) -> None:
    """Raise NotTheHolder unless the licence is the actor's own; an agent is not the holder."""
    key = identity.number_key_of(by) if identity.is_principal(by) else None
    if key is None or key != bytes(licence.holder_key):
        raise NotTheHolder


def delegations_to(by: Actor) -> QuerySet[Delegation]:
    """Return what others let the actor show, ended or not."""
    key = identity.number_key_of(by) if identity.is_principal(by) else None
    rows = Delegation.objects.select_related("licence__type")
    return rows.none() if key is None else rows.filter(delegate_key=key, ended_at=None)


def showings_of(by: Actor) -> QuerySet[Showing]:
    """Return the codes the actor made."""
    rows = Showing.objects.select_related("licence__type", "delegation")
    return rows.filter(account_id=by.account_id or 0)


def uses_by(by: Actor) -> QuerySet[LicenceUse]:
    """Return the uses an official made: only who looked may look again."""
    rows = LicenceUse.objects.select_related("licence__type")
    return rows.filter(actor=by.label) if by.kind in {"official", "client"} else rows.none()


def may_give_permits(by: Actor, kind: LicenceType) -> bool:
    """Tell whether the actor decides which outside systems may look a type up: its definer's data post."""
    if by.kind != "official" or not by.has_role(*KEEPERS):
        return False
    return agency_uscc(by) in {kind.definer_uscc, limits().main_keeper}


def permits_seen_by(by: Actor) -> QuerySet[Permit]:
    """Return the permits of types whose permits the actor gives."""
    rows = Permit.objects.select_related("type")
    if keeps_all(by):
        return rows
    if by.kind != "official" or not by.has_role(*KEEPERS):
        return rows.none()
    return rows.filter(type__definer_uscc=agency_uscc(by))


def issued_for(by: Actor) -> QuerySet[Licence]:
    """Return the licences of the official's own body, for the posts that keep them."""
    rows = Licence.objects.select_related("type")
    if by.kind != "official" or not by.has_role(*USERS, *KEEPERS):
        return rows.none()
    return rows.filter(issuer_uscc=agency_uscc(by))


def libraries_kept_by(by: Actor) -> QuerySet[SubLibrary]:
    """Return the sub-libraries whose data the actor keeps."""
    rows = SubLibrary.objects.select_related("keeper")
    if by.kind == "system" or keeps_all(by):
        return rows
    held = by.kind == "client" or (by.kind == "official" and by.has_role(*KEEPERS))
    return rows.filter(keeper_id=int(by.agency)) if held and by.agency else rows.none()


def quarantine_of(by: Actor) -> QuerySet[QuarantineRow]:
    """Return the bad rows the actor may repair."""
    rows = QuarantineRow.objects.select_related("library")
    if by.kind == "system" or keeps_all(by):
        return rows  # rows of no known issuer are seen by the main library alone
    return rows.filter(library__in=libraries_kept_by(by))


def reports_for(by: Actor) -> QuerySet[ErrorReport]:
    """Return the reports of holders that the actor's body has to answer."""
    rows = ErrorReport.objects.select_related("licence__type")
    if by.kind != "official" or not by.has_role(*CHANGERS):
        return rows.none()
    return rows.filter(licence__issuer_uscc=agency_uscc(by))
