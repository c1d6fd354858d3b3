"""`onewindow supervision take` and `onewindow supervision check`."""

import sys
from argparse import Namespace

from onewindow.kernel.public import commands
from onewindow.supervision.services.watching import check_due, take_all, watch_outside


def _take(arguments: Namespace) -> int:
    sys.stdout.write(f"cases taken: {take_all()}, of outside systems: {watch_outside()}\n")
    return 0


def _check(arguments: Namespace) -> int:
    sys.stdout.write(f"dossiers checked: {check_due()}\n")
    return 0


COMMANDS = (
    commands.Command("supervision take", "look at every case there is and judge it", _take),
    commands.Command("supervision check", "judge what a day has come for", _check),
)
