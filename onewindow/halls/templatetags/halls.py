"""Times and names on the pages of halls."""

from collections.abc import Mapping
from datetime import timedelta

from django import template

register = template.Library()


@register.filter
def minutes(span: timedelta | None) -> str:
    """Write a span in minutes, with seconds under a minute; a dash where nothing was measured."""
    if span is None:
        return "—"
    seconds = int(span.total_seconds())
    return f"{seconds} 秒" if seconds < 60 else f"{seconds // 60} 分钟"


@register.filter
def item_name(names: Mapping[str, str], code: str) -> str:
    """Return the name of the basic item behind a code, else the code."""
    return names.get(code[-12:], code)
