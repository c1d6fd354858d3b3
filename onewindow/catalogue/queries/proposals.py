"""Reads of proposals: an official's list, one with its steps, what publishing it would touch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from onewindow.catalogue.errors import UnknownProposal
from onewindow.catalogue.models import Item, ItemVersion, Proposal, ProposalKind, ProposalState, ProposalStep
from onewindow.catalogue.policies import LEGALITY, STAFFING, proposals_for
from onewindow.identity.public import Account
from onewindow.kernel.public import Actor, audit

SIZE, EACH = 20, 10
ELSEWHERE = "其他部门和地区的同一事项"
OPEN = (ProposalState.DRAFT, ProposalState.STAFFING, ProposalState.LEGALITY, ProposalState.APPROVED)
Counter = Callable[[Sequence[str]], Mapping[str, int]]
_counters: dict[str, Counter] = {}


@dataclass(frozen=True)
class ProposalPage:
    """One page of proposals, the newest first; an empty cursor means there is no such page."""

    items: tuple[Proposal, ...]
    after: str


@dataclass(frozen=True)
class Impact:
    """What depends on an item, or on all of them where `code` is empty: the words and how many."""

    code: str
    label: str
    count: int


def register_impact(label: str, counter: Counter) -> None:
    """Let a higher context count how many of its things depend on each of some items, such as open cases."""
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
    """Return the steps of all proposals for an item, the newest first: who changed what.

    Standards of its basic item that hold in its region count too: publishing them renews the item.
    """
    mine = Q(contents__contains=[{"task_code": code}]) | Q(ends__contains=[code])
    item = Item.objects.filter(task_code=code).first()
    if item is not None and item.basic_id:
        prefixes = [item.region_code[:n] for n in (2, 4, 6, 9, 12)]
        standards = [{"basic_code": item.basic_id, "prefix": prefix} for prefix in prefixes]
        held = reduce(or_, (Q(contents__contains=[one]) for one in standards))
        mine |= Q(kind=ProposalKind.STANDARD) & held
    steps = ProposalStep.objects.filter(proposal__in=Proposal.objects.filter(mine))
    return list(steps.select_related("proposal").defer("proposal__contents").order_by("-id")[:100])


DEEDS = {
    "catalogue.version_published": "发布", "catalogue.version_superseded": "由新版本取代",
    "catalogue.item_suspended": "暂停办理", "catalogue.item_resumed": "恢复办理",
    "catalogue.item_cancelled": "取消",
}  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """What became of a version, when, by whom, and the reason given; read from the audit log."""

    at: datetime
    words: str
    who: str
    reason: str


def deeds_on(version: ItemVersion) -> list[Deed]:
    """Return what became of one version, the newest first, whatever way it came about; a page of the log."""
    entries = audit.log(table="catalogue_itemversion", key=str(version.pk)).entries
    numbers = [int(e.actor[9:]) for e in entries if e.actor.startswith("official:") and e.actor[9:].isdigit()]
    known = Account.objects.select_related("person").in_bulk(numbers) if numbers else {}
    names = {f"official:{pk}": a.person.name for pk, a in known.items() if a.person is not None}
    return [Deed(e.at, DEEDS.get(e.action, e.action), names.get(e.actor, "系统"), e.reason) for e in entries]


def impacts(proposal: Proposal) -> list[Impact]:
    """Return what depends on the items a proposal changes or ends, summed, and each of the first ten.

    As many statements for five hundred items as for one. What a standard renews is counted apart, by
    `services.standards.foreseen`.
    """
    codes = [*proposal.ends, *(entry["task_code"] for entry in proposal.contents)]
    basics = dict(Item.objects.filter(task_code__in=codes).values_list("task_code", "basic_id"))
    mine = [code for code in codes if code in basics]
    if not mine:
        return []
    wanted = {basics[code] for code in mine if basics[code]}
    same = Item.objects.filter(basic_id__in=wanted, source="").values_list("basic_id").annotate(n=Count("pk"))
    others = {basic: n - 1 for basic, n in same}
    counted = [(label, counter(mine)) for label, counter in _counters.items()]
    found = []
    if len(mine) > 1:
        apart = sum(n + 1 for n in others.values()) - sum(basics[c] in others for c in mine)
        found = [Impact("", ELSEWHERE, apart)]
        found += [Impact("", label, sum(counts.values())) for label, counts in counted]
    counted = [(ELSEWHERE, {c: others.get(basics[c], 0) for c in mine}), *counted]
    return found + [
        Impact(code, label, counts.get(code, 0)) for code in mine[:EACH] for label, counts in counted
    ]
