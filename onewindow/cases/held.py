"""What cases hold about people, and what of it stands against closing an account."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onewindow.cases.models import Case, CaseMaterial
from onewindow.cases.offers.models import Offer
from onewindow.cases.outside.models import OutsideCase
from onewindow.cases.states import Status
from onewindow.documents import public as documents
from onewindow.identity import public as identity

_PURPOSE = gettext_lazy("办理您的申请，留作档案")


def register() -> None:
    """Add the kinds of data and the condition."""
    identity.register_held_data(CASES)
    identity.register_held_data(MATERIALS)
    identity.register_held_data(OFFERS)
    identity.register_held_data(OUTSIDE)
    identity.register_closing_check("cases", _in_progress)
    documents.register_attachments("cases", _attached)


def _cases(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = Case.objects.filter(**{subject.kind: subject.key}).select_related("agency").order_by("-id")
    return [
        {
            "number": row.number,
            "item": row.item_name,
            "agency": row.agency.name,
            "name": row.applicant_name,
            "answers": (row.answers or "") if look.whole else _("在办件和复制件里"),
            "status": row.get_outcome_display() if row.outcome else row.get_status_display(),
            "at": row.submitted_at,
            "decided": row.decided_at or "",
            "opinion": row.opinion,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _materials(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = CaseMaterial.objects.filter(**{f"case__{subject.kind}": subject.key})
    rows = rows.select_related("case").order_by("-case_id", "seq")
    return [
        {
            "number": row.case.number,
            "name": row.name,
            "grade": row.get_grade_display(),
            "source": row.source,
            "receipt": row.receipt,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _offers(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = Offer.objects.filter(**{subject.kind: subject.key}).order_by("-id")
    return [
        {
            "at": row.made_at,
            "item": row.item_name,
            "answers": (row.answers or "") if look.whole else _("在复制件里"),
            "status": row.get_state_display(),
            "number": row.case_number,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _outside(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    if subject.number_key is None:
        return []
    rows = OutsideCase.objects.filter(holder_key=subject.number_key, removed=False).order_by("-id")
    return [
        {
            "number": row.number,
            "item": row.item_name,
            "name": row.applicant_name,
            "status": row.result_label or row.get_state_display(),
            "at": row.applied_at,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _keeper(subject: identity.Subject, number: str) -> int | None:
    found = Case.objects.filter(**{subject.kind: subject.key}, number=number)
    return found.values_list("agency_id", flat=True).first()


def _attached(files: Sequence[UUID]) -> set[UUID]:
    found = CaseMaterial.objects.filter(file_id__in=files).values_list("file_id", flat=True)
    return {key for key in found if key is not None}


def _in_progress(subject: identity.Subject) -> str:
    waiting = Case.objects.filter(account_id__in=subject.accounts).exclude(status=Status.CLOSED).count()
    if waiting:
        return _("还有 %d 件申请没有办结，请等办结或撤回后再注销。") % waiting
    return ""


CASES = identity.HeldData(
    "cases", gettext_lazy("办件"), _PURPOSE, "cases",
    {
        "number": gettext_lazy("办件编号"), "item": gettext_lazy("事项"), "agency": gettext_lazy("办理机构"),
        "name": gettext_lazy("申请人"), "answers": gettext_lazy("填写的内容"), "status": gettext_lazy("状态"),
        "at": gettext_lazy("提交时间"), "decided": gettext_lazy("办结时间"),
        "opinion": gettext_lazy("办理意见"),
    },
    _cases, 40, ("cases_case", "cases_caseevent", "cases_promise", "cases_breach"),
    binds=True, keeper=_keeper,
    row_label=gettext_lazy("办件编号"),
)  # fmt: skip
MATERIALS = identity.HeldData(
    "case-materials", gettext_lazy("申请材料"), _PURPOSE, "cases",
    {
        "number": gettext_lazy("办件编号"), "name": gettext_lazy("材料"), "grade": gettext_lazy("可信等级"),
        "source": gettext_lazy("来源"), "receipt": gettext_lazy("核对凭据"),
    },
    _materials, 41, ("cases_casematerial",), binds=True, keeper=_keeper, row_label=gettext_lazy("办件编号"),
)  # fmt: skip
OFFERS = identity.HeldData(
    "offers", gettext_lazy("免申即享邀请"), gettext_lazy("查找您可以享受、还没有申请的待遇"), "cases",
    {
        "at": gettext_lazy("时间"), "item": gettext_lazy("事项"), "answers": gettext_lazy("已知的内容"),
        "status": gettext_lazy("状态"), "number": gettext_lazy("办件编号"),
    },
    _offers, 42, ("cases_offer",), binds=True, kinds=("person",),
)  # fmt: skip
OUTSIDE = identity.HeldData(
    "outside-cases", gettext_lazy("其他系统的办件"), gettext_lazy("让您在一处看到所有办件的进度"), "cases",
    {
        "number": gettext_lazy("办件编号"), "item": gettext_lazy("事项"), "name": gettext_lazy("申请人"),
        "status": gettext_lazy("状态"), "at": gettext_lazy("申请时间"),
    },
    _outside, 43, ("cases_outsidecase", "cases_outsidestep"), row_label=gettext_lazy("办件编号"),
)  # fmt: skip
