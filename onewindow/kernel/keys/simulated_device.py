"""模拟密码设备: a process that holds keys behind a PIN and speaks the lines of a slot; for tests.

Started with `python -m onewindow.kernel.keys.simulated_device FOLDER SOCKET PIN_FILE`. Not certified.
"""

import hmac
import json
import os
import socketserver
import sys
import threading
from pathlib import Path
from typing import Any

from onewindow.kernel.keys.software import SoftwareKeyStore
from onewindow.kernel.keys.store import KeyMissing

TRIES = 10
_LONGEST = 64 * 1024


class Device(socketserver.ThreadingUnixStreamServer):
    """The device: its keys, its PIN, and how often a wrong one was given; after ten it locks itself."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, address: str, pin: str) -> None:
        """Open for sessions at a socket only its owner may use."""
        self.store, self.pin, self.wrong = SoftwareKeyStore(str(folder)), pin, 0
        self.guard = threading.Lock()
        super().__init__(address, _Session)
        Path(address).chmod(0o600)

    def login(self, pin: str) -> str:
        """Return nothing for the right PIN, else why not."""
        with self.guard:
            if self.wrong >= TRIES:
                return "the device is locked"
            if not hmac.compare_digest(pin.encode(), self.pin.encode()):
                self.wrong += 1
                return "wrong PIN"
            self.wrong = 0
            return ""


class _Session(socketserver.StreamRequestHandler):
    """One session: nothing is answered before the PIN."""

    def handle(self) -> None:
        inside = False
        while line := self.rfile.readline(_LONGEST):
            try:
                asked = json.loads(line)
                if asked["do"] == "login":
                    why = self._device.login(str(asked["pin"]))
                    inside, answer = not why, {"error": why} if why else {"ok": True}
                else:
                    answer = self._done(asked) if inside else {"error": "no session"}
            except KeyMissing:
                answer = {"error": "no such object"}
            except (KeyError, TypeError, ValueError):
                answer = {"error": "not a call"}
            self.wfile.write(json.dumps(answer).encode() + b"\n")

    @property
    def _device(self) -> Device:
        assert isinstance(self.server, Device)
        return self.server

    def _done(self, asked: dict[str, Any]) -> dict[str, Any]:
        store, do = self._device.store, asked["do"]
        if do == "current":
            return {"kid": store.current(asked["label"])}
        if do == "public":
            return {"public": store.public_key(asked["kid"]).hex()}
        if do == "sign":
            digest = bytes.fromhex(asked["digest"])
            if len(digest) != 32:
                raise ValueError("not a digest")
            return {"signature": store.sign_digest(asked["kid"], digest).hex()}
        if do == "list":
            return {
                "keys": [
                    {"kid": k.kid, "purpose": k.purpose, "public": k.public_hex, "since": k.since.isoformat()}
                    for k in store.published()
                ]
            }
        if do == "unwrap":
            return {"value": store.secret(asked["label"], create=bool(asked["create"])).hex()}
        raise ValueError("not a call")


def main() -> int:
    """Serve until told to stop."""
    folder, address, pin_file = map(Path, sys.argv[1:4])
    address.unlink(missing_ok=True)
    os.umask(0o077)
    with Device(folder, str(address), pin_file.read_text(encoding="utf-8").strip()) as device:
        sys.stdout.write("模拟密码设备已就绪（未经认证）\n")
        sys.stdout.flush()
        device.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
