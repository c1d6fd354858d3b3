"""Who acts: a frozen value built by identity and judged by every policy below it."""

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal["system", "anonymous", "person", "official", "client"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting party: who, for whom (mandate), in which post, and at what assurance level (L0–L4)."""

    kind: ActorKind
    account_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None
    name: str = ""
    level: int = 0
    post_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    agency: str = ""
    region_prefix: str = ""
    mandate: str = ""
    client: str = ""  # the outside system that calls

    @property
    def label(self) -> str:
        """Stable text for logs: kind and number of account or system, never a name or identity number."""
        return f"{self.kind}:{self.account_id or self.client or '-'}"

    def has_role(self, *roles: str) -> bool:
        """Tell whether the actor's post carries any of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(kind="system", name="系统")
ANONYMOUS = Actor(kind="anonymous")
