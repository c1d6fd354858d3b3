"""Wiring of the messages context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    """The messages context; its label is not `messages`, which Django's own application has."""

    name = "onewindow.messages"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Send identity's codes and notices where a gateway is named; count what is unread; wire pages."""
        from onewindow.identity import public as identity
        from onewindow.messages import gateways, held, policies, queries, tasks  # noqa: F401
        from onewindow.ui.public import menus

        held.register()
        identity.register_account_column("unread", queries.unread_column)
        if gateways.is_configured("sms"):
            identity.register_code_sender("messages", gateways.send_code)
            identity.register_notice_sender("messages", gateways.send_notice)
        menus.add(
            "desk",
            _("没发出的消息"),
            "messages:failures",
            64,
            icon="warn",
            group=_("安全管理"),
            visible=identity.posted(*policies.WATCHERS),
        )
