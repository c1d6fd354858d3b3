"""A gateway behind one HTTP address: POST of id, to and text as JSON; 2xx took it, 4xx never will."""

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from onewindow.messages import rules
from onewindow.messages.errors import AddressRefused, GatewayDown

MOST_BYTES = 65_536
AGAIN = {408, 425, 429}


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """The gateway at an address; the part before @ in it is sent as the bearer's token."""

    address: str

    def send(self, key: str, address: str, text: str) -> str:
        """Hand a text over; return the reference the gateway gave. Raises GatewayDown, AddressRefused."""
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"}:
            raise GatewayDown("the gateway's address is not http")
        host = parts.netloc.rpartition("@")[2]
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if parts.username:
            headers["Authorization"] = f"Bearer {parts.username}"
        body = json.dumps({"id": key, "to": address, "text": text}, ensure_ascii=False).encode()
        request = urllib.request.Request(  # noqa: S310 (scheme checked above)
            parts._replace(netloc=host).geturl(), data=body, headers=headers, method="POST"
        )
        try:
            with _OPENER.open(request, timeout=rules.number("seconds")) as answer:
                return _reference(answer.read(MOST_BYTES))
        except urllib.error.HTTPError as refusal:
            if 400 <= refusal.code < 500 and refusal.code not in AGAIN:
                raise AddressRefused(f"HTTP {refusal.code}") from refusal
            raise GatewayDown(f"HTTP {refusal.code}") from refusal
        except (OSError, http.client.HTTPException) as failure:
            raise GatewayDown(type(failure).__name__) from failure


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        """Go nowhere else with somebody's number."""
        return


_OPENER = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))


def _reference(body: bytes) -> str:
    try:
        read = json.loads(body)
    except ValueError:
        return ""
    return str(read.get("reference", ""))[:100] if isinstance(read, dict) else ""
