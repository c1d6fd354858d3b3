"""Published answers that come with the product; a demonstration of concerns and of ratings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

from onewindow.feedback import invitations, rules
from onewindow.feedback.models import Concern, Rating, Remedy
from onewindow.feedback.services import answering, centre, remedies
from onewindow.feedback.services.publishing import plant_answer, publish_answer
from onewindow.feedback.services.raising import Told, raise_concern
from onewindow.feedback.services.rating import Said, rate
from onewindow.feedback.states import Channel, Finding, Occasion, Source
from onewindow.halls import public as halls
from onewindow.identity import public as identity
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor, clock, workdays

SOURCE = "广西壮族自治区政务服务监督管理办公室"
REGION, PHONE = "450000000000", "19900000099"
CALLER = "（演示）来电人"


def plant_answers() -> str:
    """Publish the answers that are not there yet; those withdrawn stay so."""
    rows = rules.rows("answers")
    made = sum(
        plant_answer(
            by=SYSTEM, question=str(row["question"]), text=str(row["answer"]), category=str(row["category"]),
            agency_name=SOURCE,
        )
        for row in rows
    )  # fmt: skip
    return f"{made} of {len(rows)} answers"


def plant_concerns() -> str:
    """Take concerns in over the last weeks, by telephone, and let them go different ways; once."""
    centred, clerk = _actor("weizhengping"), _actor("zhouhaiyan")
    told = rules.rows("demo_concerns")
    if centred is None or clerk is None or Concern.objects.filter(title=str(told[0]["title"])).exists():
        return "演示诉求已有，或者没有演示人员"
    for row in told:
        _go(row, clerk, centred)
    return f"演示诉求 {len(told)} 件"


def _go(row: dict[str, object], clerk: Actor, centred: Actor) -> None:
    """Let one concern go as far as its row says, each step on its day."""
    came, way = int(str(row["days"])), str(row["way"])
    with _before(came):
        concern = raise_concern(
            by=clerk, source=Source.PHONE,
            told=Told(
                str(row["kind"]), str(row["title"]), str(row["text"]), REGION, name=CALLER, mobile=PHONE
            ),
        )  # fmt: skip
    if way == "new":
        return
    head = _actor(str(row["head"]))
    if head is None:
        return
    with _before(came - 1):
        about: dict[str, Any] = {"by": centred, "number": concern.number}
        centre.classify_concern(**about, kind=str(row["kind"]), category=str(row["category"]))
        centre.dispatch_concern(**about, agency_ids=[int(head.agency)], lead_id=int(head.agency))
    if way == "waiting":
        return
    with _before(came - 2):
        task = concern.tasks.get()
        answering.answer_task(by=head, task_id=task.pk, text=str(row["answer"]))
        centre.reply_concern(**about, text=str(row["answer"]))
    with _before(came - 3):
        happy = way == "satisfied"
        centre.call_author_back(**about, satisfied=happy, text=str(row["said"]))
        if happy:
            publish_answer(**about, question=str(row["title"]), text=str(row["answer"]))


def plant_ratings() -> str:
    """Rate the numbers served in the demonstration hall today: one well, one badly, now put right; once."""
    served = list(halls.Ticket.objects.filter(state="served", hall__agency__isnull=False).order_by("id")[:2])
    if len(served) < 2 or Rating.objects.filter(occasion=Occasion.VISIT).exists():
        return "演示评价已有，或者没有办完的排队号"
    _rate(served[0], Said(5, ["510", "517"], "（演示）一次就办完了，很清楚。"))
    _rate(served[1], Said(2, ["213"], "（演示）问了两个窗口，说法不一样。"))
    remedy = Remedy.objects.get(rating__occasion=Occasion.VISIT, rating__stars=2)
    head = _actor("nongjianmin")
    if head is not None and str(remedy.agency_id) == head.agency:
        remedies.contact_rater(by=head, remedy_id=remedy.pk, text="（演示）请问是哪两个窗口，问的什么事？")
        remedies.report_finding(
            by=head, remedy_id=remedy.pk, finding=Finding.UPHELD,
            text="（演示）两个窗口的解释确实不一致，正在统一口径。",
        )  # fmt: skip
    return "演示评价 2 条，一条差评正在整改"


def _rate(ticket: halls.Ticket, said: Said) -> None:
    code = invitations.code_for(ticket.token, Occasion.VISIT)
    rate(
        by=ANONYMOUS,
        case_number=ticket.token,
        occasion=Occasion.VISIT,
        said=said,
        channel=Channel.QR,
        code=code,
    )


def _actor(username: str) -> Actor | None:
    account = identity.Account.objects.filter(username=username).first()
    return identity.actor_for(account) if account else None


@contextmanager
def _before(days: int) -> Iterator[None]:
    """Hold the clock at the morning of a working day before today."""
    calendar = workdays.calendar_for(REGION)
    today, day = clock.today(), clock.today()
    left = days
    while left > 0:
        day -= timedelta(days=1)
        left -= calendar.is_working(day)
    with clock.at(datetime.combine(day, time(10), clock.CHINA) if day < today else clock.now()):
        yield
