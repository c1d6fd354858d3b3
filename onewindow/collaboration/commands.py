"""The command line of collaboration."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from onewindow.collaboration.crossing import documents
from onewindow.collaboration.queries.procedures import savings_table
from onewindow.kernel.public import commands


def _savings(arguments: Namespace) -> int:
    print(savings_table())  # noqa: T201
    return 0


def _file(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the document of the other province")
    parser.add_argument("--json", action="store_true", help="for machines")


def _check(arguments: Namespace) -> int:
    checked = documents.check(arguments.file.read_bytes())
    told = {"valid": not checked.faults, "from": checked.partner and checked.partner.name,
            "faults": list(checked.faults)}  # fmt: skip
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201
    else:
        lines = checked.faults or (f"文件有效，由{told['from']}签发，材料 {len(checked.files)} 份",)
        print("\n".join(lines))  # noqa: T201
    return 1 if checked.faults else 0


SAVINGS = commands.Command("joint savings", "print what each joint procedure saves, as Markdown", _savings)
HANDOVER = commands.Command(
    "joint check-handover", "check a document of another province: form, sender, signature, files", _check,
    _file, needs_database=False,
)  # fmt: skip
COMMANDS = (SAVINGS, HANDOVER)
