"""A case with materials and steps, an app's token, and copies of it: `-m bench.workloads.reading NUMBER`."""

import subprocess
import sys
from dataclasses import dataclass

from bench.instance import ROOT, Instance
from bench.workloads import copies

TOKEN = "bench-reading-token"
PARTS = {"cases_casematerial": 1, "cases_caseevent": 2}


@dataclass(frozen=True)
class Model:
    """The case that is copied, and how many statements one read of it takes."""

    number: str
    sql: int


def model(it: Instance) -> Model:
    """Submit one case and let an app read it, on a running instance."""
    number = copies.one_case(it)
    done = subprocess.run(
        [sys.executable, "-m", "bench.workloads.reading", number], cwd=ROOT,
        env=it.environment | {"DATABASE_URL": it.database_url}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"no app to read: {done.stderr[-2000:]}")
    return Model(number, int(done.stdout.splitlines()[-1]))


def copied(it: Instance, number: str, wanted: int, *, first: int = 1) -> None:
    """Copy the case with materials and steps from the `first` copy to the one before `wanted`."""
    span, values = {"first": first, "last": wanted - 1}, {"number": number}
    with copies.in_bulk(it, "cases_case", *PARTS) as connection:
        one = "CROSS JOIN (SELECT * FROM cases_case WHERE number = %(number)s) c"
        copies.insert(connection, "cases_case", OF_A_CASE, one, values, **span)
        for table, room in PARTS.items():
            made = {"id": _key(room, "n * 64 + c.nth"), "case_id": OF_A_CASE["id"]}
            parts = (
                f"CROSS JOIN (SELECT t.*, row_number() OVER (ORDER BY id) AS nth FROM {table} t"
                " WHERE case_id = (SELECT id FROM cases_case WHERE number = %(number)s)) c"
            )
            copies.insert(connection, table, made, parts, values, **span)


def number_of(model_number: str, n: int) -> str:
    """Return the number of the nth copy."""
    return f"{model_number[:18]}{n:013d}"


def _key(space: int, n: str) -> str:
    return f"('0190{space:04x}-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"


OF_A_CASE = {
    "id": _key(0, "n"),
    "number": "left(c.number, 18) || lpad(n::text, 13, '0')",
    "draft_reference": "'B' || lpad(n::text, 14, '0')",
}


def main(number: str) -> None:
    """Give an app a token for the case's account, read twice; print the statements of the second read."""
    from bench.crowd import started

    started()
    from datetime import timedelta

    from django.apps import apps
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from onewindow.kernel.public import clock, hashing

    case, now = apps.get_model("cases", "Case").objects.get(number=number), clock.now()
    party = apps.get_model("identity", "RelyingParty").objects.create(
        client_id="bench-reading", name="压测应用", purpose="压测", agency_id=case.agency_id, contact="压测",
        kind="web", registered_at=now,
    )  # fmt: skip
    given = apps.get_model("identity", "Authorisation").objects.create(
        party=party, account_id=case.account_id, scopes=["apply"], code=b"c" * 32, code_until=now,
        redirect="https://b/", challenge="c", auth_time=now, sid="s", begun_at=now,
    )  # fmt: skip
    apps.get_model("identity", "AccessToken").objects.create(
        digest=hashing.keyed_hash("oidc-access", TOKEN), party=party, authorisation=given, scopes=["apply"],
        good_until=now + timedelta(days=1),
    )  # fmt: skip
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = Client().get(f"/api/v1/cases/{number}", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200, answer.content
    print(len([q for q in captured if not q["sql"].startswith(("BEGIN", "COMMIT", "SET "))]))


if __name__ == "__main__":
    main(sys.argv[1])
