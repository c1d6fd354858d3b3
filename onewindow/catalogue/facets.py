"""The dictionaries of the seven facets, in editions: provinces name the same code differently."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from onewindow.kernel.public import yaml_file

FILE = Path(__file__).parent / "data" / "facets.yaml"


@dataclass(frozen=True)
class Edition:
    """One edition of a facet's values: code to name, in order."""

    facet: str
    name: str
    source: str
    since: date
    terms: dict[str, str]


@lru_cache(maxsize=1)
def editions() -> dict[str, tuple[Edition, ...]]:
    """Return all editions by facet, oldest first."""
    stored = yaml_file.read(FILE)
    return {
        facet: tuple(
            Edition(facet, e["edition"], e["source"], e["since"], {str(k): v for k, v in e["terms"].items()})
            for e in sorted(entries, key=lambda e: e["since"])
        )
        for facet, entries in stored.items()
    }


def terms(facet: str, edition: str = "") -> dict[str, str]:
    """Return code → name of a facet in the named edition, or the newest."""
    known = editions()[facet]
    return next((e for e in known if e.name == edition), known[-1]).terms


@lru_cache(maxsize=2000)
def label(facet: str, code: str) -> str:
    """Return the name of a code in the newest edition; empty for no code, the code itself when unknown."""
    return terms(facet).get(code, code) if code else ""


def code_of(facet: str, name: str) -> str:
    """Return the code of a name in the newest edition; empty when unknown."""
    return next((code for code, known in terms(facet).items() if known == name), "")


def theme(code: str) -> str:
    """Return the name of a theme of persons (p…) or firms (f…)."""
    return label("theme_firm" if code.startswith("f") else "theme_person", code)
