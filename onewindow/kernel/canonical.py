"""Canonical bytes: one spelling of a value, so that a hash made today can be made again from the database."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from django.db import models


def sm3(data: bytes) -> bytes:
    """Return the SM3 digest (GB/T 32905), 32 bytes."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def canonical_json(value: object) -> bytes:
    """Return JSON with sorted keys and no spaces, UTF-8; dates ISO 8601, moments in UTC, decimals as text."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    ).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    raise TypeError(f"no canonical form for {type(value).__name__}")


def row_state(row: models.Model) -> bytes:
    """Return the SM3 of a row's columns, as the database holds them, without those in `audit_exclude`."""
    left_out = getattr(row, "audit_exclude", ())
    columns = {
        f.column: f.get_prep_value(getattr(row, f.attname))
        if not isinstance(f, models.JSONField)
        else getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.attname not in left_out
    }
    return sm3(canonical_json(columns))
