"""Who takes part in a case besides the body its item belongs to: told from above, asked when it matters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from onewindow.cases.models import Case
from onewindow.government import public as government


@dataclass(frozen=True)
class Way:
    """上下联动: the body that receives and accepts a case, the bodies its process names, what papers tell.

    `decided_for` is the body in whose name an entrusted one decides (行政许可法 第二十四条), else empty; that
    one follows `process` in place of the item's.
    """

    receives: government.Agency
    values: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    decided_for: str = ""
    process: str = ""


Finder = Callable[[Case], Way | None]
_finders: dict[str, Finder] = {}
_entrusting: list[Finder] = []


def register_way(process: str, find: Finder) -> None:
    """Let a context above say for the items of a process which bodies take part in a case of theirs."""
    if process in _finders:
        raise ValueError(f"the bodies of process {process!r} are registered twice")
    _finders[process] = find


def register_entrusting(find: Finder) -> None:
    """Let a context above say which body another one decides for (委托下放), for items of any process."""
    _entrusting.append(find)


def way_of(case: Case, process: str) -> Way | None:
    """Return which bodies take part in a case, None where only its own does; then without a statement."""
    find = _finders.get(process)
    if find is not None:
        return find(case)
    return next((way for ask in _entrusting if (way := ask(case)) is not None), None)
