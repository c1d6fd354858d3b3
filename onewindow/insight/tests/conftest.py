"""A half year of dossiers of many bodies, kept through the one way there is, planted once for the package."""

# ruff: noqa: E501 (rows of data)

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.apps import apps

from onewindow.government.public import Agency
from onewindow.identity.public import Account
from onewindow.insight.hexes import CITIES
from onewindow.insight.tests.factories import NOW
from onewindow.kernel.public import clock
from onewindow.kernel.tests.factories import planted_once
from onewindow.supervision.public import Dossier, keep
from onewindow.supervision.tests.factories import planted_people

MANY = 400


def _case(draw: Random, number: int, bodies: list[Agency]) -> Dossier:
    body = draw.choice(bodies)
    city = Random(number).choice(["4500", *CITIES])
    received = date(2025, 10, 1) + timedelta(days=draw.randrange(160))
    promised, law = draw.choice([(1, 5), (5, 20), (None, 20), (3, None)])
    due = received + timedelta(days=promised or 20)
    late = draw.random() < 0.2
    decided = received + timedelta(days=draw.randrange(1, 8) + (30 if late else 0))
    done = draw.random() < 0.85 and decided <= NOW.date()
    outcome = (
        draw.choice(["granted", "granted", "granted", "refused", "not_accepted", "withdrawn"]) if done else ""
    )
    if outcome == "withdrawn" and number % 2:
        outcome = "handed_over"
    start = ["start", received.isoformat(), None]
    facts: dict[str, Any] = {
        "clock": [start, ["stop", decided.isoformat(), None]] if done else [start],
        "handed": [[received.isoformat(), None if number % 3 else str(decided)]] if draw.random() < 0.1 else [],
        "filings": [decided.isoformat()] if done and draw.random() < 0.8 else [],
        **({"rows_handed": 4, "rows_late": draw.randrange(3)} if draw.random() < 0.2 else {}),
        "pauses": [{"since": received.isoformat(), "by": "x"}] if draw.random() < 0.05 else [],
    }  # fmt: skip
    if promised:
        facts["promised"] = [promised, "1"]
    if law:
        facts["statutory"] = [law, "1"]
    if done:
        facts |= {
            "decided_on": decided.isoformat(), "delivered_on": decided.isoformat(),
            "decision": {"outcome": outcome, "opinion": True, "basis": draw.random() < 0.9, "remedy": True},
        }  # fmt: skip
    return Dossier(
        kind="case", subject=f"CASE{number:05d}", city=city, region_code=f"{city}00000000", agency_id=body.pk,
        agency_name=body.name, item_name="某事项", channel=draw.choice("1123"), received_on=received,
        decided_on=decided if done else None, promised_due=due, promised_days=promised, statutory_days=law,
        used_days=draw.randrange(12) if done else None, outcome=outcome, automatic=draw.random() < 0.1,
        exempted=draw.randrange(3), reused=number % 2, materials=draw.randrange(3, 6), visits=draw.choice([0, 1, None]),
        corrections=draw.randrange(3) if draw.random() < 0.2 else 0, facts=facts, taken_at=clock.now(),
    )  # fmt: skip


@pytest.fixture(scope="package")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Plant the dossiers, some of them twice with other facts, so that figures had to be corrected."""
    with planted_people(django_db_blocker), planted_once(django_db_blocker), clock.at(NOW):
        draw = Random(20260302)
        bodies = list(Agency.objects.order_by("pk")[:12])
        first = [_case(draw, number, bodies) for number in range(MANY)]
        for begin in range(0, MANY, 100):
            keep(first[begin : begin + 100])
        keep([_case(draw, number, bodies) for number in range(0, MANY, 5)])
        keep(
            [
                Dossier(
                    kind=kind, subject=f"{kind}{n}", city="4501", region_code="450100000000", agency_id=bodies[0].pk,
                    agency_name="某局", facts=facts, taken_at=clock.now(),
                )
                for n in range(9)
                for kind, facts in (
                    ("rating", {"contact_due": "2026-02-10", "rectify_due": f"2026-03-0{n + 1}",
                                **({"rectified_on": "2026-03-01", "contacted_on": "2026-02-09"} if n % 3 else {})}),
                    ("complaint", {"due": f"2026-03-0{n + 1}", **({"answered_on": "2026-03-04"} if n % 2 else {})}),
                )
            ]
        )  # fmt: skip
        yield


@pytest.fixture
def board(planted: None, db: None) -> Iterator[Any]:
    """Give a test the clock and a signed-in supervisor's name."""
    assert apps.get_model("insight", "Figure").objects.exists()
    with clock.at(NOW):
        yield Account.objects.get(username="weizhengping")
