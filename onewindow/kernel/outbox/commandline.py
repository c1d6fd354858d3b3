"""`onewindow outbox dead` and `onewindow outbox retry ID`."""

import sys
from argparse import ArgumentParser, Namespace

from onewindow.kernel.actors import SYSTEM
from onewindow.kernel.commands import Command
from onewindow.kernel.errors import Refusal
from onewindow.kernel.outbox.dead import dead_letters, retry_delivery


def commands() -> list[Command]:
    """Return the outbox commands."""
    return [
        Command("outbox dead", "列出多次投递失败、已停止的事件", _dead),
        Command("outbox retry", "重新投递一条已停止的事件", _retry, _retry_arguments),
    ]


def _dead(arguments: Namespace) -> int:
    for letter in dead_letters().iterator(chunk_size=500):
        event = letter.event
        sys.stdout.write(
            f"{letter.pk}\t{event.type}\t{letter.subject}\t{letter.handler}\t"
            f"{letter.attempts}次\t{letter.error}\n"
        )
    return 0


def _retry_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", type=int, help="outbox dead 列出的编号")


def _retry(arguments: Namespace) -> int:
    try:
        retry_delivery(by=SYSTEM, delivery_id=arguments.id)
    except Refusal as refused:
        sys.stderr.write(f"{refused.message}\n")
        return 1
    sys.stdout.write("已重新排队。\n")
    return 0
