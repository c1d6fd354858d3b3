"""The command line of licences: `onewindow licences import FILE…`."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from onewindow.kernel.public import SYSTEM, commands
from onewindow.licences.intake.reasons import words
from onewindow.licences.services.deliveries import FileReport, import_licences, import_table

SHOWN = 20


def arguments(parser: ArgumentParser) -> None:
    """Declare what the import takes."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=".csv、.jsonl、.json、.xlsx")
    parser.add_argument("--table", default="", metavar="模式.表", help="读分库自己的 PostgreSQL 里的一张表")
    parser.add_argument("--database", default="", metavar="URL", help="表所在的数据库，只读连接")
    parser.add_argument("--library", default="", metavar="分库", help="只收这个分库的证照")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象，列出每一条退回的行")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")


def run(given: Namespace) -> int:
    """Import the files and report; 0 when every file could be read, whatever was set aside."""

    def progress(read: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r已读 {read} 行")

    if bool(given.files) == bool(given.table) or bool(given.table) != bool(given.database):
        sys.stderr.write("请给出文件，或者同时给出 --table 和 --database。\n")
        return 2
    missing = [path for path in given.files if not path.is_file()]
    if missing:
        sys.stderr.write("找不到文件：" + "、".join(map(str, missing)) + "\n")
        return 1
    try:
        more = {"library": given.library, "dry_run": given.dry_run, "progress": progress}
        reports = (
            [import_table(by=SYSTEM, url=given.database, table=given.table, **more)]
            if given.table
            else import_licences(by=SYSTEM, paths=given.files, **more)
        )
    except OSError as error:
        sys.stderr.write(f"文件读不出来：{error}\n")
        return 1
    sys.stdout.write(_as_json(reports, given.dry_run) if given.json else "".join(map(_as_text, reports)))
    return 0


def _as_json(reports: list[FileReport], dry_run: bool) -> str:
    told = {
        "dry_run": dry_run,
        "read": sum(r.read for r in reports),
        "accepted": sum(r.accepted for r in reports),
        "rejected": sum(r.rejected for r in reports),
        "files": [plain(r) for r in reports],
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def plain(report: FileReport) -> dict[str, object]:
    """Return a report as plain data."""
    return {
        "file": report.name,
        "read": report.read,
        "accepted": report.accepted,
        "rejected": report.rejected,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "reasons": dict(report.reasons),
        "rejections": [
            {"line": r.line, "number": r.number, "reasons": [words(one) for one in r.reasons]}
            for r in report.rejections
        ],
    }


def _as_text(report: FileReport) -> str:
    lines = [
        f"{report.name}：读入 {report.read} = 接收 {report.accepted} + 退回 {report.rejected}",
        f"  新增 {report.new}，状态有变化 {report.changed}，未变 {report.unchanged}",
    ]
    lines += [f"  退回 {n}：{words(code)}" for code, n in report.reasons.most_common(SHOWN)]
    for row in report.rejections[:SHOWN]:
        lines.append(f"  第 {row.line} 行 {row.number}：{''.join(words(one) for one in row.reasons)}")
    if report.rejected > SHOWN:
        lines.append(f"  其余 {report.rejected - SHOWN} 行用 --json 查看；退回的行都在待修复库里。")
    return "\n".join(lines) + "\n"


COMMAND = commands.Command("licences import", "把分库的证照收进总库，逐行检查并报告", run, arguments)
