"""Opening and closing posts."""

import pytest

from onewindow.identity.errors import ReasonMissing, RoleMissing
from onewindow.identity.posts.errors import PostInvalid, PostNotFound, PostTaken
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.opening import close_post, open_post
from onewindow.identity.posts.tests.factories import REASON, actor, administrators, held, post
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import Actor

pytestmark = pytest.mark.django_db


def opened(by: Actor, **changes: object) -> object:
    given: dict[str, object] = {
        "agency_id": agency("示例委员会").pk, "title": "审查岗", "region_prefix": "4501", "reason": REASON,
    }  # fmt: skip
    return open_post(by=by, **(given | changes))  # type: ignore[arg-type]


def test_a_post_is_opened_without_rights() -> None:
    system, _ = administrators()
    made = opened(system)
    assert (made.roles, made.region_prefix) == ([], "4501")  # type: ignore[attr-defined]
    with pytest.raises(PostTaken):
        opened(system)


def test_only_the_system_administrator_opens() -> None:
    _, security = administrators()
    with pytest.raises(RoleMissing):
        opened(security)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "岗"),
        ("title", "岗" * 61),
        ("region_prefix", "44"),
        ("region_prefix", "45四"),
        ("agency_id", 0),
    ],
)
def test_says_what_is_wrong(field: str, value: object) -> None:
    system, _ = administrators()
    with pytest.raises(PostInvalid) as refused:
        opened(system, **{field: value})
    assert list(refused.value.errors) == [field]
    with pytest.raises(ReasonMissing):
        opened(system, reason=" \x00 ")


def test_a_region_keeps_to_itself() -> None:
    at = agency("示例市数据局")
    at.region_code = "450100000000"
    at.save()
    local = actor(official("local1", at, roles=("admin",), region_prefix="4501"))
    with pytest.raises(PostInvalid) as refused:
        opened(local, region_prefix="4502")
    assert set(refused.value.errors) == {"region_prefix", "agency_id"}
    assert opened(local, agency_id=at.pk)


def test_closing_ends_every_holding_and_twice_is_once() -> None:
    system, security = administrators()
    at, account = post(system, security, "window"), official("clerk1", agency("示例委员会"))
    holding = held(system, security, account, at)
    for _ in range(2):
        close_post(by=system, post_id=at.pk, reason=REASON)
    holding.refresh_from_db()
    assert holding.status == Holding.Status.ENDED
    assert actor(account, at.pk).post_id != at.pk
    with pytest.raises(PostNotFound):
        close_post(by=system, post_id=0, reason=REASON)
    with pytest.raises(RoleMissing):
        close_post(by=security, post_id=at.pk, reason=REASON)
