"""Named reads of mandates."""

from dataclasses import dataclass

from django.http import HttpRequest

from onewindow.identity import ports
from onewindow.identity.levels import Level
from onewindow.identity.mandates import policies
from onewindow.identity.mandates.errors import MandateNotFound
from onewindow.identity.mandates.kinds import MandateKind, kinds
from onewindow.identity.mandates.models import Mandate, Status
from onewindow.identity.models import Account, Person
from onewindow.kernel.public import Actor, clock, masking

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A mandate as a page shows it, with the names of its items."""

    mandate: Mandate
    items: tuple[str, ...]
    may_act: bool
    may_accept: bool
    over: bool

    @property
    def kind(self) -> MandateKind:
        """The kind's rule."""
        return kinds()[self.mandate.kind]

    @property
    def principal(self) -> str:
        """The principal's name: an organisation's in full, a person's masked until the mandate is taken."""
        one = self.mandate
        if one.person_id is not None and one.status == Status.OFFERED:
            return masking.person_name(one.principal.name)
        return one.principal.name


@dataclass(frozen=True, slots=True)
class Mandates:
    """The mandates of one account: for whom it may act, what waits for it, what its party gave."""

    acting_for: list[Shown]
    waiting: list[Shown]
    given: list[Shown]
    earlier: list[Shown]


def mandates_of(by: Actor) -> Mandates:
    """Return what the account's human holds and what the actor's party gave, newest first."""
    human = _human(by)
    held: list[Mandate] = []
    if human is not None:
        held = list(policies.held_by(human).select_related(*_RELATED).order_by("-id")[:SHOWN])
    given = list(policies.given_by(by).select_related(*_RELATED).order_by("-id")[:SHOWN])
    shown = {one.pk: _shown(one, human) for one in {row.pk: row for row in (*held, *given)}.values()}
    mine = [shown[one.pk] for one in held]
    return Mandates(
        acting_for=[one for one in mine if one.may_act],
        waiting=[one for one in mine if one.may_accept],
        given=[shown[one.pk] for one in given if not shown[one.pk].over],
        earlier=[one for one in shown.values() if one.over],
    )


def mandate_for(by: Actor, reference: str) -> Shown:
    """Return one mandate the actor gave or holds. Raises MandateNotFound."""
    human = _human(by)
    found = policies.given_by(by).select_related(*_RELATED).filter(reference=reference).first()
    if found is None and human is not None:
        found = policies.held_by(human).select_related(*_RELATED).filter(reference=reference).first()
    if found is None:
        raise MandateNotFound
    return _shown(found, human)


def may_switch(request: HttpRequest) -> bool:
    """Tell whether the person has somebody to act for; one statement."""
    account = request.user
    if not isinstance(account, Account) or account.person_id is None or account.post_id is not None:
        return False
    return policies.in_force(account.person_id).exists()


def find_items(text: str) -> list[tuple[str, str]]:
    """Return items by words or by codes, from whoever knows them."""
    return [found for find in ports.item_finders.values() for found in find(text)] if text.strip() else []


_RELATED = ("person", "organisation", "agent")


def _human(by: Actor) -> Person | None:
    account = Account.objects.select_related("person").filter(pk=by.account_id, post=None).first()
    return account.person if account is not None else None


def _shown(one: Mandate, human: Person | None) -> Shown:
    today = clock.today()
    mine = human is not None and one.agent_id == human.pk
    offered = (
        human is not None
        and one.status == Status.OFFERED
        and human.level >= Level.REAL_NAME
        and bytes(one.agent_key) == bytes(human.resident_id_hash)
        and one.agent_name == human.name
    )
    over = one.status == Status.ENDED or one.has_run_out(today)
    names = tuple(name for _code, name in find_items(",".join(one.items))) or tuple(one.items)
    return Shown(one, names, mine and one.is_in_force(today), offered and not over, over)
