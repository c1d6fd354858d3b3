"""Refusals of messages."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound, Refusal


class MessagesRefusal(Refusal):
    """消息不能处理。"""

    code = "messages_refused"


class MessageNotFound(MessagesRefusal, NotFound):
    """没有这条消息，或者它不是发给您的。"""

    code = "message_not_found"


class AddressInvalid(MessagesRefusal, Invalid):
    """地址没有填好，请改正。"""

    code = "message_address_invalid"


class ProofWrong(MessagesRefusal, Conflict):
    """验证码不对，或者已经过期。请重新获取。"""

    code = "message_proof_wrong"


class NotSent(MessagesRefusal, Conflict):
    """验证码没有发出去，请稍后再试，或者核对地址。"""

    code = "message_proof_not_sent"


class BinderOnly(MessagesRefusal, NotAllowed):
    """只有登记过的公众号系统可以绑定。"""

    code = "message_binder_only"


class GatewayDown(OSError):
    """The gateway did not take it now; try again."""


class AddressRefused(ValueError):
    """The gateway says that it will never take this."""
