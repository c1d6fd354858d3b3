"""Command-line verbs of rules and decisions."""

from __future__ import annotations

import csv
import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from onewindow.decisions.queries import replay_all
from onewindow.kernel.public import commands
from onewindow.rules.public import RuleError, review_model, tck


def _tck_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, help="a folder of the DMN TCK, e.g. compliance-level-2")
    parser.add_argument("--csv", type=Path, help="write the kit's result format to this file")
    parser.add_argument("--json", action="store_true", help="answer as one JSON object")


def _tck(options: Namespace) -> int:
    results = list(tck.run(options.directory))
    if options.csv:
        with options.csv.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            for result in results:
                outcome = "SUCCESS" if result.passed else "ERROR"
                folder = f"{result.level}/{result.folder}"
                writer.writerow([folder, result.file, result.case, outcome, result.detail])
    missed = [result for result in results if not result.passed]
    totals = tck.totals(results)
    if options.json:
        answer = {level: {"passed": passed, "total": total} for level, (passed, total) in totals.items()}
        print(json.dumps(answer))  # noqa: T201
    else:
        for result in missed:
            print(f"{result.folder} {result.case} {result.node}: {result.detail}")  # noqa: T201
        for level, (passed, total) in totals.items():
            print(f"{level}: {passed}/{total} = {100 * passed / total:.2f} %")  # noqa: T201
    if not results:
        print(f"{options.directory}: no test cases found", file=sys.stderr)  # noqa: T201
    return 0 if results and not missed else 1


TCK = commands.Command(
    name="rules tck",
    help="run a folder of the DMN Technology Compatibility Kit and print passed/total per level",
    run=_tck,
    arguments=_tck_arguments,
    needs_database=False,
)


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", help="DMN files; models they import lie beside them")
    parser.add_argument("--json", action="store_true", help="answer as one JSON object per finding")


def _check(options: Namespace) -> int:
    errors = 0
    for file in options.files:
        try:
            problems = review_model(tck.load(file))
        except (RuleError, OSError) as error:
            print(f"{file}: {error}", file=sys.stderr)  # noqa: T201
            errors += 1
            continue
        for problem in problems:
            errors += problem.is_error
            if options.json:
                print(json.dumps({"file": str(file), **asdict(problem)}, ensure_ascii=False))  # noqa: T201
            else:
                at = f":{problem.position + 1}" if problem.position is not None else ""
                print(f"{file}:{problem.line}{at}: {problem.kind}: {problem.place}: {problem.words}")  # noqa: T201
        if not problems and not options.json:
            print(f"{file}: no gaps, overlaps, unknown names or wrong types")  # noqa: T201
    return 1 if errors else 0


CHECK = commands.Command(
    name="rules check",
    help="report gaps, overlaps, unknown names, wrong types and idle rules of DMN files, with line and cell",
    run=_check,
    arguments=_check_arguments,
    needs_database=False,
)


def _replay_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--rule-set", default="", help="only decisions of this rule set")
    parser.add_argument("--last", type=int, default=1000, help="how many, from the newest back; 0 is all")
    parser.add_argument("--json", action="store_true", help="answer as one JSON object")


def _replay(options: Namespace) -> int:
    seen = 0
    differing: dict[str, list[str]] = {}
    for record, again in replay_all(options.rule_set, options.last):
        seen += 1
        if not again.same:
            differing[record.case_number or record.draft_reference] = again.differences
    if options.json:
        answer = {"seen": seen, "same": seen - len(differing), "differing": differing}
        print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
        return 1 if differing else 0
    for number, words in differing.items():
        print(f"{number}：{'；'.join(words)}")  # noqa: T201
    print(f"重新判定 {seen} 个决定，{seen - len(differing)} 个与当时一致，{len(differing)} 个不同。")  # noqa: T201
    return 1 if differing else 0


REPLAY = commands.Command(
    name="decisions replay",
    help="judge stored decisions again by their own versions and inputs; compare every cell and digest",
    run=_replay,
    arguments=_replay_arguments,
)
