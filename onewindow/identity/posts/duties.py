"""A duty: what an official may do today in one post; and which of them counts for a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, OuterRef, Q
from django.db.models.functions import JSONObject

from onewindow.identity.levels import Role
from onewindow.identity.posts.models import Holding


@dataclass(frozen=True, slots=True)
class Duty:
    """A post held today with its rights, in words and as rows know them."""

    holding_id: int
    post_id: int
    agency_id: int
    agency: str
    title: str
    roles: tuple[str, ...]
    region_prefix: str
    kind: str
    until: date | None = None

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        """Return the duty of a row the database made."""
        until = row["until"]
        return cls(
            **row | {"roles": tuple(row["roles"]), "until": date.fromisoformat(until) if until else None}
        )

    @property
    def name(self) -> str:
        """The body and the post."""
        return f"{self.agency} · {self.title}"

    @property
    def role_labels(self) -> list[str]:
        """The roles in words."""
        return [str(Role(role).label) for role in self.roles]

    @property
    def kind_label(self) -> str:
        """Main, joint or deputy, in words."""
        return str(Holding.Kind(self.kind).label)


def in_force(on: date | Expression) -> Q:
    """Return the condition of a holding that counts on a day."""
    ends = Q(ends_on=None) | Q(ends_on__gte=on)
    return Q(status=Holding.Status.GIVEN, starts_on__lte=on) & ends


def column(on: date | Expression) -> ArraySubquery:
    """Return the duties of an account on a day as a column, so that a request needs no statement more."""
    rows = Holding.objects.filter(in_force(on), account=OuterRef("pk"), post__closed_on=None)
    shown = JSONObject(
        holding_id="pk", post_id="post_id", agency_id="post__agency_id", agency="post__agency__name",
        title="post__title", roles="post__roles", region_prefix="post__region_prefix", kind="kind",
        until="ends_on",
    )  # fmt: skip
    return ArraySubquery(rows.order_by("rank", "-pk").values(row=shown))


def read(rows: Iterable[dict[str, Any]]) -> tuple[Duty, ...]:
    """Return duties, the main post first, then joint posts, then deputising."""
    return tuple(Duty.read(row) for row in rows)


def chosen(duties: tuple[Duty, ...], post_id: int | None = None) -> Duty | None:
    """Return the duty an official acts in: the one asked for if held today, else the first; no sums."""
    for duty in duties:
        if duty.post_id == post_id:
            return duty
    return duties[0] if duties else None
