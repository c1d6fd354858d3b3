"""A bare Django view that reads one licence by its verification code: no middleware, one SELECT, as JSON.

Served by granian as `bench.floor.licence:application`.
"""

import os
from pathlib import Path

from django.conf import settings

from onewindow.config import env

settings.configure(
    DATABASES={"default": env.database(os.environ["DATABASE_URL"], Path())},
    ROOT_URLCONF="bench.floor.licence",
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

COLUMNS = "identifier", "number", "issuer_name", "holder_name", "issued_on", "valid_to", "status"
ONE = f"SELECT {', '.join(COLUMNS)} FROM licences_licence WHERE token = %s"


def licence(request: HttpRequest) -> HttpResponse:
    """Read the licence of a code."""
    with connection.cursor() as cursor:
        cursor.execute(ONE, [request.GET["code"]])
        row = cursor.fetchone()
    assert row is not None
    answer = JsonResponse(dict(zip(COLUMNS, row, strict=True)))
    answer.headers["Content-Length"] = str(len(answer.content))
    return answer


urlpatterns = [path("verify/", licence)]
application = get_wsgi_application()
