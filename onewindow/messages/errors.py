"""Refusals of messages."""

from onewindow.kernel.public import NotFound, Refusal


class MessagesRefusal(Refusal):
    """消息不能处理。"""

    code = "messages_refused"


class MessageNotFound(MessagesRefusal, NotFound):
    """没有这条消息，或者它不是发给您的。"""

    code = "message_not_found"


class GatewayDown(OSError):
    """The gateway did not take it now; try again."""


class AddressRefused(ValueError):
    """The gateway says that it will never take this."""
