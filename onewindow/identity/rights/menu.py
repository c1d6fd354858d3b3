"""Where people find the pages of rights."""

from django.utils.translation import gettext_lazy as _

from onewindow.identity.guards import posted
from onewindow.identity.rights.correcting import DECIDERS
from onewindow.ui.public import menus


def fill() -> None:
    """Add the desk's page and the public one."""
    menus.add(
        "desk",
        _("更正申请"),
        "identity:corrections",
        53,
        icon="pen",
        group=_("账号"),
        visible=posted(*DECIDERS),
    )
    menus.add("foot", _("个人信息保存期限"), "identity:retention", 31)
