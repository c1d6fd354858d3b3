"""A bare Django view that reads one page of items by index: no middleware, one SELECT, its rows as JSON.

Served by granian as `bench.floor.indexed:application`.
"""

import os
from pathlib import Path

from django.conf import settings

from onewindow.config import env

settings.configure(
    DATABASES={"default": env.database(os.environ["DATABASE_URL"], Path())},
    ROOT_URLCONF="bench.floor.indexed",
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

COLUMNS = "id", "name", "item_type", "level", "region_code", "agency_name", "audience", "online"
PAGE = f"SELECT {', '.join(COLUMNS)} FROM catalogue_itemversion WHERE id > %s ORDER BY id LIMIT 20"


def items(request: HttpRequest) -> HttpResponse:
    """Read twenty rows after an id."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [int(request.GET["after"])])
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    answer = JsonResponse({"items": rows})
    answer.headers["Content-Length"] = str(len(answer.content))
    return answer


urlpatterns = [path("items/", items)]
application = get_wsgi_application()
