"""Reads the log a page at a time, for those who may; a page costs the same however long the log is."""

from dataclasses import dataclass

from onewindow.kernel.models import AuditEntry, AuditSeal

A_PAGE, WINDOW = 30, 100_000


@dataclass(frozen=True)
class LogPage:
    """Entries, the newest first; `older` is the mark to go on from, 0 at the beginning of the log."""

    entries: list[AuditEntry]
    older: int
    sealed_to: int


def log(
    *, actors: tuple[str, ...] = (), table: str = "", key: str = "", before: int | None = None
) -> LogPage:
    """Return a page of entries, of some actors or of one row, in three statements.

    Without an index on who acted, a page of some actors looks through `WINDOW` entries and no more: it may be
    empty with a mark to go on from.
    """
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    upper = min(before or newest + 1, newest + 1)
    rows = AuditEntry.objects.filter(pk__lt=upper).order_by("-pk")
    lower = 0
    if table:
        rows = rows.filter(table=table)
        rows = rows.filter(key=key) if key else rows
    if not (table and key):
        lower = max(0, upper - WINDOW)
        rows = rows.filter(pk__gte=lower)
    if actors:
        rows = rows.filter(actor__in=actors)
    found = list(rows[: A_PAGE + 1])
    last = AuditSeal.objects.order_by("-id").values_list("to_id", flat=True).first() or 0
    if len(found) > A_PAGE:
        return LogPage(found[:A_PAGE], found[A_PAGE - 1].pk, last)
    return LogPage(found, lower if lower > 1 else 0, last)
