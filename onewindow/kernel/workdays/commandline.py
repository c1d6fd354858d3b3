"""`onewindow calendar load FILE`: takes in a new year's notice at run time."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from onewindow.kernel.commands import Command
from onewindow.kernel.workdays.notices import InvalidNotices
from onewindow.kernel.workdays.tables import load_notices


def commands() -> list[Command]:
    """Return the calendar commands."""
    return [Command("calendar load", "导入一年的放假与补班安排（CSV）", _load, _load_arguments)]


def _load_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="列：year,region,date,working,name,basis")


def _load(arguments: Namespace) -> int:
    try:
        with arguments.file.open(encoding="utf-8-sig") as file:
            loaded = load_notices(file)
    except InvalidNotices as refused:
        sys.stderr.write("\n".join([refused.message, *refused.errors["file"]]) + "\n")
        return 1
    for (year, region), days in sorted(loaded.items()):
        sys.stdout.write(f"{year}年{region or '全国'}：{days}天\n")
    return 0
