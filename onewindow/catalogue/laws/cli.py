"""The command line of the laws: `onewindow laws import DIR`, `laws touched`, `laws faults`, `laws repeal`."""

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from onewindow.catalogue.laws.comparing import Change
from onewindow.catalogue.queries import statutes as queries
from onewindow.catalogue.services import statutes as services
from onewindow.kernel.public import SYSTEM, Refusal, commands

REASONS = {
    "not_utf8": "不是 UTF-8 文本",
    "too_long": "文件过长，不像一部法律法规",
    "no_title": "第一行没有名称",
    "no_articles": "没有找到“第一条”这样的条文",
    "articles_out_of_order": "条文编号乱序或重复",
    "no_date": "没有通过或公布日期",
}
CHANGES = {
    Change.CHANGED: "有修改",
    Change.REMOVED: "已删除",
    Change.MOVED: "改为其他条",
    Change.ADDED: "新增",
}


def import_arguments(parser: ArgumentParser) -> None:
    """Declare what the import takes."""
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="DIR", help="放 .md 法律法规全文的文件夹，也可以是文件"
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")


def run_import(given: Namespace) -> int:
    """Import and report; 0 when every file could be opened, whatever was set aside."""
    missing = [str(p) for p in given.folders if not p.exists()]
    if missing:
        sys.stderr.write("找不到：" + "、".join(missing) + "\n")
        return 1
    paths = [f for p in given.folders for f in (services.files_in(p) if p.is_dir() else [p])]

    def progress(read: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r已读 {read}/{len(paths)}")

    try:
        report = services.import_laws(by=SYSTEM, paths=paths, progress=progress)
    except OSError as error:
        sys.stderr.write(f"文件读不出来：{error}\n")
        return 1
    sys.stdout.write(_json(report) if given.json else _text(report))
    return 0


def _json(report: services.LawsReport) -> str:
    whole = {
        "read": report.read,
        "accepted": report.accepted,
        "rejected": report.rejected,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "clauses": report.clauses,
        "touched": dict(report.touched),
        "rejections": [{"file": r.name, "reason": r.reason} for r in report.refused],
    }
    return json.dumps(whole, ensure_ascii=False) + "\n"


def _text(report: services.LawsReport) -> str:
    lines = [
        f"读入 {report.read} = 接收 {report.accepted} + 退回 {report.rejected}",
        f"  新增 {report.new}，更新 {report.changed}，未变 {report.unchanged}，条款 {report.clauses}",
    ]
    lines += [f"  退回 {r.name}：{REASONS.get(r.reason, r.reason)}（{r.reason}）" for r in report.refused]
    lines += [
        f"  《{short}》有修改，涉及 {count} 个事项，用 onewindow laws touched {short} 查看"
        for short, count in report.touched.items()
        if count
    ]
    return "\n".join(lines) + "\n"


def title_argument(parser: ArgumentParser) -> None:
    """Declare the title."""
    parser.add_argument("title", metavar="名称")
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")


def run_touched(given: Namespace) -> int:
    """List what the newest text of a statute changes and which items rest on it."""
    try:
        statute = queries.statute(given.title)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.message}\n")
        return 1
    touched = queries.touched_by(queries.versions_of(statute.short)[0])
    rows = [
        {
            "article": str(d.place),
            "change": d.change.value,
            "moved_to": str(d.now.place) if d.change == Change.MOVED and d.now else "",
            "items": [{"code": v.code, "name": v.name, "agency": v.agency_name} for v in versions],
        }
        for d, versions in touched.rows
    ]
    if given.json:
        sys.stdout.write(json.dumps({"title": statute.title, "articles": rows}, ensure_ascii=False) + "\n")
        return 0
    sys.stdout.write(f"{statute.title}：{len(rows)} 条有变化，涉及 {len(touched.versions)} 个事项\n")
    for row in rows:
        sys.stdout.write(f"  {row['article']} {CHANGES[Change(str(row['change']))]} {row['moved_to']}\n")
    for version in touched.versions:
        sys.stdout.write(f"  {version.code} {version.name}（{version.agency_name}）\n")
    return 0


def faults_arguments(parser: ArgumentParser) -> None:
    """Declare the output form."""
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")


def run_faults(given: Namespace) -> int:
    """List the citations of items in force that no longer hold."""
    found = queries.faults()
    if given.json:
        rows = [
            {"code": f.citation.version.code, "citation": str(f.citation), "reason": f.reason} for f in found
        ]
        told = {"faults": rows, "unread": queries.unread()}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return 0
    sys.stdout.write(f"失效的引用 {len(found)} 处；原文未收录、没有核对的引用 {queries.unread()} 处\n")
    for fault in found:
        version = fault.citation.version
        sys.stdout.write(
            f"  {version.code} {version.name}：{fault.citation}，{queries.FAULTS[fault.reason]}\n"
        )
    return 0


def repeal_arguments(parser: ArgumentParser) -> None:
    """Declare the statute, the day and the reason."""
    parser.add_argument("title", metavar="名称")
    parser.add_argument(
        "--on", required=True, type=date.fromisoformat, metavar="日期", help="废止之日，例如 2026-01-01"
    )
    parser.add_argument("--reason", required=True, metavar="依据", help="废止的依据")


def run_repeal(given: Namespace) -> int:
    """Mark a statute as ended and list what still cites it."""
    try:
        statute = services.repeal_statute(by=SYSTEM, title=given.title, on=given.on, reason=given.reason)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.message}\n")
        return 1
    cited = queries.citing(statute.short)
    sys.stdout.write(
        f"{statute.title}自 {given.on} 起废止，仍被 {len({c.version_id for c in cited})} 个事项引用\n"
    )
    for citation in cited:
        sys.stdout.write(f"  {citation.version.code} {citation.version.name}：{citation}\n")
    return 0


COMMANDS = (
    commands.Command("laws import", "收录法律法规全文，按条、款、项拆分", run_import, import_arguments),
    commands.Command(
        "laws touched", "列出一部法律法规最近一次修改涉及的条文和事项", run_touched, title_argument
    ),
    commands.Command("laws faults", "列出事项中已经失效的法律引用", run_faults, faults_arguments),
    commands.Command(
        "laws repeal", "标明一部法律法规废止，并列出仍在引用它的事项", run_repeal, repeal_arguments
    ),
)
