"""Has a rate shifted? Fisher's exact test: false alarms are bounded for any number of decisions."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma

from onewindow.decisions.reviews.numbers import numbers


@dataclass(frozen=True)
class Count:
    """How many of how many."""

    hits: int
    total: int

    @property
    def share(self) -> float:
        """The hits as a share of all."""
        return self.hits / self.total if self.total else 0.0


def probability(now: Count, before: Count) -> float:
    """Return how likely a difference at least as rare is where nothing has changed (two-sided)."""
    hits, total = now.hits + before.hits, now.total + before.total
    if total == 0:
        return 1.0
    first, last = max(0, hits - before.total), min(hits, now.total)
    base = _choose(total, hits)
    logs = [_choose(now.total, k) + _choose(before.total, hits - k) - base for k in range(first, last + 1)]
    limit = logs[now.hits - first] + 1e-7
    return min(1.0, sum(exp(log) for log in logs if log <= limit))


def has_shifted(now: Count, before: Count, *, tests: int = 1) -> bool:
    """Tell whether a rate changed: enough decisions, enough points, and rarer than alpha over all tests."""
    known = numbers()
    if min(now.total, before.total) < known["shift_least_decisions"]:
        return False
    if abs(now.share - before.share) * 100 < known["shift_least_points"]:
        return False
    return probability(now, before) <= known["shift_alpha"] / tests


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
