"""First values of fields, from named sources registered by whoever owns the data."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from onewindow.exchange.public import Purpose
from onewindow.forms.definition import Prefilled

if TYPE_CHECKING:
    from onewindow.identity.public import Applicant  # type: ignore[import-untyped]

Source = Callable[["Applicant", Purpose], Mapping[str, Prefilled]]
sources: dict[str, Source] = {}


def register_prefill(name: str, source: Source) -> None:
    """Register a source of first values; it gets the applicant and the purpose, returns values by field."""
    if name in sources:
        raise ValueError(f"prefill source {name!r} is registered twice")
    sources[name] = source
