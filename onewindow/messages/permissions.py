"""The verbs of messages with the policies they ask, for the permission table."""

from onewindow.identity.public import require_principal
from onewindow.kernel.public import permissions
from onewindow.messages import policies

TITLE = "消息"
Permission = permissions.Permission
VERBS = (
    Permission(
        "read_message", "看一条消息", permissions.finds(policies.messages_for), "发给自己的", hides=True
    ),
    Permission("read_all", "全部标为已读", permissions.passes(require_principal), "发给自己的"),
    Permission("ask_email", "填写邮箱", permissions.passes(require_principal), "自己的"),
    Permission("confirm_email", "确认邮箱", permissions.passes(require_principal), "自己的"),
    Permission("ask_wechat", "获取微信绑定码", permissions.passes(require_principal), "自己的"),
    Permission("bind_wechat", "绑定微信", permissions.kinds("client", "system"), "持有绑定码"),
    Permission("drop_address", "取消邮箱、微信", permissions.passes(require_principal), "自己的"),
    Permission("prefer", "改接收设置", permissions.passes(require_principal), "自己的"),
)
