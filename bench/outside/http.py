"""A small asynchronous HTTP client: one kept connection, one answer at a time."""

import asyncio
import json

SECONDS = 15.0


class Link:
    """A connection to 127.0.0.1 that is opened again when it breaks."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Return status and JSON of the answer; a broken connection raises and is forgotten."""
        try:
            return await asyncio.wait_for(self._post(path, body, headers), SECONDS)
        except BaseException:
            self.close()
            raise

    async def _post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, object]]:
        if self.pipe is None:
            self.pipe = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.pipe
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n{told}\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        lengths = [line.partition(":")[2] for line in lines if line.lower().startswith("content-length:")]
        data = await reader.readexactly(int(lengths[0]))
        return int(lines[0].split(" ", 2)[1]), json.loads(data)

    def close(self) -> None:
        """Drop the connection."""
        if self.pipe is not None:
            self.pipe[1].close()
            self.pipe = None
