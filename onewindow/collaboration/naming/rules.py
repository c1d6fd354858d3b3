"""What a name may be: its four parts, forbidden and restricted words, sameness within an industry. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from onewindow.kernel.public import yaml_file

_DATA = Path(__file__).parent.parent / "data" / "company" / "names.yaml"
_HAN = re.compile(r"[\u4e00-\u9fff]+")
LAW = "企业名称登记管理规定"
KEPT, REFUSED, REVIEW = "kept", "refused", "review"


@dataclass(frozen=True)
class Words:
    """Words that make a name fall, or go to a person, with the reason and the article."""

    words: tuple[str, ...]
    why: str
    article: str


@dataclass(frozen=True)
class Rules:
    """The declared rules of names."""

    procedure: str
    field: str
    keep_days: int
    shortest: int
    longest: int
    registrar: tuple[str, ...]
    forms: tuple[str, ...]
    industries: dict[str, str]
    forbidden: tuple[Words, ...]
    restricted: tuple[Words, ...]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return the declared rules."""
    told: dict[str, Any] = yaml_file.read(_DATA)
    return Rules(
        procedure=told["procedure"], field=told["field"], keep_days=told["keep_days"],
        shortest=told["characters"][0], longest=told["characters"][1], registrar=tuple(told["registrar"]),
        forms=tuple(told["forms"]), industries={row["code"]: row["word"] for row in told["industries"]},
        forbidden=tuple(_words(row) for row in told["forbidden"]),
        restricted=tuple(_words(row) for row in told["restricted"]),
    )  # fmt: skip


def _words(row: dict[str, Any]) -> Words:
    return Words(tuple(row["words"]), row["why"], row["article"])


@dataclass(frozen=True)
class Parts:
    """The four parts of a name (第六条): region, word (字号), industry by code, form."""

    region: str
    word: str
    industry: str
    form: str

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.region}{self.word}{rules().industries.get(self.industry, '')}{self.form}"


@dataclass(frozen=True)
class Taken:
    """A name that is registered or kept at the same registrar; `industry` is "" where it names none."""

    name: str
    word: str
    industry: str


@dataclass(frozen=True)
class Verdict:
    """What the rules say: kept, refused, or to be looked at; with every reason and its article."""

    state: str
    reasons: tuple[str, ...]


def judge(parts: Parts, *, places: Collection[str], taken: Iterable[Taken]) -> Verdict:
    """Return the verdict on a name; `places` are the short names of regions, `taken` the names there are."""
    there = list(taken)
    against = [*_shape(parts, places), *_said(parts, rules().forbidden), *_same(parts, there)]
    if against:
        return Verdict(REFUSED, tuple(against))
    doubts = [*_said(parts, rules().restricted), *_near(parts, there)]
    return Verdict(REVIEW if doubts else KEPT, tuple(doubts))


def _shape(parts: Parts, places: Collection[str]) -> list[str]:
    told, wrong = rules(), []
    if not _HAN.fullmatch(parts.word) or not told.shortest <= len(parts.word) <= told.longest:
        wrong.append(f"字号要由 {told.shortest} 到 {told.longest} 个汉字组成（{LAW}第八条）。")
    if parts.word in places:
        wrong.append(f"“{parts.word}”是行政区划名称，不能作为字号（{LAW}第八条）。")
    if parts.industry not in told.industries or parts.form not in told.forms:
        wrong.append(f"行业和组织形式要从列表中选择（{LAW}第六条）。")
    return wrong


def _said(parts: Parts, groups: Iterable[Words]) -> list[str]:
    return [
        f"{group.why.format(word=word)}：“{word}”（{LAW}{group.article}）。"
        for group in groups for word in group.words if word in parts.word
    ]  # fmt: skip


def _same(parts: Parts, taken: Iterable[Taken]) -> list[str]:
    return [
        f"和已有的“{one.name}”字号相同、行业相同（{LAW}第十七条）。"
        for one in taken
        if one.name == parts.name or (one.word == parts.word and one.industry in {parts.industry, ""})
    ]


def _near(parts: Parts, taken: Iterable[Taken]) -> list[str]:
    """Tell of words that sound the same in the same industry: the public may take one for the other."""
    sound = lazy_pinyin(parts.word)
    return [
        f"和已有的“{one.name}”字号读音相同、行业相同，要由登记机关核对。"
        for one in taken
        if one.word != parts.word and one.industry == parts.industry and lazy_pinyin(one.word) == sound
    ]


def parts_of(name: str, region: str) -> Taken:
    """Return a registered name as one that is taken: region and form cut off, the industry by its word."""
    rest = name.removeprefix(region)
    for form in sorted(rules().forms, key=len, reverse=True):
        rest = rest.removesuffix(form)
    for code, word in rules().industries.items():
        if rest.endswith(word):
            return Taken(name, rest.removesuffix(word), code)
    return Taken(name, rest, "")
