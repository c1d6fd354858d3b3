"""Who may: issue and change licences, deliver, use, hold."""

from django.db.models import QuerySet

from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.identity.public import Role
from onewindow.kernel.public import Actor
from onewindow.licences.errors import MayNotUse, NotTheHolder, NotTheIssuer, NotTheKeeper
from onewindow.licences.models import ErrorReport, Licence, QuarantineRow, SubLibrary

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


def require_keeper(by: Actor, library: SubLibrary | None) -> None:
    """Raise NotTheKeeper unless the actor keeps the data of the body behind a sub-library."""
    if by.kind == "system":
        return
    held = by.kind in {"official", "client"} and by.has_role(*KEEPERS)
    if not held or (library is not None and by.agency != str(library.keeper_id)):
        raise NotTheKeeper


def require_user(by: Actor) -> None:
    """Raise MayNotUse unless the post handles cases."""
    if by.kind != "official" or not by.has_role(*USERS):
        raise MayNotUse


def licences_held_by(by: Actor) -> QuerySet[Licence]:
    """Return the actor's own licences: by the number confirmed from L2 on, else none."""
    key = identity.number_key_of(by)
    rows = Licence.objects.select_related("type")
    return rows.none() if key is None else rows.filter(holder_key=key)


def require_holder(by: Actor, licence: Licence) -> None:
    """Raise NotTheHolder unless the licence is the actor's own."""
    key = identity.number_key_of(by)
    if key is None or key != bytes(licence.holder_key):
        raise NotTheHolder


def libraries_kept_by(by: Actor) -> QuerySet[SubLibrary]:
    """Return the sub-libraries whose data the actor keeps."""
    rows = SubLibrary.objects.select_related("keeper")
    if by.kind == "system":
        return rows
    if by.kind not in {"official", "client"} or not by.has_role(*KEEPERS) or not by.agency:
        return rows.none()
    return rows.filter(keeper_id=int(by.agency))


def quarantine_of(by: Actor) -> QuerySet[QuarantineRow]:
    """Return the bad rows the actor may repair."""
    return QuarantineRow.objects.select_related("library").filter(library__in=libraries_kept_by(by))


def reports_for(by: Actor) -> QuerySet[ErrorReport]:
    """Return the reports of holders that the actor's body has to answer."""
    rows = ErrorReport.objects.select_related("licence__type")
    if by.kind != "official" or not by.has_role(*CHANGERS):
        return rows.none()
    return rows.filter(licence__issuer_uscc=agency_uscc(by))
