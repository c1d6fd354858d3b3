"""What identity itself has against the closing of an account."""

from django.utils.translation import gettext as _

from onewindow.identity.models import Account
from onewindow.identity.rights.closing import register_closing_check
from onewindow.identity.rights.held import Subject
from onewindow.identity.rights.models import Correction


def register() -> None:
    """Add the conditions."""
    register_closing_check("post", _official)
    register_closing_check("firm", _only_binding)
    register_closing_check("correction", _asks)


def _official(subject: Subject) -> str:
    if Account.objects.filter(pk__in=subject.accounts, post__isnull=False).exists():
        return _("工作人员账号随岗位，由本机构的系统管理员办理离岗。")
    return ""


def _only_binding(subject: Subject) -> str:
    if subject.kind == "organisation":
        return _("这是单位唯一的账号，注销后没有人能以单位名义办事。单位已经注销登记的，请带证明到窗口办理。")
    return ""


def _asks(subject: Subject) -> str:
    if Correction.objects.filter(account_id__in=subject.accounts, decided_at=None).exists():
        return _("还有更正申请没有处理完，请等结果出来再注销。")
    return ""
