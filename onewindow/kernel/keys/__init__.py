"""Keys behind one interface: signing keys by purpose, secrets by name; where they live is a setting.

`settings.KEY_STORE` names the class of the store. `SoftwareKeyStore` (files under `settings.KEY_DIR`) is for
development and test; a certified device takes its place in production: see `store.KeyStore`. Keys of seals
have a store of their own, `settings.SEAL_KEY_STORE`.
"""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from onewindow.kernel.keys.device import DeviceFailed, DeviceKeyStore
from onewindow.kernel.keys.software import SoftwareKeyStore
from onewindow.kernel.keys.store import KeyMissing, KeyStore, PublicKey

__all__ = [
    "DeviceFailed",
    "DeviceKeyStore",
    "KeyMissing",
    "KeyStore",
    "PublicKey",
    "SoftwareKeyStore",
    "forget",
    "public_key",
    "published",
    "seal_store",
    "secret",
    "store",
]


_known: tuple[object, KeyStore] | None = None  # the store, and the settings that named it


def store() -> KeyStore:
    """Return the key store the settings name."""
    global _known  # noqa: PLW0603
    if _known is None or _known[0] is not settings._wrapped:
        found = _store(
            getattr(settings, "KEY_STORE", "onewindow.kernel.keys.SoftwareKeyStore"), str(settings.KEY_DIR)
        )
        _known = settings._wrapped, found
        return found
    return _known[1]


def seal_store() -> KeyStore:
    """Return the store of the keys of seals, a place of its own: a device may hold these alone."""
    ours = getattr(settings, "KEY_STORE", "onewindow.kernel.keys.SoftwareKeyStore")
    return _store(getattr(settings, "SEAL_KEY_STORE", ours), str(settings.KEY_DIR / "seals"))


def public_key(kid: str) -> bytes:
    """Return the public key, 65 bytes from 0x04, of a key id; raise `KeyMissing`."""
    return store().public_key(kid)


def published() -> list[PublicKey]:
    """Return every signing key we ever had, oldest first, as the world may know them."""
    return store().published()


def secret(name: str, *, create: bool = True) -> bytes:
    """Return a secret of 32 bytes, made at first use; without `create` raise `KeyMissing` instead."""
    return store().secret(name, create=create)


def forget() -> None:
    """Drop what this process remembers of the store, for tests and after a key was changed by hand."""
    global _known  # noqa: PLW0603
    _known = None
    _store.cache_clear()


@cache
def _store(path: str, directory: str) -> KeyStore:
    made = import_string(path)(directory)
    assert isinstance(made, KeyStore)
    return made
