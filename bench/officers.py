"""Two reviewing officers of one body, for the whole region and for one county: `python -m bench.officers …`.

Signed in already, with the pages of their list walked and the SQL of each page told; for `bench list`.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from bench.crowd import session_of, started
from bench.instance import ROOT, Instance
from bench.statements import CONTROL

NUMBER = re.compile(r'href="/desk/cases/([0-9A-Z]{31})/')
NEXT = re.compile(r'href="(\?[^"]*after=[^"]+)"')


@dataclass(frozen=True)
class Officer:
    """A session, the addresses of the pages walked, how many cases these told, and the SQL of each page."""

    session: str
    pages: list[str]
    told: int
    sql: list[list[str]]

    @property
    def counts(self) -> set[int]:
        """The numbers of statements a page took."""
        return {len(statements) for statements in self.sql}


def sign_in(it: Instance, number: str, scopes: dict[str, str], depth: int) -> dict[str, Officer]:
    """Open and walk the lists of officers of the body of a case, one for each scope."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.officers", number, json.dumps(scopes), str(depth)], cwd=ROOT,
        env=it.environment | {"DATABASE_URL": it.database_url}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the officers could not be signed in: {done.stderr[-2000:]}")
    return {name: Officer(**one) for name, one in json.loads(done.stdout.splitlines()[-1]).items()}


def _account(number: str, scope: str) -> Any:
    from django.apps import apps

    from onewindow.identity import public as identity
    from onewindow.kernel.public import SYSTEM, codes

    body = f"45999819900101{scope:0<3.3}"
    case = apps.get_model("cases", "Case").objects.get(number=number)
    return identity.appoint_official(
        by=SYSTEM, username=f"bench{scope}", password="bench", name="压测人员", agency_id=case.agency_id,
        resident_id=body + codes.ResidentId.check_character(body), title=f"压测岗{scope}", roles=("review",),
        region_prefix=scope,
    )  # fmt: skip


def _walk(session: str, depth: int) -> tuple[list[str], int, list[list[str]]]:
    """Follow the list page by page; raise where a case is told twice. What a process reads once is read."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.cookies.load({"sessionid": session})
    client.get("/desk/cases/")
    pages, told, sql, at = [], set[str](), [], "?tab=open"
    while at and len(pages) < depth:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"/desk/cases/{at}")
        assert answer.status_code == 200, answer.content
        page = answer.content.decode()
        numbers = set(NUMBER.findall(page))
        assert not told & numbers, "a case is told twice"
        told |= numbers
        pages.append(at)
        sql.append([q["sql"] for q in captured if not q["sql"].startswith(CONTROL)])
        following = NEXT.search(page)
        at = following[1].replace("&amp;", "&") if following else ""
    return pages, len(told), sql


def main(number: str, scopes: dict[str, str], depth: int) -> None:
    """Print one JSON object: the officers by scope."""
    started()
    made = {}
    for name, scope in scopes.items():
        session = session_of(_account(number, scope))
        pages, told, sql = _walk(session, depth)
        made[name] = {"session": session, "pages": pages, "told": told, "sql": sql}
    print(json.dumps(made))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]))
