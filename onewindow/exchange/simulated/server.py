"""Runs the simulated department system as a process of its own."""

import json
import os
from argparse import ArgumentParser, Namespace
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from onewindow.exchange.connectors import simulated_url
from onewindow.exchange.simulated.faults import CONTROL_SECRET
from onewindow.kernel.public import commands, keys


def serve(port: int, workers: int = 2) -> None:
    """Serve on 127.0.0.1 until told to stop."""
    from granian import Granian

    os.environ["ONEWINDOW_SIMULATED_URL"] = f"http://127.0.0.1:{port}"
    Granian(
        "onewindow.exchange.simulated.app:application",
        address="127.0.0.1",
        port=port,
        interface="wsgi",
        workers=workers,
        blocking_threads=8,
        backlog=1024,
        log_access=False,
        log_level="error",
        websockets=False,
    ).serve()


def set_fault(resource: str, fault: str, seconds: float = 0.0) -> None:
    """Tell the running system to let a register fail (down, slow, lie, none, forged, oversize, reset)."""
    request = Request(  # noqa: S310
        f"{simulated_url()}/control",
        data=json.dumps({"resource": resource, "fault": fault, "seconds": seconds}).encode(),
        headers={"X-Control-Secret": keys.secret(CONTROL_SECRET).hex(), "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=5) as answer:  # noqa: S310
        answer.read()


def _arguments(parser: ArgumentParser) -> None:
    port = urlsplit(simulated_url()).port or 8100
    parser.add_argument("--port", type=int, default=port, help=f"port on 127.0.0.1 (default {port})")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (default 2)")


def _run(arguments: Namespace) -> int:
    serve(arguments.port, arguments.workers)
    return 0


COMMAND = commands.Command(
    name="simulate",
    help="serve the simulated department systems (invented data) on this machine",
    run=_run,
    arguments=_arguments,
    needs_database=False,
)
