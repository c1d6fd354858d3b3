"""The monthly batch: read the list, check each person by the published rules, offer; safe to repeat."""

import json
from collections.abc import Mapping
from datetime import timedelta

from onewindow.cases import materials as listing
from onewindow.cases.offers.events import OfferMade, OfferSettled
from onewindow.cases.offers.models import Offer, OfferBatch, OfferState
from onewindow.cases.offers.plans import Plan, plans
from onewindow.catalogue import public as catalogue
from onewindow.decisions import public as decisions
from onewindow.exchange import public as exchange
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, audit, clock, outbox, unit

AGAIN = timedelta(hours=1)
MOST_PAGES_A_RUN = 20
NOBODY = identity.Applicant(kind="person", account_id=0, name="", number="", mobile="", level=0)


def advance_offers() -> int:
    """Begin the month's missing batches, go on with the unfinished; return the number of offers made.

    Each person is one commit, the list is read page by page, an offer exists once a month and person:
    stopping it anywhere and running it again doubles and loses nothing. A silent source waits an hour.
    """
    made, versions = 0, {version.pilot_key: version for version in catalogue.pilots()}
    for key, plan in plans().items():
        version = versions.get(key)
        if version is None:
            continue
        batch = _batch_of(plan)
        if batch.finished_at is None and batch.next_try_at <= clock.now():
            made += _advance(batch, plan, version)
    lapse_offers()
    return made


def lapse_offers() -> int:
    """Close the offers nobody confirmed in time."""
    with unit.work():
        late = Offer.objects.select_for_update().filter(
            state=OfferState.WAITING, expires_on__lt=clock.today()
        )
        gone = list(late)
        for offer in gone:
            settle(offer, OfferState.LAPSED)
        audit.record(SYSTEM, "offer.lapsed", *gone)
    return len(gone)


def settle(offer: Offer, state: OfferState, case_number: str = "") -> None:
    """Close a locked offer and tell it; the caller records who did."""
    offer.state, offer.case_number, offer.settled_at = state, case_number, clock.now()
    offer.save(update_fields=["state", "case_number", "settled_at"])
    outbox.publish(
        OfferSettled(
            subject=str(offer.pk),
            city=offer.city,
            item_code=offer.item_code,
            state=state,
            case_number=case_number,
        )
    )


def _batch_of(plan: Plan) -> OfferBatch:
    now = clock.now()
    with unit.work():
        batch, made = OfferBatch.objects.get_or_create(
            plan=plan.key,
            month=f"{clock.today():%Y-%m}",
            defaults={"started_at": now, "next_try_at": now},
        )
        if made:
            audit.record(SYSTEM, "offer_batch.started", batch)
    return batch


def _advance(batch: OfferBatch, plan: Plan, version: catalogue.ItemVersion) -> int:
    before = batch.offered
    for _ in range(MOST_PAGES_A_RUN):
        fact = _ask(
            batch, plan, version, {plan.list: {"month": batch.month, "page": str(batch.page)}}, NOBODY
        )
        told = fact[plan.list]
        if told.status == "down":
            _keep(batch, later=True)
            break
        value = told.value or {}
        numbers = [one for one in str(value.get("numbers") or "").split(",") if one]
        outcomes = [_consider(batch, plan, version, number) for number in numbers]
        if "unanswered" in outcomes:
            batch.unanswered += outcomes.count("unanswered")
            batch.offered += outcomes.count("offered")
            _keep(batch, later=True)
            break
        batch.listed += len(numbers)
        for name in ("offered", "without_account", "not_entitled"):
            setattr(batch, name, getattr(batch, name) + outcomes.count(name))
        batch.page += 1
        if not value.get("more"):
            batch.finished_at = clock.now()
            _keep(batch)
            break
        _keep(batch)
    return batch.offered - before


def _keep(batch: OfferBatch, *, later: bool = False) -> None:
    if later:
        batch.next_try_at = clock.now() + AGAIN
    with unit.work():
        batch.save()
        audit.record(SYSTEM, "offer_batch.advanced", batch)


def _ask(
    batch: OfferBatch,
    plan: Plan,
    version: catalogue.ItemVersion,
    wanted: Mapping[str, Mapping[str, str]],
    subject: identity.Applicant,
) -> dict[str, exchange.Fact]:
    return exchange.collect(
        [exchange.FactRequest(resource, dict(keys)) for resource, keys in wanted.items()],
        by=SYSTEM,
        subject=subject,
        purpose=exchange.Purpose(
            item=version.code, case=f"免申即享 {batch.month} {plan.key}", reason=plan.reason
        ),
        city=batch.city,
    )


def _consider(batch: OfferBatch, plan: Plan, version: catalogue.ItemVersion, number: str) -> str:
    """Return what became of one person of the list, in a word that is a counter of the batch."""
    found = identity.subject_of("person", number)
    account = (
        identity.Account.objects.select_related("person")
        .filter(person_id=found[1], post=None, is_active=True)
        .order_by("pk")
        .first()
        if found
        else None
    )
    if account is None or account.person is None:
        return "without_account"
    person = account.person
    if Offer.objects.filter(plan=plan.key, person=person, month=batch.month).exists():
        return "known"
    if Offer.objects.filter(plan=plan.key, person=person, state=OfferState.WAITING).exists():
        return "known"
    applicant = identity.applicant_of(account)
    keys = {"resident_id": applicant.number}
    facts = _ask(batch, plan, version, dict.fromkeys((*plan.facts, *plan.extra), keys), applicant)
    if any(facts[name].status == "down" for name in plan.facts):
        return "unanswered"
    answers = _answers(plan, facts)
    if not _entitled(plan, version, applicant, answers, facts):
        return "not_entitled"
    receipts = [fact.receipt for fact in facts.values()]
    _make(batch, plan, version, person=person, answers=answers, receipts=receipts)
    return "offered"


def _answers(plan: Plan, facts: Mapping[str, exchange.Fact]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, path in plan.answers.items():
        resource, _, field = path.partition(".")
        value = (facts[resource].value or {}).get(field) if facts[resource].status == "ok" else None
        if value is not None:
            found[name] = value
    return found


def _entitled(
    plan: Plan,
    version: catalogue.ItemVersion,
    applicant: identity.Applicant,
    answers: Mapping[str, object],
    facts: Mapping[str, exchange.Fact],
) -> bool:
    """Tell whether the published rules leave nothing but what the person's own confirmation brings."""
    decision = decisions.decide(
        rule_set=version.rule_set,
        answers={**answers, "declaration": True},
        applicant=listing.facts_about(applicant),
        facts={name: facts[name] for name in plan.facts},
        on=clock.today(),
    )
    return all(reason.source in plan.later for reason in decision.reasons)


def _make(
    batch: OfferBatch,
    plan: Plan,
    version: catalogue.ItemVersion,
    *,
    person: identity.Person,
    answers: Mapping[str, object],
    receipts: list[str],
) -> None:
    with unit.work():
        offer = Offer.objects.create(
            batch=batch,
            plan=plan.key,
            month=batch.month,
            item_code=version.code,
            item_name=version.name,
            person=person,
            answers=json.dumps(dict(answers), ensure_ascii=False, sort_keys=True),
            receipts=receipts,
            made_at=clock.now(),
            expires_on=clock.today() + timedelta(days=plan.days),
            city=batch.city,
        )
        audit.record(SYSTEM, "offer.made", offer)
        outbox.publish(
            OfferMade(
                subject=str(offer.pk),
                city=offer.city,
                item_code=offer.item_code,
                person_id=person.pk,
                expires_on=offer.expires_on.isoformat(),
            )
        )
