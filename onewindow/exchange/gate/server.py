"""Runs the gateway as processes of its own: `onewindow gateway`."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from multiprocessing import connection
from typing import TYPE_CHECKING

from onewindow.kernel.public import commands

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess
    from socket import socket

    from uvicorn import Config

_ENTRY = "onewindow.exchange.gate.entry"
OFFSET, KEPT_SECONDS, GRACE_SECONDS = 400, 60, 2
TICK_SECONDS, STEADY_SECONDS, LONGEST_PAUSE = 0.2, 2.0, 10.0


def gateway_port() -> int:
    """Return where the gateway listens: ONEWINDOW_GATEWAY_PORT, by default 400 above the web server."""
    from django.conf import settings

    return int(os.environ.get("ONEWINDOW_GATEWAY_PORT") or settings.PORT + OFFSET)


def _arguments(parser: ArgumentParser) -> None:
    from django.conf import settings

    parser.add_argument("--host", default=os.environ.get("ONEWINDOW_HOST", "127.0.0.1"), help="address")
    parser.add_argument("--port", type=int, default=gateway_port(), help=f"port (default {gateway_port()})")
    parser.add_argument("--workers", type=int, default=settings.GATEWAY_WORKERS, help="processes")


def _run(arguments: Namespace) -> int:
    from uvicorn import Config

    config = Config(
        f"{_ENTRY}:application",
        host=arguments.host,
        port=arguments.port,
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
    listening = config.bind_socket()
    if arguments.workers > 1:
        _keep(config, listening, arguments.workers)
    else:
        _serve(config, listening)
    return 0


def _serve(config: "Config", listening: "socket") -> None:
    """Serve until told to stop, or until the process that forked this one is gone."""
    from uvicorn import Server

    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, _leave)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    Server(config).run(sockets=[listening])


def _leave(_sign: int, _frame: object) -> None:
    """End cleanly on a signal before the server takes it, and when the server passes it on at its end."""
    sys.exit(0)


def _end_with(parent: int) -> None:
    """Stop this process once its parent is gone: killed, it cannot say so."""
    connection.wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)


def _keep(config: "Config", listening: "socket", many: int) -> None:
    """Keep so many processes serving until told to stop; a dead one is replaced.

    They are forked when all is loaded: what none of them changes is in memory once. For one that dies at its
    start the next comes later each time.
    """
    from django.db import connections

    config.load()
    connections.close_all()
    forking, stopped = multiprocessing.get_context("fork"), []
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *told: stopped.append(told))
    alive: dict[ForkProcess, float] = {}
    again, pause = 0.0, TICK_SECONDS
    while not stopped:
        for dead in [one for one in alive if not one.is_alive()]:
            steady = time.monotonic() - alive.pop(dead) > STEADY_SECONDS
            pause = TICK_SECONDS if steady else min(2 * pause, LONGEST_PAUSE)
            again = time.monotonic() + pause
        while len(alive) < many and time.monotonic() >= again:
            one = forking.Process(target=_serve, args=(config, listening))
            one.start()
            alive[one] = time.monotonic()
        time.sleep(TICK_SECONDS)
    _end(list(alive))


def _end(processes: "list[ForkProcess]") -> None:
    """Stop processes; what is not gone after its grace is killed."""
    end = time.monotonic() + GRACE_SECONDS + 1
    for one in processes:
        one.terminate()
    for one in processes:
        one.join(max(0.0, end - time.monotonic()))
        one.kill()


COMMAND = commands.Command(
    name="gateway",
    help="serve the exchange gateway at /exchange/ (ASGI, processes of its own)",
    run=_run,
    arguments=_arguments,
)
