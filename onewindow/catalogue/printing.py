"""The guide on paper: what the page says, as a PDF to take along."""

from collections.abc import Sequence

from onewindow.catalogue import elements, fees
from onewindow.catalogue.models import Material
from onewindow.catalogue.queries.guides import Guide
from onewindow.documents.public import Section, render_sheet

MISSING = "未填报"


APPLIED_FOR = {"受理条件", "申请材料", "办理流程", "收费", "办理结果"}


def guide_pdf(guide: Guide, materials: Sequence[Material]) -> bytes:
    """Return the guide with these materials as PDF, the same bytes for the same version and materials."""
    version = guide.version
    published = int(version.published_at.timestamp()) if version.published_at else 0
    return render_sheet(
        title=f"{version.name}办事指南",
        author=version.agency_name,
        foot=f"{version.code}　第 {version.number} 版",
        sections=[part for part in _sections(guide, materials) if part.rows or part.points or part.text],
        timestamp=published,
    )


def _sections(guide: Guide, materials: Sequence[Material]) -> list[Section]:
    version = guide.version
    every = [*_applying(guide, materials), *_grounds(guide)]
    return [part for part in every if not (version.is_ex_officio and part.title in APPLIED_FOR)]


def _applying(guide: Guide, materials: Sequence[Material]) -> list[Section]:
    version = guide.version
    return [
        Section("受理条件", points=[str(line) for line in version.conditions] or [MISSING]),
        Section(
            "申请材料",
            head=["材料", "怎么交", "必要性", "说明"],
            rows=[_material(m) for m in materials],
            widths=[3, 1, 1, 3],
        ),
        Section(
            "办理流程", points=[f"{step.get('name', '')}：{step.get('text', '')}" for step in version.flow]
        ),
        Section(
            "设定依据", points=[f"《{b.law}》{b.number}{b.article} {b.text}".strip() for b in guide.bases]
        ),
        Section(
            "收费",
            text=[elements.fee(version) or MISSING],
            points=[fees.words(row) for row in version.fees],
        ),
        Section("办理结果", text=[version.result_name or MISSING]),
    ]


def _grounds(guide: Guide) -> list[Section]:
    version = guide.version
    facts = [*([] if version.is_ex_officio else elements.headline(version)), *elements.basics(version)]
    return [
        Section("常见问题", points=[f"{q.question} {q.answer}" for q in guide.questions]),
        Section("办理地点和时间", text=[text for text in (version.address, version.hours) if text]),
        Section(
            "咨询和投诉",
            text=[f"咨询：{version.phone or MISSING}", f"投诉：{version.complaint_phone or MISSING}"],
        ),
        Section("救济渠道", text=[text for text in (version.reconsideration, version.litigation) if text]),
        Section("基本信息", rows=[(e.label, e.words or MISSING) for e in facts], widths=[1, 3]),
        Section("承诺", text=["除本指南列明的条件和材料外，工作人员不得另行增加办事要求。"]),
    ]


def _material(material: Material) -> list[str]:
    place, _ = elements.material_place(material)
    return [material.name, place, str(material.get_necessity_display()) or MISSING, material.fill_note]
