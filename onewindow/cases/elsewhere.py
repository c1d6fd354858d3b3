"""异地收件、属地办理: a counter of another city takes an application in for the body at home."""

from collections.abc import Callable

from onewindow.cases.models import Case
from onewindow.catalogue import public as catalogue
from onewindow.government import public as government
from onewindow.kernel.public import Actor

REACH = frozenset({"1", "2", "3"})  # 通办范围: 全国、跨省、跨市 (catalogue's facet `reach`)
Told = Callable[[Case, Actor], None]
Asked = Callable[[Case, Actor], bool]
_told: dict[str, Told] = {}
_asked: dict[str, Asked] = {}


def register_reception(name: str, told: Told, asked: Asked) -> None:
    """Let a context above keep that a counter elsewhere received a case, in the unit that files it.

    `asked` tells whether the actor's counter received a case: it may print the receipt again.
    """
    if name in _told:
        raise ValueError(f"receptions are told to {name!r} twice")
    _told[name], _asked[name] = told, asked


def is_elsewhere(by: Actor, region_code: str) -> bool:
    """Tell whether the actor's counter lies in another city than a region; one statement for a clerk."""
    if by.kind != "official" or not by.has_role("window") or not by.agency.isdecimal():
        return False
    here = government.agency(int(by.agency)).region_code[:4]
    return here[2:] != "00" and here != region_code[:4]


def may_receive(by: Actor, version: catalogue.ItemVersion) -> bool:
    """Tell whether the counter may take an item in that belongs to a body of another city."""
    return version.reach in REACH and is_elsewhere(by, version.region_code)


def tell(case: Case, by: Actor) -> None:
    """Tell who keeps receptions of one, in the caller's unit of work."""
    for told in _told.values():
        told(case, by)


def was_received_by(by: Actor, case: Case) -> bool:
    """Tell whether the actor's counter received the case for a body elsewhere."""
    return any(asked(case, by) for asked in _asked.values())


def hall_of(by: Actor, case: Case) -> str:
    """Return the name of the counter's centre where it lies elsewhere, "" at home."""
    return government.agency(int(by.agency)).name if is_elsewhere(by, case.region_code) else ""
