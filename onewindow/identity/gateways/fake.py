"""The sender of codes while no text-message gateway is joined: writes to the log, in demonstrations only."""

import logging

from onewindow.kernel.public import masking

log = logging.getLogger(__name__)


def send_code(mobile: str, code: str) -> None:
    """Write the code to the log instead of sending it."""
    log.info("演示短信（没有真的发出）：发往 %s 的验证码是 %s", masking.mobile(mobile), code)
