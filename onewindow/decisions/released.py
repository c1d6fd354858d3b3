"""The rules in force: compiled once per version, looked up anew every few seconds.

Within `FRESH` seconds a decision costs no SQL; after that one statement reads switch and versions again. So a
kill switch acts at once in the process that sets it and within `FRESH` seconds in every other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onewindow.decisions.judgement import Rules
from onewindow.decisions.models import RuleSetVersion, VersionState
from onewindow.rules.public import compile_model

FRESH = 5.0


@dataclass(frozen=True)
class InForce:
    """What is known of a rule set: its switch and its released versions, the latest first."""

    switched_off: bool
    versions: tuple[tuple[int, date], ...]

    def on(self, day: date) -> Rules | None:
        """Return the rules that decide on a day."""
        pk = next((pk for pk, start in self.versions if start <= day), None)
        return None if pk is None else compiled(pk)


_known: dict[str, tuple[float, InForce]] = {}


def in_force(rule_set: str) -> InForce:
    """Return the state of a rule set, at most `FRESH` seconds old; unknown codes have no version."""
    known = _known.get(rule_set)
    if known and time.monotonic() - known[0] < FRESH:
        return known[1]
    found = _read(rule_set)
    _known[rule_set] = (time.monotonic(), found)
    return found


def _read(rule_set: str) -> InForce:
    rows = list(
        RuleSetVersion.objects.filter(rule_set__code=rule_set, state=VersionState.RELEASED)
        .order_by("-number")
        .values_list("pk", "effective_from", "rule_set__switched_off")
    )
    return InForce(
        any(off for _, _, off in rows),
        tuple((pk, start) for pk, start, _ in rows if start is not None),
    )


def forget(rule_set: str) -> None:
    """Read a rule set anew at the next decision."""
    _known.pop(rule_set, None)


@lru_cache(maxsize=256)
def compiled(version_id: int) -> Rules:
    """Return a version ready to judge; versions never change, so it is compiled once per process."""
    version = RuleSetVersion.objects.select_related("rule_set").get(pk=version_id)
    return rules_of(version)


def rules_of(version: RuleSetVersion) -> Rules:
    """Compile a version."""
    model = compile_model(version.dmn_xml)
    return Rules(version.rule_set.code, version.number, version.digest, model, version.pk)


def stored(version: RuleSetVersion) -> Rules:
    """Compile a version as it is stored now; the same text is compiled once per process."""
    return _of_text(version.rule_set.code, version.number, version.digest, version.pk, version.dmn_xml)


@lru_cache(maxsize=64)
def _of_text(code: str, number: int, digest: str, pk: int, dmn_xml: str) -> Rules:
    return Rules(code, number, digest, compile_model(dmn_xml), pk)
