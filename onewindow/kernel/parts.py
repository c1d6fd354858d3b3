"""One statement of parts that several contexts give: to the server and back once, and all of it or nothing.

A part is a step of the statement under a name that later parts and the answer may read (`WITH name AS (…)`).
It sees nothing that other parts write but what they return: PostgreSQL gives all of them one snapshot.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onewindow.kernel import prepared


@dataclass(frozen=True, slots=True)
class Part:
    """One step: its name, its SQL with $1, $2 … for its own values, and these."""

    name: str
    sql: str
    values: tuple[object, ...] = ()


def run(parts: Sequence[Part], answer: str) -> list[tuple[Any, ...]]:
    """Run parts as one prepared statement and return the rows of the query `answer` over them.

    Shapes must be few, as `prepared.cursor` says.
    """
    with prepared.cursor() as cursor:
        cursor.execute(*statement(parts, answer))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def statement(parts: Sequence[Part], answer: str) -> tuple[str, list[object]]:
    """Return the statement that `run` runs, with $1, $2 …, and its values."""
    shape = tuple([(part.name, part.sql, len(part.values)) for part in parts])
    return _statement(shape, answer), [value for part in parts for value in part.values]


@lru_cache(maxsize=256)
def _statement(shape: Sequence[tuple[str, str, int]], answer: str) -> str:
    """Return the statement; the values of each part are numbered after those before it."""
    told, given = [], 0
    for name, sql, values in shape:
        told.append(f"{name} AS ({_renumbered(sql, given)})")
        given += values
    return f"WITH {', '.join(told)} {answer}"


def _renumbered(sql: str, before: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + before}", sql)


_PLACE = re.compile(r"\$([0-9]+)")
