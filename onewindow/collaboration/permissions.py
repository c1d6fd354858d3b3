"""The verbs of collaboration with the policies they ask, for the permission table."""

from onewindow.collaboration import policies
from onewindow.collaboration.models import Joint
from onewindow.kernel.public import Actor, permissions

TITLE = "协同"


def _leads(by: Actor) -> bool:
    """Ask about a joint case that the actor's own body leads."""
    return policies.leads(by, Joint(agency_id=int(by.agency or 0), region_code=by.region_prefix))


def _applies(by: Actor) -> bool:
    return by.kind == "person" and by.account_id is not None


def _sees(by: Actor) -> bool:
    return by.kind == "system" or _leads(by)


Permission = permissions.Permission
VERBS = (
    Permission(
        "publish_procedure", "发布联办流程", permissions.passes(policies.require_composer), "目录管理岗位"
    ),
    Permission(
        "open_joint_page", "查看联合办件", _sees, "牵头机关、成员机关；本地区上级机关的首席代表；每次查看留痕"
    ),
    Permission("send_part_again", "重新分送", _leads, "牵头机关"),
    Permission("apply_part_again", "再次申请不予的部分", _applies, "自己的联合办件，流程允许的次数和期限内"),
    Permission("give_up_part", "不再申请不予的部分", _applies, "自己的联合办件"),
)
