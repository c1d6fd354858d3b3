"""Timed jobs of insight."""

from onewindow.insight.assessing import assess_what_is_over, self_assess
from onewindow.kernel.public import jobs


@jobs.periodic("10 19 2 * *", name="insight.assess")
def assess_monthly() -> None:
    """Assess the month and quarter that are over, on the third day (03:10 in China)."""
    assess_what_is_over()


@jobs.periodic("20 19 * * 0", name="insight.self_assess")
def self_assess_weekly() -> None:
    """Mark the five sides every Monday (03:20 in China)."""
    self_assess()
