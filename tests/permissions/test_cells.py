"""Each cell of the permission table: the verb itself is called by such an actor, and forbids or does not."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import transaction

from onewindow.cases.tests.flow.conftest import MONDAY
from onewindow.catalogue.tests.factories import forget_all
from onewindow.config import permission_page
from onewindow.exchange.tests.factories import answering
from onewindow.kernel.public import Actor, Refusal, clock, permissions, workdays
from tests.permissions import world as planting
from tests.permissions.verbs import Found, actions, plain_arguments

ELSEWHERE = {"supervision"}
"""Contexts whose cells stand on a signal of a real case: test_supervision calls each of their verbs."""
FOUND = {(one.context, one.name): one for one, _writes in actions()}
ROWS = [
    pytest.param(section.context, one, id=f"{section.context}.{one.verb}")
    for section in permission_page.sections()
    for one in section.verbs
    if one.judge is not None and section.context not in ELSEWHERE
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[planting.World]:
    """Plant the world once in an outer transaction."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]
        stack.enter_context(_block())
        stack.enter_context(answering())
        stack.enter_context(clock.at(MONDAY))
        yield planting.plant()
        transaction.set_rollback(True)
    forget_all()
    workdays.forget()


@pytest.mark.parametrize(("context", "permission"), ROWS)
def test_the_verb_does_as_the_table_says(
    db: None, world: planting.World, context: str, permission: permissions.Permission
) -> None:
    found = FOUND[context, permission.verb]
    wrong, plain = {}, plain_arguments(found.call)
    for column, actor in world.actors.items():
        given = world.arguments(context, permission.verb, column, plain)
        actor = world.instead.get((permission.verb, column), actor)
        answer = _called(found, given, actor)
        if _forbids(answer, permission) is permission.allows(actor):
            wrong[column] = repr(answer)
    assert wrong == {}


def _called(found: Found, given: dict[str, object], actor: Actor) -> object:
    """Call the verb and undo it; return its answer, or its refusal."""
    with _block():
        try:
            return found.call(**given | {"by": actor})
        except Refusal as refusal:
            return refusal
        finally:
            transaction.set_rollback(True)


def _forbids(answer: object, permission: permissions.Permission) -> bool:
    if not isinstance(answer, Refusal):
        return False
    return answer.status == 403 or (permission.hides and answer.status == 404)


def _block() -> transaction.Atomic:
    block = transaction.atomic()
    block._from_testcase = True  # sources may be asked inside it
    return block
