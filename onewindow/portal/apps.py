"""Wiring of the portal context: the menus of header, phone bar and footer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The portal context."""

    name = "onewindow.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the menus; a link shows only once its page exists."""
        from onewindow.ui.public import menus

        menus.add("main", _("首页"), "portal:home", 10)
        menus.add("main", _("我要办"), "/items/", 20)
        menus.add("main", _("我要查"), "cases:lookup", 30)
        menus.add("main", _("我要验"), "/verify/", 40)
        menus.add("main", _("我的"), "portal:my", 50)
        menus.add("main", _("使用帮助"), "portal:help", 60)
        menus.add("tabs", _("首页"), "portal:home", 10, icon="home")
        menus.add("tabs", _("办事"), "/items/", 20, icon="list")
        menus.add("tabs", _("进度"), "cases:lookup", 30, icon="flow")
        menus.add("tabs", _("核验"), "/verify/", 40, icon="shield")
        menus.add("tabs", _("我的"), "portal:my", 50, icon="user")
