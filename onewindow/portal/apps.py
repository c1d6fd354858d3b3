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
        menus.add("verbs", _("我要办"), "/items/", 10, icon="pen", hint=_("事项、办事指南"))
        menus.add("verbs", _("我要查"), "cases:lookup", 20, icon="search", hint=_("办件进度"))
        menus.add("verbs", _("我要验"), "/verify/", 30, icon="shield", hint=_("通知书真伪"))
        menus.add("verbs", _("我要看"), "portal:transparency", 40, icon="eye", hint=_("公开与核验"))
        menus.add("verbs", _("我要问"), "portal:help", 50, icon="ask", hint=_("使用帮助、12345"))
        menus.add("desk", _("核验通知书"), "documents:verify", 80, icon="shield", group=_("工具"))
        menus.add("desk", _("事项目录"), "catalogue:items", 90, icon="doc", group=_("工具"))
        menus.add("foot", _("使用帮助"), "portal:help", 10)
        menus.add("foot", _("公开与核验"), "portal:transparency", 20)
        menus.add("foot", _("个人信息怎么用"), "/help/#privacy", 30)
        menus.add("foot", _("无障碍声明"), "/help/#access", 40)
        menus.add("foot", _("网站地图"), "/help/#map", 50)
        menus.add("tabs", _("首页"), "portal:home", 10, icon="home")
        menus.add("tabs", _("办事"), "/items/", 20, icon="list")
        menus.add("tabs", _("进度"), "cases:lookup", 30, icon="flow")
        menus.add("tabs", _("核验"), "/verify/", 40, icon="shield")
        menus.add("tabs", _("我的"), "portal:my", 50, icon="user")
