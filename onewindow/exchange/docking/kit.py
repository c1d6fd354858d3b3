"""The conformance kit: a vendor runs it against a gateway and keeps the report.

A system in state 联调 is the sandbox: what it hands in is settled but reaches no other context.
Each check does what a joined system must be able to do, or must not be able to do, over plain HTTP.
"""

import json
import secrets
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass, field

from onewindow.exchange.gate import receipts
from onewindow.exchange.gate.credentials import sign_headers
from onewindow.kernel.public import clock, commands, keys, sm2

SECONDS = 15.0
Answer = tuple[int, dict[str, object]]
_AT = "2026-01-05T09:00:00+08:00"


@dataclass
class Kit:
    """One run against one address in the name of one system."""

    url: str
    system: str
    mark: str = field(default_factory=lambda: secrets.token_hex(6))
    receipts: list[dict[str, object]] = field(default_factory=list)

    @property
    def purpose(self) -> str:
        """The name of the system's own signing key in this home."""
        return f"outside-{self.system}"

    def call(self, method: str, path: str, body: object = None, key: str = "", **changed: str) -> Answer:
        """Send a signed request; `changed` replaces headers, an empty value removes one."""
        data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = sign_headers(self.system, method, path, data, purpose=self.purpose)
        headers |= {"Idempotency-Key": key} if key else {}
        return self.send(
            method, path, data, {**headers, **{k.replace("_", "-"): v for k, v in changed.items()}}
        )

    def send(self, method: str, path: str, data: bytes, headers: dict[str, str]) -> Answer:
        """Send a request as it is."""
        kept = {name: value for name, value in headers.items() if value}
        asked = urllib.request.Request(self.url + path, data or None, kept, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.load(refused)

    def push(self, kind: str, row: dict[str, object], key: str) -> Answer:
        """Hand a row in and keep its receipt."""
        status, told = self.call("POST", f"/exchange/push/{kind}", {"operation": "i", "row": row}, key)
        receipt = told.get("receipt")
        if isinstance(receipt, dict):
            self.receipts.append(receipt)
        return status, told

    def apply(self, name: str = "示例事项") -> dict[str, object]:
        """Return an application of this run."""
        return {
            "case_number": f"KIT-{self.mark}", "task_code": "KIT", "task_name": name, "applicant_type": "1",
            "applicant_name": "测试人", "applicant_number": None, "apply_time": _AT, "channel": None,
        }  # fmt: skip


def _reached(kit: Kit) -> bool:
    return kit.send("GET", "/exchange/healthz", b"", {})[1].get("status") == "ok"


def _contract(kit: Kit) -> bool:
    status, told = kit.call("GET", "/exchange/contract/")
    return status == 200 and "apply" in str(told.get("kinds"))


def _unsigned(kit: Kit) -> bool:
    return kit.send("POST", "/exchange/push/apply", b"{}", {})[1].get("code") == "no_credentials"


def _forged(kit: Kit) -> bool:
    told = kit.call("POST", "/exchange/push/apply", {}, X_Signature="00" * 64)
    return told[1].get("code") == "wrong_signature"


def _old(kit: Kit) -> bool:
    stamp = str(int((time.time() - 3600) * 1000))
    return kit.call("POST", "/exchange/push/apply", {}, X_Time=stamp)[1].get("code") == "stale_request"


def _replayed(kit: Kit) -> bool:
    data = b""
    headers = sign_headers(kit.system, "POST", "/exchange/push/none", data, purpose=kit.purpose)
    first = kit.send("POST", "/exchange/push/none", data, headers)[1].get("code")
    again = kit.send("POST", "/exchange/push/none", data, headers)[1].get("code")
    return first == "unknown_kind" and again == "replayed_request"


def _taken(kit: Kit) -> bool:
    status, told = kit.push("apply", kit.apply(), f"kit-{kit.mark}-apply")
    return status == 200 and told.get("state") in {"pending", "accepted"}


def _twice(kit: Kit) -> bool:
    status, told = kit.push("apply", kit.apply(), f"kit-{kit.mark}-apply")
    return status == 200 and bool(told.get("earlier"))


def _other(kit: Kit) -> bool:
    return kit.push("apply", kit.apply("另一件"), f"kit-{kit.mark}-apply")[1].get("code") == "key_reused"


def _wrong(kit: Kit) -> bool:
    status, told = kit.push("apply", {"case_number": 1}, f"kit-{kit.mark}-wrong")
    return status == 422 and bool(told.get("faults"))


def _account(kit: Kit) -> bool:
    _status, told = kit.call("GET", f"/exchange/reconciliation/{clock.today().isoformat()}")
    kinds = told.get("kinds")
    rows = list(kinds.values()) if isinstance(kinds, dict) else []
    return bool(rows) and all(
        one["sent"] == one["accepted"] + one["rejected"] + one["pending"] for one in rows
    )


def _receipts(kit: Kit) -> bool:
    with urllib.request.urlopen(f"{kit.url}/exchange/keys", timeout=SECONDS) as answer:  # noqa: S310
        ring = {one["kid"]: bytes.fromhex(one["public_hex"]) for one in json.load(answer)["keys"]}
    told = [ring.get(str(one["kid"])) for one in kit.receipts]
    return bool(told) and all(
        public is not None and receipts.is_genuine(one, public)
        for one, public in zip(kit.receipts, told, strict=True)
    )


CHECKS: tuple[tuple[str, Callable[[Kit], bool]], ...] = (
    ("网关能连通", _reached),
    ("取得接入规范", _contract),
    ("没有签名的请求被拒绝", _unsigned),
    ("签名不对的请求被拒绝", _forged),
    ("过期的请求被拒绝", _old),
    ("重放的请求被拒绝", _replayed),
    ("报送一件申请", _taken),
    ("同一件再报不重复", _twice),
    ("同一编号换了内容被拒绝", _other),
    ("不合规范的数据退回并写明原因", _wrong),
    ("当日对账相符", _account),
    ("回执全部真实", _receipts),
)


def run(kit: Kit) -> list[tuple[str, bool, str]]:
    """Run every check; return its name, whether it passed, and what went wrong otherwise."""
    told = []
    for name, check in CHECKS:
        try:
            told.append((name, check(kit), ""))
        except (OSError, ValueError, KeyError, TypeError) as error:
            told.append((name, False, f"{type(error).__name__}: {error}"))
    return told


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="address of the gateway, e.g. http://127.0.0.1:8000")
    parser.add_argument("--system", help="code of the registered system")
    parser.add_argument("--public-key", action="store_true", help="only print the public key to register")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _run(arguments: Namespace) -> int:
    if urllib.parse.urlsplit(arguments.url).scheme not in {"http", "https"} or not arguments.system:
        sys.stderr.write("请写明网关的http或https地址和--system。\n")
        return 2
    kit = Kit(arguments.url.rstrip("/"), arguments.system)
    if arguments.public_key:
        sys.stdout.write(keys.public_key(sm2.sign(kit.purpose, b"key").kid).hex() + "\n")
        return 0
    told = run(kit)
    if arguments.json:
        rows = [{"check": name, "passed": good, "detail": why} for name, good, why in told]
        sys.stdout.write(json.dumps({"system": kit.system, "checks": rows}, ensure_ascii=False) + "\n")
    else:
        for name, good, why in told:
            sys.stdout.write(f"{'通过' if good else '不通过'}  {name}{f'（{why}）' if why else ''}\n")
    return 0 if all(good for _name, good, _why in told) else 1


COMMAND = commands.Command(
    "exchange kit",
    "check a system against a gateway and print a report",
    _run,
    _arguments,
    needs_database=False,
)
