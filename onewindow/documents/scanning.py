"""Virus scanning: a port to any scanner with clamd's protocol, at `settings.SCANNER` (host:port or off)."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from onewindow.documents.errors import FileRefused

SECONDS, PIECE = 10.0, 64 * 1024
Scan = Callable[[bytes], str]


class ScannerSilent(RuntimeError):
    """The scanner does not answer, or not in its own words."""


def scan(data: bytes) -> str:
    """Return `clean`, or `off` where no scanner is joined, or `pending` where it does not answer now.

    Raises FileRefused when something is found.
    """
    if _current:
        found = _ask(_current[-1], data)
    elif settings.SCANNER not in {"", "off"}:
        found = _ask(clamd, data)
    else:
        return "off"
    if found is None:
        return "pending"
    if found:
        raise FileRefused(cause=f"文件里查到病毒（{found[:60]}），没有保存。请先杀毒，再重新导出上传。")
    return "clean"


def _ask(scanner: Scan, data: bytes) -> str | None:
    try:
        return scanner(data)
    except ScannerSilent:
        return None


def clamd(data: bytes) -> str:
    """Send bytes as INSTREAM; return the name of what was found, "" for nothing. Raises ScannerSilent."""
    host, _, port = settings.SCANNER.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=SECONDS) as line:
            line.sendall(b"zINSTREAM\0")
            for at in range(0, len(data), PIECE):
                piece = data[at : at + PIECE]
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            answer = b""
            while not answer.endswith(b"\0"):
                more = line.recv(4096)
                if not more or len(answer) > 65536:
                    break
                answer += more
    except (OSError, ValueError) as fault:
        raise ScannerSilent from fault
    said = answer.rstrip(b"\0\n").decode(errors="replace")
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerSilent(said[:200])


_current: list[Scan] = []


@contextmanager
def using(scanner: Scan) -> Iterator[None]:
    """Use another scanner within the block."""
    _current.append(scanner)
    try:
        yield
    finally:
        _current.pop()
