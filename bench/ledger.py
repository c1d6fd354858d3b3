"""What a scratch instance has really stored, read past the product: cases with all that belongs to each."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from bench.instance import Instance

DRAIN_SECONDS = 120.0  # a fact is told to many listeners: how long a busy machine may take is no fault
_CASES = """
    SELECT c.draft_reference, c.number, c.automatic,
        (SELECT count(*) FROM documents_document d WHERE d.case_number = c.number),
        (SELECT count(*) FROM decisions_decisionrecord r WHERE r.case_number = c.number),
        (SELECT count(*) FROM kernel_outboxevent e WHERE e.subject = c.number AND e.type = 'CaseSubmitted'),
        (SELECT count(*) FROM kernel_outboxevent e WHERE e.subject = c.number AND e.type = 'CaseDecided'),
        (SELECT count(*) FROM kernel_auditentry a
         WHERE a."table" = 'cases_case' AND a.key = c.id::text AND a.action = 'case.submitted'),
        (SELECT count(*) FROM forms_draft f WHERE f.case_number = c.number AND f.status = 'submitted')
    FROM cases_case c
"""
_STUCK = """
    SELECT handler || ' (' || state || ', ' || attempts || '): ' || error
    FROM kernel_delivery WHERE state <> 'done' ORDER BY id LIMIT 5
"""
_WAITING = """
    SELECT (SELECT count(*) FROM kernel_outboxevent WHERE dispatched_at IS NULL)
         + (SELECT count(*) FROM kernel_delivery WHERE state <> 'done')
"""


@dataclass(frozen=True)
class Line:
    """One case: its draft, its number, and whether each thing that belongs to it is there, once."""

    draft: str
    number: str
    automatic: bool
    counts: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Say whether nothing is missing and nothing is there twice.

        Each has one paper: the notice of a case granted at once, the receipt of one that waits for people.
        """
        return self.counts == (1, 1, 1, int(self.automatic), 1, 1)


@contextmanager
def connected(it: Instance) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Give a connection of our own to the instance's database."""
    with psycopg.connect(it.database_url, autocommit=True) as connection:
        yield connection


def lines(it: Instance) -> list[Line]:
    """Return every stored case."""
    with connected(it) as connection:
        rows = connection.execute(_CASES).fetchall()
    return [Line(str(draft), str(number), bool(auto), tuple(counts)) for draft, number, auto, *counts in rows]


def stored(found: list[Line]) -> Counter[str]:
    """Count whole cases by draft and number; a draft with two cases counts for each of them."""
    drafts = Counter(line.draft for line in found)
    return Counter({f"{line.draft} {line.number}": drafts[line.draft] for line in found if line.whole})


def faults(it: Instance, found: list[Line]) -> list[str]:
    """Wait for the outbox to run empty; return a sentence for each thing that is not as it should be."""
    told = [f"{line.number} is not whole: {line.counts}" for line in found if not line.whole]
    left = await_drained(it)
    return [*told, f"the outbox still holds {left}", *stuck(it)] if left else told


def stuck(it: Instance) -> list[str]:
    """Return the oldest five deliveries that are not done, with what their handlers said."""
    with connected(it) as connection:
        return [str(line) for (line,) in connection.execute(_STUCK).fetchall()]


def await_drained(it: Instance, seconds: float = DRAIN_SECONDS) -> int:
    """Wait until every event is delivered; return how many are not."""
    deadline = time.monotonic() + seconds
    with connected(it) as connection:
        while True:
            row = connection.execute(_WAITING).fetchone()
            assert row is not None and isinstance(row[0], int)
            if not row[0] or time.monotonic() > deadline:
                return row[0]
            time.sleep(0.1)
