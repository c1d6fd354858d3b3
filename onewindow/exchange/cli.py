"""`onewindow exchange verify-receipt FILE` and `onewindow exchange receipt NUMBER`."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.translation import gettext as _

from onewindow.exchange import offline
from onewindow.exchange.connectors import connector_of
from onewindow.exchange.docking import joining, kit
from onewindow.exchange.errors import UnknownResource
from onewindow.exchange.feeds.models import Feed
from onewindow.exchange.feeds.running import declare_feed, run_feed
from onewindow.exchange.gate import settling
from onewindow.exchange.hooks.declaring import declare_hook
from onewindow.exchange.hooks.sending import send_due
from onewindow.exchange.queries import receipt, resource
from onewindow.exchange.signing import agreed_keys
from onewindow.kernel.public import SYSTEM, commands

SHOWN = {
    "number": "回执编号",
    "resource": "信息资源",
    "way": "方式",
    "system": "调用系统",
    "mode": "验证方式",
    "source": "数源系统",
    "item": "事项编码",
    "case": "办件编号",
    "reason": "查询事由",
    "key": "报送编号",
    "actor": "查询人",
    "status": "结果",
    "cause": "原因",
    "at": "时间（UTC）",
    "milliseconds": "用时（毫秒）",
    "request_sm3": "请求的SM3",
    "response_sm3": "答复的SM3",
    "source_request_sm3": "发给数源的请求的SM3",
    "source_response_sm3": "数源答复的SM3",
    "source_signature": "数源签名",
}


def register() -> None:
    """Register both commands; checking needs no database and no network."""
    commands.register(
        commands.Command(
            "exchange verify-receipt",
            "check an exchange receipt offline",
            _verify,
            _files,
            needs_database=False,
        )
    )
    commands.register(joining.COMMAND)
    commands.register(kit.COMMAND)
    commands.register(
        commands.Command(
            "exchange declare", "declare a feed (YAML), or the next version of it", _declare, _feed
        )
    )
    commands.register(
        commands.Command("exchange hook", "declare a hook (YAML), or the next version of it", _hook, _feed)
    )
    commands.register(commands.Command("exchange send", "send the events that wait for hooks now", _send))
    commands.register(commands.Command("exchange run", "run one feed now", _run_feed, _feed_code))
    commands.register(
        commands.Command(
            "exchange source-key", "print the keys to agree with a resource's source", _source_key, _resource
        )
    )
    commands.register(
        commands.Command(
            "exchange keys", "print the public keys of receipts as keys.json", _keys, needs_database=False
        )
    )
    commands.register(commands.Command("exchange settle", "settle what was handed in, until done", _settle))
    commands.register(
        commands.Command("exchange receipt", "print a receipt as JSON, to be handed out", _print, _number)
    )


def _keys(arguments: Namespace) -> int:
    sys.stdout.write(json.dumps({"keys": offline.published()}) + "\n")
    return 0


def _resource(parser: ArgumentParser) -> None:
    parser.add_argument("resource", metavar="RESOURCE", help="code of the resource")


def _source_key(arguments: Namespace) -> int:
    try:
        row = resource(arguments.resource)
    except UnknownResource as refusal:
        return _complain(refusal.message)
    if not row.connector:
        return _complain(_("“%(name)s”不提供在线查询，没有约定的密钥。") % {"name": row.name})
    request, answer = agreed_keys(connector_of(row))
    told = {"source": row.source, "request": request.hex(), "answer": answer.hex()}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def _feed(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="declaration (YAML)")
    parser.add_argument("--secret-file", type=Path, help="password or header value, kept encrypted")


def _declare(arguments: Namespace) -> int:
    secret = arguments.secret_file.read_text(encoding="utf-8").strip() if arguments.secret_file else ""
    row = declare_feed(by=SYSTEM, text=arguments.file.read_text(encoding="utf-8"), secret=secret)
    sys.stdout.write(
        _("采集任务%(code)s，第%(version)d版") % {"code": row.code, "version": row.version} + "\n"
    )
    return 0


def _hook(arguments: Namespace) -> int:
    secret = arguments.secret_file.read_text(encoding="utf-8").strip() if arguments.secret_file else ""
    row = declare_hook(by=SYSTEM, text=arguments.file.read_text(encoding="utf-8"), secret=secret)
    sys.stdout.write(
        _("推送任务%(code)s，第%(version)d版") % {"code": row.code, "version": row.version} + "\n"
    )
    return 0


def _send(arguments: Namespace) -> int:
    sys.stdout.write(f"{send_due()}\n")
    return 0


def _feed_code(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="code of the feed")


def _run_feed(arguments: Namespace) -> int:
    if not Feed.objects.filter(code=arguments.code).exists():
        return _complain(_("没有采集任务%(code)s。") % {"code": arguments.code})
    run = run_feed(arguments.code)
    if run is None:
        return _complain(_("没有取到数据：%(why)s") % {"why": Feed.objects.get(code=arguments.code).cause})
    told = {name: getattr(run, name) for name in ("number", "read", "new", "known", "returned")}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def _settle(arguments: Namespace) -> int:
    number, all_settled = 1, 0
    while number:
        number = settling.settle()
        all_settled += number
    sys.stdout.write(f"{all_settled}\n")
    return 0


def _files(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="receipt (JSON)")
    parser.add_argument(
        "--keys", metavar="FILE", type=Path, help="published keys.json; default: this home's own"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _number(parser: ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="receipt number, R and the date first")


def _print(arguments: Namespace) -> int:
    sys.stdout.write(json.dumps(receipt(arguments.number), ensure_ascii=False, indent=1) + "\n")
    return 0


def _verify(arguments: Namespace) -> int:
    try:
        keyring = (
            offline.own_keys()
            if arguments.keys is None
            else offline.read_keys(arguments.keys.read_text(encoding="utf-8"))
        )
        with arguments.file.open("rb") as file:
            found = offline.check(file.read(offline.LARGEST + 1), keyring)
    except OSError as error:
        return _complain(_("读不了文件%(name)s：%(why)s") % {"name": error.filename, "why": error.strerror})
    except ValueError as error:
        return _complain(_("公钥名单有误：%(why)s") % {"why": error})
    if arguments.json:
        told = {"verdict": found.verdict.value, "kid": found.kid, "statement": found.statement}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(found)) + "\n")
    return 0 if found.verdict == offline.Verdict.GENUINE else 1


def _lines(found: offline.Checked) -> list[str]:
    """Say the verdict; an unproved statement is not repeated as if it were true."""
    said = {
        offline.Verdict.GENUINE: _("结论：真实。回执由本系统签发，内容没有改动。"),
        offline.Verdict.ALTERED: _("结论：不可信。回执的内容或签名被改动过。"),
        offline.Verdict.UNKNOWN_KEY: _(
            "结论：不可信。签名的公钥不在名单内；请用--keys给出签发机关公布的keys.json。"
        ),
        offline.Verdict.UNREADABLE: _("结论：不可信。这个文件不是交换回执。"),
    }[found.verdict]
    if found.verdict != offline.Verdict.GENUINE:
        return [said]
    told = [(label, found.statement.get(key)) for key, label in SHOWN.items()]
    return [said, *(f"  {label}：{value}" for label, value in told if value not in (None, ""))]


def _complain(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 2
