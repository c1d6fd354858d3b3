"""What licences hold about people: licences of their number, where they were used, what was reported."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onewindow.identity import public as identity
from onewindow.licences.models import Delegation, ErrorReport, Licence, LicenceUse

Rows = Sequence[dict[str, object]]


def register() -> None:
    """Add the kinds of data."""
    for one in (LICENCES, USES, REPORTS, DELEGATIONS):
        identity.register_held_data(one)


def _licences(subject: identity.Subject, look: identity.Look) -> Rows:
    rows = Licence.objects.filter(holder_key=subject.number_key).select_related("type").order_by("-issued_on")
    return [
        {
            "type": row.type.name,
            "number": row.number,
            "issuer": row.issuer_name,
            "issued": row.issued_on,
            "until": row.valid_to or _("长期"),
            "status": row.get_status_display(),
            "face": (row.record or "") if look.whole else "",
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _uses(subject: identity.Subject, look: identity.Look) -> Rows:
    rows = LicenceUse.objects.filter(licence__holder_key=subject.number_key)
    rows = rows.select_related("licence__type").order_by("-id")
    return [
        {
            "at": row.at,
            "type": row.licence.type.name,
            "who": row.who,
            "means": row.get_means_display(),
            "purpose": row.purpose,
            "case": row.case_number,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _reports(subject: identity.Subject, look: identity.Look) -> Rows:
    rows = ErrorReport.objects.filter(account_id__in=subject.accounts).select_related("licence__type")
    rows = rows.order_by("-id")
    return [
        {
            "at": row.made_at,
            "type": row.licence.type.name,
            "said": row.said,
            "outcome": row.get_outcome_display() if row.outcome else _("正在核实"),
            "answer": row.answer,
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _delegations(subject: identity.Subject, look: identity.Look) -> Rows:
    rows = Delegation.objects.filter(
        Q(delegate_key=subject.number_key) | Q(account_id__in=subject.accounts)
    ).select_related("licence__type")
    rows = rows.order_by("-id")
    return [
        {
            "at": row.made_at,
            "type": row.licence.type.name,
            "holder": row.licence.holder_name,
            "delegate": row.delegate_name,
            "purpose": row.purpose,
            "until": row.good_until,
            "ended": row.ended_at or "",
        }
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


LICENCES = identity.HeldData(
    "licences", _("电子证照"), _("办事时免交证照，供您出示"), "licences",
    {
        "type": _("证照"), "number": _("编号"), "issuer": _("颁发机构"), "issued": _("颁发日期"),
        "until": _("有效期止"), "status": _("状态"), "face": _("证照内容"),
    },
    _licences, 60, ("licences_licence",),
)  # fmt: skip
USES = identity.HeldData(
    "licence-uses", _("用证记录"), _("让您看到证照用在哪里"), "licences",
    {
        "at": _("时间"), "type": _("证照"), "who": _("谁"), "means": _("方式"), "purpose": _("用途"),
        "case": _("办件编号"),
    },
    _uses, 61, ("licences_licenceuse", "licences_showing"),
)  # fmt: skip
REPORTS = identity.HeldData(
    "licence-reports", _("证照纠错"), _("核实您指出的错误"), "licences",
    {"at": _("时间"), "type": _("证照"), "said": _("您说"), "outcome": _("结果"), "answer": _("说明")},
    _reports, 62, ("licences_errorreport",),
)  # fmt: skip
DELEGATIONS = identity.HeldData(
    "licence-delegations", _("用证委托"), _("让受托人按您的委托出示证照"), "licences",
    {
        "at": _("时间"), "type": _("证照"), "holder": _("持证人"), "delegate": _("受托人"),
        "purpose": _("用途"), "until": _("最后一天"), "ended": _("收回时间"),
    },
    _delegations, 63, ("licences_delegation",),
)  # fmt: skip
