"""Joins the systems a declaration names: `onewindow exchange join FILE`; again is nothing."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import yaml

from onewindow.exchange.docking.models import OutsideSystem, State
from onewindow.exchange.docking.systems import change_state, connect_system, register_system
from onewindow.exchange.errors import BadDeclaration
from onewindow.kernel.public import SYSTEM, commands

_KNOWN = {"code", "name", "agency", "contact", "zone", "client_id", "public_key", "contract", "state"}
_WAY = (State.PLANNED, State.TESTING, State.JOINED)


def join(text: str) -> int:
    """Bring the register to what a YAML list of systems says; return how many are named.

    Raises BadDeclaration, SystemInvalid, WrongStep.
    """
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadDeclaration(detail=str(error)) from error
    rows = told.get("systems") if isinstance(told, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and set(row) <= _KNOWN for row in rows):
        raise BadDeclaration(detail="systems应当是一个列表，每项只写登记的内容")
    for row in rows:
        _one({name: str(value) for name, value in row.items()})
    return len(rows)


def _one(told: dict[str, str]) -> None:
    wanted = told.pop("state", State.PLANNED)
    found = OutsideSystem.objects.filter(code=told.get("code", "")).first()
    if found is None:
        found = register_system(by=SYSTEM, given=told)
    elif (found.client_id or "") != told.get("client_id", "") or _key(found) != told.get("public_key", ""):
        connection = {name: told.get(name, "") for name in ("client_id", "public_key")}
        connect_system(by=SYSTEM, code=found.code, **connection)
    if wanted in _WAY and found.state in _WAY:
        for state in _WAY[_WAY.index(State(found.state)) + 1 : _WAY.index(State(wanted)) + 1]:
            change_state(by=SYSTEM, code=found.code, state=state, reason="按接入声明")


def _key(row: OutsideSystem) -> str:
    return bytes(row.public_key).hex() if row.public_key else ""


def _file(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="YAML: systems: [{code, name, agency, …}]")


def _run(arguments: Namespace) -> int:
    sys.stdout.write(f"{join(arguments.file.read_text(encoding='utf-8'))}\n")
    return 0


COMMAND = commands.Command("exchange join", "join outside systems from a declaration", _run, _file)
