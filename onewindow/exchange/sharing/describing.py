"""Reads what a provider typed about a resource into a declaration; all faults are told at once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from onewindow.exchange.addresses import is_plain
from onewindow.exchange.connectors import SIMULATED, build
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.limits import class_of, cycles, formats, methods
from onewindow.exchange.models import Resource, Sharing
from onewindow.exchange.sharing.errors import ResourceInvalid
from onewindow.exchange.sharing.reading import words

WORD = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_CODE = re.compile(r"[1-3][0-9]{5,}/[0-9]{6}")
_PARTS = re.compile(r"[，,\t|]")
TYPES = {"文本": "text", "代码": "code", "日期": "date", "是否": "boolean", "整数": "integer"}
ABOUT = {"person": "自然人", "organisation": "法人"}
LIMITS, LONGEST = {"seconds": 2, "bytes": 65536}, 10_000
Errors = dict[str, list[str]]


def described(row: Resource, given: Mapping[str, str], linked: Sequence[str]) -> dict[str, Any]:
    """Return the values of a resource as it was typed; raise ResourceInvalid with every fault at its field.

    `row` is the resource before, for what a provider does not choose: the key agreed with its source.
    """
    errors: Errors = {}
    values: dict[str, Any] = {
        name: words(given.get(name, "")) for name in ("name", "basis", "abstract", "condition")
    }
    values |= {name: given.get(name, "") for name in ("sharing", "cycle", "about", "format", "method")}
    values |= {"open": given.get("open") == "1", "open_condition": words(given.get("open_condition", ""))}
    values |= {"catalogue_code": given.get("catalogue_code", "").strip(), "linked": sorted(set(linked))}
    values["keys"] = [one for one in re.split(r"[\s，、,]+", given.get("keys", "")) if one]
    values["fields"] = _fields(given.get("fields", ""), errors)
    errors |= _faults(values)
    values["source"] = given.get("source", "").strip() or row.source
    values["connector"] = _connector(row, given, values, errors)
    if errors:
        raise ResourceInvalid(errors=errors)
    return values


def _faults(values: Mapping[str, Any]) -> Errors:
    """Return what is wrong with the metadata, by field."""
    errors: Errors = {}
    if not 2 <= len(values["name"]) <= 100:
        errors["name"] = [_("请写名称，2至100个字。")]
    for name, most in (("basis", 300), ("abstract", 500), ("condition", 300), ("open_condition", 300)):
        if len(values[name]) > most:
            errors[name] = [_("最多%(most)d个字。") % {"most": most}]
    choices = {
        "sharing": Sharing.values, "cycle": cycles(), "about": ABOUT, "format": ("", *formats()),
        "method": ("", *methods()),
    }  # fmt: skip
    for name, known in choices.items():
        if values[name] not in known:
            errors[name] = [_("请选择一项。")]
    if values["sharing"] != Sharing.UNCONDITIONAL and not values["basis"] and "sharing" not in errors:
        errors["basis"] = [_("有条件共享和不予共享要写明法律、法规或者国务院政策依据。")]
    code = values["catalogue_code"]
    if code and not (_CODE.fullmatch(code) and class_of(code)[0]):
        errors["catalogue_code"] = [_("代码写成“类项目细目/顺序号”，例如 202001/000001。")]
    if not values["keys"] or not all(WORD.fullmatch(one) for one in values["keys"]):
        errors["keys"] = [_("请写查询条件的字段名，例如 resident_id 或者 uscc，几个之间用顿号隔开。")]
    return errors


def _fields(text: str, errors: Errors) -> dict[str, dict[str, object]]:
    """Read one field a line: name, label, type, longest length, 可为空; blanks of a table will do."""
    found: dict[str, dict[str, object]] = {}
    told: list[str] = []
    for number, line in enumerate(filter(str.strip, text.replace("\x00", "").splitlines()), 1):
        name, label, kind, *more = [part.strip() for part in _PARTS.split(line.strip())] + [""] * 3
        extra = [part for part in more if part]
        length = [part for part in extra if part.isascii() and part.isdigit()]
        strange = [part for part in extra if part not in length and part != "可为空"]
        bad = not WORD.fullmatch(name) or not 1 <= len(label) <= 60 or kind not in TYPES or name in found
        if bad or strange or len(length) > 1 or (length and not 1 <= int(length[0]) <= LONGEST):
            told.append(_("第%(number)d行看不懂：%(line)s") % {"number": number, "line": line.strip()[:60]})
            continue
        found[name] = {"label": label, "type": TYPES[kind]}
        if length:
            found[name]["length"] = int(length[0])
        if "可为空" in extra:
            found[name]["nullable"] = True
    if told or not found:
        errors["fields"] = told[:5] or [_("请写信息项，一行一个，至少一个。")]
    return found


def _connector(
    row: Resource, given: Mapping[str, str], values: Mapping[str, Any], errors: Errors
) -> dict[str, Any]:
    """Return how the source is asked; nothing for what is not asked online."""
    if values["method"] != "api":
        return {}
    base, path = given.get("base", "").strip().rstrip("/"), given.get("path", "").strip()
    before = row.connector or {}
    kept = (before.get("base"), row.source) == (base, values["source"])
    if not WORD.fullmatch(values["source"]):
        errors["source"] = [_("请写数源系统编号：小写字母开头，字母、数字和连字符。")]
    if not kept and (base == SIMULATED or not is_plain(base)):
        errors["base"] = [_("请写http或https地址，不带账号和查询串，例如 https://data.example.cn。")]
    if not path.startswith("/"):
        errors["path"] = [_("路径以“/”开头。")]
    name = words(given.get("source_name", ""))
    if not 2 <= len(name) <= 100:
        errors["source_name"] = [_("请写数源系统名称。")]
    mapping = _mapping(given.get("mapping", ""), errors)
    secret = before.get("secret", "") if kept else f"source-{values['source']}"
    made = {
        "source": values["source"], "source_name": name, "base": base, "path": path, "secret": secret,
        "limits": before.get("limits", LIMITS), "version": 1,
    } | ({"mapping": mapping} if mapping else {})  # fmt: skip
    if not errors:
        try:
            build("x", values["name"], values["keys"], values["fields"], made)
        except BadDeclaration as refusal:
            errors["path"] = [refusal.message]
    return made


def _mapping(text: str, errors: Errors) -> dict[str, str]:
    """Read one line a field: ours = theirs."""
    found: dict[str, str] = {}
    for line in filter(str.strip, text.replace("\x00", "").splitlines()):
        ours, equal, theirs = (part.strip() for part in line.partition("="))
        if not equal or not WORD.fullmatch(ours) or not theirs:
            errors["mapping"] = [_("一行一项，写成“本目录的字段 = 数源的字段”：%s") % line.strip()[:60]]
        found[ours] = theirs
    return found


def typed(row: Resource) -> dict[str, Any]:
    """Return a resource as its provider would have typed it."""
    names = {kind: label for label, kind in TYPES.items()}
    lines = [
        "，".join(
            [name, one["label"], names[one["type"]], *([str(one["length"])] if "length" in one else []),
             *(["可为空"] if one.get("nullable") else [])]
        )
        for name, one in row.fields.items()
    ]  # fmt: skip
    told = row.connector or {}
    same = ("name", "provider", "basis", "abstract", "condition", "sharing", "cycle", "about", "format",
            "method", "open_condition", "catalogue_code", "source", "linked")  # fmt: skip
    return {name: getattr(row, name) for name in same} | {
        "code": row.code, "open": "1" if row.open else "0", "keys": "、".join(row.keys),
        "fields": "\n".join(lines), "base": told.get("base", ""), "path": told.get("path", ""),
        "source_name": told.get("source_name", ""),
        "mapping": "\n".join(f"{ours} = {theirs}" for ours, theirs in told.get("mapping", {}).items()),
    }  # fmt: skip
