"""The components as template tags: `{% load ui %}`; each draws one small template under ui/c/."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onewindow.kernel.public import clock
from onewindow.ui import fields, lights
from onewindow.ui.pages import Page

register = template.Library()


@lru_cache(maxsize=2048, typed=True)  # typed: a text that is markup is not one that only looks like it
def _drawn(component: str, first: object, second: object) -> SafeString:
    """Draw one of the smallest components; a page has dozens, and they are few in all."""
    names = _SMALL[component]
    return render_to_string(f"ui/c/{component}.html", dict(zip(names, (first, second), strict=True)))


_SMALL = {"icon": ("name", "label"), "tag": ("text", "tone"), "light": ("text", "tone")}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration."""
    return _drawn("icon", name, label)


@register.simple_tag
def status_tag(text: str, tone: str = "") -> SafeString:
    """Draw a word on a ground: tone g good, a attention, r bad, n neutral, empty plain."""
    return _drawn("tag", text, tone)


@register.simple_tag
def trust_grade(grade: str) -> SafeString:
    """Draw the trust grade of evidence, A to D."""
    words = lights.grade_words(grade)
    return _drawn("tag", words["text"], words["tone"])


@register.simple_tag
def deadline(
    due: date | None,
    today: date | None = None,
    *,
    left: int | None = None,
    paused: str = "",
    done: bool = False,
    near: int = 1,
) -> SafeString:
    """Draw a time limit: shape, colour and words; `left` are working days, else calendar days are counted."""
    words = lights.light(due, today or clock.today(), left=left, paused=paused, done=done, near=near)
    return _drawn("light", words["text"], words["tone"])


@register.simple_block_tag
def note(content: SafeString, tone: str = "", icon: str = "info", role: str = "") -> str:
    """Draw a note around its content: tone g good, a attention, r bad, empty plain; end with endnote."""
    return render_to_string("ui/c/note.html", {"content": content, "tone": tone, "icon": icon, "role": role})


@register.inclusion_tag("ui/c/error_summary.html")
def error_summary(errors: object = None) -> dict[str, object]:
    """Draw the list of errors on top of a page, each linked to the element whose id is the field's name.

    Takes {field: [messages]}, {field: message}, a list of messages, or a bound Django form.
    """
    return {"lines": fields.error_lines(errors)}


@register.inclusion_tag("ui/c/field.html")
def field(name: str, label: str, **options: object) -> dict[str, object]:
    """Draw one form field with label, hint and errors; its id is its name.

    type: text, tel, email, password, search, number, date, dateparts, textarea, select, radio, checkbox,
    confirm, file. Further: value, hint, errors, optional, choices, blank, size (s, m), rows, maxlength,
    inputmode, autocomplete, placeholder, readonly, accept, multiple, spellcheck, resumable (in pieces).
    """
    return fields.field_context(name, label, options)


@register.inclusion_tag("ui/c/prefilled.html")
def prefilled(
    title: str,
    rows: Mapping[str, object] | Sequence[tuple[str, object]],
    *,
    source: str = "",
    grade: str = "",
    wrong: str = "",
) -> dict[str, object]:
    """Draw what government already holds, with source and grade; `wrong` is where to report an error."""
    pairs = list(rows.items()) if isinstance(rows, Mapping) else list(rows)
    return {"title": title, "rows": pairs, "source": source, "grade": grade, "wrong": wrong}


@register.inclusion_tag("ui/c/summary_list.html")
def summary_list(rows: Iterable[object]) -> dict[str, object]:
    """Draw answers to check; a row has label, value and may have source, href, errors, id."""
    return {"rows": rows}


@register.inclusion_tag("ui/c/steps.html")
def steps(items: Sequence[str], *, current: int, title: str = "") -> dict[str, object]:
    """Draw the steps of an application; `current` counts from 1."""
    return {"steps": items, "current": current, "title": title}


@register.inclusion_tag("ui/c/timeline.html")
def timeline(events: Iterable[object]) -> dict[str, object]:
    """Draw what happened; an event has at, title and maybe who, detail, kind."""
    return {"events": events}


@register.inclusion_tag("ui/c/table.html")
def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str = ""
) -> dict[str, object]:
    """Draw a table that becomes cards on a phone; the first cell of a row is its heading."""
    drawn = [list(zip(columns, row, strict=False)) for row in rows]
    return {"caption": caption, "columns": columns, "rows": drawn, "empty": empty or _("没有记录。")}


@register.inclusion_tag("ui/c/filter_bar.html")
def filter_bar(groups: Iterable[object]) -> dict[str, object]:
    """Draw rows of filters; a group has label and links, a link has label, href, current, maybe count."""
    return {"groups": groups}


@register.inclusion_tag("ui/c/tabs.html")
def tabs(links: Iterable[object], *, label: str) -> dict[str, object]:
    """Draw tabs as plain links; a link has label, href, current and may have count."""
    return {"links": links, "label": label}


@register.inclusion_tag("ui/c/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[object]) -> dict[str, str]:
    """Draw previous and next of a keyset page, keeping the address's other parameters."""
    query = context["request"].GET.copy()
    query.pop("after", None)
    query.pop("before", None)

    def at(key: str, cursor: str) -> str:
        copy = query.copy()
        copy[key] = cursor
        return f"?{copy.urlencode()}" if cursor else ""

    return {"next": at("after", page.next), "previous": at("before", page.previous)}


@register.inclusion_tag("ui/c/empty_state.html")
def empty_state(
    title: str, text: str = "", href: str = "", label: str = "", *, icon: str = "tray"
) -> dict[str, str]:
    """Draw a list's empty state: what is missing, why, and the one thing to do."""
    return {"title": title, "text": text, "href": href, "label": label, "icon": icon}


@register.inclusion_tag("ui/c/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, object]:
    """Draw the trail: pairs of text and address, then the text of this page."""
    pairs = [(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
    return {"trail": [*pairs, (parts[-1], "")] if len(parts) % 2 else pairs}


@register.inclusion_tag("ui/c/back_link.html")
def back_link(text: str, href: str) -> dict[str, str]:
    """Draw the link back to the page before."""
    return {"text": text, "href": href}


@register.inclusion_tag("ui/c/button.html")
def button(
    text: str,
    href: str = "",
    *,
    kind: str = "",
    size: str = "",
    icon: str = "",
    type: str = "submit",  # noqa: A002
    name: str = "",
    value: str = "",
) -> dict[str, str]:
    """Draw a button, or a link that looks like one: kind 2 second, t plain, w warning; size lg or s."""
    classes = "".join(f" btn-{part}" for part in (kind, size) if part)
    return {
        "text": text,
        "href": href,
        "classes": classes,
        "icon": icon,
        "type": type,
        "name": name,
        "value": value,
    }


@register.filter
def lookup(key: object, mapping: object) -> object:
    """Return mapping[key], or nothing: `{{ key|lookup:mapping }}`."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None
