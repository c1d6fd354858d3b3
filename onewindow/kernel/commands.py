"""Command-line verbs of the contexts, registered from their apps and run by `onewindow GROUP NAME`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One verb: how it reads its arguments and what it runs; `run` returns the exit code."""

    name: str
    help: str
    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] | None = None
    needs_database: bool = True


registered: dict[str, Command] = {}


def register(command: Command) -> None:
    """Add a command under its words, e.g. `catalogue import`; a name twice is an error."""
    if command.name in registered:
        raise ValueError(f"command {command.name!r} is registered twice")
    registered[command.name] = command
