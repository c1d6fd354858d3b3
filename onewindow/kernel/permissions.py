"""权限表: every verb with the policy it asks, so that who may do what can be listed and each cell be tested.

A context says it in a module `permissions` of its own, as `VERBS`; nothing is decided here. A policy is asked
about the most favourable row (the actor's own body, the actor's own application), so a cell says whether the
kind of actor may ever; what narrows it further is said beside it in words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onewindow.kernel.actors import Actor
from onewindow.kernel.errors import Refusal

Judge = Callable[[Actor], bool]
FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class Permission:
    """A verb, its Chinese name, the policy it asks, and in words what narrows it.

    Without `judge` nobody calls it directly: another verb, a timed job or a command that has judged does.
    With `hides` a refused actor is told that there is nothing, not that it is forbidden.
    """

    verb: str
    title: str
    judge: Judge | None
    only: str = ""
    hides: bool = False

    def allows(self, actor: Actor) -> bool:
        """Tell whether the policy lets such an actor do it on the most favourable row."""
        return self.judge is not None and self.judge(actor)


def passes(policy: Callable[[Actor], object]) -> Judge:
    """Judge by a policy that raises where it forbids."""

    def judge(actor: Actor) -> bool:
        try:
            policy(actor)
        except Refusal as refusal:
            if refusal.status != FORBIDDEN:
                raise
            return False
        return True

    return judge


def finds(policy: Callable[[Actor], Any]) -> Judge:
    """Judge by a policy that gives rows: forbidden is who gets none whatever there is. No SQL."""
    return lambda actor: not policy(actor).query.is_empty()


def roles(*names: str) -> Judge:
    """Judge by the roles of an official's post, for policies that look at rows for everything else."""
    return lambda actor: actor.kind == "official" and actor.has_role(*names)


def kinds(*names: str) -> Judge:
    """Judge by the kind of actor, for verbs about what is one's own."""
    return lambda actor: actor.kind in names


def with_account(actor: Actor) -> bool:
    """Judge verbs about one's own account."""
    return actor.account_id is not None


def anyone(actor: Actor) -> bool:
    """Judge verbs that are open to everybody."""
    return True


def system(actor: Actor) -> bool:
    """Judge verbs of timed jobs and commands."""
    return actor.kind == "system"
