"""Receipts of the gateway: the statement, its way up the batch's tree, the signature over the root."""

import json
from collections.abc import Mapping, Sequence

import orjson

from onewindow.exchange.gate.merkle import climb, leaf, tree
from onewindow.exchange.gate.models import Batch, Call
from onewindow.exchange.receipts import PURPOSE
from onewindow.kernel.public import canonical, clock, ids, sm2

KIND = "onewindow-exchange-receipt-2"


def statement_of(call: Call) -> dict[str, object]:
    """Return what the receipt states, as canonical JSON would be made of it."""
    return {
        "kind": KIND,
        "number": call.receipt,
        "way": call.way,
        "system": call.system,
        "mode": call.mode,
        "resource": call.resource,
        "source": call.source,
        "item": call.item,
        "case": call.case,
        "reason": call.reason,
        "key": call.key,
        "status": call.status,
        "cause": call.cause,
        "at": call.at,
        "milliseconds": call.milliseconds,
        "request_sm3": bytes(call.request_digest),
        "response_sm3": _or_none(call.response_digest),
        "source_request_sm3": _or_none(call.asked_digest),
        "source_response_sm3": _or_none(call.answered_digest),
        "source_signature": call.source_signature,
    }


def sign(calls: Sequence[Call]) -> tuple[Batch, list[bytes]]:
    """Give every call of a batch its path; return the batch with the signed root and what was stated.

    Nothing is saved.
    """
    stated = [canonical.canonical_json(statement_of(call)) for call in calls]
    root, paths = tree([leaf(statement) for statement in stated])
    signature = sm2.sign(PURPOSE, _message(root))
    batch = Batch(
        id=ids.new_id(),
        root=root,
        size=len(calls),
        kid=signature.kid,
        signature=signature.value,
        at=clock.now(),
    )
    for call, path in zip(calls, paths, strict=True):
        call.batch, call.path = batch, path
    return batch, stated


def receipt_of(call: Call, stated: bytes = b"") -> dict[str, object]:
    """Return the receipt as plain JSON, with `stated` as a fragment where given; needs the batch loaded."""
    return {
        "statement": orjson.Fragment(stated)
        if stated
        else json.loads(canonical.canonical_json(statement_of(call))),
        "path": call.path,
        "kid": call.batch.kid,
        "signature": bytes(call.batch.signature).hex(),
    }


def is_genuine(receipt: Mapping[str, object], public_key: bytes) -> bool:
    """Tell whether a receipt read back from JSON is whole and signed by the key; never raises."""
    path, signature = receipt.get("path"), receipt.get("signature")
    if not isinstance(path, list) or not isinstance(signature, str) or len(path) > 64:
        return False
    if not all(isinstance(step, str) for step in path):
        return False
    try:
        value = bytes.fromhex(signature)
        root = climb(leaf(canonical.canonical_json(receipt.get("statement"))), path)
    except (ValueError, TypeError):
        return False
    return value.hex() == signature and sm2.verify(public_key, _message(root), value)


def _message(root: bytes) -> bytes:
    return canonical.canonical_json({"kind": KIND, "root": root})


def _or_none(digest: bytes | memoryview | None) -> bytes | None:
    return None if digest is None else bytes(digest)
