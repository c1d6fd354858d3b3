"""What workflow does when something happened: a program that is awaited is run."""

from onewindow.kernel.public import outbox
from onewindow.workflow.events import ServiceAwaited
from onewindow.workflow.services.timers import run_program


@outbox.on(ServiceAwaited, name="workflow.run_program")
def service_awaited(event: ServiceAwaited) -> None:
    """Run the program and let the process go on."""
    run_program(task=event.task, service=event.service)
