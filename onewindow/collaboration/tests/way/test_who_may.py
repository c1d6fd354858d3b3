"""Every verb of a joint case, called by every kind of actor: who is not meant is refused."""

from collections.abc import Callable

import pytest

from onewindow.cases import public as cases
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.models import Member
from onewindow.collaboration.tests.factories import official, part
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor

REFUSED = (collaboration.NotTheLead, collaboration.NotOfTheJoint, cases.CaseNotYours)


def _kinds(world) -> dict[str, Actor]:
    return {
        "申请人": world.applicant, "牵头": world.lead, "成员": world.bodies["road"], "首席": world.chief,
        "上级": official("weiguohua"), "别的机关": official("luowenjun"), "窗口": official("zhouhaiyan"),
        "别人": Actor(kind="person", account_id=10**6, person_id=10**6, level=3), "未登录": ANONYMOUS,
        "系统": SYSTEM, "外部": Actor(kind="client", client="x", agency=world.lead.agency),
    }  # fmt: skip


CALLS: dict[str, tuple[Callable[..., object], str, set[str]]] = {
    "open": (collaboration.open_joint_page, "", {"牵头", "成员", "首席", "上级", "系统"}),
    "send": (collaboration.send_part_again, "blocked", {"牵头", "首席"}),
    "drop": (
        lambda **told: collaboration.drop_part(reason="事项已经取消。", **told),
        "blocked",
        {"牵头", "首席"},
    ),
    "again": (collaboration.apply_part_again, "again", {"申请人"}),
    "leave": (collaboration.give_up_part, "again", {"申请人"}),
}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_who_may(world, name: str) -> None:
    verb, state, allowed = CALLS[name]
    one = part(world.number, "road")
    if state:
        Member.objects.filter(pk=one.pk).update(state=state)
    passed = set()
    for kind, actor in _kinds(world).items():
        more = {"key": "road"} if state else {}
        try:
            verb(by=actor, number=world.number, **more)
        except REFUSED:
            continue
        except (collaboration.CannotApplyAgain, collaboration.MemberNotBlocked):
            pass
        passed.add(kind)
        if state:
            Member.objects.filter(pk=one.pk).update(state=state, ended_at=None)
    assert passed == allowed


@pytest.mark.parametrize("name", ["send", "again", "leave"])
def test_a_part_that_is_not_in_that_state_or_not_there_is_told(world, name: str) -> None:
    verb = CALLS[name][0]
    by = world.lead if name == "send" else world.applicant
    with pytest.raises((collaboration.CannotApplyAgain, collaboration.MemberNotBlocked)):
        verb(by=by, number=world.number, key="road")
    with pytest.raises(collaboration.UnknownJoint):
        verb(by=by, number=world.number, key="nothing")


def test_a_blocked_part_is_sent_again_and_opens(world) -> None:
    one = part(world.number, "planning")
    Member.objects.filter(pk=one.pk).update(state="blocked", trouble="表单换了版本")
    made = collaboration.send_part_again(by=world.lead, number=world.number, key="planning")
    assert (made.state, made.trouble) == ("waiting", "")
