"""The command line of the catalogue: `onewindow catalogue import FILE…`."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings

from onewindow.catalogue import linked, national
from onewindow.catalogue.drafting import tables
from onewindow.catalogue.intake.reasons import words
from onewindow.catalogue.queries import accuracy, guides, history, versions
from onewindow.catalogue.services import quality, transfer
from onewindow.catalogue.services.imports import FileReport, import_items
from onewindow.kernel.public import SYSTEM, commands

SHOWN = 20


def arguments(parser: ArgumentParser) -> None:
    """Declare what the import takes."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="一行一个 JSON 对象，或者一个 JSON 数组"
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象，列出每一条退回的行")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")


def run(given: Namespace) -> int:
    """Import the files and report; 0 when every file could be read, whatever was set aside."""

    def progress(read: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r已读 {read} 行")

    missing = [path for path in given.files if not path.is_file()]
    if missing:
        sys.stderr.write("找不到文件：" + "、".join(map(str, missing)) + "\n")
        return 1
    try:
        reports = import_items(by=SYSTEM, paths=given.files, dry_run=given.dry_run, progress=progress)
    except OSError as error:
        sys.stderr.write(f"文件读不出来：{error}\n")
        return 1
    sys.stdout.write(_as_json(reports, given.dry_run) if given.json else "".join(map(_as_text, reports)))
    return 0


def _as_json(reports: list[FileReport], dry_run: bool) -> str:
    return (
        json.dumps(
            {
                "dry_run": dry_run,
                "read": sum(r.read for r in reports),
                "accepted": sum(r.accepted for r in reports),
                "rejected": sum(r.rejected for r in reports),
                "files": [_plain(r) for r in reports],
            },
            ensure_ascii=False,
        )
        + "\n"
    )


def _plain(report: FileReport) -> dict[str, object]:
    return {
        "file": report.name,
        "read": report.read,
        "accepted": report.accepted,
        "rejected": report.rejected,
        "new": report.published.new,
        "changed": report.published.changed,
        "unchanged": report.published.unchanged,
        "history": report.published.history,
        "reasons": dict(report.reasons),
        "marks": dict(report.marks),
        "rejections": [
            {"line": r.line, "code": r.code, "name": r.name, "reasons": list(r.reasons)}
            for r in report.rejections
        ],
    }


def _as_text(report: FileReport) -> str:
    done = report.published
    lines = [
        f"{report.name}：读入 {report.read} = 接收 {report.accepted} + 退回 {report.rejected}",
        f"  新增 {done.new}，更新 {done.changed}，未变 {done.unchanged}，历史版本 {done.history}",
    ]
    lines += [f"  退回 {n}：{words(code)}（{code}）" for code, n in report.reasons.most_common()]
    lines += [f"  标记 {n}：{words(code)}（{code}）" for code, n in report.marks.most_common()]
    for row in report.rejections[:SHOWN]:
        why = "；".join(words(code) for code in row.reasons)
        lines.append(f"  第 {row.line} 行 {row.code} {row.name}：{why}")
    if report.rejected > SHOWN:
        lines.append(f"  其余 {report.rejected - SHOWN} 行用 --json 查看；退回的行都已留存待修复。")
    return "\n".join(lines) + "\n"


COMMAND = commands.Command("catalogue import", "导入其他来源的事项，逐行检查并报告", run, arguments)


def lint_arguments(parser: ArgumentParser) -> None:
    """Declare what a review takes."""
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    parser.add_argument("--agency", default="", metavar="编号", help="只列这个部门的指南")
    parser.add_argument("--rule", default="", metavar="检查项", help="只列有这个问题的指南")


def run_lint(given: Namespace) -> int:
    """Judge all guides in force as the night does and list those with faults."""
    quality.review()
    board = accuracy.board()
    found = [one for one in accuracy.every(agency=given.agency, rule=given.rule) if one.faults]
    if given.json:
        rows = [
            {
                "code": one.version.code,
                "name": one.version.name,
                "agency": one.version.agency_name,
                "score": one.score,
                "faults": [{"rule": f.rule, "place": f.place, "said": f.said} for f in one.faults],
            }
            for one in found
        ]
        index = float(board.whole.index) if board.whole else None
        sys.stdout.write(json.dumps({"index": index, "guides": rows}, ensure_ascii=False) + "\n")
        return 0
    if board.whole:
        sys.stdout.write(f"办事指南准确度 {board.whole.index}，现行指南 {board.whole.items} 份，")
        sys.stdout.write(f"没有问题的 {board.whole.faultless} 份\n")
    for one in found:
        sys.stdout.write(
            f"  {one.score} {one.version.code} {one.version.name}（{one.version.agency_name}）\n"
        )
        for fault in one.faults:
            sys.stdout.write(f"    {fault.message}（{fault.rule}）\n")
    return 0


LINT = commands.Command(
    "catalogue lint", "检查全部现行办事指南，列出问题和改正办法", run_lint, lint_arguments
)


def export_arguments(parser: ArgumentParser) -> None:
    """Declare where and in which form to write."""
    parser.add_argument("file", type=Path, metavar="FILE", help="写到哪个文件，扩展名决定格式")
    parser.add_argument("--form", choices=["json", "csv", "xlsx", "cpsv"], help="不看扩展名，用这种格式")


def run_export(given: Namespace) -> int:
    """Write all own items in force: JSON, CSV, Excel for import, or CPSV-AP JSON-LD."""
    form = given.form or given.file.suffix.lstrip(".").replace("jsonld", "cpsv")
    if form not in {*tables.TYPES, "cpsv"}:
        sys.stderr.write("请用 .json、.csv、.xlsx 或者 .jsonld 作扩展名，或者用 --form 写明格式\n")
        return 1
    if form == "cpsv":
        found = [guides.guide(version) for version in versions.own_in_force()]
        text = json.dumps(linked.document(found, settings.PUBLIC_URL), ensure_ascii=False, indent=1)
        given.file.write_text(text + "\n", encoding="utf-8")
    else:
        given.file.write_bytes(tables.write(transfer.entries_in_force(), form))
    sys.stdout.write(f"已写入 {given.file}\n")
    return 0


EXPORT = commands.Command(
    "catalogue export", "导出全部现行事项（JSON、CSV、Excel、CPSV-AP）", run_export, export_arguments
)


def national_arguments(parser: ArgumentParser) -> None:
    """Declare where to write and from which change on."""
    parser.add_argument("file", type=Path, metavar="FILE", help="写到哪个文件，一行一个 JSON")
    parser.add_argument("--since", type=int, default=0, metavar="CURSOR", help="从上一批的游标以后开始")


def run_national(given: Namespace) -> int:
    """Write every change after a cursor as a row for the national catalogue; tell the next cursor."""
    cursor, written = max(given.since, 0), 0
    batch = f"450000-{cursor}"
    with given.file.open("w", encoding="utf-8") as out:
        while found := history.changes(cursor, 500):
            for change in found:
                out.write(json.dumps(national.row(change, batch), ensure_ascii=False) + "\n")
            cursor, written = found[-1].pk, written + len(found)
    sys.stdout.write(f"已写入 {given.file}：{written} 行，下一批从 {cursor} 开始\n")
    return 0


NATIONAL = commands.Command(
    "catalogue national",
    "按国家基本目录的数据要求导出变化（一行一个 JSON）",
    run_national,
    national_arguments,
)
