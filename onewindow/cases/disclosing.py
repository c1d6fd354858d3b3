"""Which decisions the public may see (许可公示), as data; and a page of them."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from onewindow.cases.models import Disclosure
from onewindow.cases.states import Outcome
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import yaml_file
from onewindow.ui.public import Page

A_PAGE = 20
DATA = Path(__file__).parent / "data" / "disclosure.yaml"


class Decided(Protocol):
    """A case, or a row of one, as far as publication goes by it."""

    @property
    def item_code(self) -> str: ...
    @property
    def outcome(self) -> str: ...


@lru_cache(maxsize=1)
def _table() -> Any:
    return yaml_file.read(DATA)


def grounds() -> dict[str, dict[str, str]]:
    """Return on which grounds a grant is kept from the public: name and basis by code."""
    return dict(_table()["grounds"])


def is_of_public_kind(case: Decided, version: catalogue.ItemVersion) -> bool:
    """Tell whether grants of the item must be made public."""
    told = _table()
    return version.item_type in told["types"] and case.item_code not in told["except"]


def is_disclosed(case: Decided, version: catalogue.ItemVersion) -> bool:
    """Tell whether the decision of a case must be made public (行政许可法 第四十条)."""
    return is_of_public_kind(case, version) and case.outcome == Outcome.GRANTED


def disclosures(city: str = "", item: str = "", after: str = "") -> Page[Disclosure]:
    """Return what was made public, the newest first, of a prefecture or an item, in one statement."""
    rows = Disclosure.objects.select_related("agency").filter(case__nondisclosure=None).order_by("-id")
    if city:
        rows = rows.filter(city=city)
    if item:
        rows = rows.filter(item_code=item)
    if mark := _mark(after):
        rows = rows.filter(id__lt=mark)
    found = list(rows[: A_PAGE + 1])
    return Page(found[:A_PAGE], next=str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


def _mark(after: str) -> UUID | None:
    try:
        return UUID(after)
    except ValueError:
        return None
