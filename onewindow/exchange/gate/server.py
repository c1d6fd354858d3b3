"""Runs the gateway as a process of its own: `onewindow gateway`."""

import os
from argparse import ArgumentParser, Namespace

from onewindow.kernel.public import commands

_ENTRY = "onewindow.exchange.gate.entry"
OFFSET, KEPT_SECONDS, GRACE_SECONDS = 400, 60, 2


def gateway_port() -> int:
    """Return where the gateway listens: ONEWINDOW_GATEWAY_PORT, by default 400 above the web server."""
    from django.conf import settings

    return int(os.environ.get("ONEWINDOW_GATEWAY_PORT") or settings.PORT + OFFSET)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("ONEWINDOW_HOST", "127.0.0.1"), help="address")
    parser.add_argument("--port", type=int, default=gateway_port(), help=f"port (default {gateway_port()})")
    parser.add_argument("--workers", type=int, default=1, help="processes (default 1)")


def _run(arguments: Namespace) -> int:
    import uvicorn

    uvicorn.run(
        f"{_ENTRY}:application",
        host=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        loop="uvloop",
        http=f"{_ENTRY}:Bounded",
        ws="none",
        lifespan="off",
        interface="asgi3",
        backlog=1024,
        access_log=False,
        log_level="error",
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return 0


COMMAND = commands.Command(
    name="gateway",
    help="serve the exchange gateway at /exchange/ (ASGI, a process of its own)",
    run=_run,
    arguments=_arguments,
)
