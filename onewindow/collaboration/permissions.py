"""The verbs of collaboration with the policies they ask, for the permission table."""

from onewindow.collaboration import policies
from onewindow.collaboration.crossing import policies as crossing
from onewindow.collaboration.levels import policies as levels
from onewindow.collaboration.models import Joint, Project, Reception
from onewindow.collaboration.naming import policies as naming
from onewindow.collaboration.projects import policies as projects
from onewindow.kernel.public import Actor, permissions

TITLE = "协同"


def _leads(by: Actor) -> bool:
    """Ask about a joint case that the actor's own body leads."""
    return policies.leads(by, Joint(agency_id=int(by.agency or 0), region_code=by.region_prefix))


def _applies(by: Actor) -> bool:
    return by.kind == "person" and by.account_id is not None


def _sees(by: Actor) -> bool:
    return by.kind == "system" or _leads(by)


def _reviews(by: Actor) -> bool:
    """Ask about a body that is the actor's own."""
    return policies.reviews_for(by, int(by.agency or 0), by.region_prefix)


def _opens(by: Actor) -> bool:
    return by.kind == "system" or _reviews(by)


def _owns(by: Actor) -> bool:
    """Ask about a project that is the actor's own firm's."""
    return projects.owns(by, Project(organisation_id=by.organisation_id))


def _sees_project(by: Actor) -> bool:
    return by.kind == "system" or _owns(by) or _reviews(by)


def _keeps(by: Actor) -> bool:
    """Ask about the segments of the actor's own body."""
    return policies.keeps_segments(by, int(by.agency or 0), by.region_prefix)


def _entrusts(by: Actor) -> bool:
    """Ask about an item of the actor's own body."""
    return levels.may_entrust(by, int(by.agency or 0), by.region_prefix)


def _guides(by: Actor) -> bool:
    """Ask about a line the actor's body is above of."""
    return levels.reviews(by)


def _sent_home(by: Actor) -> bool:
    """Ask about what the actor's own counter received."""
    return crossing.received(by, Reception(hall_id=int(by.agency or 0)))


def _at_home(by: Actor) -> bool:
    """Ask about what was received elsewhere for the actor's own body."""
    return crossing.awaits(by, Reception(home_id=int(by.agency or 0)))


def _either(by: Actor) -> bool:
    return _sent_home(by) or _at_home(by)


def _names(by: Actor) -> bool:
    """Ask about a doubtful name at the actor's own registrar."""
    return _reviews(by) and by.has_role("approve", "chief")


Permission = permissions.Permission
VERBS = (
    Permission(
        "draft_procedure", "编排联办流程", permissions.passes(policies.require_composer), "目录管理岗位"
    ),
    Permission(
        "publish_draft",
        "发布编排的联办流程",
        permissions.passes(policies.require_composer),
        "目录管理岗位；不是编排的人",
    ),
    Permission(
        "publish_procedure", "发布联办流程", permissions.passes(policies.require_composer), "目录管理岗位"
    ),
    Permission(
        "open_joint_page", "查看联合办件", _sees, "牵头机关、成员机关；本地区上级机关的首席代表；每次查看留痕"
    ),
    Permission("send_part_again", "重新分送", _leads, "牵头机关"),
    Permission("drop_part", "不再分送", _leads, "牵头机关，分送不成的部分"),
    Permission("apply_part_again", "再次申请不予的部分", _applies, "自己的联合办件，流程允许的次数和期限内"),
    Permission("give_up_part", "不再申请不予的部分", _applies, "自己的联合办件"),
    Permission("ask_body", "请其他机关协同", _reviews, "本机构的办件"),
    Permission("open_ask", "查看协同请求", _opens, "发出和收到的机关；每次查看留痕"),
    Permission("answer_ask", "答复协同请求", _reviews, "收到的机关"),
    Permission("take_back_ask", "撤回协同请求", _reviews, "发出的机关，答复以前"),
    Permission("call_gathering", "通知会审、踏勘、验收", _leads, "牵头机关"),
    Permission("record_gathering", "记录会审、踏勘、验收", _leads, "牵头机关，一次，不能再改"),
    Permission("sign_gathering", "签认记录", _sees, "参加的机关，一次"),
    Permission("file_project", "申报投资项目，取得项目代码", projects.may_file, "项目单位，以自己的名义"),
    Permission("attach_case", "把办件关联到投资项目", _owns, "项目单位，自己的办件"),
    Permission("detach_case", "取消办件和投资项目的关联", _owns, "项目单位；申请时填了代码的不能取消"),
    Permission(
        "open_project",
        "查看投资项目",
        _sees_project,
        "项目单位；牵头各阶段的部门、办理项目办件的机关，每次查看留痕",
    ),
    Permission("push_again", "重新推送企业开办信息", _opens, "登记机关，推送不成的"),
    Permission("allocate_again", "重新赋统一社会信用代码", _opens, "登记机关，还没有代码的"),
    Permission("take_follow_up", "签收后续审批的告知", _reviews, "被告知的审批机关，一次"),
    Permission("add_segment", "录入预赋码段", _keeps, "登记机关的首席代表"),
    Permission(
        "entrust_item", "委托下级机关办理事项", _entrusts, "事项所属机关的首席代表；只限本地区的下级机关"
    ),
    Permission("stop_entrusting", "收回委托", _entrusts, "委托的机关的首席代表"),
    Permission("guide_body", "业务指导下级机关", _guides, "同一项工作的上级主管部门，只限本地区的下级"),
    Permission("answer_guidance", "答复业务指导", _reviews, "收到的机关，一次"),
    Permission("send_papers", "登记寄出异地收件的材料", _sent_home, "收件的窗口，一次"),
    Permission("take_papers", "登记收到异地收件的材料", _at_home, "办理机关，寄出以后"),
    Permission("open_reception", "查看异地收件", _either, "收件的窗口、办理机关；每次查看留痕"),
    Permission("hand_over", "移送外省", _reviews, "本机构还没有受理的办件，跨省通办的事项"),
    Permission("open_handover", "取移交文件", _reviews, "移送的机构；每次查看留痕"),
    Permission("take_over", "接收外省移交", crossing.is_clerk, "窗口；文件的格式、签名和材料都核对无误"),
    Permission("claim_name", "申报企业名称", naming.may_claim, "自己或者自己的企业"),
    Permission("give_up_name", "放弃企业名称", naming.may_claim, "自己申报的，还没有用于申请"),
    Permission("decide_name", "核对有疑问的企业名称", _names, "登记机关；不是自己申报的"),
)
