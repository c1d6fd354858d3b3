"""The nightly task that applies the retention rules, and what identity removes by them."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Model, OuterRef, Subquery

from onewindow.identity.models import AccessRecord
from onewindow.identity.objections.models import Objection
from onewindow.identity.rights import closing, rules
from onewindow.identity.rights.models import Closure, Correction, RetentionRun
from onewindow.identity.rights.rules import Rule, register_removal
from onewindow.identity.signin.models import SecurityEvent
from onewindow.kernel.public import SYSTEM, audit, clock, unit

AT_ONCE = 5_000


def register() -> None:
    """Add what identity removes."""
    register_removal("security-events", _security_events)
    register_removal("accesses", _accesses)
    register_removal("corrections", _corrections)
    register_removal("closures", _closures)


def apply_retention() -> dict[str, int]:
    """Remove what every timed rule ends, note each run, and erase who is no longer bound; safe to repeat."""
    removed = {key: remove(rules.retention()[key].cutoff(clock.now())) for key, remove in _in_order()}
    removed["account"] = closing.release_identities()
    RetentionRun.objects.bulk_create(
        RetentionRun(rule=key, at=clock.now(), removed=count) for key, count in removed.items()
    )
    return removed


def shown() -> list[tuple[Rule, RetentionRun | None]]:
    """Return every rule with its newest run, in one statement."""
    newest = RetentionRun.objects.filter(rule=OuterRef("rule")).order_by().values("rule")
    last = newest.annotate(last=Max("pk")).values("last")
    runs = {run.rule: run for run in RetentionRun.objects.filter(pk=Subquery(last))}
    return [(rule, runs.get(key)) for key, rule in rules.retention().items()]


def _in_order() -> list[tuple[str, rules.Removal]]:
    return sorted(rules.removals.items())


def _security_events(before: datetime) -> int:
    return _in_batches(SecurityEvent, at__lt=before)


def _accesses(before: datetime) -> int:
    """Remove looks; one with an objection goes three years after the answer, and the objection with it."""
    with unit.work():
        answered = list(Objection.objects.filter(answered_at__lt=before, record__at__lt=before)[:AT_ONCE])
        if answered:
            audit.record_removal(SYSTEM, "access.objection_removed", *answered, reason="retention: accesses")
            Objection.objects.filter(pk__in=[row.pk for row in answered]).delete()
    return len(answered) + _in_batches(AccessRecord, at__lt=before, objection=None)


def _corrections(before: datetime) -> int:
    return _recorded(Correction, "correction.removed", decided_at__lt=before)


def _closures(before: datetime) -> int:
    return _recorded(Closure, "closing.removed", ended_at__lt=before, identity_kept=False)


def _recorded(model: type[Model], action: str, **over: Any) -> int:
    gone = 0
    while True:
        with unit.work():
            rows = list(model._default_manager.filter(**over).order_by("pk")[:500])
            if not rows:
                return gone
            audit.record_removal(SYSTEM, action, *rows, reason="retention")
            gone += model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _in_batches(model: type[Model], **over: Any) -> int:
    """Delete without locking a table for long."""
    gone = 0
    while True:
        keys = list(
            model._default_manager.filter(**over).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        )
        if not keys:
            return gone
        gone += model._default_manager.filter(pk__in=keys).delete()[0]
