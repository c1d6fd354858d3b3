"""Who held which post from when to when, with the roles it carried then; for who looks back at an act."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from onewindow.identity.posts.models import Holding, RoleGrant
from onewindow.kernel.public import clock

COUNTED = (Holding.Status.GIVEN, Holding.Status.ENDED)


@dataclass(frozen=True)
class Authority:
    """One post of an official: its body and region, first and last day, and its roles from day to day."""

    agency_id: int
    region_prefix: str
    since: date
    until: date | None
    roles: tuple[tuple[date, frozenset[str]], ...]

    def had(self, wanted: Collection[str], on: date) -> bool:
        """Tell whether one of the roles came with the post on a day, the last day included."""
        if on < self.since or (self.until is not None and on > self.until):
            return False
        told = frozenset[str]()
        for day, roles in self.roles:
            if day <= on:
                told = roles
        return not told.isdisjoint(wanted)


def authority_of(accounts: Collection[int]) -> dict[int, list[Authority]]:
    """Return every post accounts were ever given, ended ones too; two statements however many they are."""
    if not accounts:
        return {}
    rows = list(
        Holding.objects.filter(account__in=accounts, status__in=COUNTED, judged_at__isnull=False)
        .select_related("post")
        .order_by("id")
    )
    grants: dict[int, list[tuple[date, frozenset[str]]]] = defaultdict(list)
    given = RoleGrant.objects.filter(post__in={one.post_id for one in rows}, status=RoleGrant.Status.GIVEN)
    for one in given.order_by("judged_at", "id"):
        grants[one.post_id].append((_day(one.judged_at), frozenset(one.roles)))
    found: dict[int, list[Authority]] = defaultdict(list)
    for row in rows:
        roles = grants.get(row.post_id) or [(date.min, frozenset(row.post.roles))]
        ends = [day for day in (row.ends_on, row.ended_at and _day(row.ended_at)) if day]
        until = min(ends, default=None)
        authority = Authority(row.post.agency_id, row.post.region_prefix, row.starts_on, until, tuple(roles))
        found[row.account_id].append(authority)
    return dict(found)


def _day(at: datetime | None) -> date:
    return clock.local(at).date() if at is not None else date.min
