"""Cases in bulk: one real application again and again, written past the product by INSERT … SELECT."""

from collections.abc import Callable
from typing import Any

import psycopg

STEP = 100_000
_OWN = {
    "id": "gen_random_uuid()",
    "number": "left(m.number, 21) || lpad(n::text, 10, '0')",
    "query_code": "lpad((n % 1000000)::text, 6, '0')",
    "draft_reference": "'B' || lpad(n::text, 19, '0')",
    "agency_id": "CASE WHEN n <= %(officer)s THEN m.agency_id ELSE o.id END",
    "region_code": "r.code",
    "city": "left(r.code, 4)",
    "applicant_name": "'测试人' || n",
    "status": "CASE WHEN n <= %(officer)s OR n % 5 = 0 THEN 'reviewing' ELSE 'closed' END",
    "outcome": "CASE WHEN n <= %(officer)s OR n % 5 = 0 THEN '' ELSE 'granted' END",
    "next_due": "CASE WHEN n <= %(officer)s OR n % 5 = 0 THEN current_date + (n * 7919 % 60)::int - 5 END",
    "automatic": "false",
    "submitted_at": "now() - (n % 90) * interval '1 day'",
    "promised_due": "current_date + (n * 7919 % 60)::int - 5",
    "decided_at": "CASE WHEN n <= %(officer)s OR n % 5 = 0 THEN NULL ELSE now() END",
    "closed_at": "NULL",
    "delivered_at": "NULL",
    "delivery": "''",
}


def fill(
    connection: "psycopg.Connection[Any]", number: str, *, rows: int, officer: int,
    tell: Callable[[str], None] = print,
) -> dict[str, int]:  # fmt: skip
    """Store `rows` cases like the one with that number, the first `officer` of them open at its body.

    They lie in all counties of the region in turn; the rest are other bodies', one in five of them open.
    Returns how many there are in all, open at the body, and open at the body in its smallest county.
    """
    connection.autocommit = True
    run = connection.execute
    kept = [
        str(name)
        for (name,) in run(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'cases_case'"
            " AND is_generated = 'NEVER' AND is_identity = 'NO'"
        )
        if name not in _OWN
    ]
    names = ", ".join(f'"{name}"' for name in [*_OWN, *kept])
    values = ", ".join([*_OWN.values(), *(f'm."{name}"' for name in kept)]).replace("% ", "%% ")
    run(
        "CREATE TEMP TABLE counties AS SELECT code, row_number() OVER (ORDER BY code) - 1 AS at"
        " FROM government_region WHERE level = 'county' AND valid_to IS NULL"
    )
    run(
        "CREATE TEMP TABLE others AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS at"
        " FROM government_agency WHERE id <> (SELECT agency_id FROM cases_case WHERE number = %s)",
        [number],
    )
    sql = (
        f"INSERT INTO cases_case ({names}) SELECT {values}"
        " FROM generate_series(%(first)s::bigint, %(last)s::bigint) n"
        " JOIN counties r ON r.at = n %% (SELECT count(*) FROM counties)"
        " JOIN others o ON o.at = n %% (SELECT count(*) FROM others)"
        " CROSS JOIN (SELECT * FROM cases_case WHERE number = %(number)s) m"
    )
    for first in range(1, rows + 1, STEP):
        last = min(first + STEP - 1, rows)
        run(sql, {"first": first, "last": last, "number": number, "officer": officer})
        tell(f"{last} cases")
    run("VACUUM ANALYZE cases_case")
    return {"rows": rows, "open": officer}


def a_county(connection: "psycopg.Connection[Any]") -> str:
    """Return the six digits of the county whose cases the officer with a narrow post has."""
    row = connection.execute("SELECT left(code, 6) FROM counties ORDER BY at LIMIT 1").fetchone()
    assert row is not None
    return str(row[0])
