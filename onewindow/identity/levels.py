"""Assurance levels 认证等级 and roles: what each means, in words for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """认证等级."""

    REGISTERED = 1, _("L1 已注册")
    REAL_NAME = 2, _("L2 实名认证")
    REAL_PERSON = 3, _("L3 实人认证")
    CERTIFICATE = 4, _("L4 数字证书")


MEANINGS = {
    Level.REGISTERED: _("可以咨询、收藏、预约。"),
    Level.REAL_NAME: _("姓名和证件号码已与人口信息核对一致，可以办理低风险事项。"),
    Level.REAL_PERSON: _("已确认是本人，可以办理个人事项，法人可以办理一般事项。"),
    Level.CERTIFICATE: _("持有数字证书或电子营业执照，可以代表法人签名、投标。"),
}

MEANS = {
    "population": _("姓名和证件号码与人口信息一致"),
    "counter": _("窗口当面核对"),
    "certificate": _("数字证书签名"),
    "demonstration": _("演示数据"),
    "register": _("登记信息与法定代表人本人一致"),
    "appointment": _("任职"),
    "system": _("系统"),
}


class Role(models.TextChoices):
    """岗位角色; a post carries one or more."""

    WINDOW = "window", _("窗口")
    REVIEW = "review", _("审查")
    APPROVE = "approve", _("审批")
    CHIEF = "chief", _("首席代表")
    SUPERVISE = "supervise", _("监察")
    CATALOGUE = "catalogue", _("目录管理")
    DATA = "data", _("数据管理")
    EDITOR = "editor", _("网站编辑")
    ADMIN = "admin", _("系统管理")
    SECURITY = "security", _("安全管理")
    AUDIT = "audit", _("审计管理")
    STAFFING = "staffing", _("编制审核")
    LEGALITY = "legality", _("法制审核")
