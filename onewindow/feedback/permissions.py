"""The verbs of feedback with the policies they ask, for the permission table."""

from onewindow.feedback import policies
from onewindow.kernel.public import Actor, permissions

TITLE = "评价和诉求"
OWN = "自己的办件，或者持有评价码"
NOT_OWN = "本机构的差评；不是评价本人工作的"
WATCHED = "本地区、不是本机构的"
CENTRE = permissions.passes(policies.require_centre)
HANDLES = permissions.roles(*policies.HANDLERS)
SAID = "自己的诉求，或者持有查询码"
CENTRED = "本地区的；不是关于本机构、本人的"
TASKS = "交给本机构的；不是与本人有关的"


def _raises(by: Actor) -> bool:
    return by.kind != "official" or permissions.passes(policies.require_clerk)(by)


Permission = permissions.Permission
VERBS = (
    Permission("rate", "评价", permissions.anyone, OWN, hides=True),
    Permission("follow_up", "追评", permissions.anyone, OWN, hides=True),
    Permission("rate_again", "整改后再评", permissions.anyone, OWN, hides=True),
    Permission("answer_contact", "答复办理机构", permissions.anyone, OWN, hides=True),
    Permission("contact_rater", "联系评价人", HANDLES, NOT_OWN, hides=True),
    Permission("report_finding", "写核实结果", HANDLES, NOT_OWN, hides=True),
    Permission("rectify", "报告整改结果", HANDLES, NOT_OWN, hides=True),
    Permission("appeal", "申诉差评", HANDLES, NOT_OWN, hides=True),
    Permission("call_back", "回访差评", CENTRE, WATCHED, hides=True),
    Permission("decide_appeal", "裁定申诉", CENTRE, WATCHED, hides=True),
    Permission("open_rater", "看评价人的姓名和手机号", CENTRE, f"{WATCHED}；查看留痕", hides=True),
    Permission("settle_suspicion", "处理异常评价", CENTRE, WATCHED, hides=True),
    Permission("note_export", "导出评价", CENTRE, WATCHED),
    Permission("raise_concern", "提诉求、替群众登记", _raises, "工作人员只有窗口和监察岗位"),
    Permission("confirm_reply", "确认答复", permissions.anyone, SAID, hides=True),
    Permission("withdraw_concern", "撤回诉求", permissions.anyone, SAID, hides=True),
    Permission("classify_concern", "诉求分类", CENTRE, CENTRED, hides=True),
    Permission("dispatch_concern", "受理并交办诉求", CENTRE, CENTRED, hides=True),
    Permission("decline_concern", "不予受理诉求", CENTRE, CENTRED, hides=True),
    Permission("merge_concern", "合并诉求", CENTRE, CENTRED, hides=True),
    Permission("decide_extension", "决定延期", CENTRE, CENTRED, hides=True),
    Permission("reply_concern", "答复诉求", CENTRE, CENTRED, hides=True),
    Permission("call_author_back", "回访诉求", CENTRE, CENTRED, hides=True),
    Permission("open_author", "看诉求人", CENTRE, f"{CENTRED}；查看留痕", hides=True),
    Permission("publish_answer", "公开答复", CENTRE, CENTRED, hides=True),
    Permission("withdraw_answer", "撤下公开答复", CENTRE, CENTRED, hides=True),
    Permission("plant_answer", "公开自带的答复", permissions.system),
    Permission("answer_task", "承办答复", HANDLES, TASKS, hides=True),
    Permission("return_task", "退回承办", HANDLES, TASKS, hides=True),
    Permission("ask_extension", "申请延期", HANDLES, TASKS, hides=True),
)
