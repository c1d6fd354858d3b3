"""Large bodies: written to a file piece by piece, hashed on the way, kept under their digest."""

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from django.conf import settings

from onewindow.exchange.gate import bodies
from onewindow.exchange.gate.credentials import Caller
from onewindow.exchange.gate.models import Delivery
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.writing import Entry

if TYPE_CHECKING:
    from onewindow.exchange.gate.calls import Answer, Desk, Request

_COMING, KEPT_SECONDS = ".in-", 3600


def folder() -> Path:
    """Return where handed-in files lie, made when missing."""
    place = Path(settings.FILES_DIR) / "exchange"
    place.mkdir(parents=True, exist_ok=True)
    return place


class Inbox:
    """One file on its way in; nothing stays of it unless it was handed in."""

    def __init__(self) -> None:
        self._file = tempfile.NamedTemporaryFile(dir=folder(), prefix=_COMING, delete=False)  # noqa: SIM115  closed by close()
        self._hash = hashes.Hash(hashes.SM3())
        self._digest = b""
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Append bytes."""
        self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    def digest(self) -> bytes:
        """Return the SM3 of all bytes; nothing may be added afterwards."""
        self._digest = self._digest or self._hash.finalize()
        return self._digest

    def close(self) -> None:
        """Remove what was not handed in."""
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)

    async def hand_in(self, desk: "Desk", request: "Request", caller: Caller, kind: str) -> "Answer":
        """Keep the file under its digest and its delivery in the log."""
        call = desk.new_call(request, caller, "file", kind)
        entry = Entry(call, caller.actor, caller.nonce)
        try:
            if kind not in KINDS:
                raise Refused("unknown_kind")
            call.key = bodies.idempotency_key(request.headers.get("idempotency-key", ""))
        except Refused as refused:
            return await desk.refuse(entry, refused, request)
        self._file.flush()
        target = folder() / self.digest().hex()
        if not target.exists():
            Path(self._file.name).rename(target)
        entry.delivery = Delivery(
            id=call.id, system=caller.system.code, kind=f"file:{kind}", key=call.key, operation="i",
            body=f'{{"sm3":"{self.digest().hex()}","size":{self.size}}}', digest=self.digest(),
            receipt=call.receipt, received_at=call.at, city=call.city,
        )  # fmt: skip
        return await desk.commit(entry, request, {"sm3": self.digest().hex(), "size": self.size})


def forget() -> int:
    """Delete what came in an hour ago and was never handed in, its process killed; return how many."""
    left = [one for one in folder().glob(f"{_COMING}*") if one.stat().st_mtime < time.time() - KEPT_SECONDS]
    for one in left:
        one.unlink(missing_ok=True)
    return len(left)


KINDS = frozenset({"batch", "attachment"})
