"""The command line of collaboration."""

from argparse import Namespace

from onewindow.collaboration.queries.procedures import savings_table
from onewindow.kernel.public import commands


def _savings(arguments: Namespace) -> int:
    print(savings_table())  # noqa: T201
    return 0


SAVINGS = commands.Command("joint savings", "print what each joint procedure saves, as Markdown", _savings)
