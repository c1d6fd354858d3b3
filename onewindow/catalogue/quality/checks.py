"""The checks of one guide by itself: pure functions from what it says to its faults; the rest is data."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import canonical, yaml_file

FILE = Path(__file__).parents[1] / "data" / "quality.yaml"
Row = Mapping[str, Any]
WORKING = "1"
_VAGUE = re.compile(
    r"其[他它](?:有关|相关|需要|必要|应当?|须|规定|要求|具备|提交|提供|的|[、和与及])*"
    r"(?:申请|申报|证明|支持|辅助)?(?:材料|资料|文件|证明|条件|情形|手续)"
    r"|(?:法律|法规|规章|国家)(?:、(?:法律|行政法规|法规|规章))*(?:规定|要求)的?其[他它]"
    r"|^(?:有关|相关)(?:的)?(?:证明)?(?:材料|资料|文件|证明)$"
    r"|(?:材料|资料|文件|证明)等(?:材料|资料|文件)?$"
    r"|视(?:具体|实际)?情况"
    r"|根据(?:具体|实际)?(?:情况|需要)(?:提供|提交|补充|确定)"
    r"|认为(?:需要|必要|应当)(?:提供|提交|补充)?的|必要时(?:提供|提交|补充)"
)
_APPLICATION_FORM = re.compile(r"申请(?:表|书)|登记表|审批表|审核表|备案表|申报表")


@dataclass(frozen=True)
class Check:
    """What is checked: its words, how to mend it, what it takes off 100, whether it stops publishing."""

    code: str
    label: str
    fix: str
    source: str
    weight: int
    block: bool


@dataclass(frozen=True)
class Fault:
    """A fault of a guide: the rule, where in the guide, and the words at fault."""

    rule: str
    place: str = ""
    said: str = ""

    @property
    def message(self) -> str:
        """The fault and what to do about it, in words."""
        check = checks()[self.rule]
        where = f"{self.place}：" if self.place else ""
        said = f"“{self.said}”" if self.said else ""
        return f"{where}{check.label}{said}。{check.fix}"


@dataclass(frozen=True)
class Sheet:
    """What a version says: its columns and its rows, stored or not yet."""

    fields: Row
    materials: Sequence[Row] = ()
    bases: Sequence[Row] = ()

    def text(self, name: str) -> str:
        """Return a column as text without blanks around it."""
        return str(self.fields.get(name) or "").strip()


@cache
def rules() -> dict[str, Any]:
    """Return the rules as they are written in the data."""
    return dict(yaml_file.read(FILE))


@cache
def checks() -> dict[str, Check]:
    """Return the checks by code."""
    given = rules()
    return {
        code: Check(
            code,
            row["label"],
            row["fix"],
            given["sources"][row["source"]],
            row["weight"],
            bool(row.get("block")),
        )
        for code, row in given["checks"].items()
    }


@cache
def edition() -> str:
    """Return a digest of the rules; a guide is judged again when they change."""
    return canonical.sm3(
        canonical.canonical_json([rules(), _VAGUE.pattern, _APPLICATION_FORM.pattern])
    ).hex()[:16]


@lru_cache(maxsize=4096)  # guides of one standard say the same a thousand times
def vague(text: str) -> str:
    """Return the words that leave open what is asked for, or nothing."""
    found = _VAGUE.search(text.strip().rstrip("。；;"))
    return found[0] if found else ""


def faults(sheet: Sheet) -> list[Fault]:
    """Return the faults of a guide by itself, in the order of the rules."""
    found = [*_identity(sheet), *_exercise(sheet)]
    if sheet.text("item_type") in rules()["applied_for"]:
        found += [*_limits(sheet), *_course(sheet), *_access(sheet), *_materials(sheet), *_conditions(sheet)]
    order = {code: at for at, code in enumerate(checks())}
    return sorted(found, key=lambda fault: order[fault.rule])


def score(found: Sequence[str]) -> int:
    """Return 100 less the weights of the checks that failed, a check counted once, never below 0."""
    return max(0, 100 - sum(checks()[code].weight for code in set(found)))


def _identity(sheet: Sheet) -> Iterator[Fault]:
    if not sheet.bases:
        yield Fault("no_basis")
    for basis in sheet.bases:
        if not str(basis.get("article") or "").strip():
            yield Fault("basis_without_article", "设定依据", str(basis.get("law", ""))[:200])
    if not sheet.text("phone"):
        yield Fault("no_contact")
    if not sheet.text("complaint_phone"):
        yield Fault("no_complaint")


def _exercise(sheet: Sheet) -> Iterator[Fault]:
    """Find what powers exercised ex officio lack."""
    if sheet.text("item_type") == "02" and not sheet.text("punishment"):
        yield Fault("no_punishment")
    if sheet.text("item_type") == "04":
        if not sheet.text("collection_kind"):
            yield Fault("no_collection")
        if sheet.fields.get("reducible") is None:
            yield Fault("no_reduction")


def _limits(sheet: Sheet) -> Iterator[Fault]:
    statutory, promised = sheet.fields.get("statutory_days"), sheet.fields.get("promised_days")
    if statutory is None and promised is None:
        yield Fault("no_limit")
        return
    if promised is None:
        yield Fault("no_promise")
        return
    if statutory is not None and _days(promised, sheet.text("promised_unit")) > _days(
        statutory, sheet.text("statutory_unit")
    ):
        yield Fault("promise_over_limit", "办理时限", f"承诺 {promised}，法定 {statutory}")


def _days(count: int, unit: str) -> float:
    """Return calendar days: five working days are a week, other units count as calendar days."""
    return count * 7 / 5 if unit in {WORKING, ""} else float(count)


def _course(sheet: Sheet) -> Iterator[Fault]:
    if not sheet.fields.get("flow"):
        yield Fault("no_flow")
    if not sheet.text("result_name"):
        yield Fault("no_result")
    charges = sheet.fields.get("charges")
    if charges is None:
        yield Fault("no_fee")
    elif charges and not any(str(row.get("standard", "")).strip() for row in sheet.fields.get("fees") or []):
        yield Fault("no_fee_standard")
    for row in sheet.fields.get("fees") or []:
        if row.get("amount") and not str(row.get("basis", "")).strip():
            yield Fault("fee_without_basis", f"收费项目《{row.get('name', '')}》")
    contested = sheet.text("item_type") in rules()["contested"]
    if contested and not (sheet.text("reconsideration") and sheet.text("litigation")):
        yield Fault("no_remedies")


def _access(sheet: Sheet) -> Iterator[Fault]:
    by_window = sheet.fields.get("in_hall") or not sheet.fields.get("online")
    if by_window and not (sheet.text("address") or sheet.fields.get("windows")):
        yield Fault("no_place")
    if by_window and not (sheet.text("hours") or sheet.fields.get("windows")):
        yield Fault("no_hours")
    if sheet.fields.get("visits") is None:
        yield Fault("no_visits")


def _materials(sheet: Sheet) -> Iterator[Fault]:
    if not sheet.materials:
        yield Fault("no_materials")
    for row in sheet.materials:
        name = str(row.get("name", ""))
        place = f"材料《{name[:100]}》"
        if words := vague(name):
            yield Fault("vague_material", place, words)
        for column in ("accept_standard", "fill_note"):
            if words := vague(str(row.get(column) or "")):
                yield Fault("vague_standard", place, words)
        if _needs_blank(row) and _APPLICATION_FORM.search(name):
            yield Fault("no_form", place)
        if not str(row.get("source") or row.get("source_type") or "").strip():
            yield Fault("no_material_source", place)
        if not str(row.get("necessity") or "").strip():
            yield Fault("no_necessity", place)


def _needs_blank(row: Row) -> bool:
    had = ("form_name", "filled_online", "licence_type_code", "share_resource_code")
    return not any(row.get(column) for column in had)


def _conditions(sheet: Sheet) -> Iterator[Fault]:
    given = sheet.fields.get("conditions") or []
    if not given:
        yield Fault("no_conditions")
    for number, condition in enumerate(given, 1):
        if words := vague(str(condition)):
            yield Fault("vague_condition", f"受理条件第 {number} 条", words)
