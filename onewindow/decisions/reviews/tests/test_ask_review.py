"""Asking for and answering a review: by whom, of what, once; a wrong decision raises a signal."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.decisions import errors
from onewindow.decisions import public as decisions
from onewindow.decisions.models import RuleSet
from onewindow.decisions.reviews.services import open_review
from onewindow.decisions.reviews.tests.conftest import CODE, World
from onewindow.identity import public as identity
from onewindow.kernel.public import audit

SAID = "我的户籍上月已经迁出南宁。"


def asked(world: World, number: str = "N1") -> decisions.Review:
    world.decided(number)
    return decisions.ask_review(by=world.actor("applicant"), case_number=number, said=SAID)


def test_a_review_is_asked_once(world: World) -> None:
    review = asked(world)
    again = decisions.ask_review(by=world.actor("applicant"), case_number="N1", said="再说一次。")
    assert (again.pk, again.said) == (review.pk, SAID)
    assert (review.kind, str(review.due_on), review.result) == ("appeal", "2026-03-09", "")
    events = apps.get_model("kernel", "OutboxEvent").objects.filter(subject="N1")
    assert [event.type.rpartition(".")[2] for event in events] == ["ReviewAsked"]


def test_only_the_own_automatic_decision(world: World) -> None:
    world.decided("N1")
    world.decided("N2", answers={"household_region": "440100000000"})
    for number, who, said, refusal in (
        ("N1", "officer", SAID, errors.RecordUnknown),
        ("N1", "other", SAID, errors.RecordUnknown),
        ("N9", "applicant", SAID, errors.RecordUnknown),
        ("N2", "applicant", SAID, errors.NothingToReview),
        ("N1", "applicant", "不", errors.ReviewInvalid),
    ):
        with pytest.raises(refusal):
            decisions.ask_review(by=world.actor(who), case_number=number, said=said)


def test_answered_once_by_the_body(world: World) -> None:
    review = asked(world)

    def answer(who: str, result: str = "ok", text: str = "核对了户籍和年龄，无误。") -> decisions.Review:
        return decisions.answer_review(by=world.actor(who), review_id=review.pk, result=result, answer=text)

    for who, result, text, refusal in (
        ("other", "ok", SAID, errors.ReviewUnknown),
        ("applicant", "ok", SAID, errors.ReviewUnknown),
        ("keeper", "ok", SAID, errors.ReviewUnknown),
        ("officer", "", "", errors.ReviewInvalid),
    ):
        with pytest.raises(refusal):
            answer(who, result, text)
    assert answer("officer").result == "ok"
    with pytest.raises(errors.ReviewClosed):
        answer("officer")
    assert decisions.Signal.objects.count() == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        decisions.Review.objects.update(result="wrong")
    assert not [one for one in audit.verify().problems if one.place.startswith("decisions_")]


def test_a_wrong_decision_proposes_to_stop_and_a_keeper_settles_once(world: World) -> None:
    review = asked(world)
    decisions.answer_review(by=world.actor("officer"), review_id=review.pk, result="wrong", answer=SAID)
    signal = decisions.Signal.objects.get()
    assert (signal.kind, signal.proposes_stop, signal.facts["case"]) == ("wrong", True, "N1")

    def settle(who: str, reason: str = "户籍库停更，先停用。") -> decisions.Signal:
        return decisions.settle_signal(by=world.actor(who), signal_id=signal.pk, stop=True, reason=reason)

    for who, reason, refusal in (
        ("officer", "x", errors.CannotMaintainRules),
        ("keeper", " ", errors.ReasonMissing),
    ):
        with pytest.raises(refusal):
            settle(who, reason)
    assert settle("keeper").stopped
    assert RuleSet.objects.get(code=CODE).switched_off
    assert world.decide(CODE).outcome == "human"
    with pytest.raises(errors.SignalSettled):
        settle("keeper")
    with pytest.raises(errors.SignalUnknown):
        decisions.settle_signal(by=world.actor("keeper"), signal_id=999, stop=True, reason="x")
    assert not [one for one in audit.verify().problems if one.place.startswith("decisions_")]


def test_the_officers_look_is_recorded_first(world: World) -> None:
    review = asked(world)
    with pytest.raises(errors.ReviewUnknown):
        open_review(by=world.actor("other"), review_id=review.pk)
    assert identity.accesses_of(world.actor("applicant")) == []
    open_review(by=world.actor("officer"), review_id=review.pk)
    (look,) = identity.accesses_of(world.actor("applicant"))
    assert (look.reason, look.case) == ("申请人要求复核", "N1")


def test_the_pages(world: World) -> None:
    world.decided("N1")
    person, officer, keeper = Client(), Client(), Client()
    person.force_login(world.applicant)
    officer.force_login(world.officer)
    keeper.force_login(world.keeper)
    page = "/my/reviews/N1/"
    assert "要求工作人员复核" in person.get(page).content.decode()
    assert person.post(page, {"said": " "}).status_code == 422
    assert person.post(page, {"said": SAID})["Location"] == page
    assert "最晚答复" in person.get(page).content.decode()
    assert person.get("/my/reviews/N9/").status_code == 404
    assert officer.get(page).status_code == 404
    review = decisions.Review.objects.get()
    assert "N1" in officer.get("/desk/reviews/").content.decode()
    task = f"/desk/reviews/{review.pk}/"
    assert SAID in officer.get(task).content.decode()
    assert officer.post(task, {"answer": "长"}).status_code == 422
    assert officer.post(task, {"result": "wrong", "answer": "户籍确已迁出。"}).status_code == 302
    assert "户籍确已迁出。" in person.get(page).content.decode()
    assert "高龄津贴申领" in person.get("/my/reviews/").content.decode()
    watch = f"/desk/rules/{CODE}/watch/"
    assert "建议停用自动审批" in keeper.get(watch).content.decode()
    signal = decisions.Signal.objects.get()
    assert keeper.post(watch, {"signal": signal.pk, "act": "keep", "reason": ""}).status_code == 422
    assert keeper.post(watch, {"signal": signal.pk, "act": "keep", "reason": "个案。"}).status_code == 302
    assert keeper.post(watch, {"percent": "4", "reason": "x"}).status_code == 422
    assert keeper.post(watch, {"percent": "20", "reason": "多看一些。"}).status_code == 302
    assert RuleSet.objects.get(code=CODE).sample_percent == 20
    assert officer.get(watch).status_code == 403


def test_the_queue_costs_few_statements(world: World) -> None:
    officer = Client()
    officer.force_login(world.officer)
    officer.get("/desk/reviews/")
    counts = []
    for number in ("N1", "N2"):
        asked(world, number)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get("/desk/reviews/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
