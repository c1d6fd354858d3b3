"""Transitions of cases with supervision and without, in one process: `python -m bench.watched ROUNDS EACH`.

Web and worker are one process, the database one server process here, so that their CPU can be told exactly.
The last line of output is one JSON object with milliseconds of CPU per transition of every round.
"""

import json
import sys
from typing import Any

from bench import cpu
from bench.crowd import nurse, pilot, started


def main(rounds: int, each: int) -> dict[str, list[float]]:
    """Submit `each` applications a round by the page and deliver all events, in alternation."""
    started()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    from onewindow.exchange.tests.factories import answering
    from onewindow.kernel.public import outbox

    found: dict[str, list[float]] = {"with": [], "without": []}
    with answering():
        version, serial = pilot(), 0
        outbox.drain()
        for turn in range(-1, rounds):  # the first round warms up
            for name in ("with", "without") if turn % 2 else ("without", "with"):
                ready = [nurse(version, serial + n) for n in range(each)]
                serial += each
                outbox.drain()
                taken = _silenced() if name == "without" else {}
                before = sum(cpu.spent())
                for one in ready:
                    _submit(one)
                outbox.drain()
                spent = (sum(cpu.spent()) - before) * 1000 / each
                for kind, handler in taken.items():
                    outbox.handlers[kind]["supervision.watch"] = handler
                if turn >= 0:
                    found[name].append(round(spent, 3))
                print(f"{name}: {spent:.2f} ms", file=sys.stderr, flush=True)
    return found


def _silenced() -> dict[str, Any]:
    """Take supervision's handler away; return it by event, to be put back."""
    from onewindow.kernel.public import outbox

    return {
        kind: known.pop("supervision.watch")
        for kind, known in outbox.handlers.items()
        if "supervision.watch" in known
    }


def _submit(one: Any) -> None:
    from django.test import Client

    client = Client()
    client.cookies["sessionid"] = one.session
    answer = client.post(f"/apply/draft/{one.draft}/submit/", {"honest": "on"})
    if answer.status_code != 302:
        raise RuntimeError(f"not submitted: {answer.status_code} {answer.content[-500:]!r}")


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
