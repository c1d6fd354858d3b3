"""A source that answers one register at once: what the gateway asks and the floor is; as lean as Python is.

It stands for another machine's service, so it is to take as little of the cores as it can: no server
framework, one protocol on the loop. Started with `python -m bench.floor.source PORT`.
"""

import asyncio
import re
import sys

import django
import orjson

django.setup()

from onewindow.exchange.signing import answer_mac  # noqa: E402  the key store reads the settings

VALUE = {
    "certificate_number": "202345000123",
    "holder_name": "压测护士",
    "status": "01",
    "valid_from": "2024-01-01",
    "valid_to": "2029-01-01",
    "institution_code": "459900000001",
    "institution_name": "示例市第一人民医院",
    "suspended": False,
}
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


class Source(asyncio.Protocol):
    """One kept connection: any POST with a length is answered with the record, signed for its nonce."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request there is."""
        self.data += data
        while (end := self.data.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self.data, 0, end)
            if length is None:
                self.transport.abort()
                return
            whole = end + 4 + int(length[1])
            if len(self.data) < whole:
                return
            body, self.data = self.data[end + 4 : whole], self.data[whole:]
            self.transport.write(_answer(body))


def _answer(asked: bytes) -> bytes:
    nonce = orjson.loads(asked)["nonce"]
    body = orjson.dumps({"nonce": nonce, "status": "ok", "value": VALUE})
    signature = answer_mac("exchange-simulated", "health", nonce, body)
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Source-Signature: {signature}\r\n\r\n"
    )
    return head.encode() + body


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Source, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
