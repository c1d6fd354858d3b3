"""Counts the SQL of one submit through the whole middleware: `python -m bench.statements SERIAL`."""

import json
import subprocess
import sys
from dataclasses import dataclass

from bench.crowd import TOKEN, nurse, pilot, started
from bench.instance import ROOT, Instance

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SET ", "SAVEPOINT", "RELEASE SAVEPOINT")


@dataclass(frozen=True)
class Count:
    """The statements of one submit, savepoints left out, and its transactions."""

    statements: list[str]
    transactions: int
    savepoints: int


def count(it: Instance, serial: int) -> Count:
    """Count in a process of its own on a running instance; session and user count, BEGIN does not."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.statements", str(serial)], cwd=ROOT,
        env=it.environment | {"DATABASE_URL": it.database_url}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the statements could not be counted: {done.stderr[-2000:]}")
    return Count(**json.loads(done.stdout.splitlines()[-1]))


def main(serial: int) -> None:
    """Submit twice, so that what a process reads once is read; print the statements of the second."""
    started()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for at in (serial, serial + 1):
        ready = nurse(pilot(), at)
        client = Client()
        client.cookies.load({"sessionid": ready.session, "csrftoken": TOKEN})
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(f"/apply/draft/{ready.draft}/submit/", {"csrfmiddlewaretoken": TOKEN})
        assert answer.status_code == 302, answer.content
    told = [query["sql"] for query in captured]
    plain = [sql for sql in told if not sql.startswith(CONTROL)]
    print(
        json.dumps(
            {
                "statements": [sql[:400] for sql in plain],
                "transactions": sum(sql.startswith("BEGIN") for sql in told),
                "savepoints": sum(sql.startswith("SAVEPOINT") for sql in told),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
