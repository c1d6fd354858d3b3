"""One question as it goes over the wire, and its answer checked field by field."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

import orjson

from onewindow.exchange.connectors import Connector, Item
from onewindow.exchange.errors import BadRequest
from onewindow.exchange.facts import FactRequest, Purpose, Status
from onewindow.exchange.signing import answer_is_genuine, request_signature
from onewindow.kernel.public import ids

_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")


class Question(NamedTuple):
    """A signed request for one resource; `body` and `headers` are the exact bytes sent."""

    connector: Connector
    receipt: str
    nonce: str
    body: bytes
    headers: Mapping[str, str]


class Answer(NamedTuple):
    """What the transport brought: bytes and the source's signature, or the cause of failure."""

    body: bytes | None = None
    signature: str = ""
    cause: str = ""
    milliseconds: int = 0


class Finding(NamedTuple):
    """An answer after every check."""

    status: Status
    value: dict[str, object] | None
    cause: str


def ask(connector: Connector, request: FactRequest, purpose: Purpose, at: datetime) -> Question:
    """Write the question; raise BadRequest when the keys are not those the resource is asked by."""
    keys = {name: str(value) for name, value in request.keys.items()}
    if set(keys) != set(connector.keys) or not all(keys.values()) or max(map(len, keys.values())) > 200:
        raise BadRequest(
            resource=connector.resource_name, keys="、".join(sorted(set(connector.keys) ^ set(keys)))
        )
    receipt = ids.new_number("R", at, 12)
    nonce = ids.random_bytes(16).hex()
    told = {
        "resource": connector.resource,
        "keys": keys,
        "item": purpose.item,
        "case": purpose.case,
        "reason": purpose.reason,
        "nonce": nonce,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    body = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)  # of text alone: the canonical bytes
    headers = {
        "Idempotency-Key": _UNPRINTABLE.sub("-", f"{purpose.case or receipt}:{connector.resource}"),
        "X-Receipt": receipt,
        "X-Signature": request_signature(connector, body),
    }
    return Question(connector, receipt, nonce, body, headers)


def examine(question: Question, answer: Answer) -> Finding:
    """Check signature, shape and types; whatever is not as declared makes the source down."""
    if answer.body is None:
        return Finding("down", None, answer.cause)
    if not answer_is_genuine(question.connector, question.nonce, answer.body, answer.signature):
        return Finding("down", None, "signature")
    try:
        told = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return Finding("down", None, "shape")
    if not isinstance(told, dict) or told.get("nonce") != question.nonce:
        return Finding("down", None, "shape")
    if told.get("status") == "none":
        return Finding("none", None, "")
    value = told.get("value")
    if told.get("status") != "ok" or not isinstance(value, dict):
        return Finding("down", None, "shape")
    kept = _kept(question.connector, value)
    return Finding("down", None, "shape") if kept is None else Finding("ok", kept, "")


def _kept(connector: Connector, value: Mapping[str, object]) -> dict[str, object] | None:
    """Return the declared fields only, or None when one is missing or ill-typed."""
    kept: dict[str, object] = {}
    for item in connector.items:
        found = value.get(connector.mapping.get(item.name, item.name))
        if not fits(item, found):
            return None
        kept[item.name] = found
    return kept


def fits(item: Item, found: object) -> bool:
    """Tell whether a value is of the declared type and within its bounds."""
    if found is None:
        return item.nullable
    if item.type == "boolean":
        return isinstance(found, bool)
    if item.type == "integer":
        return isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**53
    if not isinstance(found, str) or len(found) > item.length or "\x00" in found:
        return False
    return item.type != "date" or _is_date(found)


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
