"""模拟病毒扫描: a process that speaks clamd's protocol and knows one thing, the harmless EICAR test file."""

import socketserver
from argparse import ArgumentParser, Namespace

from django.conf import settings

from onewindow.kernel.public import commands

# the standard test string, in two halves so that no scanner takes this file for it
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 64 * 1024 * 1024


class Handler(socketserver.StreamRequestHandler):
    """One connection: one command."""

    timeout = 30

    def handle(self) -> None:
        """Answer zPING and zINSTREAM; anything else ends the connection."""
        command = self._word()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            data = self._stream()
            found = b"stream: Simulated.Eicar-Test FOUND\0" if EICAR in data else b"stream: OK\0"
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0" if len(data) > LARGEST else found)

    def _word(self) -> bytes:
        word = b""
        while len(word) < 32 and (letter := self.rfile.read(1)) not in {b"", b"\0"}:
            word += letter
        return word

    def _stream(self) -> bytes:
        data = bytearray()
        while (length := int.from_bytes(self.rfile.read(4), "big")) and len(data) <= LARGEST:
            data += self.rfile.read(min(length, LARGEST + 1))
        return bytes(data)


class Server(socketserver.ThreadingTCPServer):
    """The listening process."""

    allow_reuse_address = True
    daemon_threads = True


def _port() -> int:
    return int(settings.SCANNER.rpartition(":")[2])


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=_port(), help=f"port on 127.0.0.1 (default {_port()})")


def _run(arguments: Namespace) -> int:
    with Server(("127.0.0.1", arguments.port), Handler) as server:
        server.serve_forever()
    return 0


COMMAND = commands.Command(
    name="simulate-scanner",
    help="serve the simulated virus scanner (finds only the EICAR test file) on this machine",
    run=_run,
    arguments=_arguments,
    needs_database=False,
)
