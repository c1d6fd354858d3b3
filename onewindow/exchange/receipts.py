"""Exchange receipts: one SM2 signature over all records of one collect, checkable offline."""

import json
from collections.abc import Mapping, Sequence

from onewindow.exchange.models import ExchangeRecord
from onewindow.kernel.public import canonical, sm2

KIND = "onewindow-exchange-receipt-1"
PURPOSE = "exchange"


def body_of(record: ExchangeRecord) -> dict[str, object]:
    """Return what a receipt states: who asked whom for what and why, and the SM3 of request and answer."""
    return {
        "kind": KIND,
        "number": record.receipt,
        "resource": record.resource,
        "source": record.source,
        "item": record.item,
        "case": record.case,
        "reason": record.reason,
        "actor": record.actor,
        "status": record.status,
        "cause": record.cause,
        "at": record.at,
        "milliseconds": record.milliseconds,
        "request_sm3": bytes(record.request_digest),
        "response_sm3": bytes(record.response_digest) if record.response_digest else None,
        "source_signature": record.source_signature,
    }


def sign(records: Sequence[ExchangeRecord]) -> None:
    """Give all records of one collect their leaves and the signature over them."""
    leaves = [canonical.sm3(canonical.canonical_json(body_of(record))).hex() for record in records]
    signature = sm2.sign(PURPOSE, _message(leaves))
    for record in records:
        record.leaves, record.kid, record.signature = leaves, signature.kid, signature.value


def receipt_of(record: ExchangeRecord) -> dict[str, object]:
    """Return the receipt as it may be handed out: statement, leaves, key id and signature, plain JSON."""
    return {
        "statement": json.loads(canonical.canonical_json(body_of(record))),
        "leaves": record.leaves,
        "kid": record.kid,
        "signature": bytes(record.signature).hex(),
    }


def is_genuine(receipt: Mapping[str, object], public_key: bytes) -> bool:
    """Tell whether a receipt, read back from JSON, is whole and signed by the key."""
    leaves, signature = receipt.get("leaves"), receipt.get("signature")
    if not isinstance(leaves, list) or not isinstance(signature, str):
        return False
    try:
        leaf = canonical.sm3(canonical.canonical_json(receipt.get("statement"))).hex()
        value = bytes.fromhex(signature)
        return leaf in leaves and value.hex() == signature and sm2.verify(public_key, _message(leaves), value)
    except (ValueError, TypeError):
        return False


def _message(leaves: list[str]) -> bytes:
    return canonical.canonical_json({"kind": KIND, "leaves": leaves})
