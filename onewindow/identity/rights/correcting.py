"""Verbs: ask to have data about oneself corrected; the body that keeps it decides, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onewindow.government import public as government
from onewindow.identity.levels import Role
from onewindow.identity.rights import held, rules
from onewindow.identity.rights.errors import (
    CorrectionDecided,
    CorrectionInvalid,
    CorrectionNotFound,
    DecisionInvalid,
    OwnCorrection,
)
from onewindow.identity.rights.events import DataCorrectionAsked, DataCorrectionSettled
from onewindow.identity.rights.held import Correctable, HeldData, Subject, SubjectKind
from onewindow.identity.rights.models import Correction, Outcome
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.kernel.public import Actor, Invalid, audit, clock, outbox, unit, workdays

SHORTEST, LONGEST = 4, 1000
DECIDERS = (Role.DATA, Role.APPROVE, Role.CHIEF)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants corrected: in which kind of data, to what, and why."""

    source: str
    field: str
    after: str
    said: str
    row: str = ""


def ask_correction(*, by: Actor, wish: Wish, evidence: Sequence[UUID] = ()) -> Correction:
    """Ask to have something corrected; asking again for what still waits returns the request that waits.

    `field` is one of the source's correctable fields or empty for something described in words; `row` the
    number of the record meant, for sources whose rows are kept by different bodies. Raises NotSignedIn,
    NotOneself, SourceNotFound, CorrectionInvalid with every fault at its field.
    """
    subject = held.subject_of(by)
    kind = held.source(wish.source)
    which = _field_of(kind, subject, wish.field)
    value, text = _spelt(which, wish, has_evidence=bool(evidence))
    keeper = _keeper_of(kind, subject, wish.row)
    with unit.work():
        request, made = Correction.objects.get_or_create(
            subject_kind=subject.kind,
            subject_id=subject.key,
            source=kind.key,
            field=wish.field,
            row=wish.row,
            decided_at=None,
            defaults={
                "account_id": by.account_id,
                "before": which.current(subject) if which else "",
                "after": value,
                "said": text,
                "evidence": list(evidence),
                "keeper_id": keeper,
                "asked_at": clock.now(),
                "due_on": workdays.calendar_for("45").due(clock.today(), rules.number("correct_days")).on,
            },
        )
        if made:
            audit.record(by, "correction.asked", request)
            outbox.publish(DataCorrectionAsked(subject=subject.label, correction=request.pk))
    return request


def check_wish(*, by: Actor, wish: Wish, has_evidence: bool) -> None:
    """Raise what `ask_correction` would, before the files are kept."""
    subject, kind = held.subject_of(by), held.source(wish.source)
    _spelt(_field_of(kind, subject, wish.field), wish, has_evidence=has_evidence)
    _keeper_of(kind, subject, wish.row)


def waiting_request(*, by: Actor, source: str, field: str, row: str = "") -> Correction | None:
    """Return the request for the same thing that still waits."""
    subject = held.subject_of(by)
    found = Correction.objects.filter(subject_kind=subject.kind, subject_id=subject.key, decided_at=None)
    return found.filter(source=source, field=field, row=row).first()


def open_for(by: Actor) -> QuerySet[Correction]:
    """Return the requests the actor may decide: those about what the own agency keeps."""
    if by.kind != "official" or not by.has_role(*DECIDERS) or not by.agency:
        return Correction.objects.none()
    return Correction.objects.filter(keeper_id=int(by.agency))


def opened(*, by: Actor, correction_id: int) -> Correction:
    """Return one request for its decider; the look is recorded first. Raises CorrectionNotFound."""
    with unit.work():
        request = open_for(by).filter(pk=correction_id).first()
        if request is None:
            raise CorrectionNotFound
        look = Access(request.subject_kind, request.subject_id, _("更正申请"), _("处理您的更正申请"))
        record_accesses(by, [look])
    return request


def decide_correction(*, by: Actor, correction_id: int, outcome: str, answer: str) -> Correction:
    """Decide a request with reasons, once; an agreed change of a field takes effect with it.

    Raises CorrectionNotFound, OwnCorrection, CorrectionDecided, DecisionInvalid at the field.
    """
    text = _reasons(outcome, answer)
    with unit.work():
        request = open_for(by).select_for_update(of=("self",)).filter(pk=correction_id).first()
        if request is None:
            raise CorrectionNotFound
        if request.account_id == by.account_id or _is_own(by, request):
            raise OwnCorrection
        if not request.is_open:
            raise CorrectionDecided
        subject = Subject(_kind(request), request.subject_id, (request.account_id,))
        which = _field_of(held.source(request.source), subject, request.field)
        if outcome == Outcome.AGREED and which is not None:
            which.apply(by, subject, request.after or "")
        request.outcome, request.answer = outcome, text
        request.decided_by_id, request.decided_at = by.account_id, clock.now()
        request.save(update_fields=["outcome", "answer", "decided_by", "decided_at"])
        audit.record(by, f"correction.{outcome}", request)
        outbox.publish(DataCorrectionSettled(subject=subject.label, correction=request.pk, outcome=outcome))
    return request


def corrections_of(by: Actor, *, limit: int = 20) -> list[Correction]:
    """Return the newest requests of one's own, in one statement."""
    subject = held.subject_of(by)
    found = Correction.objects.filter(subject_kind=subject.kind, subject_id=subject.key)
    return list(found.select_related("keeper").order_by("-id")[:limit])


def may_read_evidence(by: Actor, file_id: UUID) -> Correction | None:
    """Return the request a file was given with, when the actor may decide it."""
    return open_for(by).filter(evidence__contains=[file_id]).first()


def evidence_among(files: Sequence[UUID]) -> set[UUID]:
    """Return which of some files were given with a request."""
    found = Correction.objects.filter(evidence__overlap=list(files)).values_list("evidence", flat=True)
    return {key for evidence in found for key in evidence} & set(files)


def field_label(request: Correction) -> str:
    """Return what a request is about, in words."""
    kind = held.source(request.source)
    named = next((str(one.label) for one in kind.correctable if one.name == request.field), _("其他内容"))
    return f"{kind.title}：{named}" + (f"（{request.row}）" if request.row else "")


def fields_for(kind: HeldData, subject_kind: str) -> list[Correctable]:
    """Return the fields of a kind of data that can be put right with one decision."""
    return [one for one in kind.correctable if subject_kind in one.kinds]


def _kind(request: Correction) -> SubjectKind:
    return "organisation" if request.subject_kind == "organisation" else "person"


def _is_own(by: Actor, request: Correction) -> bool:
    return request.subject_kind == "person" and request.subject_id == by.person_id


def _field_of(kind: HeldData, subject: Subject, field: str) -> Correctable | None:
    if not field:
        return None
    for one in fields_for(kind, subject.kind):
        if one.name == field:
            return one
    raise CorrectionInvalid(errors={"field": [_("请选择要更正的内容。")]})


def _spelt(which: Correctable | None, wish: Wish, *, has_evidence: bool) -> tuple[str, str]:
    errors: dict[str, list[str]] = {}
    value = _line(wish.after)
    if not value:
        errors["after"] = [_("请填写正确的内容。")]
    elif len(value) > LONGEST:
        errors["after"] = [_("最多 %d 个字，请精简。") % LONGEST]
    elif which is not None:
        try:
            value = which.spell(value)
        except Invalid as fault:
            errors["after"] = [fault.message]
    text = _line(wish.said)
    if not SHORTEST <= len(text) <= LONGEST:
        errors["said"] = [_("请写 4 至 1000 个字，说明哪里不对、以什么为准。")]
    if not has_evidence:
        errors["evidence"] = [_("请上传能证明的材料，例如户口簿、营业执照的照片。")]
    if errors:
        raise CorrectionInvalid(errors=errors)
    return value, text


def _keeper_of(kind: HeldData, subject: Subject, row: str) -> int | None:
    if kind.keeper is None:
        return platform_keeper()
    found = kind.keeper(subject, row)
    if found is None:
        raise CorrectionInvalid(errors={"row": [_("没有找到这个编号，请从“我的信息”里照抄。")]})
    return found


def platform_keeper() -> int | None:
    """Return the agency that keeps what the platform itself holds; None before the agencies are planted."""
    try:
        return government.agency_named(rules.keeper_name()).pk
    except government.UnknownAgency:
        return None


def _reasons(outcome: str, answer: str) -> str:
    errors: dict[str, list[str]] = {}
    if outcome not in Outcome.values:
        errors["outcome"] = [_("请选择处理结果。")]
    text = _line(answer)
    if not SHORTEST <= len(text) <= LONGEST:
        errors["answer"] = [_("请写 4 至 1000 个字的理由，本人会看到。")]
    if errors:
        raise DecisionInvalid(errors=errors)
    return text


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
