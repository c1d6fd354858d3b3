"""`onewindow audit verify`, `audit seal` and `audit roots`."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onewindow.kernel.audit.sealing import roots, seal
from onewindow.kernel.audit.verifying import Report, verify
from onewindow.kernel.commands import Command


def commands() -> list[Command]:
    """Return the audit commands."""
    return [
        Command("audit verify", "核验审计记录、封存签名和受保护的数据表", _verify, _verify_arguments),
        Command("audit seal", "立即封存尚未封存的审计记录", _seal),
        Command("audit roots", "输出全部封存根（每行一个），供另行保存", _roots),
    ]


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--roots", metavar="FILE", type=Path, help="另行保存的封存根（audit roots 的输出）")
    parser.add_argument("--json", action="store_true", help="输出JSON")


def _verify(arguments: Namespace) -> int:
    report = verify(_read_roots(arguments.roots) if arguments.roots else None)
    if arguments.json:
        sys.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(report)) + "\n")
    return 0 if report.ok else 1


def _lines(report: Report) -> Iterator[str]:
    yield f"审计记录{report.entries}条，封存{report.seals}批。"
    yield f"受保护的表{len(report.tables)}张，{report.rows}行。"
    for problem in report.problems:
        yield f"✗ {problem.kind} {problem.place}：{problem.detail}"
    if report.found > len(report.problems):
        yield f"……另有{report.found - len(report.problems)}处问题未列出。"
    if report.unsealed:
        yield f"尚未封存{report.unsealed}条（自{report.unsealed_since}起），这一段还不能证明未被改动。"
    if not report.outside_copy:
        yield "没有提供另行保存的封存根：末尾是否被整段截去，不能由本机自证（用--roots FILE核对）。"
    yield "结论：未发现问题。" if report.ok else f"结论：发现{report.found}处问题。"


def _read_roots(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the roots of a JSON array, an object with `roots`, or one object a line."""
    text = path.read_text(encoding="utf-8").strip()
    if text.startswith("["):
        yield from json.loads(text)
    elif '"roots"' in text[:200]:
        yield from json.loads(text)["roots"]
    else:
        yield from (json.loads(line) for line in text.splitlines() if line.strip())


def _seal(arguments: Namespace) -> int:
    sys.stdout.write(f"已封存{seal()}条。\n")
    return 0


def _roots(arguments: Namespace) -> int:
    for made in roots():
        sys.stdout.write(json.dumps(made, ensure_ascii=False) + "\n")
    return 0
