"""The seam to procrastinate: runs the registered jobs in a thread with its own event loop."""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connections

from onewindow.kernel import jobs

log = logging.getLogger(__name__)
_RESTART_SECONDS = 5


class Scheduler:
    """Procrastinate's worker beside the outbox loop; it is started anew when it fails."""

    def __init__(self) -> None:
        """Prepare without starting."""
        self._stopped = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, seconds: float = 5) -> None:
        """Ask the running job to be the last and wait for it that long."""
        self._stopped.set()
        loop, task = self._loop, self._task
        if loop and task and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                asyncio.run(self._work())
            except asyncio.CancelledError:
                return
            except Exception:
                log.exception("the job worker failed and starts anew")
            self._stopped.wait(_RESTART_SECONDS)

    async def _work(self) -> None:
        app = _app()
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        if self._stopped.is_set():
            return
        async with app.open_async():
            await app.run_worker_async(
                name="onewindow",
                concurrency=1,
                install_signal_handlers=False,
                delete_jobs="always",
                shutdown_graceful_timeout=4,
            )


def _app() -> Any:
    """Return procrastinate's app over an asynchronous connector, with our jobs as its periodic tasks."""
    from procrastinate.contrib.django import app

    for job in jobs.registered.values():
        if job.name not in app.tasks:
            task = app.task(name=job.name, queueing_lock=job.name)(_as_task(job.run))
            app.periodic(cron=job.cron)(task)
    return app.with_connector(app.connector.get_worker_connector())


def _as_task(run: Callable[[], object]) -> Callable[[int], None]:
    def task(timestamp: int) -> None:
        close_old_connections()
        try:
            run()
        finally:
            connections.close_all()

    return task
