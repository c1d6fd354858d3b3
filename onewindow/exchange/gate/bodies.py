"""Reads the bodies of calls: JSON objects with exactly what the interface names."""

import re
from typing import NamedTuple

import orjson

from onewindow.exchange.gate.refusals import Refused

_KEY = re.compile(r"[A-Za-z0-9._:-]{8,80}")
_BATCH = re.compile(r"[0-9]{8}[0-9]{5}")


class Query(NamedTuple):
    """A query as it was asked; no fields named means all that are granted."""

    item: str
    case: str
    reason: str
    keys: dict[str, str]
    fields: tuple[str, ...]


class Push(NamedTuple):
    """One row handed in."""

    operation: str
    batch: str
    row: dict[str, object]
    text: str


def query(body: bytes) -> Query:
    """Return a query; raise Refused."""
    told = _object(body, {"item", "case", "reason", "keys", "fields"}, {"item", "case", "reason", "keys"})
    keys, fields = told["keys"], told.get("fields", [])
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise Refused("bad_keys")
    if not isinstance(fields, list) or not all(isinstance(name, str) for name in fields):
        raise Refused("bad_request")
    item, case, reason = (
        _words(told[name], most) for name, most in (("item", 40), ("case", 40), ("reason", 200))
    )
    if len(reason) < 4:
        raise Refused("bad_purpose")
    return Query(item, case, reason, keys, tuple(fields))


def push(body: bytes) -> Push:
    """Return a row handed in; raise Refused."""
    told = _object(body, {"operation", "batch", "row"}, {"operation", "row"})
    batch, row = told.get("batch", ""), told["row"]
    if told["operation"] not in ("i", "u", "d") or not isinstance(row, dict):
        raise Refused("bad_request")
    if batch and not (isinstance(batch, str) and _BATCH.fullmatch(batch)):
        raise Refused("bad_request")
    return Push(str(told["operation"]), str(batch), row, _spelt(row).decode())


def cloud_event(body: bytes) -> tuple[str, str, bytes]:
    """Return data set, key and the push a CloudEvent 1.0 stands for; raise Refused.

    The type ends in the data set (`cn.example.apply`), the id is the key, `operation` an extension.
    """
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused("bad_request") from None
    if not isinstance(told, dict) or told.get("specversion") != "1.0" or "data" not in told:
        raise Refused("bad_request")
    kind, key, source = told.get("type"), told.get("id"), told.get("source")
    if not all(isinstance(text, str) and text for text in (kind, key, source)):
        raise Refused("bad_request")
    push = {"operation": told.get("operation", "i"), "row": told["data"]}
    return str(kind).rpartition(".")[2], str(key), _spelt(push)


def idempotency_key(text: str) -> str:
    """Return the key of a delivery; raise Refused where it is none."""
    if not _KEY.fullmatch(text):
        raise Refused("bad_key")
    return text


def _object(body: bytes, known: set[str], needed: set[str]) -> dict[str, object]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused("bad_request") from None
    if not isinstance(told, dict) or not needed <= set(told) <= known or "\\u0000" in body.decode("latin-1"):
        raise Refused("bad_request")
    return told


def _spelt(told: object) -> bytes:
    """Return JSON as it is kept; raise Refused where it is nested deeper than can be written."""
    try:
        return orjson.dumps(told)
    except orjson.JSONEncodeError:
        raise Refused("bad_request") from None


def _words(value: object, most: int) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise Refused("bad_purpose")
    return value.strip()
