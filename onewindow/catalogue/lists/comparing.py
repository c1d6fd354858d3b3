"""Two editions of a list side by side, row by row, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from onewindow.catalogue.drafting.comparing import Difference

Row = Mapping[str, Any]


def changed_rows(columns: Mapping[str, str], was: Sequence[Row], now: Sequence[Row]) -> list[Difference]:
    """Return what differs between two lists of rows: new, gone, and each column that changed, by code."""
    before = {str(row.get("code")): row for row in was}
    after = {str(row.get("code")): row for row in now}
    found = []
    for code in dict.fromkeys([*before, *after]):
        old, new = before.get(code), after.get(code)
        if old is None or new is None:
            found.append(Difference(code, "整条", _whole(columns, old), _whole(columns, new)))
            continue
        found += [
            Difference(code, label, said(old.get(name)), said(new.get(name)))
            for name, label in columns.items()
            if said(old.get(name)) != said(new.get(name))
        ]
    return found


def said(value: Any) -> str:
    """Return a cell in words."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _whole(columns: Mapping[str, str], row: Row | None) -> str:
    if row is None:
        return ""
    parts = [(label, said(row.get(name))) for name, label in columns.items() if name != "code"]
    return "\n".join(f"{label}：{text}" for label, text in parts if text)
