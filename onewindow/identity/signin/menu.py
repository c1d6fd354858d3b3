"""Where the security administrator finds the desk's pages."""

from django.utils.translation import gettext_lazy as _

from onewindow.identity.levels import Role
from onewindow.identity.policies import LEVEL_GIVERS
from onewindow.identity.posts.policies import KEEPERS
from onewindow.identity.queries import actor_of
from onewindow.identity.signin.queries import WATCHERS
from onewindow.identity.signin.resets import MAKERS
from onewindow.ui.public import menus


def fill() -> None:
    """Add the security pages to the desk's navigation."""
    menus.add(
        "desk",
        _("当面重设密码"),
        "identity:make-reset",
        50,
        icon="user",
        group=_("账号"),
        visible=lambda request: actor_of(request).has_role(*MAKERS),
    )
    menus.add(
        "desk",
        _("当面核对身份"),
        "identity:counter",
        51,
        icon="user",
        group=_("账号"),
        visible=lambda request: actor_of(request).has_role(*LEVEL_GIVERS),
    )
    menus.add(
        "desk",
        _("登记代办关系"),
        "identity:counter-mandates",
        51,
        icon="user",
        group=_("账号"),
        visible=lambda request: actor_of(request).has_role(*LEVEL_GIVERS),
    )
    menus.add(
        "desk",
        _("查看异议"),
        "identity:objections",
        52,
        icon="eye",
        group=_("账号"),
        visible=lambda request: actor_of(request).has_role(Role.SUPERVISE),
    )
    menus.add(
        "desk",
        _("接入系统"),
        "identity:parties",
        62,
        icon="swap",
        group=_("安全管理"),
        visible=lambda request: actor_of(request).has_role(Role.ADMIN, Role.SECURITY),
    )
    for order, label, page, roles in (
        (55, _("岗位"), "posts", KEEPERS),
        (56, _("工作人员"), "officials", KEEPERS),
        (57, _("等待授权"), "posts-waiting", KEEPERS),
        (60, _("安全事件"), "security-events", WATCHERS),
        (61, _("解除第二因素"), "releases", (Role.SECURITY,)),
        (62, _("审计记录"), "audit-log", (Role.AUDIT,)),
        (53, _("我的岗位"), "my-posts", tuple(Role)),
    ):
        menus.add(
            "desk",
            label,
            f"identity:{page}",
            order,
            icon="user" if page == "my-posts" else "shield",
            group=_("账号") if page == "my-posts" else _("安全管理"),
            visible=lambda request, roles=roles: actor_of(request).has_role(*roles),
        )
