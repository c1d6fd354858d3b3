"""GET /healthz for load balancers, GET /metrics for Prometheus."""

import time

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from onewindow import __version__
from onewindow.config import tallies
from onewindow.kernel.public import clock

WORKER_SECONDS = 30
REMEMBER_SECONDS = 10.0


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process reaches the database, 503 with the reason otherwise.

    A missing worker is told but keeps the 200: pages are still served, and taking every node out of a load
    balancer because the worker is late would make one fault into two.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        worker = "ok" if worker_age() < WORKER_SECONDS else "absent"
    except DatabaseError as error:
        body = {"status": "unavailable", "version": __version__, "database": "down", "worker": "unknown"}
        return JsonResponse(body | {"reason": type(error).__name__}, status=503)
    return JsonResponse({"status": "ok", "version": __version__, "database": "ok", "worker": worker})


def worker_age() -> float:
    """Return the seconds since a worker last said it is alive, or infinity."""
    latest = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True)
    seen = latest.first()
    return time.time() - seen.timestamp() if seen else float("inf")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer what this node counted since its start, and what the database holds now (at most 10 s old)."""
    lines = [
        "# TYPE onewindow_build_info gauge",
        f'onewindow_build_info{{version="{__version__}"}} 1',
        *tallies.exposition(),
        *_database_lines(),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


_remembered: tuple[float, list[str]] = (0.0, [])


def _database_lines() -> list[str]:
    global _remembered  # noqa: PLW0603  one number a process, replaced whole
    if time.monotonic() - _remembered[0] > REMEMBER_SECONDS or not _remembered[1]:
        _remembered = (time.monotonic(), _read_database())
    return _remembered[1]


def _read_database() -> list[str]:
    try:
        lines = ["# TYPE onewindow_database_up gauge", "onewindow_database_up 1"]
        for part in (_worker, _outbox, _jobs, _cases):
            lines += part()
        return lines
    except DatabaseError:
        return ["# TYPE onewindow_database_up gauge", "onewindow_database_up 0"]


def _worker() -> list[str]:
    return [
        "# TYPE onewindow_worker_up gauge",
        f"onewindow_worker_up {int(worker_age() < WORKER_SECONDS)}",
    ]


def _outbox() -> list[str]:
    waiting = apps.get_model("kernel", "OutboxEvent")._default_manager.filter(dispatched_at=None)
    found = waiting.aggregate(number=Count("pk"), oldest=Min("occurred_at"))
    age = (clock.now() - found["oldest"]).total_seconds() if found["oldest"] else 0
    return [
        "# TYPE onewindow_outbox_waiting gauge",
        f"onewindow_outbox_waiting {found['number']}",
        "# TYPE onewindow_outbox_oldest_seconds gauge",
        f"onewindow_outbox_oldest_seconds {max(age, 0):.1f}",
    ]


def _jobs() -> list[str]:
    found = ProcrastinateJob.objects.aggregate(
        waiting=Count("pk", filter=Q(status="todo")), failed=Count("pk", filter=Q(status="failed"))
    )
    return [
        "# TYPE onewindow_jobs gauge",
        f'onewindow_jobs{{status="waiting"}} {found["waiting"]}',
        f'onewindow_jobs{{status="failed"}} {found["failed"]}',
    ]


def _cases() -> list[str]:
    """Return cases by status, from the planner's view of the table once counting it would be dear."""
    if "case" not in apps.all_models["cases"]:
        return []
    model = apps.get_model("cases", "Case")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        about = int(cursor.fetchone()[0])
    if about > settings.COUNT_CASES_UP_TO:
        return ["# TYPE onewindow_cases_about gauge", f"onewindow_cases_about {about}"]
    rows = model._default_manager.values_list("status").annotate(number=Count("pk")).order_by("status")
    return [
        "# TYPE onewindow_cases gauge",
        *(f'onewindow_cases{{status="{status}"}} {number}' for status, number in rows),
    ]
