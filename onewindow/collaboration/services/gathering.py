"""Bring the bodies of a joint case together: a review, a visit, an acceptance, each with a signed record."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from onewindow.collaboration import policies
from onewindow.collaboration.errors import (
    AlreadyRecorded,
    GatheringInvalid,
    JointOver,
    NothingToSign,
    UnknownGathering,
    UnknownJoint,
)
from onewindow.collaboration.events import GatheringCalled, GatheringRecorded
from onewindow.collaboration.models import Gathering, GatheringKind, Joint
from onewindow.collaboration.services.moving import Held
from onewindow.kernel.public import Actor, audit, canonical, clock, outbox, unit


def call_gathering(
    *, by: Actor, number: str, kind: str, on: date | None, hour: str, place: str, about: str,
    keys: Collection[str],
) -> Gathering:  # fmt: skip
    """Call the bodies of some parts together; the applicant sees when and where.

    Raises UnknownJoint, NotTheLead, JointOver, GatheringInvalid with each fault at its field.
    """
    joint = _joint(number)
    policies.require_lead(by, joint)
    errors: dict[str, list[str]] = {}
    if kind not in set(GatheringKind):
        errors["kind"] = ["请选择会审、踏勘或者验收。"]
    if on is None or on < clock.today():
        errors["on"] = ["请填写今天或者以后的日期。"]
    for name, text, most in (("hour", hour, 20), ("place", place, 200), ("about", about, 500)):
        if not 0 < len(text.strip()) <= most:
            errors[name] = [f"请填写这一项，最多 {most} 字。"]
    with unit.work():
        held = Held(number)
        if held.joint.ended_at is not None:
            raise JointOver
        bodies = sorted({one.agency_id for one in held.members if one.key in set(keys)})
        if not bodies:
            errors["keys"] = ["请选择参加的机关。"]
        if errors or on is None:
            raise GatheringInvalid(errors=errors)
        made = Gathering(
            joint=joint, kind=kind, on=on, hour=hour.strip(), place=place.strip(), about=about.strip(),
            bodies=bodies, called_at=clock.now(), called_by=by.label, city=joint.city,
        )  # fmt: skip
        made.save(force_insert=True)
        audit.record(by, "gathering.called", made)
        label = GatheringKind(kind).label
        when = f"{on.month}月{on.day}日{made.hour}，{made.place}"
        held.note("gathering", f"{label}：{when}", joint.agency.name, made.about)
        outbox.publish(GatheringCalled(subject=number, city=joint.city, kind=kind, on=on.isoformat()))
    return made


def record_gathering(
    *, by: Actor, number: str, gathering: UUID, record: str, conclusion: str, present: int | None
) -> Gathering:
    """Keep what was found and concluded; from then on it cannot be changed, and each body signs it.

    Not before its day; a visit needs two officials at least (行政许可法 第三十四条第三款). Raises
    UnknownJoint, NotTheLead, UnknownGathering, AlreadyRecorded, GatheringInvalid.
    """
    joint = _joint(number)
    policies.require_lead(by, joint)
    errors: dict[str, list[str]] = {}
    for name, text, most in (("record", record, 4000), ("conclusion", conclusion, 500)):
        if not 0 < len(text.strip()) <= most:
            errors[name] = [f"请填写这一项，最多 {most} 字。"]
    if present is None or present < 1:
        errors["present"] = ["请填写到场的工作人员人数。"]
    with unit.work():
        held = Held(number)
        made = _gathering(joint, gathering)
        if made.recorded_at is not None:
            raise AlreadyRecorded
        if made.kind == GatheringKind.VISIT and present is not None and present < 2:
            errors["present"] = ["现场核查要由两名以上工作人员进行（行政许可法第三十四条）。"]
        if made.on > clock.today():
            errors["record"] = [f"会同在{made.on.month}月{made.on.day}日举行，从那天起才能记录。"]
        if errors:
            raise GatheringInvalid(errors=errors)
        made.record = f"到场工作人员 {present} 人。\n{record.strip()}"
        made.conclusion = conclusion.strip()
        made.recorded_at, made.recorded_by = clock.now(), by.label
        told = canonical.canonical_json([str(made.pk), made.record, made.conclusion])
        made.digest = canonical.sm3(told)
        made.save()
        audit.record(by, "gathering.recorded", made)
        label = GatheringKind(made.kind).label
        held.note("gathering", f"{label}：{made.conclusion}"[:100], joint.agency.name)
        outbox.publish(GatheringRecorded(subject=number, city=joint.city, kind=made.kind))
    return made


def sign_gathering(*, by: Actor, number: str, gathering: UUID) -> Gathering:
    """Sign a record for one's body, once.

    Raises UnknownJoint, NotOfTheJoint, UnknownGathering, NothingToSign.
    """
    joint = _joint(number)
    policies.require_seen(by, joint, list(joint.members.all()))
    with unit.work():
        Held(number)
        made = _gathering(joint, gathering)
        done = {row["agency"] for row in made.signed}
        mine = next((key for key in made.bodies if str(key) == by.agency), None)
        if made.recorded_at is None or mine is None or mine in done:
            raise NothingToSign
        made.signed = [*made.signed, {"agency": mine, "by": by.label, "name": by.name,
                                      "at": clock.now().isoformat()}]  # fmt: skip
        made.save(update_fields=["signed"])
        audit.record(by, "gathering.signed", made)
    return made


def _joint(number: str) -> Joint:
    joint = Joint.objects.select_related("agency").filter(number=number).first()
    if joint is None:
        raise UnknownJoint
    return joint


def _gathering(joint: Joint, key: UUID) -> Gathering:
    found = Gathering.objects.filter(joint=joint, pk=key).first()
    if found is None:
        raise UnknownGathering
    return found
