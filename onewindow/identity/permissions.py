"""The verbs of identity with the policies they ask, for the permission table."""

from onewindow.identity import policies
from onewindow.identity.certificates.proving import require_party
from onewindow.identity.levels import Role
from onewindow.identity.mandates import policies as mandates
from onewindow.identity.mandates.kinds import is_full
from onewindow.identity.mandates.models import Kind
from onewindow.identity.objections.services import open_for as objections_open
from onewindow.identity.posts import policies as posts
from onewindow.identity.provider import registry
from onewindow.identity.rights import correcting
from onewindow.identity.signin import resets
from onewindow.kernel.public import Actor, permissions

TITLE = "身份认证"
Permission = permissions.Permission
passes, finds, with_account = permissions.passes, permissions.finds, permissions.with_account
MINE, REGION = "自己的", "本地区的机构"


def _or_system(judge: permissions.Judge) -> permissions.Judge:
    """Judge verbs that installing the house calls too."""
    return lambda by: by.kind == "system" or judge(by)


def _role(*roles: str) -> permissions.Judge:
    return passes(lambda by: policies.require_role(by, *roles))


def _person(by: Actor) -> bool:
    """Tell whether it is the account of a human being."""
    return by.account_id is not None and by.person_id is not None


def _human(by: Actor) -> bool:
    """Tell whether a human being who is no official has the account, in whosever name it acts now."""
    return by.kind == "person" and (by.person_id is not None or by.agent_id is not None)


def _oneself(by: Actor) -> bool:
    """Tell whether it is an own account, not somebody else's acted in."""
    return by.account_id is not None and not by.mandate


def _head(by: Actor) -> bool:
    """Tell whether the actor acts as the head of a firm."""
    return mandates.is_principal(by) and by.mandate_kind == Kind.HEAD and is_full(by.mandate_kind)


def _officials(by: Actor) -> bool:
    """Tell whether the actor has a post today, whose deputy may be asked for."""
    return by.kind == "official" and by.account_id is not None


def _humans(by: Actor) -> bool:
    """Tell whether a human being's own account, or one acted in, gives or holds mandates."""
    return by.kind == "person"


ADMIN, SECURITY = _role(Role.ADMIN), _role(Role.SECURITY)
REGISTER, RELEASE = _or_system(ADMIN), _or_system(SECURITY)
OPEN, GIVE = passes(posts.require_opener), passes(posts.require_giver)
GIVE_LEVEL = passes(lambda by: policies.require_giver(by, person_id=None))
PRINCIPAL = passes(mandates.require_principal)
VERBS = (
    Permission("register_person", "注册个人账号", permissions.anyone, "L1；更高等级只由系统开"),
    Permission("register_organisation", "注册单位账号", permissions.anyone, "L1；更高等级只由系统开"),
    Permission("appoint_official", "开工作人员账号（安装）", permissions.system),
    Permission("verify_name", "核对姓名和证件号码", with_account, MINE),
    Permission("raise_level", "提高认证等级", GIVE_LEVEL, "当面核对；不能给自己"),
    Permission("prove_with_certificate", "用数字证书认证", passes(require_party), "本人、本单位或法定代表人"),
    Permission("check_at_counter", "窗口核对证件", GIVE_LEVEL, "不能给自己"),
    Permission("find_holders", "按号码找人", _role(*policies.LEVEL_GIVERS), "要写原因，留痕"),
    Permission("open_person", "看完整号码", _role(*policies.OPENERS), "要写原因，留痕"),
    Permission("confirm_mobile", "确认手机号", _person, MINE),
    Permission(
        "make_reset", "当面重设密码", _role(*resets.MAKERS), "窗口对群众，系统管理员对本机构；不能给自己"
    ),
    Permission("change_password", "改密码", with_account, MINE),
    Permission("add_authenticator", "添加验证器", with_account, MINE),
    Permission("add_passkey", "添加通行密钥", with_account, MINE),
    Permission("remove_factor", "移除第二因子", with_account, MINE),
    Permission("renew_recovery_codes", "换恢复码", with_account, MINE),
    Permission("stop_recovery", "停止找回", with_account, MINE),
    Permission("end_session", "退出一处登录", with_account, MINE),
    Permission("end_other_sessions", "退出其他登录", with_account, MINE),
    Permission("ask_release", "提请解除第二因子", SECURITY, "不是自己的"),
    Permission("agree_to_release", "同意解除第二因子", SECURITY, "不是提请人"),
    Permission("refuse_release", "不同意解除第二因子", SECURITY),
    Permission("open_post", "设岗位", OPEN, REGION),
    Permission("close_post", "撤岗位", OPEN, REGION),
    Permission("open_official", "开工作人员账号", OPEN, REGION),
    Permission("leave", "办理离岗", OPEN, REGION),
    Permission("ask_roles", "申请岗位角色", OPEN, REGION + "；三员分立"),
    Permission("give_roles", "授予岗位角色", GIVE, REGION + "；不是申请人"),
    Permission("refuse_roles", "不授予岗位角色", GIVE, REGION + "；不是申请人"),
    Permission("ask_holding", "申请任职", OPEN, REGION),
    Permission("give_holding", "授予任职", GIVE, REGION + "；不是申请人，不是本人"),
    Permission("refuse_holding", "不授予任职", GIVE, REGION + "；不是申请人，不是本人"),
    Permission("ask_deputy", "申请代理", _officials, "自己的岗位；系统管理员可代提"),
    Permission("end_holding", "结束任职", finds(posts.endable_by), REGION + "；自己的代理人", hides=True),
    Permission("bind_organisation", "法定代表人绑定单位", _human, "登记信息上的法定代表人，L2"),
    Permission("bind_proved", "绑定已核对的单位", None, "由法定代表人绑定、窗口登记调用"),
    Permission("set_login", "停用或恢复单位登录", _head, "法定代表人", hides=True),
    Permission("offer_mandate", "授权别人代办", PRINCIPAL, "本人、本单位，法定代表人，监护人"),
    Permission("accept_mandate", "接受授权", _human, "授权给自己证件号码的，L2"),
    Permission("end_mandate", "结束授权", _humans, "自己给的或自己接的", hides=True),
    Permission("record_at_counter", "窗口登记监护或代办", GIVE_LEVEL, "当面核对；不能给自己"),
    Permission(
        "object_to", "对查看提出异议", finds(policies.accesses_visible_to), "看了自己数据的", hides=True
    ),
    Permission("answer", "答复异议", finds(objections_open), "本地区；不是自己的查看", hides=True),
    Permission("ask_correction", "申请更正信息", _oneself, MINE),
    Permission("opened", "打开更正申请", finds(correcting.open_for), "本机构保管的；查看留痕", hides=True),
    Permission(
        "decide_correction",
        "处理更正申请",
        finds(correcting.open_for),
        "本机构保管的；不是自己的",
        hides=True,
    ),
    Permission("copy", "复制全部个人信息", _oneself, MINE),
    Permission("ask_closing", "申请注销账号", _oneself, MINE),
    Permission("take_back_closing", "收回注销申请", with_account, MINE, hides=True),
    Permission("register_party", "登记接入系统", REGISTER),
    Permission("change_party", "修改接入系统", REGISTER),
    Permission("new_secret", "换接入密钥", REGISTER),
    Permission("stop_party", "停用接入系统", _or_system(_role(*registry.KEEPERS))),
    Permission("resume_party", "恢复接入系统", REGISTER),
    Permission("ask_scopes", "申请接入范围", REGISTER),
    Permission("release_scopes", "放行接入范围", RELEASE, "不是申请人"),
    Permission("refuse_scopes", "不放行接入范围", RELEASE, "不是申请人"),
    Permission("rotate", "换签名密钥", RELEASE),
    Permission("give_consent", "同意提供信息", with_account, MINE),
    Permission("revoke_consent", "收回同意", with_account, MINE),
    Permission("bind", "绑定外部账号", with_account, MINE),
    Permission("unbind", "解绑外部账号", with_account, MINE),
)
