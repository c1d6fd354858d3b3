"""Reads of proposals: an official's list, one with its steps, what publishing it would touch."""

from collections.abc import Callable
from dataclasses import dataclass

from onewindow.catalogue.errors import UnknownProposal
from onewindow.catalogue.models import Item, Proposal, ProposalState, ProposalStep
from onewindow.catalogue.policies import LEGALITY, STAFFING, proposals_for
from onewindow.kernel.public import Actor

SIZE = 20
OPEN = (ProposalState.DRAFT, ProposalState.STAFFING, ProposalState.LEGALITY, ProposalState.APPROVED)
Counter = Callable[[str], int]
_counters: dict[str, Counter] = {}


@dataclass(frozen=True)
class ProposalPage:
    """One page of proposals, the newest first; an empty cursor means there is no such page."""

    items: tuple[Proposal, ...]
    after: str


@dataclass(frozen=True)
class Impact:
    """What depends on an item: the words and how many."""

    code: str
    label: str
    count: int


def register_impact(label: str, counter: Counter) -> None:
    """Let a higher context say how many of its things depend on an item, such as open cases."""
    _counters[label] = counter


def proposals(actor: Actor, *, tab: str = "mine", text: str = "", after: str = "") -> ProposalPage:
    """Return a page of proposals the actor may open: waiting for the actor's post, open, or closed."""
    found = proposals_for(actor).select_related("agency").defer("contents")
    if tab == "closed":
        found = found.exclude(state__in=OPEN)
    elif tab == "mine":
        found = found.filter(state__in=_waiting(actor))
    else:
        found = found.filter(state__in=OPEN)
    if text:
        found = found.filter(title__contains=text)
    if after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found.order_by("-pk")[: SIZE + 1])
    return ProposalPage(tuple(rows[:SIZE]), str(rows[SIZE - 1].pk) if len(rows) > SIZE else "")


def _waiting(actor: Actor) -> list[ProposalState]:
    states = [ProposalState.DRAFT, ProposalState.APPROVED] if actor.has_role("catalogue") else []
    states += [ProposalState.STAFFING] if actor.has_role(STAFFING) else []
    return states + ([ProposalState.LEGALITY] if actor.has_role(LEGALITY) else [])


def proposal(actor: Actor, proposal_id: int) -> Proposal:
    """Return a proposal the actor may open. Raises UnknownProposal."""
    found = proposals_for(actor).select_related("agency").filter(pk=proposal_id).first()
    if found is None:
        raise UnknownProposal
    return found


def steps(proposal: Proposal) -> list[ProposalStep]:
    """Return what was done with a proposal, in order."""
    return list(ProposalStep.objects.filter(proposal=proposal))


def history_of(code: str) -> list[ProposalStep]:
    """Return the steps of all proposals for an item, the newest first: who changed what."""
    mine = Proposal.objects.filter(contents__contains=[{"task_code": code}]) | Proposal.objects.filter(
        ends__contains=[code]
    )
    return list(
        ProposalStep.objects.filter(proposal__in=mine).select_related("proposal").order_by("-id")[:100]
    )


def impacts(proposal: Proposal) -> list[Impact]:
    """Return what depends on the items a proposal changes or ends."""
    codes = [*proposal.ends, *(entry["task_code"] for entry in proposal.contents)]
    basics = dict(Item.objects.filter(task_code__in=codes).values_list("task_code", "basic_id"))
    found = []
    for code in [code for code in codes if code in basics]:
        if basics[code]:
            same = Item.objects.filter(basic_id=basics[code], source="").exclude(task_code=code).count()
            found.append(Impact(code, "其他部门和地区的同一事项", same))
        found += [Impact(code, label, counter(code)) for label, counter in _counters.items()]
    return found
