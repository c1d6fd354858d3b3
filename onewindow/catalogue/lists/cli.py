"""The command line of the lists: `onewindow lists import KIND FILE`."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from onewindow.catalogue.errors import InvalidEdition
from onewindow.catalogue.models import ListKind
from onewindow.catalogue.services import editions
from onewindow.kernel.public import SYSTEM, commands


def arguments(parser: ArgumentParser) -> None:
    """Declare what an edition needs."""
    parser.add_argument("kind", choices=ListKind.values, help="negative 负面清单，intermediary 中介服务清单")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV，第一行是列名")
    parser.add_argument("--name", required=True, metavar="名称")
    parser.add_argument("--source", required=True, metavar="来源", help="公布的文件或者网址")
    parser.add_argument("--issued", required=True, type=date.fromisoformat, metavar="日期", help="公布日期")
    parser.add_argument(
        "--from", dest="start", required=True, type=date.fromisoformat, metavar="日期", help="施行日期"
    )


def run(given: Namespace) -> int:
    """Publish an edition from a file, or list every row that is wrong and publish nothing."""
    try:
        rows = editions.read_rows(given.kind, given.file.read_bytes())
        made = editions.publish_edition(
            by=SYSTEM, kind=given.kind, name=given.name, source=given.source, issued_on=given.issued,
            in_force_from=given.start, rows=rows,
        )  # fmt: skip
    except OSError as error:
        sys.stderr.write(f"文件读不出来：{error}\n")
        return 1
    except InvalidEdition as refusal:
        for said in refusal.errors.values():
            sys.stderr.write("\n".join(said) + "\n")
        return 1
    sys.stdout.write(f"已公布{made.name}，{made.rows} 条，自 {made.in_force_from} 起施行\n")
    return 0


IMPORT = commands.Command("lists import", "公布一份清单的新版本（CSV）", run, arguments)
