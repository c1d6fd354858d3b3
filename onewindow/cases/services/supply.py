"""Supply a material that was left for later (容缺后补)."""

from typing import Any

from django.core.files import File

from onewindow.cases import policies
from onewindow.cases.errors import CaseNotFound, MaterialNotAwaited
from onewindow.cases.events import MaterialSupplied
from onewindow.cases.models import Case, CaseMaterial
from onewindow.cases.services.promises import settle_supplied
from onewindow.cases.states import AWAITED, Grade, Status
from onewindow.cases.timeline import applicant_side, step
from onewindow.documents import public as documents
from onewindow.kernel.public import Actor, audit, outbox, unit


def supply_material(*, by: Actor, number: str, seq: int, file: "File[Any]") -> CaseMaterial:
    """Add the applicant's file to a material that is still awaited, before or after the decision.

    Raises CaseNotFound, CaseNotYours, MaterialNotAwaited, documents.FileRefused. The file is stored first.
    """
    awaited = _awaited(by, number, seq)
    stored = documents.store_upload(
        by=by, file=file, purpose=f"补交：{awaited.name}"[:100], city=awaited.city
    )
    with unit.work():
        Case.objects.select_for_update().get(pk=awaited.case_id)
        material = _awaited(by, number, seq)
        material.grade, material.source, material.file_id = Grade.UPLOADED, "申请人补交", stored.pk
        material.save(update_fields=["grade", "source", "file_id"])
        settle_supplied(material.case, seq, by)
        step(material.case, "supplied", "补交材料", who=applicant_side(by), detail=material.name).save()
        audit.record(by, "material.supplied", material)
        outbox.publish(MaterialSupplied(subject=number, city=material.city, seq=seq))
    return material


def _awaited(by: Actor, number: str, seq: int) -> CaseMaterial:
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise CaseNotFound
    policies.require(policies.is_applicant(by, case))
    if case.status == Status.ARCHIVED:
        raise MaterialNotAwaited  # its manifest is sealed: nothing in it changes any more
    material = case.materials.filter(seq=seq, grade__in=AWAITED).select_related("case").first()
    if material is None:
        raise MaterialNotAwaited
    return material
