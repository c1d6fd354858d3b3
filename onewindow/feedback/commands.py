"""`onewindow feedback train [DIR]`, `onewindow feedback measure DIR`: the weights that suggest categories."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from onewindow.feedback import measured_page, rules, suggesting, training
from onewindow.kernel.public import commands


def _train(arguments: Namespace) -> int:
    if find_spec("sklearn") is None:
        _say(
            "训练需要 scikit-learn，请先安装（pip install scikit-learn）。没有它也能推荐，只是不能再学习。",
            error=True,
        )
        return 1
    given = _labelled(arguments.folder)
    if arguments.ship:
        told = json.loads(_plain(training.learn(training.phrases())))
        suggesting.SHIPPED.write_text(
            json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
        )
        _say(f"已写入 {suggesting.SHIPPED.name}。")
        return 0
    always = [*training.phrases(), *training.decided()]
    measure = training.cross_measured(given, always) if len(given) >= training.FOLDS * 2 else None
    weights = training.learn([*always, *given])
    row = training.keep(weights, len(always) + len(given), measure)
    if arguments.json:
        _say(
            json.dumps(
                {"classifier": row.pk, "texts": row.texts, "measure": row.measured}, ensure_ascii=False
            )
        )
        return 0
    ours, theirs = len(training.phrases()), len(always) - len(training.phrases())
    _say(f"学习了 {row.texts} 段文字（短语 {ours}，人工分类 {theirs}，文件 {len(given)}）。")
    if measure:
        _say("没有见过的文字（五折交叉，每一折都不在自己的训练数据里）：")
        _table(measure)
    return 0


def _measure(arguments: Namespace) -> int:
    given = _labelled(arguments.folder)
    if not given:
        _say("这个文件夹里没有带类别的 .jsonl 文件。", error=True)
        return 1
    weights = suggesting.shipped() if arguments.shipped else suggesting.current()
    measure = training.told_by(weights, given)
    if arguments.json:
        _say(json.dumps(asdict(measure), ensure_ascii=False))
    elif arguments.page:
        _say(measured_page.page(measure, shipped=arguments.shipped))
    else:
        _table(measure)
    return 0


def _labelled(folder: str | None) -> list[training.Labelled]:
    return training.read(Path(folder)) if folder else []


def _plain(weights: suggesting.Weights) -> str:
    return json.dumps(
        {
            "categories": weights.categories, "start": weights.start, "rarity": weights.rarity,
            "weights": {key: [round(one, 2) for one in row] for key, row in weights.weights.items()},
        },
        ensure_ascii=False,
    )  # fmt: skip


def _table(measure: training.Measure) -> None:
    names = rules.categories()
    _rows(
        ("类别", "条数", "查准", "查全", "F1", "随机 F1"),
        [
            (names[one.category], one.texts, one.precision, one.recall, one.f1, one.chance)
            for one in measure.lines
        ],
    )
    _say(f"共 {measure.texts} 条：准确率 {measure.accuracy}，宏平均 F1 {measure.macro_f1}")
    _say(f"随机猜（按各类占比）：准确率 {measure.chance_accuracy}，宏平均 F1 {measure.chance_macro_f1}")
    _say(f"总猜最多的一类：准确率 {measure.majority_accuracy}，宏平均 F1 {measure.majority_macro_f1}")


def _rows(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    _say("\t".join(head))
    for row in rows:
        _say("\t".join(str(cell) for cell in row))


def _say(text: str, *, error: bool = False) -> None:
    (sys.stderr if error else sys.stdout).write(f"{text}\n")


def _train_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", help="a folder of labelled .jsonl files: subject, text, category"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--ship", action="store_true", help="write the weights of our own phrases into the product"
    )


def _measure_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", help="a folder of labelled .jsonl files: subject, text, category")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--shipped", action="store_true", help="the weights that come with the product")
    parser.add_argument("--page", action="store_true", help="the page of the reference, as Markdown")


TRAIN = commands.Command(
    "feedback train", "learn to suggest categories of concerns", _train, _train_arguments
)
MEASURE = commands.Command(
    "feedback measure", "tell how well categories are suggested", _measure, _measure_arguments
)
