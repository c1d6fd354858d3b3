"""The verbs of collaboration with the policies they ask, for the permission table."""

from onewindow.collaboration import policies
from onewindow.collaboration.models import Joint, Project
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
)
