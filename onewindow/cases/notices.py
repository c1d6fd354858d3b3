"""What a decision notice says: the words come from the item version, the facts from the case."""

from onewindow.cases import papers, printing
from onewindow.cases.models import Case
from onewindow.cases.states import Outcome
from onewindow.cases.ways import way_of
from onewindow.catalogue import public as catalogue
from onewindow.decisions import public as decisions
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock

REMEDIES = (
    "不服本决定的，可以自收到之日起六十日内申请行政复议，"
    "或者自知道之日起六个月内提起行政诉讼（《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条）。"
)


def _bases(version: catalogue.ItemVersion) -> list[str]:
    return [f"《{basis.law}》{basis.article}" for basis in catalogue.guide(version).bases if basis.law]


def issue_for(
    case: Case,
    version: catalogue.ItemVersion,
    applicant: identity.Applicant,
    *,
    by: Actor,
    decision: decisions.Decision | None,
    part: int = 1,
) -> documents.Document:
    """Sign the notice of a decided case, in the caller's transaction."""
    granted = case.outcome == Outcome.GRANTED
    said = version.notice_text if granted else case.opinion
    way = way_of(case, version.process)
    if way is not None and way.decided_for:
        said = f"{said}\n本决定由{case.agency.name}受{way.decided_for}委托作出。"
    body: dict[str, object] = {
        "item_code": case.item_code,
        "item_version": version.number,
        "result": version.result_name,
        "text": said,
        "legal_bases": _bases(version) if granted else [case.legal_basis],
        "automatic": case.automatic,
        "remedies": "" if granted else REMEDIES,
        "facts": papers.project_of(case),
    }
    if decision is not None:
        body["rules"] = {
            "rule_set": decision.rule_set,
            "version": decision.version,
            "digest": decision.digest,
        }
    return documents.issue_notice(
        by=by,
        kind="grant" if granted else "refusal",
        case_number=case.number,
        item_name=case.item_name,
        holder_name=applicant.name,
        holder_number=applicant.number,
        agency_name=version.agency_name,
        decision=str(Outcome(case.outcome).label),
        decided_at=case.decided_at or clock.now(),
        valid_until=None,
        body=body,
        city=case.city,
        part=part,
        template=printing.template_of("grant" if granted else "refusal", case.item_code, version.number),
    )
