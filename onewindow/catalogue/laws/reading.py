"""Reading a statute's text into articles, paragraphs and items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from onewindow.catalogue.laws import numerals
from onewindow.catalogue.laws.places import Place, short_title

_N = numerals.CLASS
_HEADER_END = "<!-- INFO END -->"
_HEADING = re.compile(rf"^(?:#+\s*)?(第{_N}[编章节分]+(?:\s|　).*|附\s*则|总\s*则)$")
_ARTICLE = re.compile(rf"^(?:#+\s*)?第({_N})条(?:之({_N}))?(?:\s|　|：)+(.*)$")
_ITEM = re.compile(rf"^[（(]({_N})[)）]\s*(.*)$")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_IN_FORCE = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施|生效)")
_ADOPTED_IN_NAME = re.compile(r"\((\d{4})-(\d{2})-(\d{2})\)$")
LONGEST = 2_000_000


class NotAStatute(ValueError):
    """A text that cannot be read as a statute; the argument is a stable reason code."""


@dataclass(frozen=True)
class Passage:
    """One paragraph or item of a statute, with the chapter it stands in."""

    place: Place
    chapter: str
    text: str


@dataclass(frozen=True)
class Statute:
    """One version of a statute; an amendment is in force from its adoption at the earliest."""

    title: str
    adopted: date
    in_force_from: date
    history: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def short(self) -> str:
        """The title as it is looked up."""
        return short_title(self.title)

    @property
    def articles(self) -> int:
        """How many articles it has."""
        return len({(p.place.article, p.place.branch) for p in self.passages})


@dataclass
class _Reader:
    """Where the reading stands."""

    passages: list[Passage] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    article: tuple[int, int] = (0, 0)
    paragraph: int = 0

    @property
    def chapter(self) -> str:
        return " ".join(self.headings.values())

    def take(self, line: str) -> None:
        if heading := _HEADING.match(line):
            self._heading(heading[1])
        elif article := _ARTICLE.match(line):
            number = numerals.read(article[1]), numerals.read(article[2]) if article[2] else 0
            if self.article and number <= self.article:
                raise NotAStatute("articles_out_of_order")
            self.article, self.paragraph = number, 0
            self._paragraph(article[3])
        elif item := _ITEM.match(line):
            self._item(numerals.read(item[1]), item[2])
        elif self.article[0] and not line.startswith("#"):
            self._paragraph(line)

    def _heading(self, text: str) -> None:
        depth = next((n for n, sign in enumerate("编章节") if sign in text.split(maxsplit=1)[0]), 1)
        self.headings = {n: t for n, t in self.headings.items() if n < depth}
        self.headings[depth] = re.sub(r"(?<=[一-鿿])[\s　]+(?=[一-鿿]$)", "", re.sub(r"[\s　]+", " ", text))

    def _paragraph(self, text: str) -> None:
        self.paragraph += 1
        self._add(Place(*self.article, self.paragraph), text)

    def _item(self, number: int, text: str) -> None:
        place = Place(*self.article, self.paragraph or 1, number)
        if not self.article[0]:
            return
        if self.passages and self.passages[-1].place >= place:
            self._paragraph(f"（{numerals.write(number)}）{text}")
        else:
            self._add(place, text)

    def _add(self, place: Place, text: str) -> None:
        self.passages.append(Passage(place, self.chapter[:200], text.strip()))


def read(text: str, name: str) -> Statute:
    """Read a statute: a title line, dates and bodies, then articles.

    `name` may end in the day of adoption, `行政许可法(2019-04-23)`; else the header's last day counts.

    Raises NotAStatute with one of: too_long, no_title, no_articles, articles_out_of_order, no_date.
    """
    if len(text) > LONGEST:
        raise NotAStatute("too_long")
    head, mark, body = text.replace("\r\n", "\n").partition(_HEADER_END)
    lines = list(_lines(head if mark else text))
    title = next((line.lstrip("# ") for line in lines[:1]), "")
    if not title or not short_title(title) or len(title) > 120:
        raise NotAStatute("no_title")
    reader = _Reader()
    for line in _lines(body if mark else "\n".join(lines[1:])):
        reader.take(line)
    if not reader.passages:
        raise NotAStatute("no_articles")
    history = tuple(lines[1:] if mark else [line for line in lines[1:12] if _DAY.match(line)])
    adopted = _adopted(name, history)
    stated = _in_force(history, reader.passages)
    return Statute(title, adopted, max(adopted, stated or adopted), history, tuple(reader.passages))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if clean := line.strip().strip("　").strip():
            yield clean


def _adopted(name: str, history: tuple[str, ...]) -> date:
    stated = _ADOPTED_IN_NAME.search(name)
    days = [_day(m.groups()) for line in history if "施行" not in line for m in [_DAY.match(line)] if m]
    try:
        known = date(*map(int, stated.groups())) if stated else max(d for d in days if d)
    except ValueError:
        raise NotAStatute("no_date") from None
    return known


def _in_force(history: tuple[str, ...], passages: list[Passage]) -> date | None:
    for line in reversed(history):
        if "施行" in line and (found := _DAY.search(line)):
            return _day(found.groups())
    for passage in reversed(passages[-6:]):
        if found := _IN_FORCE.search(passage.text):
            return _day(found.groups())
    return None


def _day(parts: tuple[str, ...]) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
