"""Who may read the notices and files of a case: the applicant, and the officers who handle it."""

from onewindow.cases import policies
from onewindow.cases.models import Case, CaseMaterial
from onewindow.documents import public as documents
from onewindow.kernel.public import Actor


def notice_reading(by: Actor, document: documents.Document) -> documents.Reading | None:
    """Grant the notice of a case that the actor may see."""
    case = Case.objects.filter(number=document.case_number).first()
    return _reading(by, case, "查看通知书")


def file_reading(by: Actor, stored: documents.StoredFile) -> documents.Reading | None:
    """Grant a file that is a material of a case that the actor may see; joint cases share their files."""
    for material in CaseMaterial.objects.filter(file_id=stored.pk).select_related("case").order_by("id"):
        if (reading := _reading(by, material.case, "查看申请材料")) is not None:
            return reading
    return None


def _reading(by: Actor, case: Case | None, reason: str) -> documents.Reading | None:
    if case is None or not (policies.can_see(by, case) or policies.is_received_by(by, case)):
        return None
    kind, key = ("person", case.person_id) if case.person_id else ("organisation", case.organisation_id)
    return documents.Reading(kind, key, reason, case=case.number, item=case.item_code)
