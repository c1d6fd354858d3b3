"""Demonstration: the last month and quarter assessed, the five sides marked, as the timed jobs do."""

from onewindow.insight.assessing import assess_what_is_over, self_assess


def plant_assessments() -> str:
    """Assess what is over and mark the five sides of today; what there is stays."""
    made, own = assess_what_is_over(), self_assess()
    return f"考核 {made} 个机构，五维自评 {own.total} 分"
