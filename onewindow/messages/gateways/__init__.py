"""How messages leave: `http` and `smtp` over a socket, `simulated` in demonstrations, `fake` in tests."""

from typing import Protocol

from django.conf import settings

from onewindow.kernel.public import ids
from onewindow.messages.errors import AddressRefused, GatewayDown
from onewindow.messages.gateways.http import HttpGateway
from onewindow.messages.gateways.simulated import SimulatedFolder, SimulatedGateway
from onewindow.messages.gateways.smtp import SmtpGateway


class Gateway(Protocol):
    """Takes a text to an address."""

    def send(self, key: str, address: str, text: str) -> str:
        """Hand a text over under a key that stays the same when tried again; return the gateway's reference.

        Raises OSError when it may be tried again, AddressRefused when not.
        """


_in_use: dict[str, Gateway] = {}


def current(channel: str) -> Gateway:
    """Return the gateway of a channel: the configured one, in a demonstration the simulated one.

    Raises GatewayDown where there is none.
    """
    if channel in _in_use:
        return _in_use[channel]
    if is_configured(channel):
        address = str(settings.MESSAGE_GATEWAYS[channel])
        return SmtpGateway(address) if address.startswith(("smtp:", "smtps:")) else HttpGateway(address)
    if settings.DEMO:
        return SimulatedGateway() if channel == "sms" else SimulatedFolder(channel)
    raise GatewayDown(f"no gateway for {channel}")


def is_configured(channel: str) -> bool:
    """Tell whether whoever runs the house named a gateway for a channel."""
    return bool(settings.MESSAGE_GATEWAYS.get(channel))


def use(channel: str, gateway: Gateway | None) -> None:
    """Send through this gateway from now on; None goes back to the configured one."""
    if gateway is None:
        _in_use.pop(channel, None)
    else:
        _in_use[channel] = gateway


def send_code(mobile: str, code: str) -> None:
    """Send a code that proves a number; nothing of it is kept. Raises OSError."""
    _send(mobile, f"验证码 {code}，10 分钟内有效。工作人员不会向您要验证码，请不要告诉任何人。")


def send_notice(mobile: str, text: str) -> None:
    """Send a sentence about the safety of an account. Raises OSError."""
    _send(mobile, text)


def send_proof(address: str, code: str) -> None:
    """Send the code that confirms an e-mail address; nothing of it is kept. Raises OSError."""
    text = f"验证码\n您填写了这个邮箱，验证码 {code}，10 分钟内有效。不是您本人操作的，请不用理会。"
    _hand_over("email", address, text)


def _send(mobile: str, text: str) -> None:
    _hand_over("sms", mobile, text)


def _hand_over(channel: str, address: str, text: str) -> None:
    try:
        current(channel).send(f"ow-{ids.new_id()}", address, text)
    except AddressRefused as refusal:
        raise GatewayDown(str(refusal)) from refusal
