"""Timed jobs of the kernel."""

import logging

from onewindow.kernel import audit, jobs, outbox

log = logging.getLogger(__name__)


@jobs.periodic("* * * * *", name="kernel.seal_audit")
def seal_audit() -> None:
    """Seal the audit log every minute; a busy log waits for the next."""
    try:
        audit.seal()
    except audit.SealBusy:
        log.info("audit log busy: sealing waits for the next minute")


@jobs.periodic("17 19 * * *", name="kernel.prune_outbox")
def prune_outbox() -> None:
    """Delete delivered events that are old enough."""
    while outbox.prune():
        pass
