"""Runs the gateway as a process of its own: `onewindow gateway`."""

import os
from argparse import ArgumentParser, Namespace

from onewindow.kernel.public import commands

OFFSET = 400


def gateway_port() -> int:
    """Return where the gateway listens: ONEWINDOW_GATEWAY_PORT, by default 400 above the web server."""
    from django.conf import settings

    return int(os.environ.get("ONEWINDOW_GATEWAY_PORT") or settings.PORT + OFFSET)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("ONEWINDOW_HOST", "127.0.0.1"), help="address")
    parser.add_argument("--port", type=int, default=gateway_port(), help=f"port (default {gateway_port()})")
    parser.add_argument("--workers", type=int, default=1, help="processes (default 1)")


def _run(arguments: Namespace) -> int:
    from granian import Granian

    Granian(
        "onewindow.exchange.gate.entry:application",
        address=arguments.host,
        port=arguments.port,
        interface="asgi",
        workers=arguments.workers,
        backlog=1024,
        log_access=False,
        log_level="warning",
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
    return 0


COMMAND = commands.Command(
    name="gateway",
    help="serve the exchange gateway at /exchange/ (ASGI, a process of its own)",
    run=_run,
    arguments=_arguments,
)
