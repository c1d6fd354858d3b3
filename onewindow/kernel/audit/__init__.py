"""The audit log: an entry per changed row in the same transaction, sealed into signed Merkle roots, verified.

Verbs record what they did; a job seals every minute; `verify` recomputes everything, streaming.
"""

from onewindow.kernel.audit.protection import protect
from onewindow.kernel.audit.reading import LogPage, log
from onewindow.kernel.audit.recording import record, record_removal
from onewindow.kernel.audit.sealing import SealBusy, roots, seal
from onewindow.kernel.audit.verifying import Report, verify

__all__ = [
    "LogPage",
    "Report",
    "SealBusy",
    "log",
    "protect",
    "record",
    "record_removal",
    "roots",
    "seal",
    "verify",
]
