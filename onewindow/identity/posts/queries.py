"""Named reads of posts, for the pages of the administrators and of each official."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, Q, QuerySet

from onewindow.government.public import Agency
from onewindow.identity.models import Account, Post
from onewindow.identity.posts import policies
from onewindow.identity.posts.duties import in_force
from onewindow.identity.posts.errors import HoldingNotFound, OfficialUnknown, PostNotFound
from onewindow.identity.posts.models import Holding, RoleGrant
from onewindow.kernel.public import Actor, clock

A_PAGE, HISTORY = 30, 100
_PEOPLE = (
    "account__person",
    "stands_for__person",
    "asked_by__person",
    "judged_by__person",
    "ended_by__person",
)


@dataclass(frozen=True)
class Page:
    """One keyset page and the mark of the next one."""

    rows: list[Any]
    older: int | None


def posts_page(by: Actor, *, text: str = "", before: int | None = None) -> Page:
    """Return the posts an administrator keeps, the newest first, each with how many hold it today."""
    rows = policies.posts_kept_by(by).select_related("agency")
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(agency__name__icontains=text))
    page = _page(rows.order_by("-pk"), before)
    today = Holding.objects.filter(in_force(clock.today()), post__in=[row.pk for row in page.rows])
    held = dict(today.values_list("post").annotate(Count("pk")).order_by())
    for row in page.rows:
        row.held = held.get(row.pk, 0)
    return page


def officials_page(by: Actor, *, text: str = "", before: int | None = None) -> Page:
    """Return the officials an administrator keeps, the newest first, with their home post."""
    rows = policies.officials_kept_by(by).select_related("person", "post__agency")
    if text:
        rows = rows.filter(
            Q(username=text.lower())
            | Q(person__name__startswith=text)
            | Q(post__agency__name__icontains=text)
        )
    return _page(rows.order_by("-pk"), before)


def post_for(by: Actor, post_id: int) -> Post:
    """Return a post an administrator keeps. Raises PostNotFound."""
    post = policies.posts_kept_by(by).select_related("agency").filter(pk=post_id).first()
    if post is None:
        raise PostNotFound
    return post


def official_for(by: Actor, account_id: int) -> Account:
    """Return an official an administrator keeps. Raises OfficialUnknown."""
    account = (
        policies.officials_kept_by(by).select_related("person", "post__agency").filter(pk=account_id).first()
    )
    if account is None:
        raise OfficialUnknown
    return account


def holdings_of_post(post: Post) -> list[Holding]:
    """Return who holds and held a post, open ones first, then the newest."""
    return _open_first(Holding.objects.filter(post=post).select_related(*_PEOPLE))


def holdings_of(account_id: int) -> list[Holding]:
    """Return what an official holds and held, open ones first, then the newest."""
    return _open_first(Holding.objects.filter(account_id=account_id).select_related("post__agency", *_PEOPLE))


def grants_of(post: Post) -> list[RoleGrant]:
    """Return the roles a post was to carry, the newest first."""
    rows = RoleGrant.objects.filter(post=post).select_related("asked_by__person", "judged_by__person")
    return list(rows.order_by("-pk")[:HISTORY])


def waiting_grants(by: Actor) -> list[RoleGrant]:
    """Return the roles that wait for a security administrator, the oldest first."""
    rows = policies.grants_kept_by(by).filter(status=RoleGrant.Status.ASKED)
    return list(rows.select_related("post__agency", "asked_by__person").order_by("pk")[:HISTORY])


def waiting_holdings(by: Actor) -> list[Holding]:
    """Return the holdings that wait for a security administrator, the oldest first."""
    rows = policies.holdings_kept_by(by).filter(status=Holding.Status.ASKED, post__closed_on=None)
    return list(rows.select_related("post__agency", *_PEOPLE).order_by("pk")[:HISTORY])


def deputies_of(by: Actor) -> list[Holding]:
    """Return who stands in for the actor, or is asked to."""
    rows = Holding.objects.filter(stands_for_id=by.account_id or 0, status__in=["asked", "given"])
    return list(rows.select_related("post__agency", *_PEOPLE).order_by("-pk")[:HISTORY])


def endable(by: Actor, holding_id: int) -> Holding:
    """Return a holding the actor may end. Raises HoldingNotFound."""
    row = policies.endable_by(by).select_related("post__agency", *_PEOPLE).filter(pk=holding_id).first()
    if row is None or not row.is_open:
        raise HoldingNotFound
    return row


def bodies_kept_by(by: Actor) -> list[Agency]:
    """Return the bodies an administrator may open posts in, by name."""
    return list(policies.agencies_kept_by(by).only("pk", "name").order_by("name")[:1000])


def _open_first(rows: QuerySet[Holding]) -> list[Holding]:
    newest = list(rows.order_by("-pk")[:HISTORY])
    return sorted(newest, key=lambda row: not row.is_open)


def _page(rows: QuerySet[Any], before: int | None) -> Page:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found: list[Model] = list(rows[: A_PAGE + 1])
    return Page(found[:A_PAGE], int(found[A_PAGE - 1].pk) if len(found) > A_PAGE else None)
