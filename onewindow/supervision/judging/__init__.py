"""Judging: the declared rules over the facts of one subject. Pure: the same facts give the same findings."""

from onewindow.supervision.judging.bench import Bench, Finding, RuleInForce, judge
from onewindow.supervision.judging.registry import KINDS, codes

__all__ = ["KINDS", "Bench", "Finding", "RuleInForce", "codes", "judge"]
