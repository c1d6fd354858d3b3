"""Where a connector may reach: never this machine, never link-local, unless the operator names the place.

The name is resolved once and the connection goes to the address that was checked, so that a name cannot
point elsewhere a moment later. `ONEWINDOW_EXCHANGE_HOSTS` (setting EXCHANGE_HOSTS) lists exceptions as
`host:port`, separated by commas.
"""

import ipaddress
import os
import socket
from urllib.parse import urlsplit

import httpx
from django.conf import settings


class Forbidden(OSError):
    """The address may not be reached by a connector."""


def check(host: str, port: int, *, trusted: bool = False) -> str:
    """Return the numeric address to connect to; raise Forbidden, or OSError when the name is unknown."""
    found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if trusted or f"{host}:{port}" in exceptions():
        return str(found[0])
    if any(not is_public_or_private(str(one)) for one in found):
        raise Forbidden(f"{host} leads to an address connectors may not reach")
    return str(found[0])


def pinned(address: str) -> tuple[httpx.URL, dict[str, str], dict[str, str]]:
    """Return a declared address with its checked number in place of the name, and what keeps the name known.

    That is the Host header and httpx's extensions, by which TLS asks for the name. Raises as `check` does.
    """
    url = httpx.URL(address)
    numeric = check(url.host, url.port or (443 if url.scheme == "https" else 80))
    return url.copy_with(host=numeric), {"Host": url.netloc.decode()}, {"sni_hostname": url.host}


def is_plain(url: str) -> bool:
    """Tell whether a declared address is http or https with a host, without account and without query."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return False
    known = parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0
    return known and not (parts.username or parts.password or parts.query or parts.fragment)


def is_public_or_private(text: str) -> bool:
    """Tell whether an address is an ordinary one: government networks are private, so private is allowed."""
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    return not (
        address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified
        or address.is_reserved
    )  # fmt: skip


def exceptions() -> frozenset[str]:
    """Return the places the operator allowed by name."""
    told = getattr(settings, "EXCHANGE_HOSTS", "") or os.environ.get("ONEWINDOW_EXCHANGE_HOSTS", "")
    return frozenset(filter(None, (one.strip() for one in told.split(","))))
