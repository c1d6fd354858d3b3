"""The tables that ship with the project, read from their own compact text formats."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pypinyin import Style, lazy_pinyin

DATA = Path(__file__).parent / "data"
LEVELS = ("province", "city", "county", "township", "village")


@dataclass(frozen=True)
class Row:
    """One region as the table holds it."""

    code: str
    name: str
    level: str
    parent_code: str
    full_name: str


@dataclass(frozen=True)
class Table:
    """The region table: its head and its rows, parents before children."""

    source: str
    as_of: date
    digest: str
    text: str

    def rows(self) -> Iterator[Row]:
        """Yield the regions; a line adds its digits to the code of the line it is indented under."""
        codes = [""] * 6
        names = [""] * 6
        for line in self.text.splitlines():
            if not line or line.startswith("#"):
                continue
            depth = len(line) - len(line.lstrip("\t"))
            digits, name = line.strip().split(" ", 1)
            codes[depth + 1] = codes[depth] + digits
            names[depth + 1] = names[depth] + name
            yield Row(
                code=codes[depth + 1].ljust(12, "0"),
                name=name,
                level=LEVELS[depth],
                parent_code=codes[depth].ljust(12, "0") if depth else "",
                full_name=names[depth + 1],
            )


def region_table(path: Path = DATA / "regions.txt") -> Table:
    """Read the region table's head and keep its text."""
    text = path.read_text(encoding="utf-8")
    head = dict(
        line[2:].split(": ", 1) for line in text.splitlines()[:10] if line.startswith("# ") and ": " in line
    )
    digest = sha256(text.encode()).hexdigest()
    return Table(source=head["source"], as_of=date.fromisoformat(head["as-of"]), digest=digest, text=text)


def agency_rows(path: Path = DATA / "agencies.txt") -> list[list[str]]:
    """Return code, name, short name, region, kind, legal status of each shipped agency."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=30_000)
def spelled(name: str) -> tuple[str, str]:
    """Return a Chinese name's toneless pinyin in one word and its initials, both lower case."""
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    clean = [s.lower() for s in syllables if s.strip()]
    return "".join(clean), "".join(s[0] for s in clean)
