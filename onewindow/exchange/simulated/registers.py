"""The invented registers: pure look-ups, dates relative to the day of the question."""

import hmac
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson
import yaml

from onewindow.exchange.connectors import DATA, read_declarations
from onewindow.exchange.signing import answer_mac, request_mac
from onewindow.kernel.public import canonical, clock

NOTICE = "模拟数据：人物、企业、机构均为虚构"
_RELATIVE = re.compile(r"@(?:[+-]\d+[dy])+")
_STEP = re.compile(r"([+-]\d+)([dy])")


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DATA / "simulated.yaml").read_text())
    return loaded


def _registers() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = _file()["registers"]
    return found


@lru_cache(maxsize=1)
def _sources() -> dict[str, dict[str, str]]:
    return {
        row["code"]: {"key": row["source"], "name": row["connector"]["source_name"], **row["connector"]}
        for row in read_declarations()
    }


def read() -> None:
    """Read registers and sources now: several first questions at once would each read them."""
    _registers()
    _sources()


def knows(resource: str) -> bool:
    """Tell whether a register of that name is served."""
    return resource in _registers()


def is_ours(resource: str, body: bytes, signature: str) -> bool:
    """Tell whether the asking side signed this request under the key agreed for the resource's source."""
    source = _sources()[resource]
    expected = request_mac(source["secret"], source["key"], body)
    return hmac.compare_digest(expected.encode(), signature.encode())


def respond(resource: str, body: bytes, fault: str = "") -> tuple[bytes, str]:
    """Answer a signed request: bytes and the source's signature; `fault` makes it lie, forge or forget."""
    asked = orjson.loads(body)
    source = _sources()[resource]
    today = clock.local(datetime.fromisoformat(asked["at"])).date()
    value = None if fault == "none" else look_up(resource, asked["keys"], today)
    if fault == "lie":
        value = {"answer": "一切正常"}
    told = {
        "simulated": True,
        "notice": NOTICE,
        "source": source["name"],
        "resource": resource,
        "nonce": asked["nonce"],
        "status": "none" if value is None else "ok",
        "value": value,
    }
    answer = orjson.dumps(told)
    if fault == "oversize":
        answer = orjson.dumps({**told, "padding": "x" * 2_000_000})
    signature = answer_mac(source["secret"], source["key"], asked["nonce"], answer)
    return answer, signature[:-4] + "0000" if fault == "forged" else signature


def look_up(resource: str, keys: Mapping[str, str], today: date) -> dict[str, object] | None:
    """Return the row for the keys with its dates worked out, or None when the register has none."""
    register = _registers()[resource]
    if "takes_in" in register:
        return _taken_in(register["takes_in"], keys)
    key = "|".join(keys.get(name, "") for name in register["key"])
    row = register["rows"].get(key) or _of_the_crowd(resource, keys) or register.get("otherwise")
    return None if row is None else {name: _dated(value, today) for name, value in row.items()}


def _taken_in(told: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, object]:
    """Answer a push: the same content always gets the same receipt number, so a repeat is taken in once."""
    if told["returned_when"] in keys["name"]:
        return {"accepted": False, "receipt_number": None, "reason": told["reason"]}
    digest = canonical.sm3(canonical.canonical_json(dict(keys)))
    number = int.from_bytes(digest[:8], "big") % 10**12
    return {"accepted": True, "receipt_number": f"{told['prefix']}{number:012d}", "reason": None}


def _of_the_crowd(resource: str, keys: Mapping[str, str]) -> dict[str, object] | None:
    """Return the row of a bench person, made from the number; None for everybody else."""
    crowd, number = _file()["crowd"], keys.get("resident_id", "")
    if resource not in crowd["rows"] or not (number.startswith(crowd["prefix"]) and len(number) == 18):
        return None
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    row: dict[str, object] = crowd["rows"][resource]
    return {
        name: value.format(birth=birth, tail=number[6:17]) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _dated(value: object, today: date) -> object:
    if not isinstance(value, str) or not value.startswith("@") or not _RELATIVE.fullmatch(value):
        return value
    day = today
    for amount, step in _STEP.findall(value):
        day = day + timedelta(days=int(amount)) if step == "d" else _years_on(day, int(amount))
    return day.isoformat()


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
