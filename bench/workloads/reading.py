"""A case, its app's token, and as many copies of it as wanted: `python -m bench.workloads.reading`."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.instance import ROOT, Instance

SERIAL = 980_000
TOKEN = "bench-reading-token"
BATCH = 50_000
TABLES = {"cases_casematerial": 1, "cases_caseevent": 2}


@dataclass(frozen=True)
class Model:
    """The case that is copied, and how many statements one read of it takes."""

    number: str
    sql: int


def model(it: Instance) -> Model:
    """Submit one case to people and let an app read it, on a running instance."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.workloads.reading"], cwd=ROOT,
        env=it.environment | {"DATABASE_URL": it.database_url}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"no case to copy: {done.stderr[-2000:]}")
    return Model(**json.loads(done.stdout.splitlines()[-1]))


def copied(connection: "psycopg.Connection[Any]", number: str, wanted: int, *, first: int = 1) -> None:
    """Copy the case with materials and steps from the `first` copy to `wanted`, past the product."""
    connection.autocommit = True
    for begin in range(first, wanted, BATCH):
        last = min(begin + BATCH - 1, wanted - 1)
        kept = _columns(connection, "cases_case")
        made = _columns(connection, "cases_case", **OF_A_CASE)
        connection.execute(
            f"INSERT INTO cases_case ({kept}) SELECT {made} FROM cases_case c, "
            "generate_series(%s::int, %s::int) n WHERE number = %s",
            [begin, last, number],
        )
        for table, room in TABLES.items():
            kept = _columns(connection, table)
            parts = {"id": _key(room, "n * 64 + c.nth"), "case_id": OF_A_CASE["id"]}
            connection.execute(
                f"INSERT INTO {table} ({kept}) SELECT {_columns(connection, table, **parts)} FROM "
                f"(SELECT t.*, row_number() OVER (ORDER BY id) AS nth FROM {table} t WHERE case_id = "
                "(SELECT id FROM cases_case WHERE number = %s)) c, generate_series(%s::int, %s::int) n",
                [number, begin, last],
            )
    connection.execute("VACUUM ANALYZE cases_case, cases_casematerial, cases_caseevent")


def number_of(model_number: str, n: int) -> str:
    """Return the number of the nth copy."""
    return f"{model_number[:18]}{n:013d}"


def _columns(connection: "psycopg.Connection[Any]", table: str, **made: str) -> str:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
        "AND table_schema = 'public' ORDER BY ordinal_position",
        [table],
    ).fetchall()
    return ", ".join(made.get(str(name), f'c."{name}"' if made else f'"{name}"') for (name,) in rows)


def _key(space: int, n: str) -> str:
    return f"('0190{space:04x}-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"


OF_A_CASE = {
    "id": _key(0, "n"),
    "number": "left(c.number, 18) || lpad(n::text, 13, '0')",
    "draft_reference": "'B' || lpad(n::text, 14, '0')",
}


def main() -> None:
    """Submit, give an app a token, read twice; print the number and the statements of the second read."""
    from bench.crowd import nurse, pilot, started

    started()
    from datetime import timedelta

    from django.apps import apps
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from onewindow.cases import public as cases
    from onewindow.identity import public as identity
    from onewindow.kernel.public import clock, hashing

    ready, now = nurse(pilot(), SERIAL), clock.now()
    draft = apps.get_model("forms", "Draft").objects.get(pk=ready.draft)
    account = identity.Account.objects.get(pk=draft.account_id)
    by, applicant = identity.actor_for(account), identity.applicant_of(account)
    case = cases.submit_case(by=by, applicant=applicant, draft_id=draft.pk)
    party = apps.get_model("identity", "RelyingParty").objects.create(
        client_id="bench-reading", name="压测应用", purpose="压测", agency_id=case.agency_id, contact="压测",
        kind="web", registered_at=now,
    )  # fmt: skip
    given = apps.get_model("identity", "Authorisation").objects.create(
        party=party, account=account, scopes=["apply"], code=b"c" * 32, code_until=now, redirect="https://b/",
        challenge="c", auth_time=now, sid="s", begun_at=now,
    )  # fmt: skip
    apps.get_model("identity", "AccessToken").objects.create(
        digest=hashing.keyed_hash("oidc-access", TOKEN), party=party, authorisation=given, scopes=["apply"],
        good_until=now + timedelta(days=1),
    )  # fmt: skip
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = Client().get(
                f"/api/v1/cases/{case.number}", headers={"authorization": f"Bearer {TOKEN}"}
            )
        assert answer.status_code == 200, answer.content
    told = [q["sql"] for q in captured if not q["sql"].startswith(("BEGIN", "COMMIT", "SET "))]
    print(json.dumps({"number": case.number, "sql": len(told)}))


if __name__ == "__main__":
    main()
