"""Keys in a device behind a slot, PKCS#11 style: sessions, a PIN, objects by label; no private key comes out.

`device.json` in the store's folder names the socket and the PIN's file. The slot speaks one JSON line for a
call; the simulated device (模拟) beside this module answers it, a certified one by a small server over
its vendor's library that speaks the same lines. `SEAL_KEY_STORE` or `KEY_STORE` names `DeviceKeyStore`.
"""

import json
import socket
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from onewindow.kernel.keys.store import KeyMissing, PublicKey, key_id

SECONDS = 5.0
LONGEST_LINE = 4 * 1024 * 1024


class DeviceFailed(RuntimeError):
    """The device could not be reached, refused the PIN, or could not do what was asked."""


class Slot:
    """One slot of a device: a session that logs in by itself and is opened anew after the line broke."""

    def __init__(self, address: str, pin: str) -> None:
        """Remember where the device is; nothing is opened before the first call."""
        self._address, self._pin = address, pin
        self._line: socket.socket | None = None
        self._one_at_a_time = threading.Lock()

    def call(self, do: str, **given: str) -> dict[str, Any]:
        """Ask the device for one thing; raise DeviceFailed, or KeyMissing for an unknown object."""
        with self._one_at_a_time:
            fresh = self._line is None
            try:
                answer = self._ask({"do": do, **given})
            except OSError as error:
                self.close()
                if fresh:
                    raise DeviceFailed(f"the key device does not answer: {error}") from error
                answer = self._again({"do": do, **given})
        if "error" in answer:
            if answer["error"] == "no such object":
                raise KeyMissing(f"the device has no key {given}")
            raise DeviceFailed(str(answer["error"]))
        return answer

    def close(self) -> None:
        """End the session."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def __del__(self) -> None:
        """End the session with the store."""
        self.close()

    def _again(self, asked: Mapping[str, str]) -> dict[str, Any]:
        try:
            return self._ask(asked)
        except OSError as error:
            self.close()
            raise DeviceFailed(f"the key device does not answer: {error}") from error

    def _ask(self, asked: Mapping[str, str]) -> dict[str, Any]:
        if self._line is None:
            self._line = socket.socket(socket.AF_UNIX)
            self._line.settimeout(SECONDS)
            self._line.connect(self._address)
            answer = self._exchange({"do": "login", "pin": self._pin})
            if "error" in answer:
                self.close()
                raise DeviceFailed(str(answer["error"]))
        return self._exchange(asked)

    def _exchange(self, asked: Mapping[str, str]) -> dict[str, Any]:
        assert self._line is not None
        self._line.sendall(json.dumps(asked).encode() + b"\n")
        held = b""
        while not held.endswith(b"\n"):
            piece = self._line.recv(65536)
            if not piece or len(held) > LONGEST_LINE:
                raise ConnectionError("the line broke")
            held += piece
        answer = json.loads(held)
        assert isinstance(answer, dict)
        return answer


class DeviceKeyStore:
    """The interface of a key store over a slot."""

    def __init__(self, directory: str) -> None:
        """Read where the device is from `device.json` in the folder; raise DeviceFailed without it."""
        place = Path(directory) / "device.json"
        try:
            told = json.loads(place.read_text(encoding="utf-8"))
            pin = Path(told["pin_file"]).read_text(encoding="utf-8").strip()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DeviceFailed(f"{place} does not say where the key device is") from error
        self._slot = Slot(str(told["socket"]), pin)
        self._public: dict[str, bytes] = {}

    def current(self, purpose: str) -> str:
        """Return the id of the key that signs for a purpose now, made in the device at first use."""
        return str(self._slot.call("current", label=purpose)["kid"])

    def sign_digest(self, kid: str, digest: bytes) -> bytes:
        """Let the device sign e, a 32-byte digest; return r‖s."""
        return bytes.fromhex(self._slot.call("sign", kid=kid, digest=digest.hex())["signature"])

    def public_key(self, kid: str) -> bytes:
        """Return a public key; raise KeyMissing, and DeviceFailed where it does not bear its id."""
        if kid not in self._public:
            key = bytes.fromhex(self._slot.call("public", kid=kid)["public"])
            if key_id(key) != kid:
                raise DeviceFailed("the device answered with another key")
            self._public[kid] = key
        return self._public[kid]

    def published(self) -> list[PublicKey]:
        """Return every signing key in the slot, oldest first."""
        return [
            PublicKey(
                row["kid"], row["purpose"], "SM2-SM3", row["public"], datetime.fromisoformat(row["since"])
            )
            for row in self._slot.call("list")["keys"]
        ]

    def secret(self, name: str, *, create: bool = True) -> bytes:
        """Return a data key the device keeps wrapped, made at first use unless `create` is false."""
        return bytes.fromhex(self._slot.call("unwrap", label=name, create="1" if create else "")["value"])
