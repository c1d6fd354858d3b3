"""Where a request comes from: its address, and its device in words."""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

_BROWSERS = {
    "MicroMessenger": "微信",
    "AlipayClient": "支付宝",
    "Edg": "Edge",
    "HarmonyOS": "华为浏览器",
    "OPR/": "Opera",
    "QQBrowser": "QQ 浏览器",
    "360": "360 浏览器",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "HarmonyOS": "鸿蒙",
    "OpenHarmony": "鸿蒙",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class Place:
    """The address a request came from, and its device in words."""

    address: str = ""
    device: str = ""


def place_of(request: HttpRequest) -> Place:
    """Return where a request comes from; behind a proxy of our own the last forwarded address counts."""
    address = str(request.META.get("REMOTE_ADDR") or "")
    if settings.SECURE_PROXY:
        address = str(request.META.get("HTTP_X_FORWARDED_FOR") or address).rpartition(",")[2].strip()
    return Place(_clean(address), device(str(request.META.get("HTTP_USER_AGENT") or "")))


def device(agent: str) -> str:
    """Return a browser and system in words; nothing of the header itself is kept."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in agent), _("其他程序"))
    system = next((name for sign, name in _SYSTEMS.items() if sign in agent), "")
    return f"{browser} · {system}" if system else browser


def network(address: str) -> str:
    """Return an address in words: where it belongs, as far as the address alone says."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return _("地址不明")
    if known.is_loopback:
        return _("本机 %(address)s") % {"address": address}
    if known.is_private:
        return _("内网 %(address)s") % {"address": address}
    return address


def _clean(address: str) -> str:
    """Return an address as one spelling; an IPv6 client counts by its /64, which is one household."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return (
            str(ipaddress.ip_network((known, 64), strict=False).network_address)
            if not known.is_loopback
            else "::1"
        )
    return str(known)
