"""What a version must pass before it decides: proof, names, types, and its unit cases."""

from __future__ import annotations

from dataclasses import dataclass

from onewindow.decisions import released
from onewindow.decisions.models import RuleSetVersion
from onewindow.decisions.unit_cases import CaseResult, run_cases
from onewindow.rules.public import Problem, review_model


@dataclass(frozen=True)
class Checks:
    """Findings of the proof and results of the unit cases."""

    problems: list[Problem]
    cases: list[CaseResult]

    @property
    def errors(self) -> list[Problem]:
        """Findings that block a release; the others need a look only."""
        return [problem for problem in self.problems if problem.is_error]

    @property
    def passed(self) -> bool:
        """Whether the version may be released."""
        return bool(self.cases) and not self.errors and all(case.passed for case in self.cases)


def checks_of(version: RuleSetVersion) -> Checks:
    """Prove a version's tables and run its unit cases."""
    rules = released.stored(version)
    return Checks(review_model(rules.model), run_cases(rules, version.cases))
