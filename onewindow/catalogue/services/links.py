"""Trying the addresses guides lead to, some each night; only those on the open web."""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from urllib.parse import urlsplit

import httpx
from django.urls import Resolver404, resolve

from onewindow.catalogue.models import ItemVersion, LinkCheck
from onewindow.kernel.public import clock, unit

SECONDS, AT_ONCE, A_NIGHT = 5.0, 8, 5_000
AGAIN = timedelta(hours=20)
Answer = int | None


def check_links(*, limit: int = A_NIGHT, allowed: Callable[[str], bool] | None = None) -> int:
    """Try addresses of own guides in force not tried for 20 hours, the longest ago first; return how many.

    Nothing is written when not one outside address answered: then it is our own network that is down.
    `allowed` tells whether a host may be asked; by default only hosts with public addresses may.
    """
    wanted = _due(limit)
    answers = dict(zip(wanted, _tried(wanted, allowed or is_public), strict=True))
    outside = {url: status for url, status in answers.items() if not url.startswith("/")}
    if outside and all(status is None for status in outside.values()) and len(outside) > 1:
        return 0
    _keep(answers)
    return len(answers)


def _due(limit: int) -> list[str]:
    links = ItemVersion.objects.filter(state__in=["published", "suspended"], source="").exclude(link="")
    every = dict.fromkeys(links.values_list("link", flat=True).distinct().order_by("link").iterator())
    tried = dict(LinkCheck.objects.values_list("url", "checked_at"))
    before = clock.now() - AGAIN
    due = [url for url in every if url not in tried or tried[url] < before]
    return list(islice(sorted(due, key=lambda url: (url in tried, tried.get(url, before))), limit))


def _tried(urls: Iterable[str], allowed: Callable[[str], bool]) -> list[Answer]:
    with httpx.Client(timeout=SECONDS, max_redirects=3) as client, ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda url: _status(client, url, allowed), urls))


def _status(client: httpx.Client, url: str, allowed: Callable[[str], bool]) -> Answer:
    """Return the status of the answer, nothing when there was none; a redirect counts as an answer."""
    if url.startswith("/"):
        try:
            resolve(urlsplit(url).path)
        except Resolver404:
            return 404
        return 200
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return 400
        if not allowed(parts.hostname):
            return None
        with client.stream("GET", url, headers={"User-Agent": "OneWindow link check"}) as answer:
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None


def is_public(host: str) -> bool:
    """Tell whether all addresses of a host are on the open web, so that no guide can probe our network."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(ipaddress.ip_address(str(address)).is_global for address in found)


def _keep(answers: dict[str, Answer]) -> None:
    moment = clock.now()
    known = LinkCheck.objects.in_bulk(list(answers), field_name="url")
    rows = []
    for url, status in answers.items():
        before = known[url].failures if url in known else 0
        dead = status is None or status in {400, 404, 410} or status >= 500
        rows.append(LinkCheck(url=url, status=status, failures=before + 1 if dead else 0, checked_at=moment))
    with unit.work():
        LinkCheck.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["url"],
            update_fields=["status", "failures", "checked_at"],
        )
