"""The verbs of halls with the policies they ask, for the permission table."""

from onewindow.halls import policies
from onewindow.kernel.public import Actor, permissions

TITLE = "政务服务大厅"
STAFF, MANAGER = "自己是大厅人员", "自己是大厅管理员"
HERE = "自己在岗的窗口"


def _named(by: Actor) -> bool:
    """Tell whether a hall may have named the actor among its people."""
    return by.kind == "official" and by.account_id is not None


def _named_or_system(by: Actor) -> bool:
    return by.kind == "system" or _named(by)


OFFICIAL = permissions.passes(policies.require_official)
OPENS, BOOKS = permissions.passes(policies.require_opener), permissions.passes(policies.require_account)
Permission = permissions.Permission
VERBS = (
    Permission("open_hall", "开设大厅", OPENS, "自治区级的目录管理岗位"),
    Permission("save_line", "设置队列", _named_or_system, MANAGER),
    Permission("save_counter", "设置窗口", _named_or_system, MANAGER),
    Permission("set_day", "设置特别开放日", _named_or_system, MANAGER),
    Permission("add_staff", "加入大厅人员", _named_or_system, MANAGER),
    Permission("remove_staff", "移出大厅人员", _named_or_system, MANAGER),
    Permission("relieve_counter", "代为离岗", _named_or_system, MANAGER),
    Permission("book", "预约", BOOKS, "自己的名义，每个大厅每天一次"),
    Permission("cancel_appointment", "取消预约", BOOKS, "自己的预约，时段开始以前"),
    Permission("check_in", "预约取号", _named_or_system, STAFF),
    Permission("take_number", "取号", _named_or_system, STAFF),
    Permission("sit_down", "到岗", OFFICIAL, STAFF),
    Permission("leave_counter", "离岗", OFFICIAL, HERE),
    Permission("call_next", "叫下一号", OFFICIAL, HERE),
    Permission("call_number", "指定叫号", OFFICIAL, HERE),
    Permission("call_again", "重呼", OFFICIAL, HERE),
    Permission("begin_serving", "开始办理", OFFICIAL, HERE),
    Permission("finish_ticket", "办结排队号", OFFICIAL, HERE),
    Permission("skip_ticket", "过号", OFFICIAL, HERE),
    Permission("transfer_ticket", "转到其他队列", OFFICIAL, HERE),
    Permission("give_up", "放弃排队", permissions.anyone, "知道排队号凭证的人"),
)
