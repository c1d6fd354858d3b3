"""Reads of licences."""

from collections.abc import Collection
from uuid import UUID

from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import clock, codes, prepared
from onewindow.licences.errors import LicenceNotFound
from onewindow.licences.models import Licence
from onewindow.licences.queries.types import licence_type
from onewindow.licences.states import LIVE, Status

_BY_TOKEN = prepared.Lookup(lambda: Licence.objects.select_related("type"), "token")
_BY_IDENTIFIER = prepared.Lookup(lambda: Licence.objects.select_related("type"), "identifier")


def licence(identifier: str) -> Licence:
    """Return a licence by its identifier, with or without the root; raise LicenceNotFound."""
    text = identifier.strip()[:200].upper().removeprefix(f"{codes.LICENCE_ROOT}.")
    found = _BY_IDENTIFIER.first(text)
    if found is None:
        raise LicenceNotFound
    return found


def licence_by_token(token: str) -> Licence | None:
    """Return the licence a verification code belongs to, or nothing."""
    if not documents.is_token(token):
        return None
    return _BY_TOKEN.first(token)


def licence_by_id(licence_id: UUID) -> Licence:
    """Return a licence by its key; raise LicenceNotFound."""
    found = Licence.objects.select_related("type").filter(pk=licence_id).first()
    if found is None:
        raise LicenceNotFound
    return found


def licences_of(number: str, *, types: Collection[str] = ()) -> list[Licence]:
    """Return all licences of a holder's number, those in force first, the newest first."""
    rows = Licence.objects.select_related("type").filter(holder_key=identity.number_key(number))
    if types:
        rows = rows.filter(type__in=types)
    return list(rows.order_by("status", "-issued_on", "-version")[:200])


def in_force(number: str, types: Collection[str]) -> list[Licence]:
    """Return the holder's licences of some types that may be relied on today; grade A, never asked for."""
    today = clock.today()
    rows = Licence.objects.select_related("type").filter(
        holder_key=identity.number_key(number), status=Status.IN_FORCE, type__in=types
    )
    return [row for row in rows.order_by("-issued_on", "-version") if row.is_in_force(today)]


def held_of_type(number: str, type_code: str, *, lock: bool = False) -> list[Licence]:
    """Return all licences of a type that a holder has or had, the newest version first, in one statement."""
    rows = Licence.objects.select_for_update(of=("self",)) if lock else Licence.objects.all()
    code = licence_type(type_code).code
    found = rows.filter(type=code, holder_key=identity.number_key(number))
    return list(found.order_by("-version"))


def live_of_case(case_number: str) -> list[Licence]:
    """Return the licences issued by a case."""
    return list(Licence.objects.select_related("type").filter(case_number=case_number).order_by("type"))


__all__ = [
    "LIVE",
    "held_of_type",
    "in_force",
    "licence",
    "licence_by_id",
    "licence_by_token",
    "licences_of",
    "live_of_case",
]
