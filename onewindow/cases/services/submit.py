"""Submit: a draft becomes a case and, where a published table allows it, a signed decision at once."""

import json
from dataclasses import dataclass
from uuid import UUID

from onewindow.cases import elsewhere, exempt, notices, promising, results, timeline
from onewindow.cases import materials as listing
from onewindow.cases.charging import pays
from onewindow.cases.deadlines import due_after, limits_of
from onewindow.cases.errors import (
    AnswersInvalid,
    MarketForbidden,
    NeedsCorrection,
    PromiseBarred,
    WrongApplicant,
)
from onewindow.cases.events import CaseDecided, CaseSubmitted
from onewindow.cases.models import Case
from onewindow.cases.numbering import next_number, query_code
from onewindow.cases.services.accept import forbidden_row
from onewindow.cases.services.receive import set_receipt, sign_receipt
from onewindow.cases.states import Acceptance, Channel, Delivery, Outcome, Status
from onewindow.cases.ways import way_of
from onewindow.catalogue import public as catalogue
from onewindow.decisions import public as decisions
from onewindow.exchange import public as exchange
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, inserting, making, outbox, unit
from onewindow.licences import public as licences

_PROJECT = "project"


def of_project(code: str) -> dict[str, str]:
    """Return what a draft is about whose case will belong to a project: its papers carry the code."""
    return {_PROJECT: code} if code else {}


@dataclass(frozen=True)
class Collected:
    """What the collect step brings to the decision, before any transaction of ours is open."""

    draft: forms.Draft
    version: catalogue.ItemVersion
    form: forms.Form
    answers: dict[str, object]
    gathered: exchange.Gathered
    decision: decisions.Decision
    later: list[str]  # what is to follow later, by the name of the material
    barred: str  # why nothing may be promised now
    forbidden: str
    held: dict[int, licences.Licence]

    @property
    def approved(self) -> bool:
        """Whether the rules grant it now: no list forbids it, no fee comes first, no promise is barred."""
        promised = not self.barred or not promising.proofs_of(self.version.code)
        open_market = promised and not self.forbidden
        return self.decision.outcome == "approve" and open_market and not pays(self.version.fees)


def submit_case(
    *,
    by: Actor,
    applicant: identity.Applicant,
    draft_id: UUID,
    insist: bool = False,
    channel: Channel = Channel.WEB,
    originals: bool = False,
    draft: forms.Draft | None = None,
) -> Case:
    """Turn an open draft into a case, decided at once when the item's rules approve it.

    The draft is the idempotency key: a second submit raises forms.AlreadySubmitted with the case number.
    Raises AnswersInvalid or NeedsCorrection (nothing is filed, the draft stays open), LevelTooLow,
    WrongApplicant, MarketForbidden, PromiseBarred. Whoever insists that the answers are right, or that the
    negative list does not mean them, gets a human instead. At the counter (`channel`) uploads whose
    `originals` were seen count as checked. `draft` is given by who read it just now.
    Outside data is collected first (at most 5 s); one transaction writes everything.
    """
    found = _collect(by, applicant, draft or forms.draft_for(by=by, draft_id=draft_id))
    if found.barred and found.later:
        _keep_for_the_record(by, found)
        raise _not_to_be_promised(found)
    if found.decision.outcome == "correct" and not insist:
        _keep_for_the_record(by, found)
        raise NeedsCorrection(errors=_by_field(found.decision))
    if found.forbidden and not insist:
        with unit.work():
            exchange.keep(by=by, gathered=found.gathered)
        raise MarketForbidden(row=found.forbidden)
    try:
        return _file(by, applicant, found, channel, originals)
    except BaseException:
        with unit.work():  # nothing was filed, yet the registers were asked
            exchange.keep(by=by, gathered=found.gathered)
        raise


def _file(
    by: Actor, applicant: identity.Applicant, found: Collected, channel: Channel, originals: bool
) -> Case:
    """Write everything of a submit in one transaction of three statements: number, claim, rows."""
    with unit.work(whole=True):
        number = next_number(found.version.agency_uscc, clock.today())
        claimed = forms.claim_draft(
            by=by, draft_id=found.draft.pk, case_number=number, revision=found.draft.revision
        )
        exchange.keep(by=by, gathered=found.gathered)
        case = _open_case(by, applicant, found, number, claimed)
        case.channel = channel
        if found.approved:
            _grant_at_once(case, by=by_rules(found.decision))
        listed = listing.materials_of(
            case, found.version, found.form, found.answers, found.gathered.facts, held=found.held,
            barred=found.barred,
        )  # fmt: skip
        if originals:
            listing.check_originals(listed.rows)
        promises = promising.promises_in(case, listed.rows, found.version, by=by, at=case.submitted_at)
        inserting.insert(case, *listed.rows, *promises, *timeline.opening(case, found.decision, by=by))
        if elsewhere.is_elsewhere(by, case.region_code):
            elsewhere.tell(case, by)
        exempt.take_in(case, found.held, listed.by_licence, by=by)
        audit.record(by, "promise.made", *promises)
        audit.record(by, "case.submitted", case, facts={"draft": claimed.reference})
        decisions.record_decision(
            by=by,
            decision=found.decision,
            case_number=number,
            city=case.city,
            draft_reference=claimed.reference,
        )
        if found.approved:
            notices.issue_for(case, found.version, applicant, by=by, decision=found.decision)
            results.issue_for(
                case, found.version, applicant, by=by, answers=found.answers,
                facts=results.plain(found.gathered.facts),
            )  # fmt: skip
        elif case.status == Status.RECEIVED:
            sign_receipt(case, by, applicant=applicant, hall=elsewhere.hall_of(by, case))
        outbox.publish(*_events(case, found.version))
    return case


def _keep_for_the_record(by: Actor, found: Collected) -> None:
    """Keep a decision that made no case under the draft's reference, and who was asked for it."""
    with unit.work():
        exchange.keep(by=by, gathered=found.gathered)
        decisions.record_decision(
            by=by,
            decision=found.decision,
            case_number="",
            city=found.version.region_code[:4],
            draft_reference=found.draft.reference,
        )


def _collect(by: Actor, applicant: identity.Applicant, draft: forms.Draft) -> Collected:
    """Check a draft, fetch what government already holds, and let the rules judge."""
    if draft.status != "open":
        raise forms.AlreadySubmitted(case_number=draft.case_number)
    version = catalogue.item_version(draft.item_version_id)
    check_applicant(by, applicant, version)
    form = forms.form(draft.form_code, draft.form_version)
    answers = draft.answers
    spared = exempt.spared_by(applicant, version, form)
    errors = {name: texts for name, texts in forms.validate(form, answers).items() if name not in spared}
    if errors:
        raise AnswersInvalid(errors=errors)
    gathered = exchange.gather(
        listing.requests_for(version, applicant, answers),
        by=by,
        subject=applicant,
        purpose=exchange.Purpose(
            item=version.code, case=draft.reference, reason="办理申请时核对，免提交材料"
        ),
    )
    decision = decisions.decide(
        rule_set=version.rule_set,
        answers=answers,
        applicant=listing.facts_about(applicant),
        facts=gathered.facts,
        on=clock.today(),
        disputed=listing.disputed_labels(form, draft),
    )
    held = exempt.held_by(applicant, version, gathered.facts)
    later = promising.offered(version, {**listing.uploads_of(form, answers), **held})
    asked = later or promising.proofs_of(version.code)
    barred = promising.bars(applicant, gathered.facts) if asked else ""
    if asked and promising.is_excluded(version.code):
        barred = "这个事项涉及公共安全等重大利益，不适用承诺"
    return Collected(
        draft, version, form, answers, gathered, decision, later=later, barred=barred,
        forbidden=forbidden_row(version.code), held=held,
    )  # fmt: skip


def _not_to_be_promised(found: Collected) -> PromiseBarred:
    said = (PromiseBarred.__doc__ or "").strip().format(why=found.barred)
    fields = [
        field.name
        for page in found.form.all_pages
        for field in page.fields
        if field.material and field.name not in found.answers
    ]
    return PromiseBarred(said, errors={name: [said] for name in fields or [""]})


def check_applicant(by: Actor, applicant: identity.Applicant, version: catalogue.ItemVersion) -> None:
    """Raise WrongApplicant, LevelTooLow or MandateTooNarrow when the applicant may not apply for the item."""
    kinds = applicant_kinds(version)
    if applicant.kind not in kinds:
        raise WrongApplicant(expected="个人" if "person" in kinds else "企业等法人")
    identity.require_level(by, version.min_level)
    if not by.may_handle(version.code):
        raise identity.MandateTooNarrow


def applicant_kinds(version: catalogue.ItemVersion) -> frozenset[str]:
    """Return who may apply: persons, organisations or both (服务对象, GB/T 39046 A.4; 1 = natural person)."""
    return frozenset("person" if code == "1" else "organisation" for code in version.audience)


def by_rules(decision: decisions.Decision) -> str:
    """Name the rule-set version that decided."""
    return f"rules:{decision.rule_set}:{decision.version}"


def _by_field(decision: decisions.Decision) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for reason in decision.reasons:
        errors.setdefault(reason.field or "", []).append(reason.text)
    return errors


def _open_case(
    by: Actor, applicant: identity.Applicant, found: Collected, number: str, draft: forms.Draft
) -> Case:
    moment, version = clock.now(), found.version
    limits = limits_of(version, clock.today())
    case = making.made(
        Case,
        number=number,
        query_code=query_code(),
        draft_reference=draft.reference,
        item_version_id=version.pk,
        item_code=version.code,
        item_name=version.name,
        agency_id=version.item.agency_id,
        region_code=version.region_code,
        city=version.region_code[:4],
        account_id=applicant.account_id if by.kind == "official" else by.account_id,
        person_id=applicant.person_id,
        organisation_id=applicant.organisation_id,
        applicant_name=applicant.name,
        agent_name=by.agent_name,
        mandate="" if by.kind == "official" else by.mandate,
        form_version=draft.form_version,
        answers=json.dumps(found.answers, ensure_ascii=False, sort_keys=True),
        status=Status.REVIEWING,
        next_due=limits.promised,
        automatic=found.approved,
        submitted_at=moment,
        promised_due=limits.promised,
        statutory_due=limits.statutory,
        due_provisional=limits.provisional,
    )
    if version.item.agency is not None:
        case.agency = version.item.agency
    case.project = draft.about.get(_PROJECT)
    if not case.automatic:
        _to_people(case, version)
    return case


def _to_people(case: Case, version: catalogue.ItemVersion) -> None:
    """Begin the way through people's hands: received, or looked at beforehand where the item says so.

    Where a body below takes part first, it is received there (行政许可法 第四十三条).
    """
    way = way_of(case, version.process)
    if way is not None:
        case.agency, case.region_code = way.receives, way.receives.region_code
    if is_pre_reviewed(version):
        case.receipt_due = due_after("pre_review", clock.today(), case.region_code)
        case.status, case.next_due = Status.PRE_REVIEW, case.receipt_due
    else:
        case.status = Status.RECEIVED
        set_receipt(case)


def is_pre_reviewed(version: catalogue.ItemVersion) -> bool:
    """Tell whether the item is taken in by pre-review online (网上办理深度 3 without 4 and 5)."""
    depth = set(version.online_depth)
    return "3" in depth and not depth & {"4", "5"}


def _grant_at_once(case: Case, *, by: str) -> None:
    """Receive, accept, decide and deliver in the one moment of an automatic decision."""
    moment = case.submitted_at
    case.received_at = case.accepted_at = case.delivered_at = moment
    case.accepted_how, case.delivery = Acceptance.SYSTEM, Delivery.ELECTRONIC
    case.close(Outcome.GRANTED, step="decide_and_deliver", at=moment, by=by)


def _events(case: Case, version: catalogue.ItemVersion) -> list[CaseSubmitted | CaseDecided]:
    events: list[CaseSubmitted | CaseDecided] = [
        CaseSubmitted(
            subject=case.number,
            city=case.city,
            item_code=case.item_code,
            item_version=version.number,
            automatic=case.automatic,
        )
    ]
    if case.automatic:
        events.append(
            CaseDecided(
                subject=case.number,
                city=case.city,
                item_code=case.item_code,
                outcome=case.outcome,
                automatic=True,
                notice="granted",
            )
        )
    return events
