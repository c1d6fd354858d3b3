"""Guides in force with faults that are watched, as subjects."""

from collections import defaultdict
from datetime import date

from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import clock
from onewindow.supervision.services.subjects import take_guides
from onewindow.supervision.standing import handling


def watch_guides() -> int:
    """Take the faults of all guides in force that are watched; return the new signals."""
    found: dict[int, list[tuple[str, str, date]]] = defaultdict(list)
    for fault in catalogue.open_faults(handling("guide_faults")):
        found[fault.version_id].append((fault.rule, fault.place, clock.local(fault.since).date()))
    return take_guides(faults=found)
