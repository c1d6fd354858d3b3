"""Timed jobs of workflow."""

from onewindow.kernel.public import jobs
from onewindow.workflow.services.timers import fire_due


@jobs.periodic("5 16 * * *", name="workflow.fire_due")
def fire_due_nightly() -> None:
    """Let limits that ended yesterday take their way (00:05 in China)."""
    fire_due()
