"""The rows an outside system hands in: cases with application, acceptance, steps and end, in any order."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

AT = "2026-11-02T09:00:00+08:00"


@dataclass(frozen=True)
class Message:
    """One row under its key; `valid` says whether it fits its contract."""

    key: str
    kind: str
    row: dict[str, object]
    valid: bool = True


def messages(system: str, cases: int, seed: int) -> list[Message]:
    """Return the messages of a system's cases, shuffled a little, some wrong; the same for the same seed."""
    dice = random.Random(seed)
    found: list[Message] = []
    for number in range(cases):
        told = list(_case(f"{system}-{number:06d}"))
        if dice.random() < 0.2:
            dice.shuffle(told)
        found += told
        if dice.random() < 0.1:
            wrong = {"case_number": f"{system}-{number:06d}", "accepted": "也许"}
            found.append(Message(f"{system}-{number:06d}-wrong", "accept", wrong, valid=False))
    return found


def _case(number: str) -> Iterator[Message]:
    yield Message(
        f"{number}-apply",
        "apply",
        {
            "case_number": number, "task_code": "11450000MB0000001X4000123001001", "task_name": "示例事项",
            "applicant_type": "1", "applicant_name": "测试人", "applicant_number": None, "apply_time": AT,
            "channel": "2",
        },
    )  # fmt: skip
    yield Message(
        f"{number}-accept",
        "accept",
        {"case_number": number, "accepted": True, "accept_time": AT, "handler": None, "promise_day": None},
    )
    yield Message(
        f"{number}-step1",
        "process",
        {
            "step_number": f"{number}-1", "case_number": number, "step_name": "审查", "handler": None,
            "begin_time": AT, "end_time": None, "opinion": None,
        },
    )  # fmt: skip
    yield Message(
        f"{number}-finish",
        "finish",
        {"case_number": number, "result": "1", "finish_time": AT, "reason": None},
    )
