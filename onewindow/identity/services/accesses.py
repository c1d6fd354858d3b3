"""Record who looked: before the answer, in the looker's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onewindow.identity import policies
from onewindow.identity.errors import PersonNotFound, ReasonMissing, RoleMissing
from onewindow.identity.limits import REASON_LENGTH
from onewindow.identity.mandates.kinds import kinds
from onewindow.identity.models import AccessRecord, Person
from onewindow.identity.queries import post_name
from onewindow.kernel.public import Actor, clock, inserting, making, unit


@dataclass(frozen=True, slots=True)
class Access:
    """One look at one subject's data: what, why, for which case and item, from which source.

    `who` names a looker whom the subject let in (a stranger shown something); else the actor tells.
    """

    subject_kind: str
    subject_id: int
    what: str
    reason: str
    case: str = ""
    item: str = ""
    source: str = ""
    city: str = "4500"
    who: str = ""


def record_accesses(by: Actor, accesses: Sequence[Access]) -> None:
    """Write the looks, with what else the running unit of work inserts, in one statement."""
    moment = clock.now()
    names = {asked: _who(by, asked=asked) for asked in {bool(access.source) for access in accesses}}
    rows = [
        making.made(
            AccessRecord,
            at=moment,
            subject_kind=access.subject_kind,
            subject_id=access.subject_id,
            actor=by.label,
            who=(access.who or names[bool(access.source)])[:200],
            what=access.what,
            reason=access.reason,
            case=access.case[:50],
            item=access.item[:40],
            source=access.source[:200],
            city=access.city,
        )
        for access in accesses
    ]
    inserting.insert(*rows)


def open_person(*, by: Actor, person_id: int, reason: str, case: str = "", item: str = "") -> Person:
    """Return a person with the full number; the look and its typed reason are recorded first.

    Raises RoleMissing, ReasonMissing, PersonNotFound.
    """
    openable = policies.persons_openable_by(by)
    if by.kind != "official" or not by.has_role(*policies.OPENERS):
        raise RoleMissing
    said = " ".join(reason.split())
    if len(said) < REASON_LENGTH or "\x00" in said or len(said) > 500:
        refusal = ReasonMissing()
        raise ReasonMissing(errors={"reason": [refusal.message]})
    with unit.work():
        person = openable.filter(pk=person_id).first()
        if person is None:
            raise PersonNotFound
        record_accesses(by, [Access("person", person_id, _("身份信息（完整号码）"), said, case, item)])
    return person


def _who(by: Actor, *, asked: bool) -> str:
    """Name the looker as the subject may know it: body and post, never the officer's own name.

    `asked`: a source was, for the subject's own business.
    """
    if by.kind == "official":
        return post_name(by.post_id)
    if by.kind == "person":
        if asked:
            return _("系统（为办理您的申请）")
        return _("%(kind)s %(name)s") % _agent(by) if by.mandate else _("您本人")
    if by.kind == "client" and by.name:
        return by.name[:200]
    names = {"system": _("系统"), "client": _("接入系统")}
    return names.get(by.kind, _("未登录的访问者"))


def _agent(by: Actor) -> dict[str, str]:
    """Name who acts for the subject: the subject knows them."""
    return {"kind": kinds()[by.mandate_kind].name, "name": by.agent_name}
