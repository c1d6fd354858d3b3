"""Sources for tests of this context and those above it: in this process, or as the real simulated system."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.error import URLError
from urllib.request import urlopen

from django.test import override_settings

from onewindow.exchange.breaker import reset_breakers
from onewindow.exchange.gateways.fake import FakeGateway, answering
from onewindow.exchange.gateways.rest import drop_connections
from onewindow.exchange.queries import forget_resources
from onewindow.exchange.seed import plant
from onewindow.exchange.simulated import faults

__all__ = [
    "FakeGateway",
    "SimulatedProcess",
    "answering",
    "free_port",
    "plant_resources",
    "reset_breakers",
    "simulated",
]


NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday 2026-03-02 12:00 in China, where the fixture `noon` holds the clock."""


def plant_resources() -> None:
    """Plant the resource catalogue in the test's database."""
    forget_resources()
    plant()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class SimulatedProcess:
    """The simulated department systems as a process group of their own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        code = (
            "import django; django.setup()\n"
            "from onewindow.exchange.simulated.server import serve\n"
            f"serve({self.port}, 1)"
        )
        environment = os.environ | {
            "ONEWINDOW_SIMULATED_URL": self.url,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.process = subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True)
        for _ in range(1200):
            try:
                with urlopen(f"{self.url}/healthz", timeout=1):
                    return
            except (URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError("the simulated system did not start")

    def kill(self) -> None:
        """Kill it at once, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def simulated() -> Iterator[SimulatedProcess]:
    """Run the real simulated system for the block and point the connectors at it."""
    system = SimulatedProcess(free_port())
    system.start()
    try:
        with override_settings(SIMULATED_URL=system.url):
            reset_breakers()
            yield system
            faults.reset_faults()
    finally:
        system.kill()
        reset_breakers()
        drop_connections()
