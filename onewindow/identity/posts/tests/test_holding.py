"""Holdings: from a day to a day, given by a second person, ended at once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.identity.errors import RoleMissing
from onewindow.identity.models import Account
from onewindow.identity.posts.errors import (
    DutiesMixed,
    GrantGone,
    HoldingNotFound,
    OfficialUnknown,
    PostInvalid,
    PostNotFound,
)
from onewindow.identity.posts.holding import ask_holding, end_holding, give_holding, refuse_holding
from onewindow.identity.posts.leaving import end_run_out
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.tests.factories import REASON, actor, administrators, held, post
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db


def test_rights_begin_when_given_and_never_add_up() -> None:
    system, security = administrators()
    account = official("clerk1", agency("示例委员会"), roles=("review",))
    at = post(system, security, "window", body="示例厅", prefix="4501")
    asked = ask_holding(by=system, username="clerk1", post_id=at.pk, kind="joint", reason=REASON)
    assert actor(account, at.pk).roles == {"review"}
    assert ask_holding(by=system, username="clerk1", post_id=at.pk, kind="joint", reason=REASON) == asked
    give_holding(by=security, holding_id=asked.pk)
    joint, main = actor(account, at.pk), actor(account)
    assert (joint.roles, joint.agency, joint.region_prefix) == ({"window"}, str(at.agency_id), "4501")
    assert (main.roles, main.agency) == ({"review"}, str(agency("示例委员会").pk))
    with pytest.raises(GrantGone):
        give_holding(by=security, holding_id=asked.pk)


def test_a_request_loads_account_and_duties_with_one_statement(menglihua: Account) -> None:
    with CaptureQueriesContext(connection) as counted:
        loaded = account_by_id(menglihua.pk)
        assert loaded is not None
        assert actor_for(loaded).has_role("approve")
    assert len(counted) == 1


def test_days_are_kept(noon: datetime) -> None:
    system, security = administrators()
    account = official("clerk1", agency("示例委员会"))
    at, today = post(system, security, "window"), clock.today()
    row = held(
        system, security, account, at, starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=2)
    )
    seen = []
    for day in range(4):
        with clock.at(noon + timedelta(days=day)):
            seen.append(actor(account, at.pk).post_id == at.pk)
    assert seen == [False, True, True, False]
    with clock.at(noon + timedelta(days=3)):
        assert (end_run_out(), end_run_out()) == (1, 0)
    row.refresh_from_db()
    assert (row.status, row.ended_by) == ("ended", None)


@pytest.mark.parametrize(
    ("start", "end", "field"), [(-1, None, "starts_on"), (400, None, "starts_on"), (5, 4, "ends_on")]
)
def test_impossible_days_are_refused(start: int, end: int | None, field: str) -> None:
    system, security = administrators()
    official("clerk1", agency("示例委员会"))
    at, today = post(system, security), clock.today()
    with pytest.raises(PostInvalid) as refused:
        ask_holding(
            by=system, username="clerk1", post_id=at.pk, kind="joint", reason=REASON,
            starts_on=today + timedelta(days=start),
            ends_on=None if end is None else today + timedelta(days=end),
        )  # fmt: skip
    assert list(refused.value.errors) == [field]


def test_each_administrator_does_one_half() -> None:
    system, security = administrators()
    official("clerk1", agency("示例委员会"))
    at = post(system, security, "window")
    given = {"username": "clerk1", "post_id": at.pk, "kind": "joint", "reason": REASON}
    with pytest.raises(RoleMissing):
        ask_holding(by=security, **given)  # type: ignore[arg-type]
    asked = ask_holding(by=system, **given)  # type: ignore[arg-type]
    for verb in (give_holding, refuse_holding):
        with pytest.raises(RoleMissing):
            verb(by=system, holding_id=asked.pk)
    assert refuse_holding(by=security, holding_id=asked.pk).status == "refused"
    for wrong, refusal in (
        ({"username": "nobody"}, OfficialUnknown),
        ({"post_id": 0}, PostNotFound),
        ({"kind": "deputy"}, PostInvalid),
    ):
        with pytest.raises(refusal):
            ask_holding(by=system, **(given | wrong))  # type: ignore[arg-type]


def test_the_main_post_moves_the_account() -> None:
    system, security = administrators()
    account = official("clerk1", agency("示例委员会"), roles=("review",))
    at = post(system, security, "window", body="示例厅")
    held(system, security, account, at, "main")
    account.refresh_from_db()
    assert (account.post_id, actor(account).post_id) == (at.pk, at.pk)


def test_ending_takes_rights_away_at_once() -> None:
    system, security = administrators()
    account = official("clerk1", agency("示例委员会"))
    row = Holding.objects.get(account=account)
    end_holding(by=security, holding_id=row.pk, reason=REASON)
    after = actor(account)
    assert (after.kind, after.roles, after.agency, after.region_prefix) == ("official", frozenset(), "", "")
    with pytest.raises(HoldingNotFound):
        end_holding(by=system, holding_id=row.pk, reason=REASON)


def test_others_end_nothing() -> None:
    account, other = official("clerk1", agency("示例委员会")), official("clerk2", agency("示例委员会"))
    with pytest.raises(HoldingNotFound):
        end_holding(by=actor(other), holding_id=Holding.objects.get(account=account).pk, reason=REASON)


def test_administrators_have_no_business_duty() -> None:
    system, security = administrators()
    at = post(system, security, "approve")
    account = official("system9", agency("示例数据局"), roles=("admin",))
    asked = ask_holding(by=system, username=account.username, post_id=at.pk, kind="joint", reason=REASON)
    with pytest.raises(DutiesMixed):
        give_holding(by=security, holding_id=asked.pk)
    asked.refresh_from_db()
    assert asked.status == "asked"


def test_audit_finds_every_change(menglihua: Account) -> None:
    from onewindow.kernel.public import audit

    system, security = administrators()
    at = post(system, security, "window")
    held(system, security, menglihua, at)
    end_holding(by=system, holding_id=Holding.objects.get(account=menglihua, post=at).pk, reason=REASON)
    audit.seal()
    strange = [one for one in audit.verify(None).problems if not one.place.startswith("government_agency")]
    assert strange == []  # bodies of the tests are made without a verb
