"""Who acts: a frozen value built by identity and judged by every policy below it."""

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal["system", "anonymous", "person", "official", "client"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting party: who, for whom (mandate), in which post, and at what assurance level (L0–L4).

    `person_id` or `organisation_id` is the party in whose name it is done (以谁的名义), so that policies need
    not know about mandates; with a mandate the human at the keyboard (经办人) is `agent_id`, and `items` are
    the beginnings of the item codes the mandate is limited to, None where it is not limited.
    """

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
    mandate_kind: str = ""
    agent_id: int | None = None
    agent_name: str = ""
    items: tuple[str, ...] | None = None

    @property
    def label(self) -> str:
        """Stable text for logs: kind, number of account or system, mandate; no name, no identity number."""
        acting = f"@{self.mandate}" if self.mandate else ""
        return f"{self.kind}:{self.account_id or self.client or '-'}{acting}"

    @property
    def on_behalf(self) -> str:
        """The other party in whose name it is done, as kind and number; empty for oneself."""
        if not self.mandate:
            return ""
        kind, key = ("person", self.person_id) if self.person_id else ("organisation", self.organisation_id)
        return f"{kind}:{key}"

    def may_handle(self, item_code: str) -> bool:
        """Tell whether the mandate, if any, covers the item."""
        return self.items is None or item_code.startswith(self.items)

    def has_role(self, *roles: str) -> bool:
        """Tell whether the actor's post carries any of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(kind="system", name="系统")
ANONYMOUS = Actor(kind="anonymous")
