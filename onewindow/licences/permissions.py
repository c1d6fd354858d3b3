"""The verbs of licences with the policies they ask, for the permission table."""

from onewindow.kernel.public import Actor, permissions
from onewindow.licences import policies

TITLE = "电子证照"
Permission = permissions.Permission
ISSUE = permissions.roles(*policies.CHANGERS)
SEE = permissions.roles(*policies.USERS, *policies.KEEPERS)
DATA = permissions.roles(*policies.KEEPERS)
USE = permissions.passes(policies.require_user)
MINE, BODY = "自己的证照；经办人、代办人不可以", "本机构签发的"
LIBRARY = "本机构的分库；总库管理单位管全部"


def _keeps(by: Actor) -> bool:
    """Tell whether the actor may keep the data of some sub-library."""
    return by.kind in {"system", "client"} or DATA(by)


def _holds(by: Actor) -> bool:
    """Tell whether the actor may hold licences: a party itself, with a proved number."""
    return by.kind == "person" and (not by.mandate or by.mandate_kind == "head")


VERBS = (
    Permission("open_own", "看自己的证照", _holds, MINE, hides=True),
    Permission("show_licence", "亮证", _holds, MINE + "；或别人授权给自己的", hides=True),
    Permission("cancel_showing", "收回亮证码", permissions.with_account, "自己的亮证码", hides=True),
    Permission("delegate_use", "授权别人用证", _holds, MINE, hides=True),
    Permission("end_delegation", "收回用证授权", _holds, MINE, hides=True),
    Permission("report_error", "提出证照纠错", _holds, MINE, hides=True),
    Permission("answer_report", "答复证照纠错", ISSUE, BODY),
    Permission("look_at_shown", "查看别人亮的证", permissions.anyone, "凭亮证码，一次；留痕"),
    Permission("use_ex_officio", "依职能用证", USE, "自己手上的办件要用的；留痕"),
    Permission("open_at_desk", "在工作台打开证照", SEE, BODY + "；留痕", hides=True),
    Permission("issue_at_desk", "在工作台签发证照", ISSUE, "本机构有权签发的类型"),
    Permission("change_status", "变更证照状态", ISSUE, BODY),
    Permission("deliver", "汇集证照数据", _keeps, "本机构的分库；总库管理单位管全部"),
    Permission("import_licences", "导入证照", _keeps, "本机构的分库；总库管理单位管全部"),
    Permission("import_table", "从分库的表导入证照", _keeps, "本机构的分库；总库管理单位管全部"),
    Permission("repair_row", "修改隔离的数据", _keeps, LIBRARY, hides=True),
    Permission("drop_row", "放弃隔离的数据", _keeps, LIBRARY, hides=True),
    Permission("permit_use", "许可系统用证", DATA, "本机构定义的类型；总库管理单位管全部"),
    Permission("end_permit", "收回系统用证许可", DATA, "本机构定义的类型；总库管理单位管全部", hides=True),
    Permission("use_as_system", "系统用证", permissions.kinds("client"), "凭许可，按事项和办件；留痕"),
    Permission("issue_licence", "签发证照", None, "由作出决定调用"),
    Permission("take_back_licence", "收回还没有交付的证照", None, "由收回结果调用"),
    Permission("declare_types", "登记证照类型", None, "由安装时的种子数据调用"),
    Permission("declare_libraries", "登记证照分库", None, "由安装时的种子数据调用"),
)
