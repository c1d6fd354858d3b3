"""Taking entries out of the catalogue and, as proposals, back in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onewindow.catalogue.drafting import entries
from onewindow.catalogue.drafting.entries import Entry
from onewindow.catalogue.errors import UnknownItem
from onewindow.catalogue.models import ItemVersion, LegalBasis, Material, Proposal, ProposalKind, Question
from onewindow.catalogue.queries import versions
from onewindow.catalogue.services.proposals import MOST_CONTENTS, current_entry, start_proposal
from onewindow.government.public import agency
from onewindow.kernel.public import Actor, unit

BATCH = 500
TECHNICAL = (
    "pilot_key",
    "form_code",
    "rule_set",
    "process",
    "min_level",
    "facts",
    "result_kind",
    "notice_text",
    "priority",
    "marks",
)


@dataclass
class TakenIn:
    """What became of a file: proposals that were started, rows that say nothing new, rows set aside."""

    proposals: list[Proposal] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[tuple[str, str]] = field(default_factory=list)


def entries_in_force(agency_id: int | None = None) -> Iterator[Entry]:
    """Yield the own items in force as entries, by code, in batches of four statements."""
    wanted = ItemVersion.objects.filter(state__in=versions.IN_FORCE, source="")
    if agency_id is not None:
        wanted = wanted.filter(item__agency_id=agency_id)
    keys = list(wanted.order_by("item__task_code").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        found = ItemVersion.objects.select_related("item").defer("words").in_bulk(batch)
        rows: dict[str, dict[int, list[object]]] = {}
        for name, model in (("materials", Material), ("bases", LegalBasis), ("questions", Question)):
            rows[name] = {}
            for row in model.objects.filter(version__in=batch):
                rows[name].setdefault(row.version_id, []).append(row)
        for key in batch:
            yield entries.entry_of(found[key], {name: rows[name].get(key, []) for name in rows})


def take_in(*, by: Actor, given: Sequence[Entry], reason: str) -> TakenIn:
    """Start proposals for what a file changes and adds in the actor's own body; nothing is published.

    Rows of other bodies, and codes that come twice, are set aside with the reason; what ties an item to
    its form and rules stays as it is. Columns a file does not have stay as they are in force.
    Raises CannotPropose, InvalidProposal.
    """
    done = TakenIn()
    changed: list[Entry] = []
    added: list[Entry] = []
    body = agency(int(by.agency or 0))
    seen: set[str] = set()
    for entry in given:
        code = entry["task_code"]
        if code in seen or code[:18] != body.uscc:
            done.rejected.append((code, "编码重复" if code in seen else "不是本部门的事项"))
            continue
        seen.add(code)
        entry = {**entry, "agency_id": body.pk}
        own = {"agency_uscc": body.uscc, "agency_name": body.name, "region_code": body.region_code}
        entry["fields"] = {**{k: v for k, v in entry["fields"].items() if k not in TECHNICAL}, **own}
        try:
            now = current_entry(versions.in_force(code))
        except UnknownItem:
            added.append(entry)
            continue
        entry["fields"] = {**now["fields"], **entry["fields"]}
        if entries.content_of(entry).digest == entries.content_of(now).digest:
            done.unchanged += 1
        else:
            changed.append(entry)
    with unit.work():
        for kind, batch in ((ProposalKind.CHANGE, changed), (ProposalKind.ADD, added)):
            for start in range(0, len(batch), MOST_CONTENTS):
                part = batch[start : start + MOST_CONTENTS]
                done.proposals.append(start_proposal(by=by, kind=kind, new=part, reason=reason))
    return done
