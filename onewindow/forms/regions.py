"""The region cascade without JavaScript: one list per level, each shown once the one above is chosen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from onewindow.forms import typed
from onewindow.forms.definition import Field
from onewindow.government import public as government
from onewindow.kernel.public import clock

TOP = "450000000000"
LEVELS = ("设区市", "县（市、区）", "乡镇（街道）", "村（社区）")
_CUTS = (4, 6, 9, 12)


@dataclass(frozen=True)
class Level:
    """One list of the cascade: its name in the form, its label, its choices and the chosen code."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


def boxes(name: str) -> list[str]:
    """Return the names a region field may be posted under: one per level, and the whole code."""
    return [name, *(f"{name}__{number}" for number in range(1, len(LEVELS) + 1))]


def read(field: Field, data: Mapping[str, str]) -> tuple[str, str]:
    """Return the deepest chosen code and what is still to be chosen or wrong."""
    told = [typed.code(text[:40]) for text in data.values()]
    whole, lists = told[0], told[1:]
    code = whole or _deepest(lists)
    if not code:
        return "", ""
    if not re.fullmatch(r"45[0-9]{10}", code) or not _is_valid(code):
        return "", f"请从列表中选择{field.label}"
    depth = _depth(code)
    if depth < len(LEVELS) and government.children(code):
        return code, f"请继续选择{LEVELS[depth]}"
    return code, ""


def levels(name: str, code: str) -> list[Level]:
    """Return the lists to show for what is chosen so far: one more than chosen."""
    chosen = [code[:cut].ljust(12, "0") for cut in _CUTS[: _depth(code)]] if code else []
    shown: list[Level] = []
    for number, label in enumerate(LEVELS):
        parent = chosen[number - 1] if number else TOP
        choices = [(region.code, region.name) for region in government.children(parent)]
        if not choices:
            break
        mine = chosen[number] if number < len(chosen) else ""
        shown.append(Level(f"{name}__{number + 1}", label, choices, mine))
        if not mine:
            break
    return shown


def full_name(code: str) -> str:
    """Return the names from the city down, or the code when it is unknown."""
    return " ".join(region.name for region in government.path_of(code)[1:]) or code


def _is_valid(code: str) -> bool:
    today = clock.today()
    found = [region for region in government.path_of(code) if region.code == code]
    return any(region.valid_to is None or region.valid_to > today for region in found)


def _deepest(lists: list[str]) -> str:
    """Follow the lists down as long as each lies within the one above."""
    found = within = ""
    for cut, code in zip(_CUTS, lists, strict=True):
        if not code.startswith(within) or not code:
            break
        found, within = code, code[:cut]
    return found


def _depth(code: str) -> int:
    return sum(1 for low, high in zip((2, *_CUTS), _CUTS, strict=False) if code[low:high].strip("0"))
