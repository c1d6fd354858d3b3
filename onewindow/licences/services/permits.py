"""用证许可: which outside systems, of other regions too, may look up which licences for which items."""

from collections.abc import Sequence
from datetime import date, timedelta

from onewindow.kernel.public import Actor, audit, clock, unit
from onewindow.licences import policies
from onewindow.licences.errors import LicenceInvalid, LicenceNotFound, NoPermit, NothingHeld, NotTheKeeper
from onewindow.licences.limits import limits
from onewindow.licences.models import LicenceUse, Means, Permit
from onewindow.licences.queries.licences import in_force
from onewindow.licences.queries.types import licence_type
from onewindow.licences.services.uses import Purpose, noted, said

LONGEST_YEARS = 3


def permit_use(
    *,
    by: Actor,
    client: str,
    client_name: str,
    type_code: str,
    items: Sequence[str],
    reason: str,
    good_until: date,
) -> Permit:
    """Let an outside system look up licences of a type for the items named; one permit a system and type.

    Only the data post of the type's defining body or of the main library gives it. Raises NotTheKeeper,
    LicenceInvalid, UnknownLicenceType.
    """
    kind = licence_type(type_code)
    if not policies.may_give_permits(by, kind):
        raise NotTheKeeper
    named = sorted({item.strip() for item in items if item.strip()})
    errors: dict[str, list[str]] = {}
    if not client.strip() or len(client) > 60 or not client_name.strip():
        errors["client"] = ["请填写接入系统的编号。"]
    if not named or any(len(item) > 40 or not item.isalnum() for item in named):
        errors["items"] = ["请填写事项的编码，一行一个。"]
    if not clock.today() <= good_until <= clock.today() + timedelta(days=366 * LONGEST_YEARS):
        errors["good_until"] = [f"最后一天应在今天起 {LONGEST_YEARS} 年以内。"]
    try:
        text = said(reason, "reason", "请写明法定依据和用途。", 500)
    except LicenceInvalid as fault:
        raise LicenceInvalid(errors={**errors, **fault.errors}) from fault
    if errors:
        raise LicenceInvalid(errors=errors)
    with unit.work():
        Permit.objects.filter(client=client.strip(), type=kind, ended_at=None).update(ended_at=clock.now())
        made = Permit.objects.create(
            client=client.strip(), client_name=client_name.strip()[:200], type=kind, items=named,
            reason=text, made_at=clock.now(), made_by=by.label, good_until=good_until,
        )  # fmt: skip
        audit.record(by, "licence.permit_given", made, reason=text)
    return made


def end_permit(*, by: Actor, permit_id: int) -> Permit:
    """Take a permit back; the next call is refused. Raises LicenceNotFound."""
    with unit.work():
        made = policies.permits_seen_by(by).filter(pk=permit_id).first()
        if made is None:
            raise LicenceNotFound
        if made.ended_at is None:
            made.ended_at = clock.now()
            made.save(update_fields=["ended_at"])
            audit.record(by, "licence.permit_ended", made)
    return made


def use_as_system(
    *, by: Actor, type_code: str, number: str, item: str, case_number: str, reason: str
) -> list[LicenceUse]:
    """Give an outside system the licences in force of a holder, under a permit, for an item and a case.

    跨地区、跨层级互认: the system names its own region's item and case. Raises NoPermit, NothingHeld,
    LicenceInvalid.
    """
    kind = licence_type(type_code)
    text = said(reason, "reason", "请写明用途。")
    case = said(case_number, "case", "请写明办件编号。", 50)
    permit = Permit.objects.filter(client=by.client, type=kind, ended_at=None).first() if by.client else None
    if permit is None or permit.good_until < clock.today() or item not in permit.items:
        raise NoPermit(name=kind.name)
    with unit.work():
        held = in_force("".join(number.split()).upper(), [kind.code])
        if not held:
            raise NothingHeld(name=kind.name)
        purpose = Purpose(
            text=text, item=item, case_number=case,
            good_until=clock.now() + timedelta(days=limits().copy_days),
        )  # fmt: skip
        return noted(by, held, Means.EX_OFFICIO, purpose)
