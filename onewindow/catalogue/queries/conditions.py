"""What a search asks of a version, in SQL: the filters, and where words are looked for, best ranks first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from onewindow.catalogue import wording

SYLLABLES = 4  # so many, or more, are spoken in few names
LONG = 7  # so many pieces of text, or more, are found in few items
FIRMS = "{2,3,4,6}"


@dataclass(frozen=True)
class Search:
    """What is searched for; empty fields do not narrow. `source` empty means the region's own items."""

    text: str = ""
    audience: str = ""
    theme: str = ""
    agency: str = ""
    region: str = ""
    item_type: str = ""
    level: str = ""
    online: bool = False
    instant: bool = False
    source: str = ""


class Clause(NamedTuple):
    """A condition in SQL over the table of versions, `v`, with its parameters."""

    sql: str
    params: tuple[str | int, ...] = ()


class Branch(NamedTuple):
    """Rows found by one index: their condition, and the ranks they stand on.

    What few rows fulfil is looked up and sorted; walking the list in its order would read all others.
    `rank` tells several ranks apart; otherwise all rows stand on `first`.
    """

    found: Clause
    first: int
    last: int
    rank: Clause
    few: bool = False


def constant(found: Clause, rank: int, few: bool = False) -> Branch:
    return Branch(found, rank, rank, Clause(str(rank)), few)


ALL = constant(Clause("TRUE"), 0)


def always(wanted: Search) -> list[Clause]:
    """Return what every search asks: items in force, of one source."""
    return [Clause("v.state IN ('published', 'suspended')"), Clause("v.source = %s", (wanted.source,))]


def filters(wanted: Search) -> list[Clause]:
    """Return the conditions that the filters set, without the words."""
    found = always(wanted)
    if wanted.audience == "person":
        found.append(Clause("v.audience @> ARRAY['1']::varchar[]"))
    elif wanted.audience == "firm":
        found.append(Clause(f"v.audience && '{FIRMS}'::varchar[]"))
    if wanted.theme:
        found.append(Clause("v.themes @> ARRAY[%s]::varchar[]", (wanted.theme,)))
    if wanted.agency.isdecimal() and len(wanted.agency) < 10:
        own = "SELECT i.id FROM catalogue_item i WHERE i.agency_id = %s"
        found.append(Clause(f"v.item_id IN ({own})", (str(int(wanted.agency)),)))
    if wanted.region.isdigit():
        found += _in_region(_prefix(wanted.region))
    for column, value in (("item_type", wanted.item_type), ("level", wanted.level)):
        if value:
            found.append(Clause(f"v.{column} = %s", (value,)))
    if wanted.online:
        found.append(Clause("v.online"))
    if wanted.instant:
        found.append(Clause("v.pilot_key <> ''"))
    return found


def _in_region(prefix: str) -> list[Clause]:
    """Return what holds a region and all below it; a city and a county are walked in the list's order."""
    found = [] if len(prefix) in {4, 6} else [Clause("v.region_code LIKE %s", (prefix + "%",))]
    if len(prefix) >= 4:
        size = 4 if len(prefix) < 6 else 6
        found.append(Clause(f"left(v.region_code, {size}) = %s", (prefix[:size],)))
    return found


def _prefix(code: str) -> str:
    """Return a region code without its trailing pairs of zeros."""
    code = code[:12]
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code[:-1] if len(code) == 10 and code.endswith("0") else code


def branches(text: str, literal: str) -> list[Branch]:
    """Return where to look, best ranks first: exact name, beginning, words in the name, synonyms, any word.

    Letters, which are pinyin or initials, know no words in the name. A long text stands in few items: they
    are found at once and told apart afterwards.
    """
    plain = wording.clean(text)
    squeezed = plain.replace(" ", "")
    spoken = {plain, text.strip()}
    exact = _any(Clause("v.name = %s", (name,)) for name in sorted(spoken))
    begins = _any(Clause("v.name LIKE %s", (_begun(name),)) for name in sorted(spoken))
    hit = Clause("v.words @@ %s::tsquery", (literal,))
    if squeezed.isascii():
        exact = _any([exact, *(Clause(f"v.{c} = %s", (squeezed,)) for c in ("initials", "pinyin"))])
        begins = _any(
            [begins, *(Clause(f"v.{c} LIKE %s", (_begun(squeezed),)) for c in ("initials", "pinyin"))]
        )
        few = _syllables(squeezed) >= SYLLABLES
        return [_begun_so(exact, begins), constant(_but(hit, begins), 2, few)]
    in_name = _in_name(plain, literal)
    in_synonyms = Clause("ts_filter(v.words, '{b}') @@ %s::tsquery", (literal,))
    if wording.pieces(text) >= LONG:
        return [Branch(_sparse(text, hit), 0, 4, _first_of(exact, begins, in_name, in_synonyms), few=True)]
    return [
        _begun_so(exact, begins),
        constant(_but(in_name, begins), 2),
        constant(_but(in_synonyms, begins, in_name), 3),
        constant(_but(hit, begins, in_name, in_synonyms), 4),
    ]


def _in_name(plain: str, literal: str) -> Clause:
    """Return what finds words in the name; unbroken Chinese text without unpacking each row's words.

    The index keeps no positions, so a phrase is checked row by row on the unpacked words. That all pieces of
    the text are there is known from the index, and that they follow each other is seen in the name itself.
    """
    if not wording.is_one_run(plain) or len(plain) < 3:
        return Clause("ts_filter(v.words, '{a}') @@ %s::tsquery", (literal,))
    return Clause(
        "ts_filter(v.words, '{a}') @@ %s::tsquery AND v.name LIKE %s",
        (wording.all_pieces(plain), f"%{plain}%"),
    )


def _sparse(text: str, hit: Clause) -> Clause:
    """Return what finds a long text by some of its pieces and then compares it whole, row by row.

    Each piece is a list of rows to be read; a handful of them leaves few rows. What is compared is no column
    to the planner, so that the index is not asked for all pieces after all.
    """
    found = hit.sql.replace("v.words", "coalesce(v.words, '')")
    return Clause(f"v.words @@ %s::tsquery AND {found}", (wording.some_pieces(text), *hit.params))


def _begun_so(exact: Clause, begins: Clause) -> Branch:
    return Branch(begins, 0, 1, _first_of(exact), few=True)


def _first_of(*clauses: Clause) -> Clause:
    """Return the number of the first condition a row fulfils, from 0."""
    whens = " ".join(f"WHEN {clause.sql} THEN {number}" for number, clause in enumerate(clauses))
    return Clause(f"CASE {whens} ELSE {len(clauses)} END", tuple(p for c in clauses for p in c.params))


def _any(clauses: Iterable[Clause]) -> Clause:
    given = [*clauses]
    return Clause(f"({' OR '.join(c.sql for c in given)})", tuple(p for c in given for p in c.params))


def _but(found: Clause, *others: Clause) -> Clause:
    """Return what fulfils a condition and none of the others."""
    sql = " AND ".join([found.sql, *(f"NOT ({other.sql})" for other in others)])
    return Clause(sql, found.params + tuple(p for other in others for p in other.params))


def _syllables(letters: str) -> int:
    """Return about how many syllables letters stand for: initials have no vowels, pinyin one in three."""
    return len(letters) // 3 if set(letters) & set("aeiou") else len(letters)


def _begun(text: str) -> str:
    """Return the LIKE pattern of what begins with a text."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
