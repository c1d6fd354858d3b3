"""数量台账: quantities that grants take off a source permit, never more than it allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import connection
from django.db.models import Sum

from onewindow.decisions.errors import LedgerExhausted
from onewindow.decisions.models import DecisionRecord, LedgerEntry
from onewindow.kernel.public import Actor, audit, clock, unit, yaml_file

FILE = Path(__file__).parent / "data" / "ledgers.yaml"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where a rule set's quantities stand: answers `key` and `amount`, field `limit` of a resource."""

    key: str
    amount: str
    resource: str
    limit: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What one application takes: from which permit, how much, and how much the permit allows in all."""

    key: str
    amount: int
    limit: int


@cache
def ledgers() -> Mapping[str, Ledger]:
    """Return the declared ledgers by rule set."""
    told = yaml_file.read(FILE)
    return {
        code: Ledger(row["key"], row["amount"], row["resource"], row["limit"]) for code, row in told.items()
    }


def used(rule_set: str, key: str) -> int:
    """Return what grants have taken off a permit so far; one statement."""
    rows = LedgerEntry.objects.filter(rule_set=rule_set, key=key)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def position(rule_set: str, answers: Mapping[str, object]) -> dict[str, object] | None:
    """Return what the rules see of the ledger for these answers, or None where a rule set has none."""
    ledger = ledgers().get(rule_set)
    return None if ledger is None else {"used": used(rule_set, str(answers.get(ledger.key, "")))}


def withdrawal(rule_set: str, inputs: Mapping[str, object]) -> Withdrawal | None:
    """Read from stored inputs what a grant would take; None without a ledger, a permit or a number."""
    ledger = ledgers().get(rule_set)
    answers, facts = inputs.get("answers"), inputs.get("facts")
    if ledger is None or not isinstance(answers, Mapping) or not isinstance(facts, Mapping):
        return None
    fact = facts.get(ledger.resource) or {}
    limit, amount = (fact.get("value") or {}).get(ledger.limit), str(answers.get(ledger.amount, ""))
    if not isinstance(limit, int) or not amount.isdecimal():
        return None
    return Withdrawal(str(answers.get(ledger.key, "")), int(amount), limit)


def take(by: Actor, *, rule_set: str, inputs: Mapping[str, object], case_number: str, city: str) -> None:
    """Take a grant's quantity off its permit, once per case; raise LedgerExhausted when it is not there.

    In the caller's unit of work: the grant and what it takes are one commit. Takers of one permit wait for
    each other.
    """
    wanted = withdrawal(rule_set, inputs)
    if wanted is None:
        return
    with unit.work():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{rule_set}:{wanted.key}"]
            )
        if LedgerEntry.objects.filter(case_number=case_number).exists():
            return
        left = wanted.limit - used(rule_set, wanted.key)
        if wanted.amount > left:
            raise LedgerExhausted(left=left, wanted=wanted.amount)
        entry = LedgerEntry.objects.create(
            rule_set=rule_set,
            key=wanted.key,
            amount=wanted.amount,
            case_number=case_number,
            city=city,
            taken_at=clock.now(),
        )
        audit.record(by, "ledger.taken", entry)


def take_for_case(*, by: Actor, rule_set: str, case_number: str) -> None:
    """Take what a case's grant by an officer takes, as its automatic decision would have.

    Raises LedgerExhausted. Costs no SQL where the rule set has no ledger.
    """
    if rule_set not in ledgers():
        return
    records = DecisionRecord.objects.filter(case_number=case_number, rule_set=rule_set)
    record = records.order_by("-id").first()
    if record is not None:
        take(
            by,
            rule_set=record.rule_set,
            inputs=json.loads(record.inputs or "{}"),
            case_number=case_number,
            city=record.city,
        )
