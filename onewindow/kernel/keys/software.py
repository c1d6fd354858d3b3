"""Keys in files of mode 600, one folder, made once even when two processes start together."""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from gmssl_pyx import sm2_key_generate, sm2_sign_sm3_digest

from onewindow.kernel import clock
from onewindow.kernel.keys.store import KeyMissing, PublicKey, key_id

_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class _SigningKey:
    private: bytes
    public: bytes
    purpose: str
    since: datetime


class SoftwareKeyStore:
    """For development and test; `rotate` gives a purpose a new key and keeps the old for checking."""

    def __init__(self, directory: str) -> None:
        """Keep keys under `directory`, which is made (mode 700) when the first key is."""
        self._directory = Path(directory)
        self._keys: dict[str, _SigningKey] = {}
        self._current: dict[str, str] = {}
        self._secrets: dict[str, bytes] = {}

    def current(self, purpose: str) -> str:
        """Return the id of the newest key of a purpose, made when there is none."""
        if purpose not in self._current:
            _check_name(purpose)
            self._read()
            if purpose not in self._current:
                with self._locked():
                    self._read()
                    if purpose not in self._current:
                        self._make(purpose)
        return self._current[purpose]

    def rotate(self, purpose: str) -> str:
        """Make a new key for a purpose and return its id; old signatures stay checkable."""
        _check_name(purpose)
        with self._locked():
            self._read()
            return self._make(purpose)

    def sign_digest(self, kid: str, digest: bytes) -> bytes:
        """Sign e, a 32-byte digest; raise `KeyMissing` for an unknown key."""
        r, s = decode_dss_signature(sm2_sign_sm3_digest(self._key(kid).private, digest))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def public_key(self, kid: str) -> bytes:
        """Return the uncompressed public point of a key; raise `KeyMissing`."""
        return self._key(kid).public

    def published(self) -> list[PublicKey]:
        """Return all signing keys, oldest first."""
        self._read()
        found = [
            PublicKey(kid, key.purpose, "SM2-SM3", key.public.hex(), key.since)
            for kid, key in self._keys.items()
        ]
        return sorted(found, key=lambda key: (key.since, key.kid))

    def secret(self, name: str, *, create: bool = True) -> bytes:
        """Return the named secret; raise `KeyMissing` when it is neither there nor to be made."""
        known = self._secrets.get(name)
        if known is None:
            _check_name(name)
            known = self._secrets[name] = self._read_secret(name, create=create)
        return known

    def _read_secret(self, name: str, *, create: bool) -> bytes:
        path = self._directory / f"{name}.secret"
        if not path.exists():
            if not create:
                raise KeyMissing(f"secret {name!r} is not in {self._directory}")
            with self._locked():
                if not path.exists():
                    self._write(path, secrets.token_hex(32))
        value = bytes.fromhex(path.read_text().strip())
        if len(value) != 32:
            raise KeyMissing(f"{path} does not hold 32 bytes")
        return value

    def _key(self, kid: str) -> _SigningKey:
        if kid not in self._keys:
            self._read()
        if kid not in self._keys:
            raise KeyMissing(f"signing key {kid!r} is not in {self._directory}")
        return self._keys[kid]

    def _read(self) -> None:
        for path in self._directory.glob("*.sm2.json"):
            kid = path.name.split(".")[0]
            if kid not in self._keys:
                held = json.loads(path.read_text())
                self._keys[kid] = _SigningKey(
                    private=bytes.fromhex(held["private"]),
                    public=bytes.fromhex(held["public"]),
                    purpose=held["purpose"],
                    since=datetime.fromisoformat(held["since"]),
                )
        for kid, key in sorted(self._keys.items(), key=lambda pair: (pair[1].since, pair[0])):
            self._current[key.purpose] = kid

    def _make(self, purpose: str) -> str:
        public, private = sm2_key_generate()
        point = b"\x04" + public
        kid = key_id(point)
        held = {
            "purpose": purpose,
            "public": point.hex(),
            "private": private.hex(),
            "since": clock.now().isoformat(),
        }
        self._write(self._directory / f"{kid}.sm2.json", json.dumps(held, indent=1))
        self._read()
        self._current[purpose] = kid
        return kid

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._directory / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, path: Path, text: str) -> None:
        """Write a file nobody else can read, whole or not at all, even through a power cut."""
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        folder = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"a key name is lower-case letters, digits and hyphens, not {name!r}")
