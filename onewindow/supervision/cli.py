"""`onewindow supervision take`, `check` and `judge`."""

import sys
from argparse import Namespace

from onewindow.kernel.public import commands
from onewindow.supervision.services.bulk import judge_all
from onewindow.supervision.services.watching import check_due, take_all, watch_outside


def _take(arguments: Namespace) -> int:
    def say(done: int) -> None:
        sys.stderr.write(f"\r{done} cases taken")
        sys.stderr.flush()

    taken = take_all(say=say)
    sys.stderr.write("\n")
    sys.stdout.write(f"cases taken: {taken}, of outside systems: {watch_outside()}\n")
    return 0


def _check(arguments: Namespace) -> int:
    sys.stdout.write(f"dossiers checked: {check_due()}\n")
    return 0


def _judge(arguments: Namespace) -> int:
    def say(done: int) -> None:
        sys.stderr.write(f"\r{done} dossiers judged")
        sys.stderr.flush()

    read, raised = judge_all(say)
    check_due()
    sys.stderr.write("\n")
    sys.stdout.write(f"dossiers judged: {read}, signals raised: {raised}\n")
    return 0


COMMANDS = (
    commands.Command("supervision take", "look at every case there is and judge it", _take),
    commands.Command("supervision judge", "judge every dossier there is, after a load or a restore", _judge),
    commands.Command("supervision check", "judge what a day has come for", _check),
)
