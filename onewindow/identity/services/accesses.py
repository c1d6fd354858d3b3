"""Record who looked: before the answer, in the looker's transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import orjson
from django.utils.translation import gettext as _

from onewindow.identity import policies
from onewindow.identity.errors import PersonNotFound, ReasonMissing, RoleMissing
from onewindow.identity.levels import Level
from onewindow.identity.limits import REASON_LENGTH
from onewindow.identity.mandates.kinds import kinds
from onewindow.identity.models import AccessRecord, Organisation, Person
from onewindow.identity.queries import number_key, post_name
from onewindow.kernel.public import Actor, clock, inserting, making, parts, unit


@dataclass(frozen=True, slots=True)
class Access:
    """One look at one subject's data: what, why, for which case and item, from which source.

    `subject_id` is 0 where the subject is found by a number. `who` names a looker whom the subject let in (a
    stranger shown something); else the actor tells.
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
    inserting.insert(*_rows(by, accesses))


@dataclass(frozen=True, slots=True)
class AccessByNumber:
    """A look by an actor at the data of whoever confirmed a number here; of nobody, where nobody did."""

    by: Actor
    number: str
    access: Access


def access_parts(looks: Sequence[AccessByNumber], *, when: str) -> list[parts.Part]:
    """Return what writes the looks at those who confirmed their number, where a condition holds.

    Others have nobody to be told. For one statement with what is logged of the same questions.
    """
    kinds: dict[str, list[AccessByNumber]] = {}
    for look in looks:
        kinds.setdefault(look.access.subject_kind, []).append(look)
    return [_part_by_number(kind, mine, when) for kind, mine in kinds.items()]


def _part_by_number(kind: str, looks: Sequence[AccessByNumber], when: str) -> parts.Part:
    rows = [row for look in looks for row in _rows(look.by, [look.access])]
    numbers = [_SOUGHT[kind].told(look.number) for look in looks]
    values = inserting.as_json(rows), orjson.dumps(numbers).decode(), Level.REAL_NAME.value
    return parts.Part(f"looks_at_{kind}", _by_number(kind, when), values)


@lru_cache(maxsize=16)
def _by_number(kind: str, when: str) -> str:
    """Return what inserts rows in JSON, each with the key of whom the number beside it belongs to."""
    types, sought = inserting.columns(AccessRecord), _SOUGHT[kind]
    typed = ", ".join(f'"{column}" {spelt}' for column, spelt in types.items())
    names = ", ".join(f'"{column}"' for column in types)
    told = ", ".join("known.id" if column == "subject_id" else f'told."{column}"' for column in types)
    return (
        f'INSERT INTO "{AccessRecord._meta.db_table}" ({names}) SELECT {told} '  # noqa: S608 our names
        f"FROM ROWS FROM (json_to_recordset($1::json) AS ({typed}), json_array_elements_text($2::json)) "
        f"AS told({names}, number) "
        f'JOIN "{sought.model._meta.db_table}" AS known ON {sought.same} AND known.level >= $3 WHERE {when}'
    )


@dataclass(frozen=True, slots=True)
class _Sought:
    """Where whom a number belongs to is found: the table, how the number is told, when it is the same."""

    model: type[Person] | type[Organisation]
    told: Callable[[str], str]
    same: str


_SOUGHT = {
    "person": _Sought(
        Person, lambda number: number_key(number).hex(), "known.resident_id_hash = decode(told.number, 'hex')"
    ),
    "organisation": _Sought(Organisation, str, "known.uscc = told.number"),
}


def _rows(by: Actor, accesses: Sequence[Access]) -> list[AccessRecord]:
    moment = clock.now()
    names = {asked: _who(by, asked=asked) for asked in {bool(access.source) for access in accesses}}
    return [
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
