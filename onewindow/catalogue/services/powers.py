"""The life of a power: 清权 → 确权 → 配权 → 晒权 → 制权, its adjustments, and the tie to its items."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from onewindow.catalogue.errors import (
    InvalidPower,
    OwnProposal,
    PowerMoved,
    PowerToBeAdjusted,
    UnknownPower,
)
from onewindow.catalogue.events import AdjustmentOpened, PowerPublished
from onewindow.catalogue.models import (
    Item,
    ItemVersion,
    Power,
    PowerAdjustment,
    PowerItem,
    PowerState,
    PowerStep,
    PowerVersion,
)
from onewindow.catalogue.policies import DRAFTER, LEGALITY, STAFFING, require_drafter, require_role_here
from onewindow.government.public import agency as agency_by_id
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit, workdays, yaml_file

FILE = Path(__file__).parents[1] / "data" / "powers.yaml"
IN_FORCE = (PowerState.PUBLISHED, PowerState.RUNNING, PowerState.SUSPENDED)
RISKS = ("高", "中", "低")
CONTENT = (
    "name", "power_type", "bases", "steps", "duties", "accountability", "exemptions", "supervision",
    "remedies", "items", "cause",
)  # fmt: skip


@cache
def rules() -> dict[str, Any]:
    """Return the causes, limits and usual duties of powers."""
    return dict(yaml_file.read(FILE))


def usual(power_type: str) -> dict[str, Any]:
    """Return the duties, accountability and exemptions a power of a type begins with."""
    given = rules()
    return {
        "duties": given["duties"].get(power_type, given["duties"]["other"]),
        "accountability": given["accountability"].get(power_type, given["accountability"]["other"]),
        "exemptions": given["exemptions"],
    }


def collect_power(*, by: Actor, agency_id: int, code: str, content: Mapping[str, Any]) -> PowerVersion:
    """清权: take a power of a body into the list, or begin the next version of one that is there.

    Raises CannotPropose, InvalidPower, PowerMoved while another version is on its way.
    """
    require_drafter(by, agency_id)
    given = {name: content[name] for name in CONTENT if name in content}
    given = {**usual(str(given.get("power_type", ""))), **given}
    _require_whole(code, given)
    agency = agency_by_id(agency_id)
    with unit.work():
        power, _ = Power.objects.get_or_create(
            code=code,
            defaults={"agency_id": agency_id, "region_code": agency.region_code, "created_at": clock.now()},
        )
        power = Power.objects.select_for_update().get(pk=power.pk)
        if power.agency_id != agency_id:
            raise InvalidPower(errors={"code": ["这个编码已经是其他部门的权力事项。"]})
        before = PowerVersion.objects.filter(power=power).order_by("-number").first()
        if before is not None and before.published_at is None:
            raise PowerMoved
        version = PowerVersion.objects.create(
            power=power,
            number=before.number + 1 if before else 1,
            drafter_id=by.account_id,
            updated_at=clock.now(),
            **given,
        )
        _log(by, version, "collect")
    return version


def _require_whole(code: str, given: Mapping[str, Any]) -> None:
    errors = {}
    if not code or len(code) > 40:
        errors["code"] = ["请填写编码，最多 40 位。"]
    for name, label in (("name", "名称"), ("power_type", "类型"), ("bases", "依据")):
        if not given.get(name):
            errors[name] = [f"请填写{label}。"]
    if errors:
        raise InvalidPower(errors=errors)


def review_power(*, by: Actor, version_id: int, agree: bool, opinion: str = "") -> PowerVersion:
    """确权: the staffing and the legality reviewer both agree, in either order; one refusal sends it back.

    Sent back, it is collected anew by the drafter: this version ends. Raises PowerMoved, OwnProposal,
    CannotPropose, InvalidPower without reasons for a refusal.
    """
    with unit.work():
        version = _locked(version_id, PowerState.COLLECTED)
        role = STAFFING if by.has_role(STAFFING) else LEGALITY
        require_role_here(by, role, version.power.region_code)
        if version.drafter_id is not None and version.drafter_id == by.account_id:
            raise OwnProposal
        done = set(PowerStep.objects.filter(version=version).values_list("action", flat=True))
        if f"agree-{role}" in done:
            raise PowerMoved
        if not agree:
            if not opinion.strip():
                raise InvalidPower(errors={"opinion": ["退回要写明理由。"]})
            version.state, version.published_at = PowerState.CANCELLED, clock.now()
        elif f"agree-{LEGALITY if role == STAFFING else STAFFING}" in done:
            version.state = PowerState.REVIEWED
        _save(by, version, f"{'agree' if agree else 'back'}-{role}", opinion)
    return version


def allocate_power(*, by: Actor, version_id: int, steps: Sequence[Mapping[str, str]]) -> PowerVersion:
    """配权: give every step of the course a post, and every risk point a grade and a measure.

    A step has name, post, risk (高、中、低) and measure. Raises InvalidPower, PowerMoved, CannotPropose.
    """
    with unit.work():
        version = _locked(version_id, PowerState.REVIEWED)
        require_drafter(by, version.power.agency_id)
        faults = [
            f"第 {n} 个环节要写明名称、岗位、风险等级（高、中、低）和防控措施。"
            for n, step in enumerate(steps, 1)
            if not (
                step.get("name") and step.get("post") and step.get("measure") and step.get("risk") in RISKS
            )
        ]
        if faults or not steps:
            raise InvalidPower(errors={"steps": faults or ["请写明办理环节。"]})
        version.steps, version.state = [dict(step) for step in steps], PowerState.ALLOCATED
        _save(by, version, "allocate")
    return version


def publish_power(*, by: Actor, version_id: int) -> PowerVersion:
    """晒权 and 制权: publish the version; with items in force it runs from now on, online and supervised.

    The version before is superseded, open adjustments are solved, the tie to its items is drawn again.
    Raises PowerMoved, OwnProposal, CannotPropose, InvalidPower for an item that runs another power.
    """
    with unit.work():
        version = _locked(version_id, PowerState.ALLOCATED)
        require_role_here(by, DRAFTER, version.power.region_code)
        if by.kind != "system" and version.drafter_id == by.account_id:
            raise OwnProposal
        moment = clock.now()
        PowerVersion.objects.filter(power=version.power, state__in=IN_FORCE).update(
            state=PowerState.SUPERSEDED, valid_to=clock.today(), updated_at=moment
        )
        version.state = PowerState.RUNNING if _tie(version) else PowerState.PUBLISHED
        version.published_at = moment
        PowerAdjustment.objects.filter(power=version.power, solved_at__isnull=True).update(
            solved_at=moment, outcome=f"第 {version.number} 版已公布"
        )
        _save(by, version, "publish")
        outbox.publish(
            PowerPublished(
                subject=f"power:{version.power.code}"[:80],
                city=version.power.region_code[:4] or "4500",
                code=version.power.code,
                version_id=version.pk,
                agency_id=version.power.agency_id,
            )
        )
    return version


def _tie(version: PowerVersion) -> int:
    """Tie the power to the items it names; return how many of them are in force."""
    items = list(Item.objects.filter(task_code__in=version.items, agency_id=version.power.agency_id))
    taken = PowerItem.objects.filter(item__in=items).exclude(power=version.power).select_related("power")
    if others := [link.power.code for link in taken]:
        raise InvalidPower(errors={"items": [f"事项已对应其他权力事项：{'、'.join(others)}。"]})
    PowerItem.objects.filter(power=version.power).exclude(item__in=items).delete()
    PowerItem.objects.bulk_create(
        (PowerItem(power=version.power, item=item) for item in items), ignore_conflicts=True
    )
    return ItemVersion.objects.filter(item__in=items, state__in=["published", "suspended"]).count()


def adopt(version: PowerVersion, *, steps: Sequence[Mapping[str, str]]) -> PowerVersion:
    """Take over a power that was reviewed and allocated before the platform, and publish it."""
    with unit.work():
        version.state, version.steps = PowerState.ALLOCATED, [dict(step) for step in steps]
        _save(SYSTEM, version, "adopt")
    return publish_power(by=SYSTEM, version_id=version.pk)


def end_power(*, by: Actor, code: str, state: str, reason: str) -> PowerVersion:
    """Suspend, resume (running) or cancel a power, with a reason. Raises UnknownPower, InvalidPower."""
    if state not in {PowerState.SUSPENDED, PowerState.RUNNING, PowerState.CANCELLED} or not reason.strip():
        raise InvalidPower(errors={"reason": ["请写明理由。"]})
    with unit.work():
        found = PowerVersion.objects.select_for_update(of=("self",)).select_related("power")
        version = found.filter(power__code=code, state__in=IN_FORCE).first()
        if version is None:
            raise UnknownPower
        require_role_here(by, DRAFTER, version.power.region_code)
        version.state = PowerState(state)
        if state == PowerState.CANCELLED:
            version.valid_to = clock.today()
            PowerItem.objects.filter(power=version.power).delete()
        _save(by, version, state, reason)
    return version


def open_adjustment(*, by: Actor, code: str, cause: str, note: str, cause_on: date) -> PowerAdjustment:
    """Say that a power has to be adjusted; due ten working days (data) after the cause.

    Until the next version is published its items get no new version. Raises UnknownPower, InvalidPower.
    """
    if cause not in rules()["causes"] or not note.strip():
        raise InvalidPower(errors={"cause": ["请选择调整事由并写明情况。"]})
    with unit.work():
        power = Power.objects.select_for_update().filter(code=code).first()
        if power is None:
            raise UnknownPower
        if by.kind != "system":
            require_role_here(by, DRAFTER, power.region_code)
        return _open(by, power, cause, note, cause_on)


def _open(by: Actor, power: Power, cause: str, note: str, cause_on: date) -> PowerAdjustment:
    known = PowerAdjustment.objects.filter(
        power=power, cause=cause, cause_on=cause_on, note=note, solved_at__isnull=True
    ).first()
    if known is not None:
        return known
    due = workdays.calendar_for(power.region_code[:2]).due(cause_on, int(rules()["adjust_within"]))
    made = PowerAdjustment.objects.create(
        power=power, cause=cause, note=note, cause_on=cause_on, due_on=due.on, opened_at=clock.now()
    )
    audit.record(by, "catalogue.adjustment_opened", made)
    outbox.publish(
        AdjustmentOpened(
            subject=f"power:{power.code}"[:80],
            city=power.region_code[:4] or "4500",
            code=power.code,
            adjustment_id=made.pk,
            due_on=due.on.isoformat(),
            agency_id=power.agency_id,
        )
    )
    return made


def close_adjustment(*, by: Actor, adjustment_id: int, outcome: str) -> PowerAdjustment:
    """Say that no change is needed after all, with the reason. Raises UnknownPower, InvalidPower."""
    if not outcome.strip():
        raise InvalidPower(errors={"outcome": ["请写明为什么不用调整。"]})
    with unit.work():
        found = PowerAdjustment.objects.select_for_update(of=("self",)).select_related("power")
        made = found.filter(pk=adjustment_id, solved_at__isnull=True).first()
        if made is None:
            raise UnknownPower
        require_role_here(by, LEGALITY, made.power.region_code)
        made.solved_at, made.outcome = clock.now(), outcome
        made.save(update_fields=["solved_at", "outcome"])
        audit.record(by, "catalogue.adjustment_closed", made, reason=outcome)
    return made


def adjust_for_law(*, short: str, note: str, cause_on: date) -> int:
    """Open an adjustment for every power in force that rests on a statute; return how many."""
    wanted = PowerVersion.objects.filter(state__in=IN_FORCE, bases__contains=[{"short": short}])
    count = 0
    for version in wanted.select_related("power"):
        with unit.work():
            _open(SYSTEM, version.power, "law", note, cause_on)
        count += 1
    return count


def require_settled(codes: Iterable[str]) -> None:
    """Raise PowerToBeAdjusted when an item's power waits for its adjustment; one statement."""
    waiting = (
        PowerAdjustment.objects.filter(solved_at__isnull=True, power__links__item__task_code__in=[*codes])
        .values_list("power__links__item__task_code", flat=True)
        .first()
    )
    if waiting:
        raise PowerToBeAdjusted(name=waiting)


def _locked(version_id: int, state: PowerState) -> PowerVersion:
    found = PowerVersion.objects.select_for_update(of=("self",)).select_related("power")
    version = found.filter(pk=version_id).first()
    if version is None:
        raise UnknownPower
    if version.state != state:
        raise PowerMoved
    return version


def _save(by: Actor, version: PowerVersion, action: str, opinion: str = "") -> None:
    version.updated_at = clock.now()
    version.save()
    _log(by, version, action, opinion)


def _log(by: Actor, version: PowerVersion, action: str, opinion: str = "") -> None:
    PowerStep.objects.create(
        version=version, action=action, account_id=by.account_id, name=by.name or "系统", opinion=opinion,
        at=clock.now(),
    )  # fmt: skip
    audit.record(by, f"catalogue.power_{action.partition('-')[0]}", version, reason=opinion)
