"""Which materials a case has, where each came from, and what may be asked of the registers for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from onewindow.cases import promising
from onewindow.cases.models import Case, CaseMaterial
from onewindow.cases.states import Grade
from onewindow.catalogue import public as catalogue
from onewindow.exchange import public as exchange
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import making
from onewindow.licences import public as licences

OPTIONAL = "2"  # 材料必要性: 1 必要 2 非必要 3 可容缺后补


def facts_about(applicant: identity.Applicant) -> dict[str, object]:
    """Return what the rules may know of the applicant."""
    return {
        "kind": applicant.kind,
        "name": applicant.name,
        "number": applicant.number,
        "mobile": applicant.mobile,
        "legal_representative": applicant.legal_representative,
    }


def disputed_labels(form: forms.Form, draft: forms.Draft) -> list[str]:
    """Return the labels of the prefilled values that the applicant says are wrong."""
    disputes = draft.disputes
    return [f.label for page in form.all_pages for f in page.fields if f.name in disputes]


def requests_for(
    version: catalogue.ItemVersion, applicant: identity.Applicant, answers: Mapping[str, object]
) -> list[exchange.FactRequest]:
    """Return what to ask which register: a key's path names `applicant.<field>` or `answers.<field>`."""
    about = facts_about(applicant)

    def value(path: str) -> str:
        source, _, field = path.partition(".")
        found = about.get(field) if source == "applicant" else answers.get(field)
        return "" if found is None else str(found)

    return [
        exchange.FactRequest(fact["resource"], {key: value(path) for key, path in fact["keys"].items()})
        for fact in version.facts
    ]


@dataclass(frozen=True)
class Listed:
    """The materials of a case, and which of them are licences it used."""

    rows: list[CaseMaterial]
    by_licence: list[int]


def materials_of(
    case: Case,
    version: catalogue.ItemVersion,
    form: forms.Form,
    answers: Mapping[str, object],
    facts: Mapping[str, exchange.Fact],
    *,
    held: Mapping[int, licences.Licence],
    barred: str = "",
) -> Listed:
    """Return the case's rows for the guide's materials: fetched, held as licences, uploaded, or missing.

    Who is `barred` from promising must prove what others may promise.
    """
    uploads = uploads_of(form, answers)
    rows = [
        _row(
            case,
            material,
            uploads.get(material.seq),
            facts.get(material.share_resource_code),
            held.get(material.seq),
        )
        for material in catalogue.guide(version).materials
    ]
    proofs = promising.proofs_of(case.item_code) if barred else {}
    for row in rows:
        if row.name in proofs and row.grade == Grade.PROMISED:
            row.grade, row.source = Grade.MISSING, "不能承诺，须提交证明"
    used = {one.identifier for one in held.values()}
    return Listed(rows, [row.seq for row in rows if row.receipt in used])


def uploads_of(form: forms.Form, answers: Mapping[str, object]) -> dict[int, object]:
    """Return what was uploaded, by the number of the material."""
    return {
        field.material: answers.get(field.name)
        for page in form.all_pages
        for field in page.fields
        if field.material
    }


def check_originals(rows: Iterable[CaseMaterial]) -> None:
    """Mark what was uploaded as compared with its original at the counter."""
    for row in rows:
        if row.grade == Grade.UPLOADED:
            row.grade, row.source = Grade.CHECKED, "窗口核对原件后扫描"


def _row(
    case: Case,
    material: catalogue.Material,
    upload: object,
    fact: exchange.Fact | None,
    held: licences.Licence | None,
) -> CaseMaterial:
    row = making.made(CaseMaterial, case=case, seq=material.seq, name=material.name, city=case.city)
    if fact is not None and fact.status == "ok":
        row.grade, row.source, row.receipt = Grade.ISSUED, fact.source, fact.receipt
    elif held is not None:
        row.grade, row.source, row.receipt = Grade.ISSUED, f"电子证照 {held.number}", held.identifier
    elif isinstance(upload, Mapping) and upload.get("id"):
        row.grade, row.source, row.file_id = Grade.UPLOADED, "申请人上传", UUID(str(upload["id"]))
    elif material.filled_online:
        row.grade, row.source = Grade.PROMISED, "申请人填报并承诺属实"
    elif material.is_exempt:
        row.grade, row.source = Grade.UNCONFIRMED, fact.source if fact else "部门共享"
    elif material.necessity == OPTIONAL:
        row.grade, row.source = Grade.LEFT_OUT, "申请人没有提交"
    else:
        row.grade, row.source = Grade.MISSING, "等待申请人补交"
    return row
