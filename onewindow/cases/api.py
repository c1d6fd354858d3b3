"""Cases for programs: an app submits for who let it; a body's system reads and follows its cases."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from onewindow.cases import changes as changing
from onewindow.cases import public as cases
from onewindow.cases.answers import answers_shown
from onewindow.cases.errors import SystemOnly
from onewindow.cases.models import Case, CaseEvent
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor

router = Router(tags=["办件"])
SCOPE = "apply"


class Submission(Schema):
    """An application: the item, and the answers by the names of its form."""

    item: Annotated[str, Field(max_length=80)]
    answers: dict[str, Any]
    insist: bool = False


class Filed(Schema):
    """What became of an application."""

    number: str
    query_code: str
    status: str
    outcome: str
    automatic: bool


class StepOut(Schema):
    """One step of the shared timeline."""

    at: datetime
    kind: str
    title: str
    who: str
    state: str


class MaterialOut(Schema):
    """One material of the case."""

    seq: int
    name: str
    grade: str
    source: str


class PaperOut(Schema):
    """One signed paper, and where it can be checked."""

    number: str
    title: str
    check: str


class AnswerOut(Schema):
    """One answer of the applicant in words."""

    label: str
    value: str


class CaseOut(Schema):
    """A case as its applicant's app or its body's system may see it; dates are working-day limits."""

    number: str
    item: str
    item_name: str
    agency: str
    applicant: str
    status: str
    outcome: str
    submitted_at: datetime
    accepted_at: datetime | None
    promised_due: date
    statutory_due: date | None
    next_due: date | None
    decided_at: datetime | None
    opinion: str
    materials: list[MaterialOut]
    steps: list[StepOut]
    answers: list[AnswerOut]


class ChangeOut(Schema):
    """One step of one case."""

    number: str
    item: str
    step: StepOut


class ChangesOut(Schema):
    """Steps since a cursor, in order; go on with `cursor`, at once while `more` is true."""

    changes: list[ChangeOut]
    cursor: str
    more: bool


@router.post("", response={201: Filed}, summary="提交申请", operation_id="submit_case")
def submit(request: HttpRequest, given: Submission) -> Status[Filed]:
    """Submit in the name of the person whose token (scope `apply`) it is; needs an Idempotency-Key header."""
    account = identity.account_of_call(request, SCOPE)
    case = cases.take_in(
        by=identity.actor_for(account), applicant=identity.applicant_of(account),
        client=identity.actor_of(request).client, key=request.headers.get("Idempotency-Key", ""),
        item=given.item, answers=given.answers, insist=given.insist, own_files=True,
    )  # fmt: skip
    filed = Filed(
        number=case.number, query_code=case.query_code, status=case.status, outcome=case.outcome,
        automatic=case.automatic,
    )  # fmt: skip
    return Status(201, filed)


@router.get("changes", response=ChangesOut, summary="本机关办件的变化", operation_id="case_changes")
def changes(
    request: HttpRequest,
    after: Annotated[str, Field(max_length=40)] = "",
    size: Annotated[int, Field(ge=1, le=500)] = 100,
) -> ChangesOut:
    """Give a body's system every step of its cases since a cursor, none left out, none twice."""
    found = changing.changes_of(_system(request).agency, after=after, size=size)
    return ChangesOut(
        changes=[
            ChangeOut(number=one.case.number, item=one.case.item_code, step=_step(one)) for one in found.steps
        ],
        cursor=found.cursor,
        more=found.more,
    )


@router.get("{number}", response=CaseOut, summary="一个办件", operation_id="case")
def case(
    request: HttpRequest,
    number: Annotated[str, Field(max_length=50)],
    reason: Annotated[str, Field(max_length=200)] = "",
) -> CaseOut:
    """Give a case to the app of its applicant, or to a system of its body; the system's look is recorded.

    A system that gives a reason also gets the answers; the applicant sees reason and time.
    """
    by = _reader(request)
    found = cases.open_case(by=by, number=number, reason=reason.strip() or "办理系统查看进度")
    return _out(found, answers=by.kind != "client" or bool(reason.strip()))


@router.get("{number}/papers", response=list[PaperOut], summary="办件的文书", operation_id="case_papers")
def papers(request: HttpRequest, number: Annotated[str, Field(max_length=50)]) -> list[PaperOut]:
    """Give the signed papers of a case, to whoever may see it."""
    found = cases.open_case(by=_reader(request), number=number, reason="办理系统查看文书")
    return [
        PaperOut(number=p.number, title=p.title, check=f"/verify/{p.token}/")
        for p in documents.notices_of(found.number)
    ]


def _reader(request: HttpRequest) -> Actor:
    by = identity.actor_of(request)
    if by.kind == "client" and _is_personal(request):
        return identity.actor_for(identity.account_of_call(request, SCOPE))
    return by


def _is_personal(request: HttpRequest) -> bool:
    token = getattr(request, "token", None)
    return token is not None and token.authorisation_id is not None


def _system(request: HttpRequest) -> Actor:
    by = identity.actor_of(request)
    if by.kind != "client" or _is_personal(request):
        raise SystemOnly
    return by


def _step(one: CaseEvent) -> StepOut:
    return StepOut(at=one.at, kind=one.kind, title=one.title, who=one.who, state=one.state)


def _out(found: Case, *, answers: bool) -> CaseOut:
    told = answers_shown(found) if answers else []
    return CaseOut(
        number=found.number, item=found.item_code, item_name=found.item_name, agency=found.agency.name,
        applicant=found.applicant_name, status=found.status, outcome=found.outcome,
        submitted_at=found.submitted_at, accepted_at=found.accepted_at, promised_due=found.promised_due,
        statutory_due=found.statutory_due, next_due=found.next_due, decided_at=found.decided_at,
        opinion=found.opinion,
        materials=[
            MaterialOut(seq=m.seq, name=m.name, grade=m.grade, source=m.source) for m in found.materials.all()
        ],
        steps=[_step(one) for one in found.events.all()],
        answers=[AnswerOut(label=str(a.label), value=str(a.value)) for a in told],
    )  # fmt: skip
