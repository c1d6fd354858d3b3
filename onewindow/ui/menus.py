"""The registry of links in headers, tabs, tiles, footers and the desk's side navigation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise

Text = str | Promise
Test = Callable[[HttpRequest], bool]


@dataclass(frozen=True)
class Entry:
    """One link of a menu, before it is known whether its page exists and may be seen."""

    label: Text
    url_name: str
    order: int
    visible: Test | None = None
    icon: str = ""
    hint: Text = ""
    group: Text = ""


@dataclass(frozen=True)
class Link:
    """One link as a page shows it."""

    label: Text
    href: str
    current: bool
    icon: str
    hint: Text
    group: Text


_areas: dict[str, dict[Text, Entry]] = {}


def add(
    area: str,
    label: Text,
    url_name: str,
    order: int,
    visible: Test | None = None,
    *,
    icon: str = "",
    hint: Text = "",
    group: Text = "",
) -> None:
    """Add a link to the area "main", "verbs", "tabs", "foot" or "desk"; a label twice is replaced.

    `url_name` is a url name or an absolute path; the link shows only when its page exists.
    """
    _areas.setdefault(area, {})[label] = Entry(label, url_name, order, visible, icon, hint, group)


def links(area: str, request: HttpRequest) -> list[Link]:
    """Return the area's links that exist and may be seen, the current one marked.

    In order, but each group in one piece, where its first link stands.
    """
    entries = sorted(_areas.get(area, {}).values(), key=lambda e: e.order)
    places: dict[str, int] = {}
    for entry in entries:
        places.setdefault(str(entry.group), len(places))
    shown = [
        (entry, href)
        for entry in sorted(entries, key=lambda e: places[str(e.group)])
        if (href := address(entry.url_name)) and (entry.visible is None or entry.visible(request))
    ]
    here = _current([href for _, href in shown], request.path)
    return [Link(e.label, href, href == here, icon=e.icon, hint=e.hint, group=e.group) for e, href in shown]


@lru_cache(maxsize=256)
def address(url_name: str) -> str:
    """Return the path of a url name or path without arguments; empty when there is no such page yet."""
    if url_name.startswith("/"):
        try:
            resolve(url_name.split("#", 1)[0].split("?", 1)[0])
        except Resolver404:
            return ""
        return url_name
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _current(hrefs: list[str], path: str) -> str:
    fits = [h for h in hrefs if path == h or (h != "/" and path.startswith(h))]
    return max(fits, key=len, default="")
