"""Command-line verbs of cases."""

import json
from argparse import ArgumentParser, Namespace

from onewindow.decisions import public as decisions
from onewindow.kernel.public import commands


def _replay_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("number", help="case number 办件编号")
    parser.add_argument("--json", action="store_true", help="answer as one JSON object")


def _replay(options: Namespace) -> int:
    result = decisions.replay(options.number)
    if options.json:
        answer = {"number": options.number, "same": result.same, "differences": list(result.differences)}
        print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
        return 0 if result.same else 1
    if result.same:
        print(f"{options.number}：用保存的输入重新判定，结果与当时一致。")  # noqa: T201
        return 0
    print(f"{options.number}：重新判定的结果与当时不同：")  # noqa: T201
    for difference in result.differences:
        print(f"  {difference}")  # noqa: T201
    return 1


REPLAY = commands.Command(
    name="cases replay",
    help="judge a decided case again on its stored inputs and compare every cell",
    run=_replay,
    arguments=_replay_arguments,
)
