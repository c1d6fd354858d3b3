"""Runs the gateway as processes of its own: `onewindow gateway`."""

import multiprocessing
import os
import signal
import threading
from argparse import ArgumentParser, Namespace
from multiprocessing import connection
from typing import TYPE_CHECKING

from onewindow.kernel.public import commands

if TYPE_CHECKING:
    from socket import socket

    from uvicorn import Config

_ENTRY = "onewindow.exchange.gate.entry"
OFFSET, KEPT_SECONDS, GRACE_SECONDS, PAUSE_SECONDS = 400, 60, 2, 0.2


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
    if arguments.workers <= 1:
        _serve(config, listening)
    else:
        _keep(config, listening, arguments.workers)
    return 0


def _serve(config: "Config", listening: "socket") -> None:
    """Serve until told to stop, or until the process that forked this one is gone."""
    from uvicorn import Server

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    Server(config).run(sockets=[listening])


def _end_with(parent: int) -> None:
    """Stop this process once its parent is gone: killed, it cannot say so."""
    connection.wait([parent])
    os.kill(os.getpid(), signal.SIGTERM)


def _keep(config: "Config", listening: "socket", many: int) -> None:
    """Keep so many processes serving until told to stop; a dead one is replaced.

    They are forked when all is loaded: what none of them changes is in memory once.
    """
    from django.db import connections

    config.load()
    connections.close_all()
    forking, stopped = multiprocessing.get_context("fork"), threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_told: stopped.set())
    alive: list[multiprocessing.context.ForkProcess] = []
    while not stopped.is_set():
        alive = [one for one in alive if one.is_alive()]
        for _ in range(many - len(alive)):
            alive.append(forking.Process(target=_serve, args=(config, listening)))
            alive[-1].start()
        stopped.wait(PAUSE_SECONDS)
    for one in alive:
        one.terminate()
    for one in alive:
        one.join(GRACE_SECONDS + 1)
        one.kill()


COMMAND = commands.Command(
    name="gateway",
    help="serve the exchange gateway at /exchange/ (ASGI, processes of its own)",
    run=_run,
    arguments=_arguments,
)
