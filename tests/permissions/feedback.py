"""A bad rating and a concern of the body of the posts, and of another body for those who watch over it."""

from datetime import date
from typing import Any

from onewindow.feedback import invitations
from onewindow.feedback.models import Author, Concern, PublishedAnswer, Rater, Rating, Remedy, Suspicion, Task
from onewindow.feedback.services.raising import Told
from onewindow.feedback.services.rating import Said
from onewindow.identity import cast
from onewindow.identity.tests.factories import agency
from onewindow.kernel.public import clock

CITY, CODE = "4500", "AAAAAA"
DAY = date(2026, 3, 9)
Given = dict[str, Any]


def plant(here: Any, case: Any) -> dict[str, Given]:
    """Return what the verbs of feedback take, whoever calls them."""
    ours, theirs = _remedy(here, case, 1), _remedy(agency(cast.MARKET), case, 2)
    concern, task = _concern(here)
    mine: Given = {
        "case_number": case.number, "occasion": "result", "code": invitations.code_for(case.number, "result"),
    }  # fmt: skip
    stars: Given = mine | {"channel": "1", "said": Said(5)}
    suspicion = Suspicion.objects.create(
        rule="bare", key="table", agency=theirs.agency, city=CITY, ratings=[], found_at=clock.now()
    )
    answer = PublishedAnswer.objects.create(
        question="示例", answer="示例", agency_name="某", published_at=clock.now()
    )
    verbs: dict[str, Given] = {
        verb: {"remedy_id": ours.pk} for verb in ("contact_rater", "rectify", "appeal")
    }
    verbs |= {verb: {"remedy_id": theirs.pk} for verb in ("call_back", "decide_appeal", "open_rater")}
    known = {"number": concern.number, "code": CODE}
    verbs |= dict.fromkeys(("confirm_reply", "withdraw_concern"), known)
    centred = (
        "dispatch_concern", "decline_concern", "merge_concern", "reply_concern", "call_author_back",
        "open_author",
    )  # fmt: skip
    verbs |= {verb: {"number": concern.number} for verb in centred}
    verbs |= {verb: {"task_id": task.pk} for verb in ("answer_task", "return_task", "decide_extension")}
    return verbs | {
        "rate": stars,
        "rate_again": stars,
        "follow_up": mine | {"channel": "1"},
        "answer_contact": mine,
        "classify_concern": {"number": concern.number, "kind": "help", "category": "health"},
        "feedback.ask_extension": {"task_id": task.pk, "days": 3},
        "withdraw_answer": {"answer_id": answer.pk},
        "settle_suspicion": {"suspicion_id": suspicion.pk},
        "note_export": {"month": DAY},
        "raise_concern": {"told": Told("help", "示例诉求", "示例诉求的内容")},
        "report_finding": {"remedy_id": ours.pk, "finding": "upheld"},
        "publish_answer": {"number": concern.number, "question": "示例问题"},
    }


def _remedy(body: Any, case: Any, number: int) -> Remedy:
    rating = Rating.objects.create(
        handling=invitations.handling_key(f"TABLE{number}", "result"), occasion="result", agency=body,
        item_code=case.item_code, item_name="示例", region_code="450000000000", city=CITY, channel="1",
        stars=1, at=clock.now(), month=DAY,
    )  # fmt: skip
    Rater.objects.create(rating=rating, case_number="TABLE", person=case.person, since=clock.now(), city=CITY)
    return Remedy.objects.create(
        rating=rating,
        agency=body,
        city=CITY,
        opened_at=clock.now(),
        contact_due=DAY,
        due_on=DAY,
        appeal_until=DAY,
    )


def _concern(body: Any) -> tuple[Concern, Task]:
    concern = Concern.objects.create(
        number="SQTABLE", kind="help", category="health", title="示例", text="示例",
        region_code="450000000000", city=CITY, source="portal", state="handling", received_at=clock.now(),
        accept_due=DAY, due_on=DAY,
    )  # fmt: skip
    Author.objects.create(concern=concern, query_code=CODE, said="示例", city=CITY)
    task = Task.objects.create(
        concern=concern, agency=body, lead=True, given_at=clock.now(), due_on=DAY, city=CITY,
        extension="asked", extension_days=3,
    )  # fmt: skip
    return concern, task
