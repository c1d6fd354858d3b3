"""A concern on its way: classified, dispatched, answered, replied, confirmed; extended, merged, published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from onewindow.feedback.errors import (
    AnswerNotFound,
    CentreOnly,
    ConcernInvalid,
    ConcernMoved,
    ConcernNotFound,
    ExtensionClosed,
    NotAllAnswered,
)  # fmt: skip
from onewindow.feedback.models import Author, Concern, PublishedAnswer, Task
from onewindow.feedback.queries import concerns as reads
from onewindow.feedback.services import answering, centre, publishing
from onewindow.feedback.services.concern_ends import confirm_reply, settle_silent, withdraw_concern
from onewindow.feedback.services.concern_watch import tell_late_concerns
from onewindow.feedback.tests.conftest import People, at, events
from onewindow.feedback.tests.factories import concern_in, raised
from onewindow.kernel.public import ANONYMOUS, Actor, audit, clock

pytestmark = pytest.mark.django_db
WORDS = "经核实，情况属实，已经改正。"
Message: Any = apps.get_model("notices", "Message")


def inbox(people: People) -> list[str]:
    mine = Message.objects.filter(person_id=people.applicant.person_id, template__startswith="concern")
    return list(mine.order_by("id").values_list("template", flat=True))


def test_the_whole_way(people: People) -> None:
    concern = concern_in(people, "closed")
    assert (concern.state, concern.satisfied, f"{concern.due_on}") == ("closed", True, "2026-03-19")
    assert inbox(people) == ["concern-accepted", "concern-replied"]
    shared = concern.steps.filter(shared=True).order_by("id")
    assert [(one.title[:3], one.who) for one in shared] == [
        ("已收到", "系统"), ("已受理", "诉求受理中心"), ("已答复", "诉求受理中心"), ("对答复", "诉求人"),
    ]  # fmt: skip
    for kind in ("ConcernDispatched", "ConcernAnswered", "ConcernReplied", "ConcernClosed"):
        assert [one.subject for one in events(kind)] == [concern.number]
    assert audit.verify().problems == []


def test_not_satisfied_it_is_worked_on_once_more(people: People) -> None:
    concern = concern_in(people, "replied")
    about = {"by": people.applicant, "number": concern.number, "satisfied": False}
    with pytest.raises(ConcernInvalid):
        confirm_reply(**about)
    confirm_reply(**about, text="窗口还是只开一个。")
    concern.refresh_from_db()
    assert (concern.state, concern.round, Task.objects.filter(concern=concern).count()) == ("handling", 2, 2)
    task = Task.objects.get(concern=concern, round=2)
    answering.answer_task(by=people.chief, task_id=task.pk, text=WORDS)
    centre.reply_concern(by=people.centre, number=concern.number, text=WORDS)
    centre.call_author_back(
        by=people.centre, number=concern.number, satisfied=False, text="仍不满意，已解释。"
    )
    concern.refresh_from_db()
    assert (concern.state, concern.satisfied) == ("closed", False)


def test_silence_closes_it(people: People) -> None:
    concern = concern_in(people, "replied")
    with clock.at(at(10)):
        assert settle_silent() == 0
    with clock.at(at(20)):
        assert (settle_silent(), settle_silent()) == (1, 0)
    concern.refresh_from_db()
    assert (concern.state, concern.satisfied) == ("closed", None)


def test_the_centre_cannot_skip(people: People) -> None:
    concern = raised(people)
    number, body = concern.number, int(people.chief.agency)
    about: dict[str, Any] = {"by": people.centre, "number": number}
    with pytest.raises(ConcernInvalid):  # not classified
        centre.dispatch_concern(**about, agency_ids=[body], lead_id=body)
    with pytest.raises(ConcernInvalid):
        centre.classify_concern(**about, kind="complaint", category="nothing")
    centre.classify_concern(**about, kind="help", category="health", urgent=True)
    with pytest.raises(ConcernInvalid):
        centre.dispatch_concern(**about, agency_ids=[body], lead_id=0)
    with pytest.raises(ConcernInvalid):
        centre.dispatch_concern(**about, agency_ids=[body], lead_id=body, officers=["nobody"])
    centre.dispatch_concern(**about, agency_ids=[body], lead_id=body, officers=["nongzhiping"])
    concern.refresh_from_db()
    assert (concern.kept_from, f"{concern.due_on}") == ([people.chief.account_id], "2026-03-03")
    with pytest.raises(NotAllAnswered):
        centre.reply_concern(**about, text=WORDS)
    with pytest.raises(ConcernMoved):
        centre.decline_concern(**about, text=WORDS)
    with pytest.raises(ConcernMoved):
        centre.call_author_back(**about, satisfied=True, text=WORDS)


CENTRE: dict[str, Callable[[Actor, str], object]] = {
    "classify": lambda by, n: centre.classify_concern(by=by, number=n, kind="help", category="health"),
    "dispatch": lambda by, n: centre.dispatch_concern(by=by, number=n, agency_ids=[1], lead_id=1),
    "decline": lambda by, n: centre.decline_concern(by=by, number=n, text=WORDS),
    "merge": lambda by, n: centre.merge_concern(by=by, number=n, into="SQ1"),
    "reply": lambda by, n: centre.reply_concern(by=by, number=n, text=WORDS),
    "call": lambda by, n: centre.call_author_back(by=by, number=n, satisfied=True, text=WORDS),
    "see": lambda by, n: centre.open_author(by=by, number=n, reason="联系核实"),
    "publish": lambda by, n: publishing.publish_answer(by=by, number=n, question="怎么投诉窗口", text=WORDS),
}


def test_who_may_not(people: People) -> None:
    concern = concern_in(people, "handling")
    key = Task.objects.get(concern=concern).pk
    for verb in CENTRE.values():
        for by in (people.chief, people.officer, people.window, people.applicant, ANONYMOUS):
            with pytest.raises(CentreOnly):
                verb(by, concern.number)
        with pytest.raises(ConcernNotFound):  # the supervisor of the very body it is about
            verb(people.inside, concern.number)
    body = (answering.answer_task, answering.return_task)
    for by in (people.officer, people.elsewhere, people.centre, people.applicant):
        for verb in body:
            with pytest.raises(ConcernNotFound):
                verb(by=by, task_id=key, text=WORDS)
        with pytest.raises(ConcernNotFound):
            answering.ask_extension(by=by, task_id=key, days=3, text=WORDS)
    for by, code in ((people.stranger, ""), (people.officer, ""), (ANONYMOUS, "AAAAAA"), (ANONYMOUS, "")):
        with pytest.raises(ConcernNotFound):
            withdraw_concern(by=by, number=concern.number, code=code)
        with pytest.raises(ConcernNotFound):
            confirm_reply(by=by, number=concern.number, satisfied=True, code=code)


def test_a_body_gives_back_and_another_answers(people: People) -> None:
    concern = concern_in(people, "handling")
    task = Task.objects.get(concern=concern)
    answering.return_task(by=people.chief, task_id=task.pk, text="不属于本机构职责。")
    with pytest.raises(ConcernMoved):
        answering.answer_task(by=people.chief, task_id=task.pk, text=WORDS)
    other = int(people.elsewhere.agency)
    centre.dispatch_concern(by=people.centre, number=concern.number, agency_ids=[other], lead_id=other)
    theirs = Task.objects.get(concern=concern, agency_id=other)
    answering.answer_task(by=people.elsewhere, task_id=theirs.pk, text=WORDS)
    centre.reply_concern(by=people.centre, number=concern.number, text=WORDS)
    assert Concern.objects.get(pk=concern.pk).state == "replied"


def test_more_time_is_asked_once_before_the_day(people: People) -> None:
    task = Task.objects.get(concern=concern_in(people, "handling"))
    about: dict[str, Any] = {"by": people.chief, "task_id": task.pk, "text": "需要调取监控。"}
    with pytest.raises(ConcernInvalid):
        answering.ask_extension(**about, days=11)
    with clock.at(at(18)), pytest.raises(ExtensionClosed):
        answering.ask_extension(**about, days=5)
    answering.ask_extension(**about, days=5)
    with pytest.raises(ExtensionClosed):
        answering.ask_extension(**about, days=5)
    with pytest.raises(CentreOnly):
        centre.decide_extension(by=people.chief, task_id=task.pk, granted=True, text=WORDS)
    centre.decide_extension(by=people.centre, task_id=task.pk, granted=True, text="同意延期。")
    task.refresh_from_db()
    assert (f"{task.due_on}", f"{task.concern.due_on}", task.extension) == (
        "2026-03-26",
        "2026-03-26",
        "granted",
    )
    assert inbox(people)[-1] == "concern-extended"


def test_limits_that_passed_are_told_once(people: People) -> None:
    raised(people)
    concern_in(people, "handling")
    assert tell_late_concerns() == 0
    with clock.at(at(8)):
        assert (tell_late_concerns(), tell_late_concerns()) == (1, 0)  # not accepted
    with clock.at(at(18)):
        assert (tell_late_concerns(), tell_late_concerns()) == (1, 0)  # not answered
    with clock.at(at(30)):
        assert (tell_late_concerns(), tell_late_concerns()) == (1, 0)  # long late
    told = [(e.payload["step"], e.payload["agency"] > 0) for e in events("ConcernOverdue")]
    assert told == [("accept", False), ("answer", True), ("answer+", True)]


def test_the_same_matter_is_found_and_follows(people: People) -> None:
    text = "民族大道施工围挡占了整条人行道，老人小孩只能走机动车道，非常危险，请尽快处理。"
    first = raised(people, title="施工围挡占道", text=text)
    second = raised(people, by=people.stranger, title="围挡占了人行道", text=f"{text}已经一个月了。")
    raised(people, title="公积金怎么提取", text="想问公积金提取要带什么材料，去哪里办。")
    assert [one.pk for one, _share in reads.alike(people.centre, second)] == [first.pk]
    with pytest.raises(ConcernInvalid):
        centre.merge_concern(by=people.centre, number=second.number, into=second.number)
    centre.merge_concern(by=people.centre, number=second.number, into=first.number)
    body = int(people.chief.agency)
    centre.classify_concern(by=people.centre, number=first.number, kind="help", category="urban")
    centre.dispatch_concern(by=people.centre, number=first.number, agency_ids=[body], lead_id=body)
    answering.answer_task(by=people.chief, task_id=Task.objects.get().pk, text=WORDS)
    centre.reply_concern(by=people.centre, number=first.number, text=WORDS)
    second.refresh_from_db()
    assert (second.state, second.reply) == ("replied", WORDS)
    assert len(events("ConcernReplied")) == 2


def test_declined_with_a_reason(people: People) -> None:
    concern = raised(people)
    centre.decline_concern(by=people.centre, number=concern.number, text="属于诉讼事项，请向人民法院提出。")
    concern.refresh_from_db()
    assert (concern.state, inbox(people)) == ("declined", ["concern-declined"])


def test_taken_back(people: People) -> None:
    concern = concern_in(people, "handling")
    code = Author.objects.get(concern=concern).query_code
    withdraw_concern(by=ANONYMOUS, number=concern.number, code=code)
    with pytest.raises(ConcernMoved):
        withdraw_concern(by=people.applicant, number=concern.number)
    with pytest.raises(ConcernMoved):
        answering.answer_task(by=people.chief, task_id=Task.objects.get().pk, text=WORDS)


def test_an_answer_is_published_without_anybody_in_it(people: People) -> None:
    concern = concern_in(people, "closed")
    about: dict[str, Any] = {"by": people.centre, "number": concern.number}
    for question, text in (
        ("覃志远怎么投诉窗口", WORDS),
        ("怎么投诉窗口", f"{WORDS}电话19912345678。"),
        ("短", WORDS),
    ):
        with pytest.raises(ConcernInvalid):
            publishing.publish_answer(**about, question=question, text=text)
    row = publishing.publish_answer(**about, question="窗口排队太久怎么反映", text="可以在门户我要问反映。")
    assert [one.pk for one in reads.published(text="窗口 排队")] == [row.pk]
    assert [one.pk for one in reads.known("窗口排队久")] == [row.pk]
    assert reads.published(text="公积金") == []
    publishing.publish_answer(**about, question="窗口排队太久怎么办", text="可以在门户我要问反映。")
    assert PublishedAnswer.objects.get().question == "窗口排队太久怎么办"
    with pytest.raises(CentreOnly):
        publishing.withdraw_answer(by=people.chief, answer_id=row.pk)
    publishing.withdraw_answer(by=people.centre, answer_id=row.pk)
    assert reads.published() == []
    with pytest.raises(AnswerNotFound):
        publishing.withdraw_answer(by=people.centre, answer_id=row.pk)


def test_a_look_at_the_author_is_recorded_for_the_author(people: People) -> None:
    concern = concern_in(people, "handling")
    author = centre.open_author(by=people.centre, number=concern.number, reason="联系核实情况")
    assert author.name == "覃志远"
    looks: Any = apps.get_model("identity", "AccessRecord")
    look = looks.objects.order_by("-id").first()
    assert (look.subject_id, look.reason) == (people.applicant.person_id, "联系核实情况")
