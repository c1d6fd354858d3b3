"""企业开办: a granted registration is given its code once; both sides are told; without a code it waits."""

import pytest

from onewindow.collaboration import public as collaboration
from onewindow.collaboration import seed
from onewindow.collaboration.models import CodeSegment, FollowUp, Opening, Push
from onewindow.collaboration.tests.factories import (
    MONDAY,
    answers_for,
    applied,
    decide,
    events,
    official,
    part,
    the_procedure,
)
from onewindow.government import public as government
from onewindow.kernel.public import SYSTEM, Actor, audit, codes, outbox

REGISTRAR = "南宁市行政审批局"


def registrar(world) -> Actor:
    """Return an officer of the body that registers companies in the city."""
    return world.bodies["planning"]


def granted(world, outcome: str = "granted", **changes: object) -> str:
    """Return the number of the registration case of a joint application, decided; nothing is told yet."""
    from onewindow.cases import public as cases

    told = {"company_name": "南宁示例商贸有限公司", "company_scope": "日用百货零售。", **changes}
    assert told.keys() <= answers_for(the_procedure("company")).keys()
    lead = applied(world.account, the_procedure("company"), **told)
    cases.accept_case(by=registrar(world), number=lead.number)
    outbox.drain()
    number = part(lead.number, "licence").number
    decide(registrar(world), number, outcome)
    return number


def opening(number: str) -> Opening:
    return Opening.objects.get(case__number=number)


def test_a_granted_registration_is_given_the_next_code_once(world) -> None:
    seed.plant_segments()
    number = granted(world)
    outbox.drain()
    made = opening(number)
    code = codes.Uscc(made.uscc)
    assert (code[:8], code.organisation_code[:8]) == ("91450100", "DMX00000")
    assert (made.name, made.trouble, made.allocated_at) == ("南宁示例商贸有限公司", "", MONDAY)
    assert collaboration.open_company(number=number) == made
    assert CodeSegment.objects.get(agency__name=REGISTRAR).used == 1
    assert sorted(made.pushes.values_list("receiver", "state")) == [
        (f"push_{one}", "pending") for one in ("codes", "insurance", "seal", "statistics", "tax")
    ]
    assert [one.payload["uscc"] for one in events("CompanyOpened")] == [made.uscc]
    assert audit.verify().ok


def test_a_refused_registration_and_any_other_case_open_nothing(world) -> None:
    seed.plant_segments()
    assert collaboration.open_company(number=granted(world, "refused")) is None
    assert collaboration.open_company(number=part(world.number, "road").number) is None
    assert not Opening.objects.exists()


def test_applicant_and_approving_bodies_are_told_what_follows(world) -> None:
    from django.apps import apps

    seed.plant_segments()
    made = collaboration.open_company(number=granted(world, company_scope="食品销售；诊所服务。"))
    assert made is not None
    told = FollowUp.objects.filter(opening=made).order_by("id")
    assert list(told.values_list("approval", "agency__name")) == [
        ("食品经营许可", "南宁市市场监督管理局"),
        ("医疗机构执业许可", "南宁市卫生健康委员会"),
    ]
    messages = apps.get_model("notices", "Message")
    texts = messages.objects.filter(origin__startswith=f"company:{made.pk}")
    assert sorted(texts.values_list("template", flat=True)) == ["company-follow-ups", "company-opened"]
    assert "食品经营许可（南宁市市场监督管理局）" in texts.get(template="company-follow-ups").text


def test_without_a_segment_it_waits_and_is_given_one_later(world) -> None:
    number = granted(world)
    made = collaboration.open_company(number=number)
    assert made is not None and (made.uscc, made.pushes.count()) == ("", 0)
    assert made.trouble.startswith("本机关没有可用的预赋码段")
    assert collaboration.opening_list(registrar(world), tab="failed").rows == [made]
    with pytest.raises(collaboration.NoCodeLeft):
        collaboration.allocate_again(by=registrar(world), opening_id=made.pk)
    with pytest.raises(collaboration.NotTheRegistrar):
        collaboration.allocate_again(by=world.bodies["forest"], opening_id=made.pk)
    seed.plant_segments()
    found = collaboration.allocate_again(by=registrar(world), opening_id=made.pk)
    assert (found.uscc[8:16], found.trouble, Push.objects.filter(opening=found).count()) == (
        "DMX00000",
        "",
        5,
    )
    assert collaboration.opening_list(registrar(world), tab="failed").rows == []
    with pytest.raises(collaboration.OpeningHasCode):
        collaboration.allocate_again(by=registrar(world), opening_id=made.pk)
    assert audit.verify().ok


def test_a_low_segment_warns_once_and_the_next_one_follows(world) -> None:
    body = government.agency_named(REGISTRAR)
    for first in (0, 1):
        collaboration.add_segment(by=SYSTEM, agency_id=body.pk, head="DMY", first=first, size=1, low=0)
    made = [collaboration.open_company(number=granted(world)) for _ in range(2)]
    assert [one.uscc[8:16] for one in made if one] == ["DMY00000", "DMY00001"]
    assert [one.payload["left"] for one in events("SegmentLow")] == [0, 0]
    assert [one.is_low for one in collaboration.segments_of(registrar(world))] == [True, True]


def test_only_the_head_of_the_registering_body_enters_segments(world) -> None:
    body = government.agency_named(REGISTRAR)
    given = {"agency_id": body.pk, "head": "DMY", "first": 0, "size": 10, "low": 2}
    for by in (world.applicant, world.bodies["forest"], registrar(world), world.chief):
        with pytest.raises(collaboration.NotTheRegistrar):
            collaboration.add_segment(by=by, **given)
    made = collaboration.add_segment(by=official("weiguohua"), **given)
    assert (made.left, made.city, made.added_by) == (10, "4501", official("weiguohua").label)
    assert collaboration.add_segment(by=official("weiguohua"), **given) == made
    faults = []
    for wrong in (
        {"head": "DIY"},
        {"size": 0, "low": 0},
        {"low": 11},
        {"first": 9, "size": 9},
        {"head": "DM", "size": 31**6},
    ):
        with pytest.raises(collaboration.SegmentInvalid) as refusal:
            collaboration.add_segment(by=official("weiguohua"), **{**given, **wrong})
        faults += list(refusal.value.errors)
    assert faults == ["head", "size", "low", "first", "first"]


def test_the_told_body_signs_once(world) -> None:
    seed.plant_segments()
    made = collaboration.open_company(number=granted(world, company_scope="诊所服务。"))
    told = FollowUp.objects.get(opening=made)
    FollowUp.objects.filter(pk=told.pk).update(agency=int(world.bodies["forest"].agency))
    with pytest.raises(collaboration.NotYourFollowUp):
        collaboration.take_follow_up(by=registrar(world), follow_up_id=told.pk)
    found = collaboration.take_follow_up(by=world.bodies["forest"], follow_up_id=told.pk)
    assert (found.taken_at, found.taken_by) == (MONDAY, world.bodies["forest"].label)
    assert collaboration.follow_up_list(world.bodies["forest"]).rows == [found]
    with pytest.raises(collaboration.AlreadyTaken):
        collaboration.take_follow_up(by=world.bodies["forest"], follow_up_id=told.pk)
