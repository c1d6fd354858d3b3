"""Deputising: a colleague of the same body, for some days, given by a second person."""

from datetime import datetime, timedelta

import pytest

from onewindow.identity.errors import RoleMissing
from onewindow.identity.posts.errors import HoldingNotFound, NotYourDuty, OwnRequest, PostInvalid
from onewindow.identity.posts.holding import ask_deputy, end_holding, give_holding
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.tests.factories import REASON, actor, administrators
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import Actor, clock

pytestmark = pytest.mark.django_db
BODY = "示例委员会"


def ask(by: Actor, username: str, post_id: int, days: int | None = 5, **more: str) -> Holding:
    ends = None if days is None else clock.today() + timedelta(days=days)
    return ask_deputy(by=by, username=username, post_id=post_id, ends_on=ends, reason=REASON, **more)


def test_a_deputy_acts_in_the_post_until_the_day(noon: datetime) -> None:
    _, security = administrators()
    head = official("head1", agency(BODY), roles=("approve",), region_prefix="4501")
    clerk = official("clerk1", agency(BODY), roles=("window",))
    asked = ask(actor(head), "clerk1", head.post_id or 0)
    assert actor(clerk, head.post_id).roles == {"window"}
    give_holding(by=security, holding_id=asked.pk)
    standing = actor(clerk, head.post_id)
    assert (standing.roles, standing.region_prefix, standing.post_id) == ({"approve"}, "4501", head.post_id)
    assert actor(clerk).roles == {"window"}
    with clock.at(noon + timedelta(days=6)):
        assert actor(clerk, head.post_id).roles == {"window"}
    end_holding(by=actor(head), holding_id=asked.pk, reason=REASON)
    assert actor(clerk, head.post_id).roles == {"window"}


def test_who_may_deputise_and_how_long() -> None:
    head, clerk = official("head1", agency(BODY), roles=("approve",)), official("clerk1", agency(BODY))
    official("outside1", agency("别的委员会"))
    me, at = actor(head), head.post_id or 0
    for username, days, field in (
        ("outside1", 5, "username"), ("head1", 5, "username"), ("clerk1", None, "ends_on"),
        ("clerk1", 183, "ends_on"),
    ):  # fmt: skip
        with pytest.raises(PostInvalid) as refused:
            ask(me, username, at, days)
        assert list(refused.value.errors) == [field]
    with pytest.raises(NotYourDuty):
        ask(actor(clerk), "head1", at)
    assert ask(me, "clerk1", at, 182).kind == "deputy"


def test_nobody_deputises_for_a_deputy_nor_gives_the_own_request() -> None:
    system, security = administrators()
    head, clerk = official("head1", agency(BODY), roles=("approve",)), official("clerk1", agency(BODY))
    official("clerk2", agency(BODY))
    give_holding(by=security, holding_id=ask(actor(head), "clerk1", head.post_id or 0).pk)
    with pytest.raises(NotYourDuty):
        ask(actor(clerk), "clerk2", head.post_id or 0)
    official("security9", agency("示例数据局"), roles=("security",), region_prefix="4501")
    own = ask(security, "security9", security.post_id or 0)
    with pytest.raises(OwnRequest):
        give_holding(by=security, holding_id=own.pk)
    with pytest.raises(RoleMissing):
        ask(actor(clerk), "clerk2", head.post_id or 0, for_username="head1")
    assert ask(system, "clerk2", head.post_id or 0, for_username="head1").stands_for_id == head.pk


def test_the_deputy_goes_with_the_holder() -> None:
    system, security = administrators()
    head, clerk = (
        official("head1", agency(BODY), roles=("approve",)),
        official("clerk1", agency(BODY), roles=("window",)),
    )
    asked = ask(actor(head), "clerk1", head.post_id or 0)
    give_holding(by=security, holding_id=asked.pk)
    end_holding(by=system, holding_id=Holding.objects.get(account=head).pk, reason=REASON)
    assert actor(clerk, head.post_id).roles == {"window"}
    with pytest.raises(HoldingNotFound):
        end_holding(by=actor(head), holding_id=asked.pk, reason=REASON)


def test_deputising_keeps_to_the_separation_too() -> None:
    from onewindow.identity.posts.errors import DutiesMixed

    _, security = administrators()
    official("security9", agency("示例数据局"), roles=("security",))
    auditor = official("auditor1", agency("示例数据局"), roles=("audit",))
    asked = ask(actor(auditor), "security9", auditor.post_id or 0)
    with pytest.raises(DutiesMixed):
        give_holding(by=security, holding_id=asked.pk)
