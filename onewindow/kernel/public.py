"""The door of the kernel: its modules and its few types."""

from onewindow.kernel import (
    audit,
    canonical,
    clock,
    codes,
    commands,
    fields,
    hashing,
    ids,
    jobs,
    keys,
    masking,
    outbox,
    seeds,
    sm2,
    unit,
    workdays,
    worker,
)
from onewindow.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onewindow.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from onewindow.kernel.outbox import Event

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Actor",
    "Conflict",
    "Event",
    "Invalid",
    "NotAllowed",
    "NotFound",
    "Refusal",
    "audit",
    "canonical",
    "clock",
    "codes",
    "commands",
    "fields",
    "hashing",
    "ids",
    "jobs",
    "keys",
    "masking",
    "outbox",
    "seeds",
    "sm2",
    "unit",
    "workdays",
    "worker",
]
