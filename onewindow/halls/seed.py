"""Demonstration halls at the five levels, with lines, counters and people."""

from pathlib import Path
from typing import Any

import yaml

from onewindow.government import public as government
from onewindow.halls.models import Hall
from onewindow.halls.services import setup
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, unit

FILE = Path(__file__).parent / "data" / "halls.yaml"


def plant() -> str:
    """Open the halls that are not there yet; say how many there are."""
    stored = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    known = set(Hall.objects.values_list("name", flat=True))
    for given in stored["halls"]:
        if given["name"] not in known:
            with unit.work():
                _open(given)
    return f"halls {len(stored['halls'])}"


def _open(given: dict[str, Any]) -> None:
    agency = government.agency_named(given["agency"])
    hall = setup.open_hall(
        by=SYSTEM,
        agency_id=agency.pk,
        content=setup.HallContent(
            name=given["name"], level=given["level"], region_code=agency.region_code,
            address=given["address"], phone=given["phone"], route=given.get("route", ""),
        ),
    )  # fmt: skip
    for letter, name, kind, capacity, *items in given["lines"]:
        setup.save_line(
            by=SYSTEM, hall_id=hall.pk, letter=letter, name=name, kind=kind, capacity=capacity, items=items
        )
    for number, letters, *dual in given["counters"]:
        setup.save_counter(by=SYSTEM, hall_id=hall.pk, number=number, letters=letters, dual=bool(dual))
    for username in given["staff"]:
        if identity.Account.objects.filter(username=username).exists():
            manager = username in given["managers"]
            setup.add_staff(by=SYSTEM, hall_id=hall.pk, username=username, manager=manager)
