"""A bare Django view that reads one page of a body's open cases by index, whatever their region.

Served by granian as `bench.floor.listed:application`.
"""

import os
from pathlib import Path

from django.conf import settings

from onewindow.config import env

settings.configure(
    DATABASES={"default": env.database(os.environ["DATABASE_URL"], Path())},
    ROOT_URLCONF="bench.floor.listed",
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

COLUMNS = "id", "number", "item_name", "applicant_name", "status", "submitted_at", "next_due"
PAGE = (
    f"SELECT {', '.join(COLUMNS)} FROM cases_case WHERE agency_id = %s AND next_due IS NOT NULL"
    " AND next_due >= %s ORDER BY next_due, id LIMIT 21"
)


def cases(request: HttpRequest) -> HttpResponse:
    """Read a page from a due date on."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [int(request.GET["agency"]), request.GET["due"]])
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    answer = JsonResponse({"cases": rows})
    answer.headers["Content-Length"] = str(len(answer.content))
    return answer


urlpatterns = [path("cases/", cases)]
application = get_wsgi_application()
