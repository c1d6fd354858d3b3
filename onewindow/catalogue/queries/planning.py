"""How the server plans a search: anew, once for a question asked often, or once for all long texts.

Which way is best hangs on how common a word is, so a plan serves one question only, and making it takes as
long as running it. The few questions that make up most of what is asked are therefore prepared with their
words in the statement; only the place of the page changes.
"""

from collections import Counter, deque
from collections.abc import Sequence
from enum import Enum, auto
from itertools import count
from threading import Lock
from typing import Any

from django.db import connection

from onewindow.catalogue.queries.conditions import Branch, Search
from onewindow.kernel.public import prepared

LATELY, OFTEN = 300, 3  # so many of the last questions in this process make one that is asked often
Value = str | int


class Plan(Enum):
    """For what a plan is made: this page, this question, or every question of its shape."""

    ANEW = auto()
    QUESTION = auto()
    SHAPE = auto()


class Lately:
    """How often each of the last questions was asked."""

    def __init__(self, kept: int = LATELY) -> None:
        """Remember so many questions."""
        self._asked: deque[Search] = deque()
        self._times: Counter[Search] = Counter()
        self._kept, self._lock = kept, Lock()

    def often(self, wanted: Search) -> bool:
        """Note a question and tell whether it is asked often."""
        with self._lock:
            self._asked.append(wanted)
            self._times[wanted] += 1
            if len(self._asked) > self._kept:
                oldest = self._asked.popleft()
                self._times[oldest] -= 1
                if not self._times[oldest]:
                    del self._times[oldest]
            return self._times[wanted] >= OFTEN


_lately = Lately()


def plan_of(wanted: Search, branches: Sequence[Branch], *, filtered: bool) -> Plan:
    """Return how a question is to be planned; long texts without filters are all found by the same index."""
    if not filtered and len(branches) == 1 and branches[0].few:
        return Plan.SHAPE
    return Plan.QUESTION if _lately.often(wanted) else Plan.ANEW


def run(sql: str, values: Sequence[Value], plan: Plan = Plan.ANEW) -> list[tuple[Any, ...]]:
    """Run a statement with %s for each value and return its rows; whole numbers are the place of a page."""
    if plan is Plan.ANEW:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    statement, kept = _shared(sql, values) if plan is Plan.SHAPE else _of_question(sql, values)
    with prepared.cursor() as cursor:
        cursor.execute(statement, kept)
        return list(cursor.fetchall())


def _shared(sql: str, values: Sequence[Value]) -> tuple[str, list[str]]:
    """Return a statement for every question of its shape, with its values."""
    return prepared.numbered(sql), [str(value) for value in values]


def _of_question(sql: str, values: Sequence[Value]) -> tuple[str, list[str]]:
    """Return a statement with its texts spelled out, with the place of the page."""
    places = [str(value) for value in values if not isinstance(value, str)]
    numbers = count(1)
    told = [value if isinstance(value, str) else prepared.Place(next(numbers)) for value in values]
    return prepared.spelled(sql, told), places
