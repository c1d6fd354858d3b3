"""HTTP/1.1 without threads: one request written, its answer gathered piece by piece until it is whole.

Only what asking registers needs: POST, Content-Length, chunked or close-delimited answers, no redirects.
Sending to all sources and then waiting on all sockets costs a tenth of a client with threads; see
docs/decisions/exchange-client.md.
"""

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from onewindow.exchange.addresses import check

HEAD_LIMIT = 16384


class Broken(Exception):
    """The answer is not HTTP, or longer than allowed; the text is the cause."""


@dataclass
class Reply:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    reusable: bool


@dataclass
class Gathering:
    """Bytes of one answer so far."""

    limit: int
    data: bytearray = field(default_factory=bytearray)
    ended: bool = False

    def add(self, piece: bytes) -> None:
        """Take the next bytes; an empty piece means the source closed."""
        self.ended = self.ended or not piece
        self.data += piece
        if len(self.data) > self.limit + HEAD_LIMIT:
            raise Broken("oversize")

    def reply(self) -> Reply | None:
        """Return the answer once whole; raise Broken when it cannot become one."""
        head_end = self.data.find(b"\r\n\r\n")
        if head_end < 0:
            if self.ended or len(self.data) > HEAD_LIMIT:
                raise Broken("broken")
            return None
        status, headers = _head(bytes(self.data[:head_end]))
        body = self._body(headers, head_end + 4)
        if body is None:
            if self.ended:
                raise Broken("broken")
            return None
        if len(body) > self.limit:
            raise Broken("oversize")
        keep = headers.get("connection", "").lower() != "close" and not self.ended
        return Reply(status, headers, body, keep)

    def _body(self, headers: Mapping[str, str], start: int) -> bytes | None:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return _unchunked(self.data, start, self.limit)
        length = headers.get("content-length")
        if length is None:
            return bytes(self.data[start:]) if self.ended else None
        if not length.isascii() or not length.isdigit():
            raise Broken("broken")
        if int(length) > self.limit:
            raise Broken("oversize")
        end = start + int(length)
        return bytes(self.data[start:end]) if len(self.data) >= end else None


def _head(raw: bytes) -> tuple[int, dict[str, str]]:
    lines = raw.decode("latin-1").split("\r\n")
    parts = lines[0].split(" ", 2)
    if len(parts) < 2 or not parts[0].startswith("HTTP/1.") or not parts[1].isdigit():
        raise Broken("broken")
    headers = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            raise Broken("broken")
        headers[name.strip().lower()] = value.strip()
    return int(parts[1]), headers


def _unchunked(data: bytearray, at: int, limit: int) -> bytes | None:
    body = bytearray()
    while True:
        line_end = data.find(b"\r\n", at)
        if line_end < 0:
            return None
        try:
            size = int(bytes(data[at:line_end]).split(b";")[0], 16)
        except ValueError:
            raise Broken("broken") from None
        at = line_end + 2
        if size == 0:
            return bytes(body) if data.find(b"\r\n", at) >= 0 else None
        if size < 0 or len(body) + size > limit:
            raise Broken("oversize")
        if len(data) < at + size + 2:
            return None
        body += data[at : at + size]
        at += size + 2


def connect(address: tuple[str, str, int], seconds: float, *, trusted: bool = False) -> socket.socket:
    """Return a connected socket, with TLS checked against the system's authorities for https.

    Raises Forbidden for an address connectors may not reach.
    """
    scheme, host, port = address
    plain = socket.create_connection((check(host, port, trusted=trusted), port), timeout=seconds)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if scheme != "https":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except (OSError, ssl.SSLError):
        plain.close()
        raise


def request_bytes(host: str, port: int, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return the bytes of a POST of JSON."""
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return (
        f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
        f"Accept: application/json\r\nContent-Length: {len(body)}\r\n{told}\r\n"
    ).encode("ascii") + body
