"""Rating: by the applicant or whoever holds the code, once, in time; bad ones open a remedy at once."""

import pytest

from onewindow.cases import public as cases
from onewindow.feedback import invitations
from onewindow.feedback.errors import (
    FollowedAlready,
    NotRatedYet,
    RatedAlready,
    RatingClosed,
    RatingInvalid,
    RatingNotFound,
    RatingNotOpen,
)  # fmt: skip
from onewindow.feedback.models import Rater, Rating, RatingTally, Remedy
from onewindow.feedback.services.rating import Said, follow_up, rate
from onewindow.feedback.tests.conftest import People, at, events
from onewindow.feedback.tests.factories import rated
from onewindow.kernel.public import ANONYMOUS, audit, clock

pytestmark = pytest.mark.django_db
RESULT = {"occasion": "result", "channel": "1"}


def test_the_applicant_rates_once(people: People) -> None:
    rating = rated(people, 5, options=("517", "513"), text="很好，联系我 199 0000 0002，覃志远")
    rating.refresh_from_db()
    assert (rating.stars, rating.options, rating.national_code) == (5, ["513", "517"], "1")
    assert rating.text == "很好，联系我 （电话已隐去），（已隐去）"
    assert rating.handler_id == people.officer.account_id
    rater = Rater.objects.get(rating=rating)
    assert (rater.case_number, rater.person_id, rater.named) == (
        people.decided,
        people.applicant.person_id,
        False,
    )
    with pytest.raises(RatedAlready):
        rated(people, 1)
    assert (Rating.objects.count(), Remedy.objects.count()) == (1, 0)
    assert [e.payload["stars"] for e in events("RatingGiven")] == [5]
    tally = RatingTally.objects.get(agency_id=rating.agency_id)
    assert (tally.n5, tally.n1, f"{tally.month:%Y-%m-%d}") == (1, 0, "2026-03-01")


def test_a_bad_rating_goes_to_the_body_with_its_limits(people: People) -> None:
    rating = rated(people, 2, options=("214",))
    remedy = Remedy.objects.get(rating=rating)
    assert (remedy.state, remedy.agency_id, f"{remedy.contact_due}", f"{remedy.due_on}") == (
        "open", rating.agency_id, "2026-03-03", "2026-03-09",
    )  # fmt: skip
    (opened,) = events("BadRatingOpened")
    assert (opened.subject, opened.payload["due"], opened.payload["stars"]) == (
        str(remedy.pk),
        "2026-03-09",
        2,
    )


def test_the_code_of_the_receipt_and_the_query_code_open_it_to_anybody(people: People) -> None:
    code = invitations.code_for(people.automatic, "result")
    made = rate(by=ANONYMOUS, case_number=people.automatic, said=Said(4), code=code, **RESULT)
    assert made.handler_id is None  # nobody handled it
    read_out = cases.Case.objects.get(number=people.decided).query_code.lower()
    rate(
        by=ANONYMOUS, case_number=people.decided, occasion="result", channel="6", said=Said(3), code=read_out
    )
    assert sorted(Rating.objects.values_list("channel", flat=True)) == ["1", "6"]


def test_who_may_not(people: People) -> None:
    other = invitations.code_for(people.automatic, "result")
    intake = invitations.code_for(people.decided, "intake")
    for by in (ANONYMOUS, people.stranger, people.officer, people.centre):
        for code in ("", "x" * 16, other, intake):
            with pytest.raises(RatingNotFound):
                rate(by=by, case_number=people.decided, said=Said(5), code=code, **RESULT)
    with pytest.raises(RatingNotFound):
        rate(by=people.applicant, case_number="没有", said=Said(5), **RESULT)
    assert Rating.objects.count() == 0


def test_it_opens_after_the_decision_and_closes(people: People) -> None:
    with pytest.raises(RatingNotOpen):
        rated(people, 5, case_number=people.open)
    with pytest.raises(RatingNotOpen):  # it did not come in at a counter
        rated(people, 5, occasion="intake")
    with clock.at(at(31)), pytest.raises(RatingClosed):
        rated(people, 5)
    with clock.at(at(30)):
        rated(people, 5)


def test_what_is_said_must_fit(people: People) -> None:
    for said, field in (
        (Said(None), "stars"), (Said(6), "stars"), (Said(5, ("108",)), "options"),
        (Said(5, text="长" * 501), "text"),
    ):  # fmt: skip
        with pytest.raises(RatingInvalid) as refusal:
            rate(by=people.applicant, case_number=people.decided, said=said, **RESULT)
        assert list(refusal.value.errors) == [field]


def test_a_follow_up_adds_words_once(people: People) -> None:
    about = {"by": people.applicant, "case_number": people.decided, **RESULT}
    with pytest.raises(NotRatedYet):
        follow_up(text="补充", **about)
    rated(people, 5)
    with pytest.raises(RatingInvalid):
        follow_up(text="  ", **about)
    with clock.at(at(60)):
        made = follow_up(text="证用上了", **about)
        assert (made.stars, made.text, made.turn) == (None, "证用上了", "follow")
        with pytest.raises(FollowedAlready):
            follow_up(text="再说", **about)
    with clock.at(at(200)), pytest.raises(RatingClosed):
        follow_up(text="太晚", **about)
    assert RatingTally.objects.get().n5 == 1  # words are no rating


def test_no_log_and_no_event_names_the_rater(people: People) -> None:
    rated(people, 1, text="态度差")
    entries = [one for one in audit.log().entries if one.table.startswith("feedback_")]
    assert {one.table for one in entries} == {"feedback_rating", "feedback_rater", "feedback_remedy"}
    assert {one.actor for one in entries} == {"anonymous:-", "system:-"}
    for name in ("RatingGiven", "BadRatingOpened"):
        (event,) = events(name)
        assert people.decided not in f"{event.subject} {event.payload}"
        assert set(event.payload) <= {
            "subject", "city", "agency", "item_code", "occasion", "turn", "stars", "channel", "contact_due",
            "due",
        }  # fmt: skip
