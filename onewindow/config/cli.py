"""The command line `onewindow`: our own commands and those the contexts registered."""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onewindow.config import trouble

if TYPE_CHECKING:
    from onewindow.kernel.public import commands

GROUP_HELP = "commands of this group"


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 only on success."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.config.settings")
    home = os.environ.get("ONEWINDOW_HOME", "var")
    try:
        return _run(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if _is_refusal(error):
            return _refuse(error, as_json="--json" in words)
        sentence = trouble.plainly(error, home)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return 1


def _is_refusal(error: Exception) -> bool:
    """Say whether the kernel's refusal was raised; before the kernel is loaded there is none."""
    kernel = sys.modules.get("onewindow.kernel.public")
    return kernel is not None and isinstance(error, kernel.Refusal)


def _refuse(error: Exception, *, as_json: bool) -> int:
    """Print a refusal as its message, or as JSON when the caller asked for JSON; the exit code is 1."""
    message, code = str(getattr(error, "message", error)), getattr(error, "code", "refused")
    if as_json:
        print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        print(message, file=sys.stderr)
    return 1


def _run(words: list[str]) -> int:
    if words[:1] == ["serve"]:
        from onewindow.config import serve

        return serve.main(words[1:])
    if words[:1] == ["manage"]:
        return _manage(words[1:])
    known = _known()
    arguments = parser(known).parse_args(words)
    command = known[arguments.command]
    with database(needed=command.needs_database):
        return command.run(arguments)


def _known() -> "dict[str, commands.Command]":
    """Load everything and return the commands by name."""
    import django

    from onewindow.config import home
    from onewindow.config.loading import loading

    with loading():
        try:
            home.adopt_secret()
            django.setup()
        except ValueError as error:
            raise trouble.Trouble(f"配置有误：{error} / A setting is wrong: {error}") from error
        from onewindow.config import own_commands
        from onewindow.kernel.public import commands

        own_commands.register()
        return commands.registered


def _manage(words: list[str]) -> int:
    """Pass the rest to Django's own commands, against the running or a temporary embedded server."""
    from django.core.management import execute_from_command_line

    from onewindow.config import home

    home.adopt_secret()
    without = {"makemigrations", "help", "--help", "-h", "collectstatic", "compilemessages", "makemessages"}
    with database(needed=not without & set(words[:1])):
        execute_from_command_line(["onewindow manage", *words])
    return 0


@contextlib.contextmanager
def database(*, needed: bool) -> Iterator[None]:
    """Hold the embedded server up for the block, unless DATABASE_URL names another or none is needed."""
    if not needed or os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        yield
        return
    from django.conf import settings
    from django.db import connections

    from onewindow.config.postgres.cluster import Cluster

    with Cluster.under(Path(settings.HOME)).for_the_duration():
        try:
            yield
        finally:
            connections.close_all()


def parser(known: "dict[str, commands.Command]") -> argparse.ArgumentParser:
    """Return the parser of all commands; two-word names become a group with its own help."""
    from onewindow import __version__

    root = argparse.ArgumentParser(prog="onewindow", description="OneWindow 一窗")
    root.add_argument("--version", action="version", version=__version__)
    verbs = root.add_subparsers(metavar="COMMAND", required=True)
    verbs.add_parser("serve", help="run everything: database, web, worker (see serve --help)")
    verbs.add_parser("manage", help="pass the rest to Django's own commands", add_help=False)
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for name in sorted(known):
        first, _, second = name.partition(" ")
        if second and first not in groups:
            group = verbs.add_parser(first, help=f"{GROUP_HELP}: {_members(known, first)}")
            groups[first] = group.add_subparsers(metavar="COMMAND", required=True)
        _add(groups[first] if second else verbs, second or first, name, known[name])
    return root


def _members(known: "dict[str, commands.Command]", first: str) -> str:
    return ", ".join(name.partition(" ")[2] for name in sorted(known) if name.startswith(f"{first} "))


def _add(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    word: str,
    name: str,
    command: "commands.Command",
) -> None:
    text = command.help.replace("%", "%%")
    sub = verbs.add_parser(word, help=text, description=text)
    if command.arguments is not None:
        command.arguments(sub)
    sub.set_defaults(command=name)
