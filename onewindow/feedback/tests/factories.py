"""Ratings, remedies and concerns in each state, made through the verbs."""

from typing import Any

from onewindow.feedback.models import Concern, Rating, Remedy, Task
from onewindow.feedback.services import answering, centre
from onewindow.feedback.services import remedies as verbs
from onewindow.feedback.services.concern_ends import confirm_reply
from onewindow.feedback.services.raising import Told, raise_concern
from onewindow.feedback.services.rating import Said, rate
from onewindow.feedback.states import RemedyState
from onewindow.feedback.tests.conftest import People
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor

SAID = "经核实，当天窗口排队较长，已增开窗口。"


def rated(
    people: People, stars: int = 1, *, options: tuple[str, ...] = (), text: str = "", **more: object
) -> Rating:
    """Rate the result of the decided case as its applicant."""
    said = Said(stars, options, text, bool(more.pop("named", False)))
    about: dict[str, object] = {"occasion": "result", "channel": "1", "case_number": people.decided, **more}
    return rate(by=people.applicant, said=said, **about)  # type: ignore[arg-type]


def remedy_in(people: People, state: str) -> Remedy:
    """Return the remedy of a one-star rating in a state."""
    remedy = Remedy.objects.get(rating=rated(people, 1, options=("115",), text="等了两个小时"))
    about = {"by": people.chief, "remedy_id": remedy.pk, "text": SAID}
    if state in {"contacted", RemedyState.VERIFIED, RemedyState.RECTIFIED}:
        verbs.contact_rater(**about)  # type: ignore[arg-type]
    if state in {RemedyState.VERIFIED, RemedyState.RECTIFIED}:
        verbs.report_finding(**about, finding="upheld")  # type: ignore[arg-type]
    if state == RemedyState.RECTIFIED:
        verbs.rectify(**about)  # type: ignore[arg-type]
    return Remedy.objects.get(pk=remedy.pk)


def told(**more: Any) -> Told:
    """Return what somebody says about being treated badly."""
    about: dict[str, Any] = {
        "kind": "complaint",
        "title": "窗口人员态度生硬",
        "text": "我叫覃志远，3月2日上午去办护士延续，等了两个小时，联系电话19900000002，希望改进。",
    }
    return Told(**(about | more))


def raised(people: People, by: Actor | None = None, **more: Any) -> Concern:
    """Return a concern of the applicant, or of whoever is given."""
    by = by or people.applicant
    holder = identity.applicant_of(people.accounts["qinzhiyuan"]) if by == people.applicant else None
    return raise_concern(by=by, told=told(**more), applicant=None if more.get("nameless") else holder)


def concern_in(people: People, state: str, **more: Any) -> Concern:
    """Return a concern of the applicant about the decided case, given to its body, in a state."""
    concern = raised(people, **({"case_number": people.decided} | more))
    number, body = concern.number, int(people.chief.agency)
    if state != "received":
        centre.classify_concern(by=people.centre, number=number, kind="complaint", category="health")
        centre.dispatch_concern(by=people.centre, number=number, agency_ids=[body], lead_id=body)
    if state in {"answered", "replied", "closed"}:
        task = Task.objects.get(concern=concern)
        answering.answer_task(
            by=people.chief, task_id=task.pk, text="已核实，当天人多，已增开窗口并批评教育。"
        )
    if state in {"replied", "closed"}:
        centre.reply_concern(by=people.centre, number=number, text="经核实，窗口已增开，感谢您的意见。")
    if state == "closed":
        confirm_reply(by=people.applicant, number=number, satisfied=True)
    return Concern.objects.get(pk=concern.pk)


def put_right(by: Actor, remedy: Remedy) -> None:
    """Let a body contact the rater, tell what it found and what it put right."""
    verbs.contact_rater(by=by, remedy_id=remedy.pk, text=SAID)
    verbs.report_finding(by=by, remedy_id=remedy.pk, finding="upheld", text=SAID)
    verbs.rectify(by=by, remedy_id=remedy.pk, text=SAID)


def appealed(by: Actor, remedy: Remedy) -> None:
    """Let a body hold a rating for mistaken."""
    verbs.appeal(by=by, remedy_id=remedy.pk, text="评价的不是本机构办的事。")


def given_to(by: Actor, concern: Concern, agency_id: int) -> Task:
    """Classify a concern and give it to a body."""
    centre.classify_concern(by=by, number=concern.number, kind=concern.kind, category="health")
    centre.dispatch_concern(by=by, number=concern.number, agency_ids=[agency_id], lead_id=agency_id)
    return Task.objects.get(concern=concern)


def answered(by: Actor, task: Task) -> None:
    """Let a body answer."""
    answering.answer_task(by=by, task_id=task.pk, text=SAID)
