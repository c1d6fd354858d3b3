"""情形: up to six questions choose which materials and fees apply; pure functions over plain data.

A question has a key, a text, options and, where it is not always asked, `when`: earlier keys with the options
that lead to it. Materials and fees carry the same `when`. As questions only look back, every path ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_QUESTIONS = 6
When = Mapping[str, Sequence[str]]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Chosen:
    """Where the answers lead: the next question, or none when the list is definite."""

    answers: dict[str, str]
    next: Row | None
    materials: tuple[Row, ...]
    fees: tuple[Row, ...]


def applies(when: When, answers: Mapping[str, str]) -> bool:
    """Tell whether all conditions are met; what was not asked meets none."""
    return all(answers.get(key) in options for key, options in when.items())


def next_question(questions: Sequence[Row], answers: Mapping[str, str]) -> Row | None:
    """Return the first question that is to be asked and has no valid answer yet."""
    given: dict[str, str] = {}
    for question in questions:
        if not applies(question.get("when") or {}, given):
            continue
        answer = answers.get(question["key"])
        if answer not in question["options"]:
            return question
        given[question["key"]] = str(answer)
    return None


def choose(
    questions: Sequence[Row], answers: Mapping[str, str], materials: Sequence[Row], fees: Sequence[Row]
) -> Chosen:
    """Return where the answers lead; answers to questions that are not asked are dropped."""
    given: dict[str, str] = {}
    for question in questions:
        if applies(question.get("when") or {}, given):
            answer = answers.get(question["key"])
            if answer not in question["options"]:
                return Chosen(given, question, (), ())
            given[question["key"]] = str(answer)
    return Chosen(
        given,
        None,
        tuple(row for row in materials if applies(row.get("when") or {}, given)),
        tuple(row for row in fees if applies(row.get("when") or {}, given)),
    )


def paths(questions: Sequence[Row]) -> Iterator[dict[str, str]]:
    """Yield the answers of every path through the questions; at most the product of the options."""

    def walk(answers: dict[str, str]) -> Iterator[dict[str, str]]:
        question = next_question(questions, answers)
        if question is None:
            yield answers
            return
        for option in question["options"]:
            yield from walk({**answers, question["key"]: option})

    return walk({})


def outcomes(
    questions: Sequence[Row], rows: Sequence[Row], answers: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the situations still possible with the answers known, told apart by what the rows ask for.

    An answer to any question counts, the earlier ones need not be known; one that is no option tells nothing.
    """
    keys = {key for row in rows for key in row.get("when") or {}}
    if not keys:
        return [{}]
    known = {
        one["key"]: answers[one["key"]] for one in questions if answers.get(one["key"]) in one["options"]
    }
    found: list[dict[str, str]] = []
    for path in paths(questions):
        if all(path[key] == known.get(key, path[key]) for key in path):
            one = {key: option for key, option in path.items() if key in keys}
            found += [one] if one not in found else []
    return found


def problems(questions: Sequence[Row], conditional: Sequence[Row] = ()) -> list[str]:
    """Return what is wrong, in words; nothing when every path ends in a definite list."""
    found = []
    if len(questions) > MOST_QUESTIONS:
        found.append(f"情形问题最多 {MOST_QUESTIONS} 个，现在有 {len(questions)} 个。")
    known: dict[str, list[str]] = {}
    for number, question in enumerate(questions, 1):
        where, key = f"第 {number} 个问题", str(question.get("key") or "")
        options = [str(option) for option in question.get("options") or []]
        if not key or key in known:
            found.append(f"{where}没有编号，或者与前面的问题编号相同。")
        if not str(question.get("text") or "").strip():
            found.append(f"{where}没有写问题。")
        if len(options) < 2 or len(set(options)) != len(options):
            found.append(f"{where}至少要有两个不同的选项。")
        found += _strays(question.get("when") or {}, known, where)
        known[key] = options
    for row in conditional:
        found += _strays(row.get("when") or {}, known, f"《{row.get('name', '')}》的适用情形")
    return found


def _strays(when: When, known: Mapping[str, Sequence[str]], where: str) -> list[str]:
    return [
        f"{where}引用了前面没有的选项“{option}”。"
        for key, options in when.items()
        for option in options
        if option not in known.get(key, ())
    ]
