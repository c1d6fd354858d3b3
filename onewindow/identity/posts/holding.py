"""Verbs: ask for a holding or a deputy, give or refuse it, end it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onewindow.identity.models import Account, Post
from onewindow.identity.posts import policies, reading
from onewindow.identity.posts.duties import in_force
from onewindow.identity.posts.errors import (
    DutiesMixed,
    GrantGone,
    HoldingNotFound,
    NotYourDuty,
    OfficialUnknown,
    OwnRequest,
    PostInvalid,
    PostNotFound,
)
from onewindow.identity.posts.events import HoldingEnded, HoldingGiven
from onewindow.identity.posts.models import Holding
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

RANKS = {Holding.Kind.MAIN: 0, Holding.Kind.JOINT: 1, Holding.Kind.DEPUTY: 2}
RUN_OUT = "期限已到"


def ask_holding(
    *, by: Actor, username: str, post_id: int, kind: str, reason: str,
    starts_on: date | None = None, ends_on: date | None = None,
) -> Holding:  # fmt: skip
    """Ask that an official hold a post, as the main or a joint one; again returns what there is.

    Raises RoleMissing, OfficialUnknown, PostNotFound, PostInvalid, ReasonMissing.
    """
    policies.require_opener(by)
    said = reading.reason(reason)
    if kind not in {Holding.Kind.MAIN, Holding.Kind.JOINT}:
        raise PostInvalid(errors={"kind": [_("请选择主岗或兼岗。")]})
    days = reading.days(starts_on, ends_on)
    account = reading.official(username)
    if not policies.officials_kept_by(by).filter(pk=account.pk).exists():
        raise OfficialUnknown(errors={"username": [OfficialUnknown().message]})
    post = policies.posts_kept_by(by).filter(pk=post_id, closed_on=None).first()
    if post is None:
        raise PostNotFound
    return _ask(by, account, post, Holding.Kind(kind), reason=said, days=days)


def ask_deputy(
    *, by: Actor, username: str, post_id: int, ends_on: date | None, reason: str,
    starts_on: date | None = None, for_username: str = "",
) -> Holding:  # fmt: skip
    """Ask that a colleague of the same body deputise in a post; the holder asks, or the administrator.

    Only who holds the post in person has a deputy: nobody deputises for a deputy. Raises NotYourDuty,
    RoleMissing, OfficialUnknown, PostInvalid, ReasonMissing.
    """
    said = reading.reason(reason)
    days = reading.days(starts_on, ends_on, longest=reading.numbers()["deputy_days_longest"])
    if for_username:
        policies.require_opener(by)
        absent = reading.official(for_username).pk
        if not policies.officials_kept_by(by).filter(pk=absent).exists():
            raise OfficialUnknown(errors={"for_username": [OfficialUnknown().message]})
    else:
        absent = by.account_id or 0
    holding = _in_person(absent, post_id, days[1])
    account = reading.official(username)
    same_body = Holding.objects.filter(
        in_force(clock.today()), account=account, post__agency_id=holding.post.agency_id
    ).exclude(kind=Holding.Kind.DEPUTY)
    if account.pk == absent or not same_body.exists():
        raise PostInvalid(errors={"username": [_("代理人要是本机构今天在岗的另一位工作人员。")]})
    return _ask(by, account, holding.post, Holding.Kind.DEPUTY, reason=said, days=days, stands_for=absent)


def give_holding(*, by: Actor, holding_id: int) -> Holding:
    """Give the holding asked for. Raises RoleMissing, GrantGone, OwnRequest, DutiesMixed (三员分立)."""
    with unit.work():
        row = _waiting(by, holding_id)
        row.status, row.judged_by_id, row.judged_at = Holding.Status.GIVEN, by.account_id, clock.now()
        try:
            with transaction.atomic():
                row.save(update_fields=["status", "judged_by", "judged_at"])
        except IntegrityError as mixed:
            raise DutiesMixed from mixed
        audit.record(by, "holding.given", row, reason=row.reason)
        if row.kind == Holding.Kind.MAIN and row.account.post_id != row.post_id:
            row.account.post_id = row.post_id
            row.account.save(update_fields=["post"])
            audit.record(by, "account.moved", row.account)
        outbox.publish(HoldingGiven(subject=f"account:{row.account_id}", post=row.post_id, kind=row.kind))
    return row


def refuse_holding(*, by: Actor, holding_id: int) -> Holding:
    """Turn the holding asked for down. Raises RoleMissing, GrantGone, OwnRequest."""
    with unit.work():
        row = _waiting(by, holding_id)
        row.status, row.judged_by_id, row.judged_at = Holding.Status.REFUSED, by.account_id, clock.now()
        row.save(update_fields=["status", "judged_by", "judged_at"])
        audit.record(by, "holding.refused", row)
    return row


def end_holding(*, by: Actor, holding_id: int, reason: str) -> Holding:
    """End a holding at once, with its deputies: either administrator may, and the one deputised.

    It only takes rights away, so one is enough. Raises HoldingNotFound (ended already too), ReasonMissing.
    """
    said = reading.reason(reason)
    with unit.work():
        row = policies.endable_by(by).filter(pk=holding_id).first()
        if row is None or not row.is_open:
            raise HoldingNotFound
        end_open(by, Holding.objects.filter(pk=row.pk), said)
        if row.kind != Holding.Kind.DEPUTY:
            end_open(by, Holding.objects.filter(stands_for_id=row.account_id, post_id=row.post_id), said)
        row.refresh_from_db()
    return row


def end_open(by: Actor, holdings: QuerySet[Holding], reason: str) -> list[Holding]:
    """End those of the holdings that wait or count; inside a verb that says why."""
    open_ones = holdings.filter(status__in=[Holding.Status.ASKED, Holding.Status.GIVEN])
    rows = list(open_ones.order_by("pk").select_for_update(of=("self",)))
    for row in rows:
        row.status, row.ended_by_id, row.ended_at = Holding.Status.ENDED, by.account_id, clock.now()
        row.end_reason = reason
        row.save(update_fields=["status", "ended_by", "ended_at", "end_reason"])
    audit.record(by, "holding.ended", *rows, reason=reason)
    outbox.publish(*(HoldingEnded(subject=f"account:{row.account_id}", post=row.post_id) for row in rows))
    return rows


def _ask(
    by: Actor, account: Account, post: Post, kind: Holding.Kind, *, reason: str,
    days: tuple[date, date | None], stands_for: int | None = None,
) -> Holding:  # fmt: skip
    with unit.work():
        same = Holding.objects.filter(account=account, post=post)
        end_open(by, same.filter(ends_on__lt=clock.today()), RUN_OUT)
        kept = same.filter(status__in=[Holding.Status.ASKED, Holding.Status.GIVEN]).first()
        if kept is not None and kept.kind != kind:
            raise PostInvalid(errors={"username": [_("这位工作人员已经担任这个岗位。")]})
        if kept is not None:
            return kept
        row = Holding.objects.create(
            account=account, post=post, kind=kind, rank=RANKS[kind], stands_for_id=stands_for,
            starts_on=days[0], ends_on=days[1], reason=reason, asked_by_id=by.account_id,
            asked_at=clock.now(),
        )  # fmt: skip
        audit.record(by, "holding.asked", row, reason=reason)
    return row


def _in_person(account_id: int, post_id: int, end: date | None) -> Holding:
    """Return the holding of the one to be deputised, which must last as long as the deputising."""
    rows = Holding.objects.select_related("post").filter(
        in_force(clock.today()), account_id=account_id, post_id=post_id
    )
    holding = rows.exclude(kind=Holding.Kind.DEPUTY).first()
    if holding is None:
        raise NotYourDuty
    if holding.ends_on is not None and (end is None or end > holding.ends_on):
        raise PostInvalid(errors={"ends_on": [_("代理不能晚于本人任职的结束日期。")]})
    return holding


def _waiting(by: Actor, holding_id: int) -> Holding:
    policies.require_giver(by)
    asked = policies.holdings_kept_by(by).filter(
        pk=holding_id, status=Holding.Status.ASKED, post__closed_on=None
    )
    row = asked.select_related("account").select_for_update(of=("self",)).first()
    if row is None:
        raise GrantGone
    if by.account_id in {row.asked_by_id, row.account_id}:
        raise OwnRequest
    return row
