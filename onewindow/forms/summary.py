"""The check-answers page: one line per answer, in the order of the pages."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from onewindow.forms import regions
from onewindow.forms.definition import Answers, Field, Form, SummaryRow
from onewindow.forms.validation import EMPTY
from onewindow.kernel.public import masking

UNANSWERED = "未填写"
MASKS = {
    "resident-id": masking.resident_id,
    "mobile": masking.mobile,
    "bank-card": masking.resident_id,
}


def summary(
    form: Form,
    answers: Answers,
    sources: Mapping[str, Any] | None = None,
    *,
    disputes: Mapping[str, str] | None = None,
    errors: Mapping[str, list[str]] | None = None,
    change: Callable[[str], str] | None = None,
    masked: bool = False,
) -> list[SummaryRow]:
    """Return label and readable value per field of the visible pages.

    `change` gives the address of a page by its key, `errors` what `validate` found; `masked` hides numbers
    from officers.
    """
    rows = []
    for page in form.pages(answers):
        for field in page.fields:
            if field.only_shown and field.name not in answers:
                continue
            told = (sources or {}).get(field.name, {})
            rows.append(
                SummaryRow(
                    page=page.key,
                    field=field.name,
                    label=field.title,
                    value=readable(field, answers.get(field.name), masked=masked),
                    source=told.get("source", ""),
                    at=datetime.fromisoformat(told["at"]) if told.get("at") else None,
                    dispute=(disputes or {}).get(field.name, ""),
                    href=change(page.key) if change else "",
                    errors=tuple((errors or {}).get(field.name, ())),
                )
            )
    return rows


def readable(field: Field, value: object, *, masked: bool = False) -> str:
    """Return a value as a person reads it."""
    if value in EMPTY:
        return UNANSWERED
    labels = {choice.value: choice.label for choice in field.choices}
    if field.widget == "declaration":
        return "已承诺" if value is True else UNANSWERED
    if field.parts and isinstance(value, list):
        return "；".join(f"（{at}）{_row(field, row, masked)}" for at, row in enumerate(value, 1))
    if isinstance(value, bool):
        return labels.get(str(value).lower(), "是" if value else "否")
    if isinstance(value, list):
        return "、".join(labels.get(str(one), str(one)) for one in value)
    if isinstance(value, Mapping):
        return str(value.get("name", ""))
    text = labels.get(str(value), str(value))
    if field.widget == "date":
        return _day(text)
    if field.widget == "region":
        return regions.full_name(text)
    return MASKS[field.widget](text) if masked and field.widget in MASKS else text


def _row(field: Field, row: object, masked: bool) -> str:
    given = row if isinstance(row, Mapping) else {}
    told = [(one, given[one.name]) for one in field.parts if given.get(one.name) not in EMPTY]
    return "，".join(f"{one.title}：{readable(one, value, masked=masked)}" for one, value in told)


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
