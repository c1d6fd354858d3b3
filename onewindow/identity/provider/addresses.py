"""Where a system may be sent back to: https, or loopback; compared letter by letter."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from onewindow.identity.provider import rules

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_LONGEST = 500
_ALLOWED = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


def fault_of(address: str) -> str:
    """Say what is wrong with an address; empty when it may be registered."""
    if len(address) > _LONGEST:
        return _("地址太长，最多 %(count)d 个字符。") % {"count": _LONGEST}
    if not _ALLOWED.fullmatch(address):
        return _("地址里有不能用的字符，请检查空格、中文和反斜杠。")
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 (raises on a bad one)
    except ValueError:
        return _("地址写法不对，例如：https://example.gxzf.gov.cn/callback")
    if not parts.hostname or parts.username is not None or "#" in address or "*" in address:
        return _("要写完整的地址，不带 #、通配符和用户名，例如：https://example.gxzf.gov.cn/callback")
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return ""
    return _("地址要以 https:// 开头；只有本机地址（127.0.0.1）可以用 http://。")


def read(text: str) -> tuple[list[str], list[str]]:
    """Return the addresses of a text, one a line, each once, and what is wrong with them."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    faults = [f"{line[:80]}：{fault}" for line in lines if (fault := fault_of(line))]
    if len(lines) > (most := rules.count("addresses")):
        faults.append(_("最多 %(count)d 个地址。") % {"count": most})
    return lines, faults


def origin(address: str) -> str:
    """Return scheme, host and port of an address, as a security policy names it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
