"""The signed papers on the way to a decision: receipt, acceptance, correction and the rest."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onewindow.cases import printing
from onewindow.cases.models import Case
from onewindow.cases.ways import way_of
from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock, codes


@dataclass(frozen=True)
class Paper:
    """What a paper says; `kind` gives its number the right word."""

    kind: str
    title: str
    decision: str
    text: Sequence[str]
    bases: Sequence[str] = ()
    remedies: str = ""
    facts: Sequence[tuple[str, str]] = ()


def project_code_of(case: Case) -> codes.ProjectCode | None:
    """Return the code of the investment project a case was applied for with, None without one."""
    told = case.answers or "{}"
    if '"project_code"' not in told:
        return None
    code = str(json.loads(told).get("project_code") or "")
    return codes.ProjectCode.parse(code) if codes.ProjectCode.is_valid(code) else None


_attached: list[Callable[[Case], str]] = []


def register_project(find: Callable[[Case], str]) -> None:
    """Let a context above say to the project of which code a stored case was attached, "" where to none."""
    _attached.append(find)


def project_of(case: Case) -> list[tuple[str, str]]:
    """Return the project's code as a fact for a case's papers (发改投资〔2020〕1439号 has it on each).

    Where the project of another code than the answers tell was attached by hand, that one counts; a case
    that is being submitted may bring its own. Asked once for all papers of a verb.
    """
    if case.project is None:
        told = project_code_of(case)
        known = not case._state.adding and case.organisation_id is not None
        attached = next((code for find in _attached if (code := find(case))), "") if known else ""
        case.project = attached or (str(told) if told is not None else "")
    return [("项目代码", case.project)] if case.project else []


def issue(
    case: Case, paper: Paper, *, by: Actor, part: int = 1, applicant: identity.Applicant | None = None
) -> str:
    """Sign a paper of a case in the caller's unit of work and return its number.

    An entrusted body signs in the name of the body that entrusted it, and is named (行政许可法 第二十四条).
    """
    version = catalogue.item_version(case.item_version_id)
    way = way_of(case, version.process)
    entrusted = way is not None and bool(way.decided_for)
    applicant = applicant or case.applicant
    document = documents.issue_notice(
        by=by,
        kind=paper.kind,
        case_number=case.number,
        item_name=case.item_name,
        holder_name=applicant.name,
        holder_number=applicant.number,
        agency_name=way.decided_for if way and entrusted else case.agency.name,
        decision=paper.decision,
        decided_at=clock.now(),
        valid_until=None,
        body={
            "title": paper.title,
            "item_code": case.item_code,
            "item_version": version.number,
            "text": [*paper.text, *([f"受委托办理机关：{case.agency.name}。"] if entrusted else [])],
            "legal_bases": list(paper.bases),
            "automatic": False,
            "remedies": paper.remedies,
            "facts": [*project_of(case), *paper.facts],
        },
        city=case.city,
        part=part,
        template=printing.template_of(paper.kind, case.item_code, version.number),
    )
    return str(document.number)
