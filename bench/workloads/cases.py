"""Cases in bulk, as officers' lists find them: in every county, of many bodies, open and closed."""

from bench.instance import Instance
from bench.workloads import copies

_OWN = {
    "id": "gen_random_uuid()",
    "number": "left(c.number, 21) || lpad(n::text, 10, '0')",
    "query_code": "lpad((n %% 1000000)::text, 6, '0')",
    "draft_reference": "'B' || lpad(n::text, 19, '0')",
    "agency_id": "CASE WHEN n <= %(officer)s THEN c.agency_id ELSE o.id END",
    "region_code": "r.code",
    "city": "left(r.code, 4)",
    "applicant_name": "'测试人' || n",
    "status": "CASE WHEN n <= %(officer)s OR n %% 5 = 0 THEN 'reviewing' ELSE 'closed' END",
    "outcome": "CASE WHEN n <= %(officer)s OR n %% 5 = 0 THEN '' ELSE 'granted' END",
    "next_due": "CASE WHEN n <= %(officer)s OR n %% 5 = 0 THEN current_date + (n * 7919 %% 60)::int - 5 END",
    "automatic": "false",
    "submitted_at": "now() - (n %% 90) * interval '1 day'",
    "promised_due": "current_date + (n * 7919 %% 60)::int - 5",
    "decided_at": "CASE WHEN n <= %(officer)s OR n %% 5 = 0 THEN NULL ELSE now() END",
    "closed_at": "NULL",
    "delivered_at": "NULL",
    "delivery": "''",
}
_SOURCE = (
    "JOIN counties r ON r.at = n %% (SELECT count(*) FROM counties)"
    " JOIN others o ON o.at = n %% (SELECT count(*) FROM others)"
    " CROSS JOIN (SELECT * FROM cases_case WHERE number = %(number)s) c"
)


def fill(it: Instance, number: str, *, rows: int, officer: int) -> None:
    """Store `rows` cases like the one with that number, the first `officer` of them open at its body.

    They lie in all counties of the region in turn; the rest are other bodies', one in five of them open.
    """
    with copies.in_bulk(it, "cases_case") as connection:
        connection.execute(
            "CREATE TEMP TABLE counties AS SELECT code, row_number() OVER (ORDER BY code) - 1 AS at"
            " FROM government_region WHERE level = 'county' AND valid_to IS NULL"
        )
        connection.execute(
            "CREATE TEMP TABLE others AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS at"
            " FROM government_agency WHERE id <> (SELECT agency_id FROM cases_case WHERE number = %s)",
            [number],
        )
        values = {"number": number, "officer": officer}
        copies.insert(connection, "cases_case", _OWN, _SOURCE, values, first=1, last=rows)


def a_county(connection: copies.Connection) -> str:
    """Return the six digits of the county whose cases the officer with a narrow post has."""
    row = connection.execute(
        "SELECT left(min(code), 6) FROM government_region WHERE level = 'county' AND valid_to IS NULL"
    ).fetchone()
    assert row is not None
    return str(row[0])
