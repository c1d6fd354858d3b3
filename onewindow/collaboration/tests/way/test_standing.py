"""The clocks of a joint case: pauses that overlap, silence that is none; parts that hold nothing up."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.models import Member
from onewindow.collaboration.services import joints
from onewindow.collaboration.tests.factories import (
    MONDAY,
    account_of,
    applied,
    decide,
    grant_open,
    part,
    refuse,
    the_procedure,
)
from onewindow.identity import public as identity
from onewindow.kernel.public import audit, clock, outbox

HOUSE = "国有建设用地使用权及房屋所有权转移登记（买卖）"


def later(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


def status(number: str) -> str:
    return cases.Case.objects.get(number=number).status


@pytest.fixture
def second(world) -> object:
    """Give the world in its second stage: planning, fire and lightning are open."""
    for _ in range(2):
        grant_open(world.number, world.bodies)
    return world


def accepted(world, key: str) -> str:
    number = part(world.number, key).number
    cases.accept_case(by=world.bodies[key], number=number)
    return number


def paused(world, key: str) -> str:
    number = accepted(world, key)
    cases.suspend_case(by=world.bodies[key], number=number, reason="experts", days=5, note="专家评审")
    outbox.drain()
    return number


def test_what_the_lead_stopped_itself_goes_on_by_its_own_hand(second) -> None:
    cases.suspend_case(by=second.lead, number=second.number, reason="experts", days=9, note="本机关评审")
    fire = paused(second, "fire")
    cases.resume_case(by=second.bodies["fire"], number=fire, result="通过")
    outbox.drain()
    assert (status(fire), status(second.number)) == ("reviewing", "suspended")
    cases.resume_case(by=second.lead, number=second.number, result="通过")
    assert status(second.number) == "reviewing"


def test_the_shared_clock_waits_for_the_last_of_two_pauses(second) -> None:
    procedure = collaboration.joint_of(second.number).procedure
    told = procedure.told
    members = [{**one, "pause": "whole"} if one["key"] == "planning" else one for one in told["members"]]
    type(procedure).objects.filter(pk=procedure.pk).update(told={**told, "members": members})
    joints.published.__globals__["_read"].clear()
    try:
        one, other = paused(second, "fire"), paused(second, "planning")
        cases.resume_case(by=second.bodies["fire"], number=one, result="通过")
        outbox.drain()
        assert status(second.number) == "suspended"
        cases.resume_case(by=second.bodies["planning"], number=other, result="通过")
        outbox.drain()
        assert status(second.number) == "reviewing"
    finally:
        joints.published.__globals__["_read"].clear()


def test_a_part_taken_back_while_its_clock_stands_holds_nobody(second) -> None:
    fire = paused(second, "fire")
    assert status(second.number) == "suspended"
    cases.withdraw_case(by=second.applicant, number=fire)
    outbox.drain()
    assert (part(second.number, "fire").state, status(second.number)) == ("refused", "reviewing")
    grant_open(second.number, second.bodies)
    assert part(second.number, "pollution").state == "open"
    assert audit.verify().ok


def test_a_body_whose_clock_stands_or_who_extended_is_not_silent(second) -> None:
    one = part(second.number, "lightning")
    assert one.silent_on == date(2026, 3, 12)
    number = paused(second, "lightning")
    with clock.at(later(60)):
        assert collaboration.consent_silently() == 0
    with clock.at(later(4)):  # Friday: the clock stood four working days
        cases.resume_case(by=second.bodies["lightning"], number=number, result="通过")
        outbox.drain()
        assert part(second.number, "lightning").silent_on == date(2026, 3, 18)
        cases.ask_extension(by=second.bodies["lightning"], number=number, days=2, reason="要补测。")
        head = replace(
            second.bodies["lightning"], account_id=10**6, person_id=10**6, roles=frozenset({"chief"})
        )
        cases.grant_extension(by=head, number=number)
        outbox.drain()
    now = part(second.number, "lightning")
    assert (now.silent_on, now.due) == (
        date(2026, 3, 20), cases.Case.objects.get(number=number).promised_due,
    )  # fmt: skip
    with clock.at(later(18)):
        assert collaboration.consent_silently() == 0
    with clock.at(later(19)):
        assert collaboration.consent_silently() == 1
    assert audit.verify().ok


def test_who_asked_for_a_correction_is_not_silent_and_counts_anew_after_it(second) -> None:
    one = part(second.number, "lightning")
    case = cases.Case.objects.get(number=one.number)
    material = case.materials.order_by("seq").first()
    cases.ask_for_correction(
        by=second.bodies["lightning"], number=one.number, asks=[cases.Ask(material.name, "看不清楚")]
    )
    with clock.at(later(60)):
        assert collaboration.consent_silently() == 0
    with clock.at(later(2)):
        cases.answer_item(by=second.applicant, number=one.number, seq=material.seq, statement="已说明。")
        cases.supply_correction(by=second.applicant, number=one.number)
        outbox.drain()
    assert part(second.number, "lightning").silent_on == date(2026, 3, 16)


def test_a_decision_that_is_not_told_yet_is_no_silence(second) -> None:
    decide(second.bodies["lightning"], part(second.number, "lightning").number)
    with clock.at(later(60)):
        assert collaboration.consent_silently() == 0
    outbox.drain()
    assert part(second.number, "lightning").state == "granted"


def test_an_item_that_ended_blocks_its_own_part_and_no_other(world) -> None:
    forest = part(world.number, "forest")
    Member.objects.filter(pk=forest.pk).update(item_code=f"{forest.item_code[:-1]}X")
    grant_open(world.number, world.bodies)
    blocked = part(world.number, "forest")
    assert (blocked.state, blocked.trouble) == ("blocked", catalogue.UnknownItem().message)
    Member.objects.filter(pk=forest.pk).update(state="due")
    other = part(world.number, "planning")
    Member.objects.filter(pk=other.pk).update(state="due", attempt=1)
    assert collaboration.open_due() == 1  # told of the one, and not held up by it
    assert part(world.number, "forest").state == "blocked"


def test_a_joint_case_begins_although_an_item_ended_and_its_lead_drops_the_part(world, client) -> None:
    procedure = the_procedure("engineering")
    told = procedure.told
    members = [{**one, "item": "gone"} if one["key"] == "road" else one for one in told["members"]]
    type(procedure).objects.filter(pk=procedure.pk).update(told={**told, "members": members})
    joints.published.__globals__["_read"].clear()
    try:
        case = applied(world.account, procedure)
        cases.accept_case(by=world.lead, number=case.number)
        outbox.drain()
    finally:
        joints.published.__globals__["_read"].clear()
    road = part(case.number, "road")
    assert (road.state, road.agency_id) == ("blocked", case.agency_id)
    assert part(case.number, "filing").state == "open"
    url = f"/desk/joint/{case.number}/road/drop/"
    client.force_login(account_of("qinxuemei"))
    assert "不再分送" in client.get(f"/desk/joint/{case.number}/").content.decode()
    assert "不能恢复" in client.get(url).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "事项已经取消。"}).status_code == 302
    assert part(case.number, "road").state == "dropped"
    entry = apps.get_model("kernel", "AuditEntry").objects.filter(action="joint.member_ended").last()
    assert entry.actor == world.lead.label
    assert client.post(url, {"reason": "再来一次。"}).status_code == 409


def test_a_part_that_still_owes_a_fee_keeps_nothing_else_back(world) -> None:
    for _ in range(3):
        grant_open(world.number, world.bodies)
    road = cases.Case.objects.filter(number=part(world.number, "road").number)
    paid = catalogue.named_in_force(HOUSE, "南宁市不动产登记中心")
    road.update(item_version=paid, accepted_at=None)
    lead = cases.Case.objects.filter(number=world.number)
    lead.update(delivery="counter", delivered_at=MONDAY)
    assert joints.deliver_parts(number=world.number) == 5
    assert (status(road.get().number), status(part(world.number, "filing").number)) == ("decided", "closed")
    told = lead.get().events.order_by("id").last()
    assert told.title == f"{part(world.number, 'road').name}：没有一并送达"
    assert told.detail.endswith("以后由广西壮族自治区交通运输厅送达。")


def test_who_applied_again_in_time_is_not_left_before_it_is_told(world) -> None:
    grant_open(world.number, world.bodies)
    refuse(world, "forest")
    draft = collaboration.apply_part_again(by=world.applicant, number=world.number, key="forest")
    again = cases.submit_case(
        by=world.applicant, applicant=identity.applicant_of(world.account), draft_id=draft.pk
    )
    with clock.at(later(60)):
        collaboration.leave_overdue()
    with pytest.raises(collaboration.CannotApplyAgain):
        collaboration.give_up_part(by=world.applicant, number=world.number, key="forest")
    outbox.drain()
    now = part(world.number, "forest")
    assert (now.state, now.number, now.attempt) == ("open", again.number, 2)


def test_leaving_a_part_is_asked_first(world, client) -> None:
    one = part(world.number, "forest")
    Member.objects.filter(pk=one.pk).update(state="again", number="", due=later(9).date())
    client.force_login(world.account)
    url = f"/joint/cases/{world.number}/forest/give-up/"
    assert "不能恢复" in client.get(url).content.decode()
    assert part(world.number, "forest").state == "again"
    assert client.post(url).status_code == 302
    assert part(world.number, "forest").state == "refused"
    assert client.get(url).status_code == 409
