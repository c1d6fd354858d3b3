"""Use 用证: each use of a licence is recorded before its content is given, for its holder to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock, outbox, unit
from onewindow.licences import policies, ports
from onewindow.licences.errors import BusinessNotFound, LicenceInvalid, NothingHeld, NotNeeded
from onewindow.licences.events import LicenceUsed
from onewindow.licences.limits import limits
from onewindow.licences.models import Licence, LicenceUse, Means
from onewindow.licences.queries.licences import in_force
from onewindow.licences.queries.types import licence_type, types_needed_by_item
from onewindow.licences.records import Holder

SOURCE = "电子证照库"
_OWN = (Means.SHARED, Means.OWN)  # the actor's own licences
LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What a licence is used for: words for the holder, the item and the case where there are any."""

    text: str
    item: str = ""
    case_number: str = ""
    scope: Sequence[str] | None = None
    good_until: datetime
    who: str = ""


def use_ex_officio(*, by: Actor, case_number: str, type_code: str, reason: str) -> list[LicenceUse]:
    """Look up the licences of a type that a case in the officer's hands needs (依职能用证).

    The item's guide or the licence catalogue must name the type. Other bodies' officers, of any region and
    level, do the same. Raises MayNotUse, BusinessNotFound, NotNeeded, NothingHeld, LicenceInvalid.
    """
    policies.require_user(by)
    text = said(reason, "reason", "请写明为什么要查用这本证照。")
    business = ports.business(by, case_number.strip())
    if business is None:
        raise BusinessNotFound
    kind = licence_type(type_code)
    if kind.code not in needed(business):
        raise NotNeeded(name=kind.name)
    with unit.work():
        held = in_force(business.holder.number, [kind.code])
        if not held:
            raise NothingHeld(name=kind.name)
        purpose = Purpose(
            text=f"办理“{business.item_name}”：{text}"[:LONGEST],
            item=business.item_code,
            case_number=business.case_number,
            good_until=clock.now() + timedelta(days=limits().copy_days),
        )
        return noted(by, held, Means.EX_OFFICIO, purpose)


def needed(business: ports.Business) -> list[str]:
    """Return the codes of the types that may be used for a case: by its guide and by the catalogue."""
    named = [licence_type(code).code for code in business.types]
    basic = business.item_code[-12:]
    return sorted({*named, *(kind.code for kind in types_needed_by_item(basic))})


def use_for_case(
    *, by: Actor, held: Sequence[Licence], item_code: str, item_name: str, case_number: str
) -> list[LicenceUse]:
    """Record in the caller's unit that a case takes in its applicant's licences, not asked for."""
    purpose = Purpose(
        text=f"办理“{item_name}”，免交证照"[:LONGEST],
        item=item_code,
        case_number=case_number,
        good_until=clock.now() + timedelta(days=limits().copy_days),
    )
    return noted(by, held, Means.SHARED, purpose)


def noted(by: Actor, held: Sequence[Licence], means: Means, purpose: Purpose) -> list[LicenceUse]:
    """Record uses in the caller's unit: our log, the holder's access log, an event."""
    if not held:
        return []
    who = purpose.who or looker(by)
    uses = LicenceUse.objects.bulk_create(
        LicenceUse(
            licence=one,
            at=clock.now(),
            means=means,
            actor=by.label,
            who=who,
            item=purpose.item[:40],
            case_number=purpose.case_number[:50],
            purpose=purpose.text,
            scope=None if purpose.scope is None else list(purpose.scope),
            good_until=purpose.good_until,
            city=one.city,
        )
        for one in held
    )
    _tell_holder(by, held, means, purpose)
    if means == Means.OWN:
        return uses
    outbox.publish(
        *(
            LicenceUsed(
                subject=one.identifier,
                city=one.city,
                means=str(means),
                item=purpose.item,
                case_number=purpose.case_number,
            )
            for one in held
        )
    )
    return uses


def _tell_holder(by: Actor, held: Sequence[Licence], means: Means, purpose: Purpose) -> None:
    """Write the access log of a holder who has an account; all licences given are of one holder."""
    holder = Holder(held[0].holder_kind, held[0].holder_name, str(held[0].content["holder"]["number"]))
    subject = _own_subject(by) if means in _OWN else identity.subject_of(holder.kind, holder.number)
    if subject is None:
        return
    identity.record_accesses(
        by,
        [
            identity.Access(
                subject_kind=subject[0],
                subject_id=subject[1],
                what=f"电子证照：{one.type.name}"[:100],
                reason=purpose.text,
                case=purpose.case_number,
                item=purpose.item,
                source=SOURCE,
                city=one.city,
                who=purpose.who,
            )
            for one in held
        ],
    )


def _own_subject(by: Actor) -> tuple[str, int] | None:
    """Return the party in whose name a case is made: its own licences are taken in."""
    if by.organisation_id is not None:
        return "organisation", by.organisation_id
    return None if by.person_id is None else ("person", by.person_id)


def looker(by: Actor) -> str:
    """Name who uses a licence as its holder may know it: body and post, never an officer's own name."""
    if by.kind == "official":
        return identity.post_name(by.post_id)
    if by.kind == "client":
        return by.name[:200]
    return {"system": "系统", "person": "本人"}.get(by.kind, "未登录的访问者")


def said(text: str, field: str, missing: str, longest: int = LONGEST) -> str:
    """Return a sentence somebody typed, on one line; raise LicenceInvalid at its field."""
    found = " ".join(text.split())
    if len(found) < 2 or "\x00" in found:
        raise LicenceInvalid(errors={field: [missing]})
    if len(found) > longest:
        raise LicenceInvalid(errors={field: [f"最多 {longest} 字，现在是 {len(found)} 字。"]})
    return found
