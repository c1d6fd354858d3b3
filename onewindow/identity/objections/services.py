"""Verbs: object to a look at the own data; answer an objection."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from onewindow.identity import policies
from onewindow.identity.errors import (
    ObjectionAnswered,
    ObjectionInvalid,
    ObjectionNotFound,
    RecordNotFound,
)
from onewindow.identity.events import AccessObjected, ObjectionSettled
from onewindow.identity.levels import Role
from onewindow.identity.models import AccessRecord
from onewindow.identity.objections.models import Objection, Outcome
from onewindow.kernel.public import Actor, audit, clock, outbox, unit, workdays, yaml_file

SHORTEST, LONGEST = 4, 1000
ANSWERERS = (Role.SUPERVISE,)
_FILE = Path(__file__).resolve().parents[1] / "data" / "objections.yaml"


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """Return the limit of answering, as data."""
    return dict(yaml_file.read(_FILE))


def open_for(actor: Actor) -> QuerySet[Objection]:
    """Return the objections an officer of supervision may answer: of the own region, never of an own look."""
    if actor.kind != "official" or not actor.has_role(*ANSWERERS):
        return Objection.objects.none()
    prefix = actor.region_prefix[:4]
    found = Objection.objects.all() if prefix in {"45", "4500"} else Objection.objects.filter(city=prefix)
    return found.exclude(record__actor=actor.label).select_related("record")


def object_to(*, by: Actor, record_id: int, said: str) -> Objection:
    """Object to a look at the own data; a second objection to the same look is the first one.

    Raises RecordNotFound, ObjectionInvalid at `said`.
    """
    text = _checked(said, "said")
    with unit.work():
        record = policies.accesses_visible_to(by).filter(pk=record_id).first()
        if record is None:
            raise RecordNotFound
        calendar = workdays.calendar_for("45")
        objection, made = Objection.objects.get_or_create(
            record=record,
            defaults={
                "account_id": by.account_id,
                "said": text,
                "raised_at": clock.now(),
                "due_on": calendar.due(clock.today(), rules()["answer_days"]).on,
                "city": record.city,
            },
        )
        if made:
            audit.record(by, "access.objected", objection)
            outbox.publish(AccessObjected(subject=_subject(record), city=record.city, objection=objection.pk))
    return objection


def answer(*, by: Actor, objection_id: int, outcome: str, text: str) -> Objection:
    """Answer an objection with the finding and the reasons, once; the person reads both.

    Raises ObjectionNotFound (also when the officer's own look is objected to), ObjectionAnswered,
    ObjectionInvalid at the field.
    """
    errors = {} if outcome in Outcome.values else {"outcome": ["请选择处理结果。"]}
    try:
        said = _checked(text, "text")
    except ObjectionInvalid as fault:
        raise ObjectionInvalid(errors=errors | fault.errors) from None
    if errors:
        raise ObjectionInvalid(errors=errors)
    with unit.work():
        objection = open_for(by).select_for_update(of=("self",)).filter(pk=objection_id).first()
        if objection is None:
            raise ObjectionNotFound
        if objection.answered_at is not None:
            raise ObjectionAnswered
        objection.outcome, objection.answer = outcome, said
        objection.answered_by_id, objection.answered_at = by.account_id, clock.now()
        objection.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
        audit.record(by, "access.objection_answered", objection)
        outbox.publish(
            ObjectionSettled(
                subject=_subject(objection.record),
                city=objection.city,
                objection=objection.pk,
                outcome=outcome,
            )
        )
    return objection


def _subject(record: AccessRecord) -> str:
    return f"{record.subject_kind}:{record.subject_id}"


def _checked(said: str, field: str) -> str:
    text = " ".join(said.replace("\x00", "").split())
    if not SHORTEST <= len(text) <= LONGEST:
        raise ObjectionInvalid(errors={field: [f"请写 {SHORTEST} 至 {LONGEST} 个字。"]})
    return text
