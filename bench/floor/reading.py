"""A bare Django view that reads one case: no middleware, three SELECTs, its rows as JSON.

Served by granian as `bench.floor.reading:application`.
"""

import os
from pathlib import Path

from django.conf import settings

from onewindow.config import env

settings.configure(
    DATABASES={"default": env.database(os.environ["DATABASE_URL"], Path())},
    ROOT_URLCONF="bench.floor.reading",
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="floor",
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

CASE = (
    "id", "number", "item_code", "item_name", "applicant_name", "status", "outcome", "submitted_at",
    "accepted_at", "promised_due", "statutory_due", "next_due", "decided_at", "opinion",
)  # fmt: skip
PARTS = {
    "materials": ("cases_casematerial", "seq", ("seq", "name", "grade", "source")),
    "steps": ("cases_caseevent", "id", ("at", "kind", "title", "who", "state")),
}


def case(request: HttpRequest, number: str) -> HttpResponse:
    """Read one case with its materials and steps."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(CASE)} FROM cases_case WHERE number = %s", [number])
        told = dict(zip(CASE, cursor.fetchone(), strict=True))
        for part, (table, order, columns) in PARTS.items():
            cursor.execute(
                f"SELECT {', '.join(columns)} FROM {table} WHERE case_id = %s ORDER BY {order}", [told["id"]]
            )
            told[part] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    answer = JsonResponse(told)
    answer.headers["Content-Length"] = str(len(answer.content))
    return answer


urlpatterns = [path("cases/<str:number>", case)]
application = get_wsgi_application()
