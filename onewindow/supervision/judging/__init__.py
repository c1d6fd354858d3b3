"""Judging: the declared rules over the facts of one subject. Pure: the same facts give the same findings."""

from onewindow.supervision.judging.bench import Finding, RuleInForce, judge
from onewindow.supervision.judging.registry import KINDS, codes

__all__ = ["KINDS", "Finding", "RuleInForce", "codes", "judge"]
