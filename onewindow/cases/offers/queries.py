"""Reads of offers: one's own, and the report of the batches."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from onewindow.cases.models import Case
from onewindow.cases.offers.errors import OfferNotFound
from onewindow.cases.offers.models import Offer, OfferBatch, OfferState
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import Actor

MONTHS = 24


@dataclass(frozen=True)
class BatchReport:
    """One month of one item: the batch and what became of its offers."""

    batch: OfferBatch
    name: str
    waiting: int
    confirmed: int
    declined: int
    lapsed: int
    granted: int
    to_people: int


def offers_of(by: Actor) -> QuerySet[Offer]:
    """Return the offers made to the actor's party, in person or under a mandate that covers the item."""
    if by.kind != "person" or by.person_id is None:
        return Offer.objects.none()
    inside = Q()
    for code in by.items or ():
        inside |= Q(item_code__startswith=code)
    return Offer.objects.filter(inside, person_id=by.person_id).order_by("-id")


def offer_for(by: Actor, offer_id: UUID) -> Offer:
    """Return one of the actor's offers; raise OfferNotFound."""
    found = offers_of(by).filter(pk=offer_id).first()
    if found is None:
        raise OfferNotFound
    return found


def batch_reports() -> list[BatchReport]:
    """Return the last months' batches with what became of their offers, in five statements."""
    batches = list(OfferBatch.objects.order_by("-month", "plan")[:MONTHS])
    states: dict[tuple[int, str], int] = {}
    for row in Offer.objects.filter(batch__in=batches).values("batch_id", "state").annotate(n=Count("pk")):
        states[row["batch_id"], row["state"]] = row["n"]
    numbers = dict(
        Offer.objects.filter(batch__in=batches).exclude(case_number="").values_list("case_number", "batch_id")
    )
    filed: dict[tuple[int, bool], int] = {}
    for number, automatic in Case.objects.filter(number__in=numbers).values_list("number", "automatic"):
        place = numbers[number], automatic
        filed[place] = filed.get(place, 0) + 1
    named = {version.pilot_key: version.name for version in catalogue.pilots()}
    return [
        BatchReport(
            batch=one,
            name=named.get(one.plan, one.plan),
            waiting=states.get((one.pk, OfferState.WAITING), 0),
            confirmed=states.get((one.pk, OfferState.CONFIRMED), 0),
            declined=states.get((one.pk, OfferState.DECLINED), 0),
            lapsed=states.get((one.pk, OfferState.LAPSED), 0),
            granted=filed.get((one.pk, True), 0),
            to_people=filed.get((one.pk, False), 0),
        )
        for one in batches
    ]
