"""The actors of the permission table as real accounts, and what verbs are called with."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps

from onewindow.cases.tests.factories import plant_world, submitted
from onewindow.config.permission_page import Column, columns
from onewindow.identity import cast
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import agency, of_the_cast, official
from onewindow.kernel.public import Actor
from tests.permissions import collaboration, feedback, halls, own_rows, rows

FIRMS = ("单位", "法定代表人", "经办人")


@dataclass
class World:
    """The actors by column, and what verbs are given by the names of their arguments.

    What one column is given goes before what one verb is given, and that before what all are given. A verb is
    named with its context where two contexts have one of the name. `instead` are actors of another body,
    who stand for a column where only that body's may.
    """

    actors: dict[str, Actor]
    for_all: dict[str, Any]
    for_verb: dict[str, dict[str, Any]] = field(default_factory=dict)
    for_column: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    instead: dict[tuple[str, str], Actor] = field(default_factory=dict)

    def arguments(self, context: str, verb: str, column: str, wanted: dict[str, Any]) -> dict[str, Any]:
        """Return what to call a verb with; `wanted` says what it needs, with plain values."""
        verb = f"{context}.{verb}" if f"{context}.{verb}" in self.for_verb else verb
        own = self.for_verb.get(verb, {}) | self.for_column.get((verb, column), {})
        given = wanted | own
        known = self.for_all | self.for_column.get(("", column), {}) | own
        return {name: known.get(name, plain) for name, plain in given.items()}


def plant() -> World:
    """Plant rows at the body of the posts: what a row belongs to is what lets the right one in."""
    plant_world()
    citizen, stranger, firm = map(of_the_cast, ("weixiaolan", "qinzhiyuan", "zhuangxiangwei"))
    theirs, own = submitted(stranger, "nurse-renewal"), submitted(citizen, "nurse-renewal")
    firms, here = submitted(firm, "packaged-food"), agency(cast.HEALTH)
    assert theirs.agency_id == here.pk
    actors = {one.name: _real(one, citizen, firm, here) for one in columns(agency=str(here.pk))}
    world = World(actors, rows.for_all(here, theirs))
    world.for_column["", "个人"] = {"number": own.number, "case_number": own.number}
    for column in FIRMS:
        world.for_column["", column] = {"number": firms.number, "case_number": firms.number}
    known = rows.Rows(here, citizen, firm, stranger, own, actors)
    world.for_verb |= rows.for_verbs(known)
    world.for_column |= rows.for_columns(known)
    colleague = apps.get_model("identity.Account").objects.get(username="tablecolleague")
    verbs, given = halls.plant(here, colleague, actors)
    world.for_verb |= verbs
    world.for_column |= given
    world.for_verb |= feedback.plant(here, own)
    world.for_verb |= collaboration.plant(here, firm, theirs)
    more = own_rows.plant(here, citizen, firm, own.number, actors)
    world.for_verb |= more.verbs
    world.for_column |= more.columns
    world.instead |= more.instead
    owed = rows.bill(here, "organisation", firm.organisation_id)
    for column in FIRMS:
        world.for_column["cases.take_in", column] = {
            "item": firms.item_code, "applicant": identity.applicant_of(firm),
        }  # fmt: skip
        world.for_column["open_order", column] = world.for_column["open_bill", column] = owed
    return world


def _real(column: Column, citizen: Any, firm: Any, body: Any) -> Actor:
    actor = column.actor
    if actor.kind == "official":
        (role,) = actor.roles
        account = official(f"table{role}", body, roles=(role,))
        return replace(actor, account_id=account.pk, person_id=account.person_id, post_id=account.post_id)
    if actor.organisation_id is not None:
        by = citizen if actor.mandate else firm
        agent = citizen.person_id if actor.mandate else None
        return replace(actor, account_id=by.pk, organisation_id=firm.organisation_id, agent_id=agent)
    if actor.kind == "person":
        return replace(actor, account_id=citizen.pk, person_id=citizen.person_id)
    return actor
