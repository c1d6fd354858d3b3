"""Where officials find identity's pages on the desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onewindow.identity.guards import posted
from onewindow.identity.levels import Role
from onewindow.identity.policies import LEVEL_GIVERS
from onewindow.identity.posts.policies import KEEPERS
from onewindow.identity.signin.queries import WATCHERS
from onewindow.identity.signin.resets import MAKERS
from onewindow.ui.public import menus

_ACCOUNTS, _SAFETY = _("账号"), _("安全管理")
_PAGES: tuple[tuple[int, str | Promise, str, str, str | Promise, tuple[Role, ...]], ...] = (
    (50, _("当面重设密码"), "make-reset", "user", _ACCOUNTS, tuple(MAKERS)),
    (51, _("当面核对身份"), "counter", "user", _ACCOUNTS, LEVEL_GIVERS),
    (51, _("登记代办关系"), "counter-mandates", "user", _ACCOUNTS, LEVEL_GIVERS),
    (52, _("查看异议"), "objections", "eye", _ACCOUNTS, (Role.SUPERVISE,)),
    (53, _("我的岗位"), "my-posts", "user", _ACCOUNTS, tuple(Role)),
    (55, _("岗位"), "posts", "shield", _SAFETY, tuple(KEEPERS)),
    (56, _("工作人员"), "officials", "shield", _SAFETY, tuple(KEEPERS)),
    (57, _("等待授权"), "posts-waiting", "shield", _SAFETY, tuple(KEEPERS)),
    (60, _("安全事件"), "security-events", "shield", _SAFETY, tuple(WATCHERS)),
    (61, _("解除第二因素"), "releases", "shield", _SAFETY, (Role.SECURITY,)),
    (62, _("接入系统"), "parties", "swap", _SAFETY, (Role.ADMIN, Role.SECURITY)),
    (62, _("审计记录"), "audit-log", "shield", _SAFETY, (Role.AUDIT,)),
)


def fill() -> None:
    """Add identity's pages to the desk's navigation, each for the posts that may open it."""
    for order, label, page, icon, group, roles in _PAGES:
        menus.add(
            "desk",
            label,
            f"identity:{page}",
            order,
            icon=icon,
            group=group,
            visible=posted(*roles),
        )
