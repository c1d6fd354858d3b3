"""Receipts of the gateway: the statement, its way up the batch's tree, the signature over the root."""

from collections.abc import Mapping, Sequence
from datetime import UTC

import orjson

from onewindow.exchange.gate.merkle import climb, leaf, tree
from onewindow.exchange.gate.models import Batch, Call
from onewindow.exchange.receipts import PURPOSE
from onewindow.kernel.public import canonical, clock, ids, sm2

KIND = "onewindow-exchange-receipt-2"


def statement_of(call: Call) -> dict[str, object]:
    """Return what the receipt states; all its values are text, numbers and null, as JSON has them."""
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
        "at": call.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "milliseconds": call.milliseconds,
        "request_sm3": _hex(call.request_digest),
        "response_sm3": _hex(call.response_digest),
        "source_request_sm3": _hex(call.asked_digest),
        "source_response_sm3": _hex(call.answered_digest),
        "source_signature": call.source_signature,
    }


def state(call: Call) -> bytes:
    """Return the statement's canonical bytes: of text, numbers and null this writer makes the same ones."""
    return orjson.dumps(statement_of(call), option=orjson.OPT_SORT_KEYS)


def sign(calls: Sequence[Call]) -> tuple[Batch, list[bytes]]:
    """Give every call of a batch its path; return the batch with the signed root and what was stated.

    Nothing is saved.
    """
    stated = [state(call) for call in calls]
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
        "statement": orjson.Fragment(stated) if stated else statement_of(call),
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


def _hex(digest: bytes | memoryview | None) -> str | None:
    return None if digest is None else bytes(digest).hex()
