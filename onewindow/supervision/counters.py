"""Who counts: contexts above are told of each new or changed dossier and signal in the same commit."""

from collections.abc import Callable, Sequence

from onewindow.supervision.models import Dossier, Signal

Change = tuple[Dossier | None, Dossier]
SignalChange = tuple[str, Signal]
"""The state a signal was in, "" when it is new, and the signal as it is."""
Counter = Callable[[Sequence[Change], Sequence[SignalChange]], None]
_counters: dict[str, Counter] = {}


def register_counter(name: str, count: Counter) -> None:
    """Register who counts; called inside the unit of work that changed the rows. A name twice is replaced."""
    _counters[name] = count


def tell(dossiers: Sequence[Change] = (), signals: Sequence[SignalChange] = ()) -> None:
    """Tell every counter."""
    for count in _counters.values():
        count(dossiers, signals)
