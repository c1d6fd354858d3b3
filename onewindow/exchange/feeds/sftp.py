"""An SFTP folder, read-only; the server's key must be the declared one."""

import asyncio
import contextlib
import stat
from collections.abc import Iterator, Mapping
from typing import Any

import asyncssh

LARGEST, SECONDS = 20_000_000, 15


class SftpDown(Exception):
    """The folder could not be read; the text says why."""


class Folder:
    """An open folder; each read runs the session's own loop."""

    def __init__(self, runner: asyncio.Runner, client: Any, path: str) -> None:
        self._runner, self._client, self._path = runner, client, path.rstrip("/")

    def names(self) -> list[str]:
        """Return the names of its plain files, sorted."""
        found = self._run(self._client.readdir(self._path or "."))
        return sorted(
            str(one.filename)
            for one in found
            if not str(one.filename).startswith(".") and stat.S_ISREG(one.attrs.permissions or stat.S_IFREG)
        )

    def read(self, name: str) -> bytes:
        """Return a file's bytes, one more than the largest taken at most."""
        data: bytes = self._run(self._read(name))
        return data

    async def _read(self, name: str) -> bytes:
        async with self._client.open(f"{self._path or '.'}/{name}", "rb") as file:
            return bytes(await file.read(LARGEST + 1))

    def _run(self, work: Any) -> Any:
        return self._runner.run(_timed(work))


async def _timed(work: Any) -> Any:
    return await asyncio.wait_for(work, SECONDS)


@contextlib.contextmanager
def opened(source: Mapping[str, Any], address: str, secret: str) -> Iterator[Folder]:
    """Open the declared folder at a checked address; raise SftpDown."""
    with asyncio.Runner() as runner:
        try:
            connection = runner.run(_timed(_connect(source, address, secret)))
            try:
                client = runner.run(_timed(connection.start_sftp_client()))
                yield Folder(runner, client, source["folder"])
            finally:
                connection.close()
                runner.run(connection.wait_closed())
        except (asyncssh.Error, OSError, TimeoutError) as error:
            raise SftpDown(f"{type(error).__name__}：{str(error)[:200]}") from error


async def _connect(source: Mapping[str, Any], address: str, secret: str) -> Any:
    key = asyncssh.import_public_key(source["host_key"])
    return await asyncssh.connect(
        address, source["port"], username=source["user"], password=secret, known_hosts=([key], [], []),
        config=None, client_keys=None, agent_path=None,
    )  # fmt: skip
