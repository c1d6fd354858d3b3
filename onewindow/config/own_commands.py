"""Our own commands: prepare, migrate, seed, worker, demo password, bench, drill."""

import dataclasses
import importlib
import inspect
import json
import os
import pkgutil
from argparse import ArgumentParser, Namespace

from onewindow.config import prepare
from onewindow.config.trouble import Trouble
from onewindow.kernel.public import commands

BEHIND_PEOPLE = 5  # niceness of the worker: where time is short, whoever waits for a page goes first


def register() -> None:
    """Add our own commands beside those of the contexts."""
    for command in (
        commands.Command(
            "prepare", "migrate, plant the seeds, collect static files, where changed", _prepare
        ),
        commands.Command("migrate", "bring the database to the present schema", _migrate),
        commands.Command("seed", "plant reference and demonstration data again", _seed, _seed_arguments),
        commands.Command("worker", "deliver events and run jobs until stopped", _worker),
        commands.Command(
            "demo password", "print the demonstration password", _password, needs_database=False
        ),
        commands.Command(
            "bench", "measure ours beside its floor", _bench, _bench_arguments, needs_database=False
        ),
        commands.Command(
            "docs permissions",
            "write docs/reference/permissions.md from the policies",
            _permissions,
            needs_database=False,
        ),
        commands.Command("drill", "break a scratch instance", _drill, _drill_arguments, needs_database=False),
    ):
        commands.register(command)


def _prepare(arguments: Namespace) -> int:
    prepare.everything()
    return 0


def _migrate(arguments: Namespace) -> int:
    prepare.migrate(always=True)
    return 0


def _seed_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--kind", choices=["reference", "demo"], help="only this kind")


def _seed(arguments: Namespace) -> int:
    for kind in [arguments.kind] if arguments.kind else ["reference", "demo"]:
        prepare.seed(kind, always=True)
    return 0


def _worker(arguments: Namespace) -> int:
    worker = importlib.import_module("onewindow.kernel.worker")
    os.nice(BEHIND_PEOPLE)
    worker.run()
    return 0


def _password(arguments: Namespace) -> int:
    print(prepare.demo_password())
    return 0


def _permissions(arguments: Namespace) -> int:
    page = importlib.import_module("onewindow.config.permission_page")
    page.PAGE.write_text(page.page(), encoding="utf-8")
    print(page.PAGE)
    return 0


def _bench_arguments(parser: ArgumentParser) -> None:
    _named(parser, "bench")
    parser.add_argument("--rows", type=int, help="how many rows, for benchmarks over stored ones")


def _drill_arguments(parser: ArgumentParser) -> None:
    _named(parser, "bench.drills")
    parser.add_argument("--rows", type=int, help="how many rows, for drills over stored ones")


def _named(parser: ArgumentParser, package: str) -> None:
    parser.add_argument("name", metavar="NAME", help=", ".join(runnable(package)) or "none yet")
    parser.add_argument("--quick", action="store_true", help="a short form that only shows it works")


def runnable(package: str) -> list[str]:
    """Return the names of the modules in a bench package that can be run: those not meant as parts."""
    found = pkgutil.iter_modules(importlib.import_module(package).__path__)
    module = importlib.import_module(package)
    return sorted(m.name for m in found if m.name in getattr(module, "NAMES", ()))


def _bench(arguments: Namespace) -> int:
    return _run("bench", arguments)


def _drill(arguments: Namespace) -> int:
    return _run("bench.drills", arguments)


def _run(package: str, arguments: Namespace) -> int:
    """Run one module's `run(quick)`; print its result as one last JSON line; fail when it says so."""
    if arguments.name not in runnable(package):
        raise Trouble(
            f"没有 {arguments.name}。There is no {arguments.name!r}: {', '.join(runnable(package))}."
        )
    run = importlib.import_module(f"{package}.{arguments.name}").run
    rows = getattr(arguments, "rows", None)
    if rows is not None and (rows < 1 or "rows" not in inspect.signature(run).parameters):
        raise Trouble(f"{arguments.name} 不能带 --rows {rows}。{arguments.name} takes no --rows {rows}.")
    result = run(quick=arguments.quick, **({} if rows is None else {"rows": rows}))
    line = {k: v for k, v in dataclasses.asdict(result).items() if k != "passed"}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0 if result.passed else 1
