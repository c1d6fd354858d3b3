"""Where the sheets of originals come from: filled by the contexts above, by kind."""

from collections.abc import Callable

from onewindow.documents.layouts.sheets import Sheet

Source = Callable[[str], Sheet]
_sources: dict[str, Source] = {}


def register_original(kind: str, source: Source) -> None:
    """Say who makes the sheet of a kind; `source` takes a reference, may read the database, writes nothing.

    The kind is also what its seal use is recorded under; it must be a purpose in `data/seals.yaml`.
    """
    _sources[kind] = source


def sheet_of(kind: str, reference: str) -> Sheet:
    """Return the sheet of a reference; raise KeyError for an unknown kind, and what the source raises."""
    return _sources[kind](reference)
