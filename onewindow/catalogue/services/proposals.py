"""The way of a change into the catalogue: draft, staffing review, legality review, publishing."""

from collections.abc import Sequence
from datetime import date

from onewindow.catalogue import situations
from onewindow.catalogue.content import TABLES
from onewindow.catalogue.drafting import entries
from onewindow.catalogue.drafting.entries import Entry
from onewindow.catalogue.errors import (
    InvalidProposal,
    OwnProposal,
    ProposalMoved,
    StaleProposal,
    UnknownProposal,
)
from onewindow.catalogue.events import ProposalMoved as Moved
from onewindow.catalogue.inheritance import value_of
from onewindow.catalogue.models import Item, ItemVersion, Proposal, ProposalKind, ProposalState, ProposalStep
from onewindow.catalogue.policies import (
    DRAFTER,
    REVIEWS,
    proposals_for,
    require_drafter,
    require_role_here,
)
from onewindow.catalogue.quality import checks
from onewindow.catalogue.queries import guides, versions
from onewindow.catalogue.services import quality
from onewindow.catalogue.services.standards import publish_standard, rules_of, settled
from onewindow.catalogue.services.versions import cancel_item, publish_versions, resume_item, suspend_item
from onewindow.government.public import agency as agency_by_id
from onewindow.kernel.public import SYSTEM, Actor, Refusal, audit, clock, codes, outbox, unit

AFTER = {ProposalState.STAFFING: ProposalState.LEGALITY, ProposalState.LEGALITY: ProposalState.APPROVED}
WHOLE_ITEM = (ProposalKind.SUSPEND, ProposalKind.RESUME, ProposalKind.CANCEL)
USUALLY_FIXED = (
    "name", "item_type", "audience", "statutory_days", "statutory_unit", "statutory_note", "bases",
    "conditions", "materials", "result_name", "result_type", "charges", "fees",
)  # fmt: skip
USUALLY_OPEN = ("flow", "promised_days", "promised_unit", "form_code")
MUST = 4  # the weight from which a fault has to be mended before a review
MOST_CONTENTS = 500


def start_proposal(
    *, by: Actor, kind: str, item_codes: Sequence[str] = (), new: Sequence[Entry] = (), reason: str = ""
) -> Proposal:
    """Start a change of the items with these codes, or with new entries; return it as a draft.

    A change begins with what is in force. Raises CannotPropose, UnknownItem, InvalidProposal.
    """
    kind = ProposalKind(kind)
    found = [versions.in_force(code) for code in dict.fromkeys(item_codes)]
    contents = [*new] if kind != ProposalKind.CHANGE else [*map(current_entry, found), *new]
    _require_shape(kind, found, contents)
    bodies = {v.item.agency_id for v in found} | {entry["agency_id"] for entry in contents}
    if len(bodies) != 1:
        raise InvalidProposal(errors={"codes": ["一份调整只能涉及一个部门的事项，请按部门分别起草。"]})
    (agency_id,) = bodies
    require_drafter(by, agency_id)
    agency = agency_by_id(int(agency_id or 0))
    names = [v.name for v in found] or [str(e["fields"]["name"]) for e in contents]
    title = f"{kind.label}：{names[0]}" + (f"等 {len(names)} 项" if len(names) > 1 else "")
    with unit.work():
        moment = clock.now()
        proposal = Proposal.objects.create(
            kind=kind,
            title=title[:300],
            reason=reason,
            agency_id=agency.pk,
            region_code=agency.region_code,
            contents=contents,
            ends=[] if kind == ProposalKind.CHANGE else [v.code for v in found],
            drafter_id=by.account_id,
            created_at=moment,
            updated_at=moment,
        )
        _step(by, proposal, "start")
    return proposal


def _require_shape(kind: ProposalKind, found: Sequence[ItemVersion], contents: Sequence[Entry]) -> None:
    """Raise InvalidProposal unless the kind has the items it needs."""
    old, fresh = len(found), len(contents)
    fits = {
        ProposalKind.STANDARD: old == 0 and fresh == 1,
        ProposalKind.ADD: old == 0 and fresh >= 1,
        ProposalKind.CHANGE: fresh >= 1,
        ProposalKind.SPLIT: old == 1 and fresh >= 2,
        ProposalKind.MERGE: old >= 2 and fresh == 1,
    }
    if not fits.get(kind, old >= 1 and fresh == 0) or fresh > MOST_CONTENTS:
        need = {
            ProposalKind.SPLIT: "拆分要选一个现行事项，并写出至少两个新事项。",
            ProposalKind.MERGE: "合并要选至少两个现行事项，并写出一个新事项。",
            ProposalKind.ADD: "新增要写出新事项。",
        }
        raise InvalidProposal(errors={"codes": [need.get(kind, "请选择要调整的事项。")]})


def current_entry(version: ItemVersion) -> Entry:
    """Return what a version in force says, as an entry to edit."""
    guide = guides.guide(version)
    rows = {"materials": guide.materials, "bases": guide.bases, "questions": guide.questions}
    return entries.entry_of(version, rows)


def save_proposal(
    *,
    by: Actor,
    proposal_id: int,
    revision: int,
    contents: list[Entry] | None = None,
    reason: str | None = None,
    effective_on: date | None = None,
) -> Proposal:
    """Keep what was edited; `revision` is the one that was opened.

    Raises StaleProposal when another saved meanwhile, ProposalMoved, CannotPropose, InvalidProposal.
    """
    with unit.work():
        proposal = _locked(by, proposal_id)
        require_drafter(by, proposal.agency_id)
        if proposal.state != ProposalState.DRAFT:
            raise ProposalMoved
        if proposal.revision != revision:
            raise StaleProposal
        if contents is not None:
            _require_same_items(proposal, contents)
            proposal.contents = (
                contents if proposal.kind == ProposalKind.STANDARD else [*map(settled, contents)]
            )
        if reason is not None:
            proposal.reason = reason
        proposal.effective_on = effective_on or proposal.effective_on
        proposal.revision += 1
        proposal.updated_at = clock.now()
        proposal.save()
        audit.record(by, "catalogue.proposal_saved", proposal)
    return proposal


def _require_same_items(proposal: Proposal, contents: Sequence[Entry]) -> None:
    if [e["task_code"] for e in contents] != [e["task_code"] for e in proposal.contents]:
        raise InvalidProposal(errors={"task_code": ["事项编码不能在这里修改。"]})


def missing(entry: Entry) -> list[checks.Fault]:
    """Return what an entry lacks or says wrongly, by itself."""
    return checks.faults(quality.sheet_of(entries.content_of(entry)))


def problems(proposal: Proposal) -> dict[str, list[str]]:
    """Return what stands in the way of a review, by item code, in words; nothing when complete."""
    found: dict[str, list[str]] = {}
    for entry in [] if proposal.kind == ProposalKind.STANDARD else proposal.contents:
        said = [f.message for f in missing(entry) if checks.checks()[f.rule].weight >= MUST]
        said += _code_problems(entry)
        fees = [row for row in entry["fields"].get("fees") or [] if isinstance(row, dict)]
        said += situations.problems(entry["fields"].get("situations") or [], [*entry["materials"], *fees])
        if said:
            found[entry["task_code"]] = said
    if proposal.kind == ProposalKind.STANDARD:
        found |= {e["task_code"]: ["至少要规定一项内容。"] for e in proposal.contents if not e["governed"]}
    if not proposal.reason.strip():
        found["reason"] = ["请写明为什么调整，以及依据。"]
    return found


def _code_problems(entry: Entry) -> list[str]:
    fields, found = entry["fields"], []
    try:
        code = codes.TaskCode.parse(entry["task_code"])
        basic = codes.CatalogCode.parse(entry["basic_code"])
        if code.catalog != basic or str(code.level) != str(fields.get("level")):
            found.append("实施编码与基本编码、行使层级不一致。")
        if basic.item_type != fields.get("item_type"):
            found.append("基本编码第 3、4 位与事项类型不一致。")
        for option in fields.get("options") or []:
            if codes.HandleCode.parse(option["code"])[:31] != code:
                found.append(f"业务办理项编码 {option['code']} 不属于这个事项。")
    except Refusal as refusal:
        found.append(refusal.message)
    return found


def start_standard(*, by: Actor, basic_code: str, item_code: str, reason: str = "") -> Proposal:
    """Start a standard of a basic item for the actor's region, drawn from an item in force.

    What a standard of the region says already is where it begins. Raises CannotPropose, UnknownItem,
    InvalidProposal when the item implements another basic item.
    """
    require_drafter(by, int(by.agency or 0))
    version = versions.in_force(item_code)
    if version.item.basic_id != basic_code or not by.region_prefix:
        raise InvalidProposal(errors={"item": ["请选这个基本事项下的现行事项。"]})
    prefix = by.region_prefix
    entry = current_entry(version)
    known = next((rule for rule in rules_of(basic_code) if rule.prefix == prefix), None)
    governed = [*known.elements] if known else [*USUALLY_FIXED, *USUALLY_OPEN]
    if known:
        entry["fields"] |= {k: v for k, v in known.elements.items() if k not in TABLES}
        entry |= {k: v for k, v in known.elements.items() if k in TABLES}
    entry |= {
        "task_code": f"{basic_code}@{prefix}",
        "agency_id": int(by.agency or 0),
        "prefix": prefix,
        "governed": governed,
        "open": sorted(known.open) if known else [*USUALLY_OPEN],
    }
    return start_proposal(by=by, kind=ProposalKind.STANDARD, new=[entry], reason=reason)


def submit_proposal(*, by: Actor, proposal_id: int, effective_on: date | None = None) -> Proposal:
    """Hand a draft in for the staffing review (编办).

    Raises InvalidProposal with everything that is missing, by item; ProposalMoved; CannotPropose.
    """
    with unit.work():
        proposal = _locked(by, proposal_id)
        require_drafter(by, proposal.agency_id)
        if proposal.state != ProposalState.DRAFT:
            raise ProposalMoved
        found = problems(proposal)
        if effective_on is not None and effective_on < clock.today():
            found["effective_on"] = ["施行日期不能早于今天。"]
        if found:
            raise InvalidProposal(errors=found)
        proposal.effective_on = effective_on
        proposal.returned = False
        _move(by, proposal, ProposalState.STAFFING, "submit")
    return proposal


def review_proposal(*, by: Actor, proposal_id: int, agree: bool, opinion: str = "") -> Proposal:
    """Agree, which passes it on, or send it back to the drafter with reasons.

    Nobody reviews what they drafted, nor twice. Raises OwnProposal, ProposalMoved, CannotPropose,
    InvalidProposal without reasons for sending back.
    """
    with unit.work():
        proposal = _locked(by, proposal_id)
        state = ProposalState(proposal.state)
        role = REVIEWS.get(state)
        if role is None:
            raise ProposalMoved
        require_role_here(by, role, proposal.region_code)
        _require_other_hands(by, proposal)
        if not agree and not opinion.strip():
            raise InvalidProposal(errors={"opinion": ["退回要写明理由和怎样修改。"]})
        proposal.returned = not agree
        if agree:
            _move(by, proposal, AFTER[state], f"agree-{role}", opinion)
        else:
            _move(by, proposal, ProposalState.DRAFT, f"back-{role}", opinion)
    return proposal


def publish_proposal(*, by: Actor, proposal_id: int) -> Proposal:
    """Bring an approved proposal into force; the worker does it for those with a later effective date.

    Raises ProposalMoved, OwnProposal, CannotPropose, IncompleteItem; InvalidProposal before its date.
    """
    with unit.work():
        proposal = _locked(by, proposal_id)
        if proposal.state != ProposalState.APPROVED:
            raise ProposalMoved
        require_role_here(by, DRAFTER, proposal.region_code)
        if by.kind != "system":
            _require_other_hands(by, proposal)
        if proposal.effective_on and proposal.effective_on > clock.today():
            raise InvalidProposal(errors={"effective_on": [f"将在 {proposal.effective_on} 自动发布。"]})
        _carry_out(proposal)
        _move(by, proposal, ProposalState.PUBLISHED, "publish")
    return proposal


def _carry_out(proposal: Proposal) -> None:
    if proposal.kind == ProposalKind.STANDARD:
        for entry in proposal.contents:
            publish_standard(
                by=SYSTEM,
                basic_code=entry["basic_code"],
                prefix=entry["prefix"],
                elements={name: value_of(entry, name) for name in entry["governed"]},
                open_elements=entry["open"],
            )
        return
    contents = [entries.content_of(settled(entry)) for entry in proposal.contents]
    publish_versions(by=SYSTEM, contents=contents)
    for code in proposal.ends:
        if proposal.kind == ProposalKind.SUSPEND:
            suspend_item(by=SYSTEM, code=code, reason=proposal.reason)
        elif proposal.kind == ProposalKind.RESUME:
            resume_item(by=SYSTEM, code=code)
        else:
            cancel_item(by=SYSTEM, code=code, reason=proposal.reason)


def publish_due() -> int:
    """Publish every approved proposal whose date has come; return how many; one that fails is left."""
    due = Proposal.objects.filter(state=ProposalState.APPROVED, effective_on__lte=clock.today())
    count = 0
    for key in list(due.order_by("effective_on", "id").values_list("pk", flat=True)):
        try:
            publish_proposal(by=SYSTEM, proposal_id=key)
        except Refusal as refusal:
            with unit.work():
                _step(SYSTEM, Proposal.objects.get(pk=key), "failed", refusal.message)
        else:
            count += 1
    return count


def withdraw_proposal(*, by: Actor, proposal_id: int, reason: str = "") -> Proposal:
    """Take a proposal back for good, at any step before publishing. Raises ProposalMoved, CannotPropose."""
    with unit.work():
        proposal = _locked(by, proposal_id)
        require_drafter(by, proposal.agency_id)
        if not proposal.is_open:
            raise ProposalMoved
        _move(by, proposal, ProposalState.WITHDRAWN, "withdraw", reason)
    return proposal


def _locked(by: Actor, proposal_id: int) -> Proposal:
    found = proposals_for(by).select_for_update(of=("self",)).filter(pk=proposal_id).first()
    if found is None:
        raise UnknownProposal
    return found


def _require_other_hands(by: Actor, proposal: Proposal) -> None:
    done = ProposalStep.objects.filter(proposal=proposal, account_id=by.account_id)
    own = done.filter(action__in=["start", "submit"]).exists()
    if own or (by.account_id is not None and by.account_id == proposal.drafter_id):
        raise OwnProposal


def _move(by: Actor, proposal: Proposal, state: ProposalState, action: str, opinion: str = "") -> None:
    proposal.state = state
    proposal.revision += 1
    proposal.updated_at = clock.now()
    proposal.save()
    _step(by, proposal, action, opinion)
    outbox.publish(
        Moved(
            subject=f"proposal:{proposal.pk}",
            city=proposal.region_code[:4] or "4500",
            proposal_id=proposal.pk,
            state=state,
            agency_id=proposal.agency_id,
        )
    )


def _step(by: Actor, proposal: Proposal, action: str, opinion: str = "") -> None:
    name = by.name or "系统"
    ProposalStep.objects.create(
        proposal=proposal, action=action, account_id=by.account_id, name=name, opinion=opinion, at=clock.now()
    )
    audit.record(by, f"catalogue.proposal_{action.partition('-')[0]}", proposal, reason=opinion)


def new_entry(*, agency_id: int, level: str, basic_code: str, name: str) -> Entry:
    """Return an entry for an item that is not there yet.

    Raises InvalidProposal at the field: a code that is wrong, or an item that exists already.
    """
    agency = agency_by_id(agency_id)
    errors: dict[str, list[str]] = {}
    if not name.strip():
        errors["name"] = ["请填写事项名称。"]
    if level not in {"2", "3", "4", "5", "6"}:
        errors["level"] = ["请选择行使层级。"]
    try:
        basic = codes.CatalogCode.parse(basic_code, "basic_code")
    except Refusal as refusal:
        errors["basic_code"] = [refusal.message]
    if errors:
        raise InvalidProposal(errors=errors)
    entry = entries.blank(agency, level, str(basic), name.strip())
    if Item.objects.filter(task_code=entry["task_code"]).exists():
        raise InvalidProposal(errors={"basic_code": ["本部门已经有这个基本编码的事项，请用“变更”。"]})
    return entry
