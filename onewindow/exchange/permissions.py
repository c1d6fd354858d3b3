"""The verbs of exchange with the policies they ask, for the permission table."""

from onewindow.exchange import policies
from onewindow.kernel.public import Actor, permissions

TITLE = "数据共享"
ASK, KEEP = permissions.passes(policies.require_asker), permissions.passes(policies.require_keeper)


def _decides(by: Actor) -> bool:
    """Tell whether the actor may decide about what the own body provides."""
    return by.kind == "system" or permissions.roles(*policies.DECIDERS)(by)


def _doubts(by: Actor) -> bool:
    """Tell whether the actor may doubt an answer: who may ask, and a connected system that got it."""
    return by.kind == "client" or ASK(by)


SPOKEN = "提出的人、使用系统的机构，或者运行机构"
PROVIDED = "本机构提供的资源，或者运行机构；不是提出的人"
Permission = permissions.Permission
VERBS = (
    Permission("ask_demand", "提出共享需求", ASK, "为本机构的系统；运行机构可以为任何系统"),
    Permission("withdraw_demand", "撤回共享需求", ASK, SPOKEN),
    Permission("ask_mediation", "申请协调", ASK, SPOKEN),
    Permission("grant_demand", "同意共享", _decides, PROVIDED),
    Permission("refuse_demand", "不同意共享", _decides, PROVIDED),
    Permission("settle_demand", "协调结论", _decides, "运行机构；不是提出和答复的人"),
    Permission("end_grant", "终止授权", _decides, PROVIDED),
    Permission("report_doubt", "提出疑义", _doubts, "外部系统限查得的数据"),
    Permission("answer_doubt", "答复疑义", _decides, PROVIDED),
    Permission("register_system", "登记对接系统", KEEP),
    Permission("connect_system", "绑定对接系统的身份", KEEP),
    Permission("change_state", "变更对接状态", KEEP),
    Permission("declare_feed", "登记采集", KEEP),
    Permission("switch_feed", "启停采集", KEEP),
    Permission("declare_hook", "登记事件推送", KEEP),
    Permission("switch_hook", "启停事件推送", KEEP),
    Permission("put_back", "重新推送对方不收的事件", KEEP),
    Permission("open_link", "登记摆渡对端", KEEP),
    Permission("replay_returned", "重放退回的数据", KEEP),
    Permission("register_resource", "登记信息资源", _decides, "本机构的；运行机构可以替别的机构登记"),
    Permission("change_resource", "修改信息资源", _decides, "本机构提供的资源，或者运行机构"),
    Permission("publish_resource", "发布信息资源", _decides, "本机构提供的资源，或者运行机构"),
    Permission("end_resource", "停止共享信息资源", _decides, "本机构提供的资源，或者运行机构"),
    Permission("collect", "调取共享数据", None, "由提交申请、预填等动词调用，凭事项、办件和用途"),
    Permission("declare_resource", "登记共享资源", None, "由安装时的种子数据调用"),
)
