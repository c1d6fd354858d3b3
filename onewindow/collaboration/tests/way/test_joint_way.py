"""A joint case from acceptance to delivery: who starts when, what is shared, how it ends."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.cases import public as cases
from onewindow.cases.tests.factories import ASKED_AGAIN
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.models import Joint, Member
from onewindow.collaboration.services import joints
from onewindow.collaboration.tests.factories import MONDAY, decide, events, grant_open, part, refuse, sum_up
from onewindow.kernel.public import audit, clock, outbox, unit
from onewindow.workflow import public as workflow


def states(number: str) -> dict[str, str]:
    return dict(Member.objects.filter(joint__number=number).values_list("key", "state"))


def open_keys(number: str) -> set[str]:
    return {key for key, state in states(number).items() if state == "open"}


def test_accepting_opens_the_first_of_each_lane_with_the_answers_that_are_its_own(world) -> None:
    assert open_keys(world.number) == {"filing", "road"}
    one = part(world.number, "road")
    case = cases.Case.objects.get(number=one.number)
    assert (case.applicant_name, case.agency_id, case.status) == (
        cases.Case.objects.get(number=world.number).applicant_name, one.agency_id, "received",
    )  # fmt: skip
    assert '"road_name"' in case.answers
    assert '"discharge"' not in case.answers
    assert one.due is not None and one.opened_at == MONDAY


def test_from_stage_to_stage_to_one_decision(world) -> None:
    grant_open(world.number, world.bodies)
    assert open_keys(world.number) == {"forest"}
    grant_open(world.number, world.bodies)
    assert open_keys(world.number) == {"planning", "fire", "lightning"}
    grant_open(world.number, world.bodies)
    assert open_keys(world.number) == {"pollution", "logging", "construction"}
    assert workflow.open_tasks(world.lead, world.number) == []
    grant_open(world.number, world.bodies)
    assert set(states(world.number).values()) == {"granted"}
    assert sum_up(world.lead, world.number).outcome == "granted"
    outbox.drain()
    assert Joint.objects.get(number=world.number).ended_at == MONDAY
    lead = cases.Case.objects.get(number=world.number)
    seqs = [row.seq for row in lead.materials.all()]
    cases.deliver_case(by=world.lead, number=world.number, way=cases.Delivery.COUNTER, checked=seqs)
    outbox.drain()
    parts = cases.Case.objects.filter(number__in=Member.objects.values("number"))
    assert set(parts.values_list("status", "delivery")) == {("closed", "counter")}
    assert not any(row.grade == "C" for one in parts for row in one.materials.all())
    assert len(events("MemberEnded")) == 9
    assert events("JointEnded")[-1].payload["outcome"] == "granted"
    assert audit.verify().ok


def test_what_is_delivered_twice_changes_nothing(world) -> None:
    decide(world.bodies["road"], (one := part(world.number, "road")).number)
    outbox.drain()
    before = states(world.number), cases.Case.objects.count()
    assert not joints.take_in_outcome(number=one.number)
    assert not joints.begin_joint(number=world.number)
    joints.start_joint(number=world.number)
    assert not joints.open_member(number=world.number, key="filing", attempt=1)
    collaboration.advance(number=world.number)
    outbox.drain()
    assert (states(world.number), cases.Case.objects.count()) == before


def test_a_refusal_that_stops_waits_for_nobody_else(world) -> None:
    refuse(world, "filing")
    now = states(world.number)
    assert now.pop("filing") == "refused"
    assert set(now.values()) == {"dropped"}
    assert sum_up(world.lead, world.number, "不予").status in {"refusing", "decided", "closed"}


def test_a_refused_part_may_be_applied_for_again_while_others_go_on(world) -> None:
    grant_open(world.number, world.bodies)
    refuse(world, "forest")
    one = part(world.number, "forest")
    assert (one.state, one.attempt) == ("again", 1)
    draft = collaboration.apply_part_again(by=world.applicant, number=world.number, key="forest")
    assert draft.answers["forest_area"] == "1234"
    from onewindow.identity import public as identity

    again = cases.submit_case(
        by=world.applicant, applicant=identity.applicant_of(world.account), draft_id=draft.pk
    )
    outbox.drain()
    now = part(world.number, "forest")
    assert (now.state, now.attempt, now.number, now.earlier) == ("open", 2, again.number, [one.number])
    decide(world.bodies["forest"], again.number)
    outbox.drain()
    assert open_keys(world.number) == {"planning", "fire", "lightning"}


def test_giving_up_and_letting_the_time_pass_leave_it_at_the_refusal(world) -> None:
    grant_open(world.number, world.bodies)
    refuse(world, "forest")
    with clock.at(MONDAY + timedelta(days=60)):
        assert collaboration.leave_overdue() == 1
    assert states(world.number)["forest"] == "refused"
    with pytest.raises(collaboration.CannotApplyAgain):
        collaboration.give_up_part(by=world.applicant, number=world.number, key="forest")
    with pytest.raises(collaboration.CannotApplyAgain):
        collaboration.apply_part_again(by=world.applicant, number=world.number, key="forest")


def test_silence_is_consent_only_where_declared(world) -> None:
    for _ in range(2):
        grant_open(world.number, world.bodies)
    with clock.at(MONDAY + timedelta(days=60)):
        assert collaboration.consent_silently() == 1
        outbox.drain()
    assert states(world.number) | {"lightning": "consented"} == states(world.number)
    assert open_keys(world.number) == {"planning", "fire"}


def test_a_declared_pause_stops_the_shared_clock_and_nothing_told_meanwhile_is_lost(world) -> None:
    for _ in range(2):
        grant_open(world.number, world.bodies)
    fire = part(world.number, "fire")
    cases.accept_case(by=world.bodies["fire"], number=fire.number)
    cases.suspend_case(by=world.bodies["fire"], number=fire.number, reason="experts", days=5, note="专家评审")
    outbox.drain()
    assert cases.Case.objects.get(number=world.number).status == "suspended"
    grant_open(world.number, world.bodies, ["planning", "lightning"])
    assert states(world.number)["planning"] == "granted"
    with clock.at(MONDAY + timedelta(days=7)):
        cases.resume_case(by=world.bodies["fire"], number=fire.number, result="通过")
        outbox.drain()
        assert cases.Case.objects.get(number=world.number).status == "reviewing"
        grant_open(world.number, world.bodies, ["fire"])
    assert open_keys(world.number) == {"pollution", "logging", "construction"}


def test_a_transfer_keeps_the_part_with_its_new_body(world) -> None:
    one = part(world.number, "road")
    cases.transfer_case(
        by=world.bodies["road"], number=one.number, agency="广西壮族自治区林业局", reason="职权已划转。"
    )
    outbox.drain()
    now = part(world.number, "road")
    assert (now.agency.name, now.state) == ("广西壮族自治区林业局", "open")


def test_withdrawing_the_whole_withdraws_what_is_open(world) -> None:
    open_ = [part(world.number, key).number for key in ("filing", "road")]
    cases.withdraw_case(by=world.applicant, number=world.number)
    outbox.drain()
    found = cases.Case.objects.filter(number__in=open_).values_list("outcome", flat=True)
    assert set(found) == {"withdrawn"}
    assert Joint.objects.get(number=world.number).ended_at is not None


def test_opening_a_part_takes_few_statements(world) -> None:
    """Three reads, two of its item; draft, key, claim, key; three locks, the part, all rows."""
    assert not joints.asks_outside(part(world.number, "forest").item_code)
    for key in ("filing", "road"):
        decide(world.bodies[key], part(world.number, key).number)
        assert joints.take_in_outcome(number=part(world.number, key).number)
    with CaptureQueriesContext(connection) as captured, unit.work():
        assert joints.open_member(number=world.number, key="forest", attempt=1, asking=False)
    left = ("SAVEPOINT", "RELEASE")
    told = [one["sql"] for one in captured.captured_queries if not one["sql"].startswith(left)]
    told = [sql for sql in told if not ASKED_AGAIN.search(sql)]
    assert len(told) == 15, "\n".join(sql[:160] for sql in told)
