"""What is prepared is planned once; a kept connection that stands costs no statement; an ended one shows."""

import psycopg
import pytest
from django.db import connection

from onewindow.kernel.public import prepared

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_silent_connection_is_usable_without_a_statement() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
        cursor.execute("SELECT 7")
    with psycopg.connect(connection.connection.info.dsn, password=_password()) as other:
        assert connection.is_usable()
        told = other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()
    assert told is not None and told[0] in {"SELECT 7", ""}


def test_what_is_prepared_is_planned_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_generic_plan",)
    with prepared.cursor() as cursor:
        for number in range(3):
            cursor.execute("SELECT id FROM kernel_delivery WHERE id = $1", [number])
        cursor.execute("SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements")
        generic, custom = cursor.fetchone()
    assert generic >= 3 and custom == 0


def test_a_connection_the_server_ended_is_not_usable() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with psycopg.connect(connection.connection.info.dsn, password=_password()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not connection.is_usable()
    connection.close()
    with connection.cursor() as cursor:  # the next one makes a new connection
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def _password() -> str | None:
    told = connection.settings_dict.get("PASSWORD")
    return str(told) if told else None
