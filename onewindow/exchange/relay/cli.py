"""`onewindow exchange relay send|take|learn LINK FOLDER`: what a timer runs on either side of the gap."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from onewindow.exchange.relay import carrying
from onewindow.exchange.relay.models import Link
from onewindow.exchange.relay.papers import PURPOSE
from onewindow.kernel.public import SYSTEM, commands, keys, sm2


def register() -> None:
    """Register the commands."""
    commands.register(commands.Command("exchange relay", "carry bundles over the gap as files", _run, _words))
    commands.register(commands.Command("exchange link", "open a link to a peer beyond the gap", _open, _link))


def _words(parser: ArgumentParser) -> None:
    parser.add_argument(
        "do", choices=["send", "take", "learn"], help="send bundles, take them in, learn of acks"
    )
    parser.add_argument("link", metavar="LINK", help="code of the link")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="folder the gap carries across")


def _run(arguments: Namespace) -> int:
    if not Link.objects.filter(code=arguments.link).exists():
        sys.stderr.write(f"没有摆渡通道{arguments.link}。\n")
        return 2
    if arguments.do == "take":
        refused = carrying.take_in(arguments.link, arguments.folder)
        sys.stdout.write("".join(f"{name}：{why}\n" for name, why in refused))
        return 1 if refused else 0
    verb = carrying.send if arguments.do == "send" else carrying.learn
    sys.stdout.write(f"{verb(arguments.link, arguments.folder)}\n")
    return 0


def _link(parser: ArgumentParser) -> None:
    parser.add_argument("link", metavar="LINK", help="code of the link, the same on both sides")
    parser.add_argument("--name", default="", help="what it is called")
    parser.add_argument("--peer-key", metavar="HEX", help="the peer's public key; without it ours is printed")
    parser.add_argument("--kinds", nargs="+", default=[], help="data sets it may carry; nothing else passes")


def _open(arguments: Namespace) -> int:
    if not arguments.peer_key:
        sys.stdout.write(keys.public_key(sm2.sign(PURPOSE, b"key").kid).hex() + "\n")
        return 0
    key = bytes.fromhex(arguments.peer_key)
    if not sm2.is_public_key(key) or not arguments.kinds:
        sys.stderr.write("请写明对方的SM2公钥和允许通过的数据集。\n")
        return 2
    name = arguments.name or arguments.link
    carrying.open_link(by=SYSTEM, code=arguments.link, name=name, peer_key=key, kinds=arguments.kinds)
    return 0
