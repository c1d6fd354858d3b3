"""`onewindow jobs list` and `onewindow jobs run NAME`: the timed jobs, and one of them now."""

import sys
from argparse import ArgumentParser, Namespace

from onewindow.kernel import jobs
from onewindow.kernel.commands import Command


def commands() -> list[Command]:
    """Return the commands of the timed jobs."""
    return [
        Command("jobs list", "列出定时任务和时间（UTC，北京时间减 8 小时）", _list, needs_database=False),
        Command("jobs run", "现在就运行一个定时任务；重复运行没有影响", _run, _name),
    ]


def _list(arguments: Namespace) -> int:
    for job in sorted(jobs.registered.values(), key=lambda one: one.name):
        sys.stdout.write(f"{job.name}\t{job.cron}\n")
    return 0


def _name(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="jobs list 列出的名称")


def _run(arguments: Namespace) -> int:
    job = jobs.registered.get(arguments.name)
    if job is None:
        sys.stderr.write(f"没有定时任务“{arguments.name}”，名称见 onewindow jobs list。\n")
        return 1
    job.run()
    sys.stdout.write(f"{job.name} 已运行。\n")
    return 0
