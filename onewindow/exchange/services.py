"""Verbs of the exchange."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from onewindow.exchange import gateways, receipts
from onewindow.exchange.connectors import connector_of
from onewindow.exchange.errors import BadRequest
from onewindow.exchange.facts import Fact, FactRequest, Purpose
from onewindow.exchange.models import ExchangeRecord, Resource
from onewindow.exchange.queries import forget_resources, resource
from onewindow.exchange.questions import Answer, Finding, Question, ask, examine
from onewindow.identity.public import Access, Applicant, record_accesses
from onewindow.kernel.public import Actor, audit, canonical, clock, ids, inserting, making, unit


@dataclass(frozen=True)
class Gathered:
    """What the sources answered, and the log rows that tell of it, not yet written."""

    facts: Mapping[str, Fact]
    records: list[ExchangeRecord]
    accesses: list[Access]


DECLARED = ("name", "provider", "source", "sharing", "cycle", "about", "keys", "fields", "connector")
DESCRIBED = {
    "basis": "", "catalogue_code": "", "abstract": "", "format": "", "method": "", "condition": "",
    "open": False, "open_condition": "", "published": None, "linked": [],
}  # fmt: skip
SECONDS_IN_ALL = 5.0
QUESTIONS_AT_ONCE = 20


def collect(
    requests: Sequence[FactRequest], *, by: Actor, subject: Applicant, purpose: Purpose, city: str = "4500"
) -> dict[str, Fact]:
    """Ask all sources at once and return one fact per resource, logged before it is returned.

    As `gather`, then `keep` in a transaction of its own; none where nothing is asked.
    """
    if not requests:
        return {}
    gathered = gather(requests, by=by, subject=subject, purpose=purpose, city=city)
    with unit.work():
        keep(by=by, gathered=gathered)
    return dict(gathered.facts)


def gather(
    requests: Sequence[FactRequest], *, by: Actor, subject: Applicant, purpose: Purpose, city: str = "4500"
) -> Gathered:
    """Ask all sources at once; the caller must `keep` what comes back before anybody is answered.

    At most 2 s a source and 5 s in all; call it outside a transaction. A source that is dead, slow or lying
    yields a fact with status `down`, never an exception. Raises UnknownResource and BadRequest for a question
    that cannot be put.
    """
    if not requests:
        return Gathered({}, [], [])  # who asks nothing waits for nobody, so that is free inside one too
    _refuse_inside_transaction()
    at = clock.now()
    questions = _questions(requests, purpose, at)
    answers = gateways.current().ask(questions, seconds=SECONDS_IN_ALL)
    findings = [examine(question, answer) for question, answer in zip(questions, answers, strict=True)]
    records = [
        _record(question, answer, finding, by=by, subject=subject, purpose=purpose, at=at, city=city)
        for question, answer, finding in zip(questions, answers, findings, strict=True)
    ]
    receipts.sign(records)
    facts = {
        record.resource: Fact(
            resource=record.resource,
            status=finding.status,
            value=finding.value,
            source=record.source,
            at=at,
            receipt=record.receipt,
            milliseconds=record.milliseconds,
            cause=finding.cause,
        )
        for record, finding in zip(records, findings, strict=True)
    }
    return Gathered(facts, records, _accesses(questions, answers, subject, purpose))


def keep(*, by: Actor, gathered: Gathered) -> None:
    """Write exchange log and access log of a question, at the end of the caller's unit of work."""
    inserting.insert(*gathered.records)
    record_accesses(by, gathered.accesses)


def declare_resource(*, by: Actor, declaration: Mapping[str, Any]) -> bool:
    """Put a declaration of `connectors.read_declarations` into the catalogue; tell whether it changed."""
    values = {name: declaration[name] for name in DECLARED}
    values |= {name: declaration.get(name, unsaid) for name, unsaid in DESCRIBED.items()}
    digest = canonical.sm3(canonical.canonical_json(values))
    with unit.work():
        row = Resource.objects.select_for_update().filter(code=declaration["code"]).first()
        if row is not None and (row.kept_by or bytes(row.digest) == digest):
            return False  # what its provider keeps at the desk is the provider's
        row = row or Resource(code=declaration["code"])
        for name, value in values.items():
            setattr(row, name, value)
        row.digest = digest
        row.save()
        audit.record(by, "resource.declared", row)
    forget_resources()
    return True


def _refuse_inside_transaction() -> None:
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("sources are asked outside a transaction")


def _questions(requests: Sequence[FactRequest], purpose: Purpose, at: datetime) -> list[Question]:
    codes = [request.resource for request in requests]
    if len(set(codes)) != len(codes) or len(codes) > QUESTIONS_AT_ONCE:
        raise BadRequest(resource="、".join(codes), keys="同一资源一次只问一回")
    return [ask(connector_of(resource(request.resource)), request, purpose, at) for request in requests]


def _record(
    question: Question,
    answer: Answer,
    finding: Finding,
    *,
    by: Actor,
    subject: Applicant,
    purpose: Purpose,
    at: datetime,
    city: str,
) -> ExchangeRecord:
    return making.made(
        ExchangeRecord,
        id=ids.new_id(),
        receipt=question.receipt,
        resource=question.connector.resource,
        source=question.connector.source_name,
        item=purpose.item,
        case=purpose.case,
        reason=purpose.reason,
        actor=by.label,
        subject_kind=subject.kind,
        subject_id=_subject_id(subject),
        request_digest=canonical.sm3(question.body),
        response_digest=None if answer.body is None else canonical.sm3(answer.body),
        source_signature=answer.signature[:300],
        status=finding.status,
        cause=finding.cause,
        milliseconds=answer.milliseconds,
        at=at,
        city=city,
    )


def _accesses(
    questions: Sequence[Question], answers: Sequence[Answer], subject: Applicant, purpose: Purpose
) -> list[Access]:
    """One line per source that answered; a source that was never reached has not been read."""
    subject_id = _subject_id(subject)
    if subject_id is None:
        return []
    return [
        Access(
            subject_kind=subject.kind,
            subject_id=subject_id,
            what=question.connector.resource_name,
            reason=purpose.reason,
            case=purpose.case,
            item=purpose.item,
            source=question.connector.source_name,
        )
        for question, answer in zip(questions, answers, strict=True)
        if answer.body is not None
    ]


def _subject_id(subject: Applicant) -> int | None:
    return subject.person_id if subject.kind == "person" else subject.organisation_id
