"""Verbs over demands: ask, grant, refuse, object, settle, withdraw."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.db import IntegrityError, transaction

from onewindow.exchange.docking.models import State
from onewindow.exchange.docking.systems import locked as locked_system
from onewindow.exchange.limits import due
from onewindow.exchange.models import Sharing, Standing
from onewindow.exchange.policies import (
    may_ask_for,
    require_asker,
    require_operator,
    require_provider,
    require_speaker,
)
from onewindow.exchange.queries import resource as resource_of
from onewindow.exchange.sharing.errors import (
    AlreadyAsked,
    DemandSettled,
    NotPublished,
    NotShared,
    OthersSystem,
    SystemLeft,
    UnknownDemand,
)
from onewindow.exchange.sharing.grants import end_open_grant
from onewindow.exchange.sharing.models import Demand, DemandState, Grant
from onewindow.exchange.sharing.reading import reason as reason_of
from onewindow.exchange.sharing.reading import wanted
from onewindow.identity.public import require_another_hand
from onewindow.kernel.public import Actor, audit, clock, ids, unit


def ask_demand(
    *, by: Actor, system: str, resource: str, given: Mapping[str, str], fields: Sequence[str]
) -> Demand:
    """Put a demand; an unconditional resource is granted at once (国发〔2016〕51号).

    `given` holds purpose, items, rate, until. Only the system's own body and the operator ask for it. Raises
    RoleMissing, UnknownSystem, OthersSystem, SystemLeft, UnknownResource, NotShared, NotPublished,
    AlreadyAsked, DemandInvalid.
    """
    require_asker(by)
    wished = resource_of(resource)
    if wished.sharing == Sharing.NONE:
        raise NotShared(name=wished.name, basis=wished.basis)
    if wished.standing != Standing.PUBLISHED:
        raise NotPublished(name=wished.name)
    asked = wanted(wished, given, fields)
    now = clock.now()
    with unit.work():
        consumer = locked_system(system)
        if not may_ask_for(by, consumer.agency_id):
            raise OthersSystem(name=consumer.name, body=consumer.agency.name)
        if consumer.state == State.LEFT:
            raise SystemLeft(name=consumer.name)
        row = Demand(
            number=ids.new_number("X", now), system=consumer, resource=wished, purpose=asked.purpose,
            fields=asked.fields, items=asked.items, rate=asked.rate, until=asked.until,
            due=due("demand", clock.today()), asked_by=by.label, asked_at=now, city=consumer.city,
        )  # fmt: skip
        if wished.sharing == Sharing.UNCONDITIONAL:
            row.state, row.answered_by, row.answered_at = DemandState.GRANTED, "system:-", now
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as twice:
            raise AlreadyAsked(name=wished.name) from twice
        if row.state == DemandState.GRANTED:
            _grant(by, row, row.fields, row.rate)
        audit.record(by, "demand.asked", row)
    return row


def grant_demand(*, by: Actor, number: str, fields: Sequence[str] = (), note: str = "") -> Demand:
    """Grant what was asked, or the named fields of it; another hand than the asker's.

    Raises RoleMissing, SameHand, DemandSettled.
    """
    with unit.work():
        row = _locked(number)
        require_provider(by, row.resource.provider)
        require_another_hand(by, row.asked_by)
        _require_state(row, DemandState.ASKED)
        kept = [name for name in row.fields if name in fields] or list(row.fields)
        _answer(row, by, DemandState.GRANTED, " ".join(note.split())[:500])
        _grant(by, row, kept, row.rate)
        audit.record(by, "demand.granted", row)
    return row


def refuse_demand(*, by: Actor, number: str, reason: str) -> Demand:
    """Refuse with a reason the asker can read. Raises RoleMissing, DemandSettled, DemandInvalid."""
    said = reason_of(reason, "reason")
    with unit.work():
        row = _locked(number)
        require_provider(by, row.resource.provider)
        require_another_hand(by, row.asked_by)
        _require_state(row, DemandState.ASKED)
        _answer(row, by, DemandState.REFUSED, said)
        audit.record(by, "demand.refused", row, reason=said)
    return row


def ask_mediation(*, by: Actor, number: str, reason: str) -> Demand:
    """Bring a refused demand before the operator. Raises RoleMissing, DemandSettled, DemandInvalid."""
    require_asker(by)
    said = reason_of(reason, "objection")
    with unit.work():
        row = _locked(number)
        require_speaker(by, row.asked_by, row.system.agency_id)
        _require_state(row, DemandState.REFUSED)
        row.state, row.objection, row.objected_at = DemandState.MEDIATION, said, clock.now()
        row.due = due("mediation", clock.today())
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as twice:
            raise AlreadyAsked(name=row.resource.name) from twice
        audit.record(by, "demand.mediation_asked", row, reason=said)
    return row


def settle_demand(*, by: Actor, number: str, grant: bool, opinion: str) -> Demand:
    """Settle a mediation: the operator grants or closes. Raises RoleMissing, SameHand, DemandSettled."""
    require_operator(by)
    said = reason_of(opinion, "opinion")
    with unit.work():
        row = _locked(number)
        require_another_hand(by, row.asked_by, row.answered_by)
        _require_state(row, DemandState.MEDIATION)
        row.state = DemandState.GRANTED if grant else DemandState.CLOSED
        row.opinion, row.settled_by, row.settled_at = said, by.label, clock.now()
        row.save()
        if grant:
            _grant(by, row, list(row.fields), row.rate)
        audit.record(by, "demand.settled", row, reason=said)
    return row


def withdraw_demand(*, by: Actor, number: str) -> Demand:
    """Take an open demand back; again is nothing. Raises RoleMissing, DemandSettled."""
    require_asker(by)
    with unit.work():
        row = _locked(number)
        require_speaker(by, row.asked_by, row.system.agency_id)
        if row.state == DemandState.WITHDRAWN:
            return row
        _require_state(row, DemandState.ASKED, DemandState.MEDIATION)
        row.state = DemandState.WITHDRAWN
        row.save(update_fields=["state"])
        audit.record(by, "demand.withdrawn", row)
    return row


def _grant(by: Actor, demand: Demand, fields: list[str], rate: int) -> Grant:
    """Open the grant; one still open for the same resource ends, so that one always holds."""
    end_open_grant(by, system_id=demand.system_id, resource_id=demand.resource_id, why="由新的授权代替")
    until = datetime.combine(demand.until, time.max, tzinfo=clock.CHINA)
    row = Grant.objects.create(
        demand=demand, system_id=demand.system_id, resource_id=demand.resource_id, fields=fields,
        items=demand.items, rate=rate, since=clock.now(), until=until, city=demand.city,
    )  # fmt: skip
    audit.record(by, "grant.opened", row)
    return row


def _answer(row: Demand, by: Actor, state: DemandState, said: str) -> None:
    row.state, row.answer, row.answered_by, row.answered_at = state, said, by.label, clock.now()
    row.save()


def _locked(number: str) -> Demand:
    rows = Demand.objects.select_for_update(of=("self",)).select_related("resource", "system__agency")
    row = rows.filter(number=number.replace("\x00", "")[:20]).first()
    if row is None:
        raise UnknownDemand
    return row


def _require_state(row: Demand, *states: DemandState) -> None:
    if row.state not in states:
        raise DemandSettled(state=DemandState(row.state).label)
