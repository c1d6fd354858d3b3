"""Reads of asks and gatherings."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from onewindow.cases import public as cases
from onewindow.collaboration import policies
from onewindow.collaboration.models import Ask, AskState, Gathering, Joint
from onewindow.documents import public as documents
from onewindow.government import public as government
from onewindow.kernel.public import Actor, clock

PAGE_SIZE = 20


@dataclass(frozen=True)
class AskPage:
    """One keyset page of asks."""

    rows: list[Ask]
    after: str
    today: date


def ask_list(by: Actor, *, tab: str = "todo", after: str = "") -> AskPage:
    """Return what the actor's body still has to answer, was asked, or asked; one statement."""
    rows: QuerySet[Ask] = policies.asks_from(by) if tab == "from" else policies.asks_to(by)
    if tab == "todo":
        rows = rows.filter(state=AskState.ASKED)
    with suppress(ValueError):
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    found = list(rows.select_related("case", "from_agency", "to_agency").order_by("-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return AskPage(shown, str(shown[-1].pk) if len(found) > PAGE_SIZE else "", clock.today())


def asks_about(case: cases.Case) -> list[Ask]:
    """Return what was asked of others about a case, oldest first."""
    return list(Ask.objects.filter(case=case).select_related("to_agency").order_by("id"))


def file_reading(by: Actor, stored: documents.StoredFile) -> documents.Reading | None:
    """Grant a material named in an open ask to the asked body, until its answer or the end of the case."""
    if by.kind != "official" or not by.agency:
        return None
    open_ = Ask.objects.filter(
        to_agency_id=by.agency, state=AskState.ASKED, case__materials__file_id=stored.pk
    )
    open_ = open_.exclude(case__status__in=sorted(cases.FINAL))
    for ask in open_.select_related("case", "to_agency").order_by("id"):
        wanted = ask.case.materials.filter(file_id=stored.pk, seq__in=ask.materials)
        if policies.may_answer(by, ask) and wanted.exists():
            kind = "person" if ask.case.person_id else "organisation"
            key = ask.case.person_id or ask.case.organisation_id
            reason = f"按需协同 {ask.number}"
            return documents.Reading(kind, key, reason, case=ask.case.number, item=ask.case.item_code)
    return None


@dataclass(frozen=True)
class Met:
    """A gathering as pages show it: its bodies by name, who signed."""

    row: Gathering
    bodies: list[str]
    signed: list[str]
    may_sign: bool


def gatherings_of(joint: Joint, by: Actor | None = None) -> list[Met]:
    """Return the gatherings of a joint case, oldest first, in two statements."""
    rows = list(Gathering.objects.filter(joint=joint).order_by("id"))
    keys = {key for one in rows for key in one.bodies}
    names = dict(government.Agency.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    met = []
    for one in rows:
        done = {row["agency"] for row in one.signed}
        mine = by is not None and one.recorded_at is not None and any(
            str(key) == by.agency and key not in done for key in one.bodies
        )  # fmt: skip
        signed = [f"{names.get(row['agency'], '')} {row['name']}" for row in one.signed]
        met.append(Met(one, [names.get(key, "") for key in one.bodies], signed, mine))
    return met
