"""A bare Django view that inserts the sample's rows: no middleware, one transaction, one INSERT per table.

Served by granian as `bench.floor.view:application`; FLOOR_SAMPLE names the JSON file with the sample.
"""

import json
import os
from pathlib import Path

from django.conf import settings

from bench.floor import sample
from onewindow.config import env

settings.configure(
    DATABASES={"default": env.database(os.environ["DATABASE_URL"], Path())},
    ROOT_URLCONF="bench.floor.view",
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="floor",
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


def _prepared() -> tuple[dict[str, str], list[tuple[str, list[str | None]]]]:
    """Return the keys, and for each table its INSERT and its cells in order."""
    read = json.loads(Path(os.environ["FLOOR_SAMPLE"]).read_text())
    inserts = []
    for name, columns, rows in read["tables"]:
        row = "(" + ", ".join(["%s"] * len(columns)) + ")"
        names = ", ".join(f'"{column}"' for column in columns)
        sql = f"INSERT INTO {sample.SCHEMA}.{name} ({names}) VALUES {', '.join([row] * len(rows))}"
        inserts.append((sql, [cell for each in rows for cell in each]))
    return read["keys"], inserts


KEYS, INSERTS = _prepared()


def submit(request: HttpRequest) -> HttpResponse:
    """Insert one copy of the rows."""
    new = sample.fresh(KEYS)
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, cells in INSERTS:
            cursor.execute(sql, [new.get(cell, cell) if cell else cell for cell in cells])
    return HttpResponse(status=302, headers={"Location": "/done/", "Content-Length": "0"})


urlpatterns = [path("submit/", submit)]
application = get_wsgi_application()
