"""Where in a statute something stands, and finding such places in what people write."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from onewindow.catalogue.laws import numerals

_N = numerals.CLASS
_PARAGRAPH_OF = re.compile(rf"第\s*(?:{_N}|\d+)\s*款").pattern
_ITEM_OF = re.compile(rf"(?:第?\s*[（(](?:{_N}|\d+)[)）](?:\s*项)?|第\s*(?:{_N}|\d+)\s*项)").pattern
_PLACE = re.compile(
    rf"第\s*(?P<article>{_N}|\d+)\s*条(?:之(?P<branch>{_N}))?"
    rf"(?P<rest>(?:{_PARAGRAPH_OF})?(?:{_ITEM_OF})?)"
    rf"(?P<more>(?:\s*[、，,和及与]\s*(?:{_PARAGRAPH_OF}(?:{_ITEM_OF})?|{_ITEM_OF}))*)"
    rf"(?:\s*(?:至|到|－|—|-)\s*第\s*(?P<last>{_N}|\d+)\s*条)?"
)
_PARAGRAPH = re.compile(rf"第\s*({_N}|\d+)\s*款")
_ITEM = re.compile(rf"[（(]\s*({_N}|\d+)\s*[)）]|第\s*({_N}|\d+)\s*项")
_TITLE = re.compile(r"《([^《》]{2,80})》")
_EDITION = re.compile(r"[（(][^（）()]*(?:年|修正|修订|版|号|主席令|国务院令|以下简称)[^（）()]*[)）]$")
_LONGEST_RANGE = 60


class Place(NamedTuple):
    """A place in a statute; 0 where the citation does not go that deep, article 0 for the whole statute."""

    article: int = 0
    branch: int = 0
    paragraph: int = 0
    item: int = 0

    def __str__(self) -> str:
        if not self.article:
            return ""
        return "".join(
            (
                f"第{numerals.write(self.article)}条",
                f"之{numerals.write(self.branch)}" if self.branch else "",
                f"第{numerals.write(self.paragraph)}款" if self.paragraph else "",
                f"第（{numerals.write(self.item)}）项" if self.item else "",
            )
        )


class Reference(NamedTuple):
    """A statute named somewhere and a place in it."""

    title: str
    place: Place


def short_title(title: str) -> str:
    """Return a statute's title as it is looked up: no 《》, edition note, spaces or 中华人民共和国."""
    text = re.sub(r"\s+", "", title).strip("《》〈〉<>")
    text = _EDITION.sub("", text)
    return text.removeprefix("中华人民共和国")[:120]


def places_in(text: str) -> list[Place]:
    """Return the places a text names, ranges (第三条至第五条) opened, each once, in order."""
    return list(dict.fromkeys(_places(text)))


def _places(text: str) -> Iterator[Place]:
    for found in _PLACE.finditer(text):
        first = numerals.read(found["article"])
        branch = numerals.read(found["branch"]) if found["branch"] else 0
        paragraph = 0
        for part in re.split(r"[、，,和及与]", found["rest"] + found["more"]):
            deeper = _PARAGRAPH.search(part)
            paragraph = numerals.read(deeper[1]) if deeper else paragraph
            item = _ITEM.search(_PARAGRAPH.sub("", part))
            yield Place(first, branch, paragraph, numerals.read(item[1] or item[2]) if item else 0)
        last = numerals.read(found["last"]) if found["last"] else first
        if first < last <= first + _LONGEST_RANGE:
            yield from (Place(n) for n in range(first + 1, last + 1))


def references_in(text: str) -> list[Reference]:
    """Return what a text cites: each 《title》 with the places that follow it before the next title."""
    found: list[Reference] = []
    titles = list(_TITLE.finditer(text))
    for title, following in zip_longest(titles, titles[1:]):
        name = short_title(title[1])
        reach = text[title.end() : following.start() if following else len(text)]
        if name:
            found += [Reference(name, place) for place in places_in(reach) or [Place()]]
    return list(dict.fromkeys(found))
