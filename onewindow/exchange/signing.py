"""Who asked and who answered: requests carry our HMAC-SM3, answers the source's own."""

import hmac
from functools import lru_cache

from onewindow.exchange.connectors import Connector
from onewindow.kernel.public import hashing, keys


def agreed_keys(connector: Connector) -> tuple[bytes, bytes]:
    """Return the keys a source needs: to check our requests, and to sign its answers."""
    told = (_key(connector.secret, connector.source, one) for one in ("request", "answer"))
    return next(told), next(told)


def request_signature(connector: Connector, body: bytes) -> str:
    """Return our signature of a request to a source."""
    return request_mac(connector.secret, connector.source, body)


def request_mac(secret: str, source: str, body: bytes) -> str:
    """Return HMAC-SM3 of a request under the key agreed with the source, as `hmac-sm3=HEX`."""
    return "hmac-sm3=" + hashing.hmac_sm3(_key(secret, source, "request"), body).hex()


def answer_mac(secret: str, source: str, nonce: str, body: bytes) -> str:
    """Return HMAC-SM3 of an answer under the source's own key, bound to the question's nonce."""
    return "hmac-sm3=" + hashing.hmac_sm3(_key(secret, source, "answer"), nonce.encode() + body).hex()


def answer_is_genuine(connector: Connector, nonce: str, body: bytes, signature: str) -> bool:
    """Tell whether the source itself signed these bytes for this question."""
    expected = answer_mac(connector.secret, connector.source, nonce, body)
    return hmac.compare_digest(signature.encode(), expected.encode())


@lru_cache(maxsize=1024)
def _derived(secret: bytes, source: str, direction: str) -> bytes:
    return hashing.hmac_sm3(secret, f"{direction}:{source}".encode())


def _key(secret: str, source: str, direction: str) -> bytes:
    return _derived(keys.secret(secret), source, direction)
