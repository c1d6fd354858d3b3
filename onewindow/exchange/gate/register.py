"""What the gateway knows of systems and grants: a snapshot, read anew once it is older than a second."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from onewindow.exchange.docking.models import OutsideSystem, State
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.sharing.models import Grant
from onewindow.kernel.public import Actor, clock

OPEN = (State.TESTING, State.JOINED)


@dataclass(frozen=True, slots=True)
class Right:
    """One open grant."""

    fields: frozenset[str]
    items: frozenset[str]
    rate: int
    until: datetime
    key: int


@dataclass(frozen=True)
class System:
    """One registered system as the gateway needs it."""

    code: str
    name: str
    agency: str
    agency_id: int
    client_id: str
    public_key: bytes
    is_open: bool
    city: str

    @cached_property
    def actor(self) -> Actor:
        """Return the system as the acting party."""
        name = f"{self.agency} · {self.name}"
        return Actor(kind="client", name=name, agency=str(self.agency_id), client=self.code)


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the gateway decides by."""

    systems: Mapping[str, System]
    by_client: Mapping[str, System]
    rights: Mapping[tuple[str, str], Right]

    def right(self, system: System, resource: str, item: str) -> Right:
        """Return the grant a system may use for the item; raise Refused."""
        found = self.rights.get((system.code, resource))
        if found is None:
            raise Refused("no_grant")
        if clock.now() > found.until:
            raise Refused("grant_expired")
        if item not in found.items:
            raise Refused("item_not_granted")
        return found


def read() -> Register:
    """Read the register in two statements."""
    columns = ("code", "name", "agency__name", "agency_id", "client_id", "public_key", "state", "city")
    systems = {
        row[0]: System(
            row[0], row[1], row[2], row[3], row[4] or "", bytes(row[5] or b""), row[6] in OPEN, row[7]
        )
        for row in OutsideSystem.objects.values_list(*columns)
    }
    grants = Grant.objects.filter(ended_at=None).values_list(
        "system__code", "resource__code", "fields", "items", "rate", "until", "id"
    )
    rights = {
        (row[0], row[1]): Right(frozenset(row[2]), frozenset(row[3]), row[4], row[5], row[6])
        for row in grants
    }
    return Register(systems, {one.client_id: one for one in systems.values() if one.client_id}, rights)
