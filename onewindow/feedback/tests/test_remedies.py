"""A bad rating on its way: contact, finding, measures, second rating, call-back, appeal; who may not."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from onewindow.feedback.errors import (
    AgainNotOpen,
    AppealTooLate,
    CentreOnly,
    NoAppeal,
    NotContacted,
    RemedyInvalid,
    RemedyMoved,
    RemedyNotFound,
)  # fmt: skip
from onewindow.feedback.models import Rating, RatingTally, Remedy
from onewindow.feedback.services import remedies as verbs
from onewindow.feedback.services.rating import Said, rate_again
from onewindow.feedback.services.watching import tell_overdue
from onewindow.feedback.tests.conftest import People, at, events
from onewindow.feedback.tests.factories import SAID, remedy_in
from onewindow.kernel.public import audit, clock

pytestmark = pytest.mark.django_db
Message: Any = apps.get_model("notices", "Message")
AGAIN = {"occasion": "result", "channel": "1"}


def told(people: People) -> list[str]:
    mine = Message.objects.filter(person_id=people.applicant.person_id, template__startswith="rating")
    return list(mine.order_by("id").values_list("template", flat=True))


def test_the_whole_way_to_a_better_rating(people: People) -> None:
    remedy = remedy_in(people, "rectified")
    assert told(people) == ["rating-contact", "rating-rectified"]
    assert (remedy.finding, f"{remedy.again_until}") == ("upheld", "2026-03-16")
    again = rate_again(by=people.applicant, case_number=people.decided, said=Said(4, ("413",)), **AGAIN)
    remedy.refresh_from_db()
    assert (remedy.state, remedy.satisfied, again.turn) == ("closed", True, "again")
    assert [(one.title, one.who) for one in remedy.steps.order_by("id")] == [
        ("差评已派给办理机构", "系统"),
        ("办理机构联系评价人", remedy.agency.name),
        ("核实结果：反映属实", remedy.agency.name),
        ("办理机构已整改", remedy.agency.name),
        ("评价人对整改满意", "评价人"),
    ]
    assert [e.payload["satisfied"] for e in events("BadRatingClosed")] == [True]
    assert RatingTally.objects.get().n1 == 1  # the first word stays
    with pytest.raises(AgainNotOpen):
        rate_again(by=people.applicant, case_number=people.decided, said=Said(5), **AGAIN)


def test_not_better_it_begins_again_once(people: People) -> None:
    remedy = remedy_in(people, "rectified")
    rate_again(by=people.applicant, case_number=people.decided, said=Said(2), **AGAIN)
    remedy.refresh_from_db()
    assert (remedy.state, remedy.round, f"{remedy.due_on}") == ("open", 2, "2026-03-09")
    verbs.report_finding(by=people.chief, remedy_id=remedy.pk, finding="partly", text=SAID)
    verbs.rectify(by=people.chief, remedy_id=remedy.pk, text=SAID)
    verbs.call_back(by=people.centre, remedy_id=remedy.pk, satisfied=False, text="仍不满意，已解释。")
    remedy.refresh_from_db()
    assert (remedy.state, remedy.satisfied, len(events("BadRatingReopened"))) == ("closed", False, 1)


def test_the_body_cannot_skip_or_end(people: People) -> None:
    remedy = remedy_in(people, "open")
    about = {"by": people.chief, "remedy_id": remedy.pk, "text": SAID}
    with pytest.raises(NotContacted):
        verbs.report_finding(**about, finding="upheld")
    with pytest.raises(RemedyMoved):
        verbs.rectify(**about)
    verbs.contact_rater(**about)
    with pytest.raises(RemedyInvalid):
        verbs.report_finding(**about, finding="whatever")
    verbs.report_finding(**about, finding="unfounded", complex_matter=True)
    assert f"{Remedy.objects.get().due_on}" == "2026-03-23"  # 15 working days after the Monday
    with pytest.raises(RemedyMoved):
        verbs.report_finding(**about, finding="upheld")
    with pytest.raises(RemedyInvalid):
        verbs.rectify(by=people.chief, remedy_id=remedy.pk, text="好")
    verbs.rectify(**about)
    with pytest.raises(CentreOnly):
        verbs.call_back(**about, satisfied=True)


BODY: dict[str, Callable[[Any, UUID], object]] = {
    "contact": lambda by, key: verbs.contact_rater(by=by, remedy_id=key, text=SAID),
    "finding": lambda by, key: verbs.report_finding(by=by, remedy_id=key, finding="upheld", text=SAID),
    "rectify": lambda by, key: verbs.rectify(by=by, remedy_id=key, text=SAID),
    "appeal": lambda by, key: verbs.appeal(by=by, remedy_id=key, text=SAID),
}
WATCH: dict[str, Callable[[Any, UUID], object]] = {
    "call_back": lambda by, key: verbs.call_back(by=by, remedy_id=key, satisfied=True, text=SAID),
    "decide": lambda by, key: verbs.decide_appeal(by=by, remedy_id=key, granted=True, text=SAID),
    "open": lambda by, key: verbs.open_rater(by=by, remedy_id=key, reason="回访"),
}


def test_who_may_not(people: People) -> None:
    """Nobody of another body, and not the officer who is rated, though of the right one."""
    key = remedy_in(people, "open").pk
    outside = (
        people.officer,
        people.elsewhere,
        people.window,
        people.centre,
        people.applicant,
        people.stranger,
    )
    for by in outside:
        for verb in BODY.values():
            with pytest.raises(RemedyNotFound):
                verb(by, key)
    for by in (people.chief, people.officer, people.applicant, people.window):
        for verb in WATCH.values():
            with pytest.raises(CentreOnly):
                verb(by, key)
    for verb in WATCH.values():  # the rated body's own supervisor
        with pytest.raises(RemedyNotFound):
            verb(people.inside, key)


def test_an_appeal_stops_the_limits_and_is_decided_elsewhere(people: People) -> None:
    remedy = remedy_in(people, "open")
    verbs.appeal(by=people.chief, remedy_id=remedy.pk, text="评价的不是本机构办的事。")
    with pytest.raises(RemedyMoved):
        verbs.contact_rater(by=people.chief, remedy_id=remedy.pk, text=SAID)
    with clock.at(at(30)):
        assert tell_overdue() == 0
    verbs.decide_appeal(by=people.centre, remedy_id=remedy.pk, granted=False, text="评价对象没有错。")
    remedy.refresh_from_db()
    assert (remedy.state, remedy.appeal) == ("open", "refused")
    with pytest.raises(AppealTooLate):
        verbs.appeal(by=people.chief, remedy_id=remedy.pk, text="再次申诉。")
    with pytest.raises(NoAppeal):
        verbs.decide_appeal(by=people.centre, remedy_id=remedy.pk, granted=True, text="评价对象有错。")


def test_a_granted_appeal_takes_the_rating_out_of_the_figures(people: People) -> None:
    remedy = remedy_in(people, "open")
    with clock.at(at(8)), pytest.raises(AppealTooLate):
        verbs.appeal(by=people.chief, remedy_id=remedy.pk, text="评价的不是本机构办的事。")
    verbs.appeal(by=people.chief, remedy_id=remedy.pk, text="评价的不是本机构办的事。")
    verbs.decide_appeal(by=people.centre, remedy_id=remedy.pk, granted=True, text="确实评错了机构。")
    tally, rating = RatingTally.objects.get(), Rating.objects.get()
    assert (tally.n1, tally.excluded, rating.excluded) == (0, 1, "appeal")
    assert Remedy.objects.get().state == "revoked"
    assert told(people) == ["rating-excluded"]


def test_limits_that_passed_are_told_once(people: People) -> None:
    remedy = remedy_in(people, "open")
    assert tell_overdue() == 0
    with clock.at(at(2)):
        assert (tell_overdue(), tell_overdue()) == (1, 0)
    with clock.at(at(10)):
        assert (tell_overdue(), tell_overdue()) == (1, 0)
    assert [e.payload["step"] for e in events("BadRatingOverdue")] == ["contact", "rectify"]
    with clock.at(at(10)):
        verbs.contact_rater(by=people.chief, remedy_id=remedy.pk, text=SAID)
    assert [e.payload["late"] for e in events("BadRatingContacted")] == [True]


def test_the_rater_answers_unknown(people: People) -> None:
    remedy = remedy_in(people, "contacted")
    verbs.answer_contact(
        by=people.applicant, case_number=people.decided, occasion="result", text="那天上午十点多。"
    )
    last = remedy.steps.order_by("id").last()
    assert last is not None
    assert (last.who, last.actor, last.text) == ("评价人", "", "那天上午十点多。")


def test_a_look_at_the_rater_is_recorded_for_the_rater(people: People) -> None:
    remedy = remedy_in(people, "rectified")
    rater = verbs.open_rater(by=people.centre, remedy_id=remedy.pk, reason="回访整改是否满意")
    assert rater.person_id == people.applicant.person_id
    looks: Any = apps.get_model("identity", "AccessRecord")
    look = looks.objects.order_by("-id").first()
    assert (look.subject_id, look.reason, look.case) == (
        people.applicant.person_id, "回访整改是否满意", people.decided,
    )  # fmt: skip


def test_the_log_holds(people: People) -> None:
    remedy_in(people, "rectified")
    assert audit.verify().problems == []
