"""What the exchange bench sends: signed or bearer queries of one granted resource, bytes made beforehand."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.instance import ROOT, Instance

CODE, RESOURCE, ITEM = "bench-health", "nurse_registration", "bench0item00001"
PATH = f"/exchange/query/{RESOURCE}"
_PLANT = """
import django; django.setup()
import json, sys
from django.conf import settings
from onewindow.exchange.docking.systems import register_system, connect_system, change_state
from onewindow.exchange.sharing.demands import ask_demand, grant_demand
from onewindow.exchange.models import Resource
from onewindow.identity.provider import registry, scoping
from onewindow.kernel.public import SYSTEM, keys, sm2
owner = "广西壮族自治区卫生健康委员会"
about = {"name": "压测系统", "purpose": "压测网关的查询", "contact": "压测 0771-0000000"}
party, secret = registry.register_party(by=SYSTEM, kind="system", agency=owner, given=about)
asked = scoping.ask_scopes(by=SYSTEM, client_id=party.client_id, scopes=["api"], reason="压测需要")
scoping.release_scopes(by=SYSTEM, request_id=asked.pk)
given = {"code": "%(code)s", "name": "压测系统", "agency": owner, "contact": "压测", "zone": "external"}
register_system(by=SYSTEM, given=given)
key = keys.public_key(sm2.sign("bench-exchange", b"key").kid)
connect_system(by=SYSTEM, code="%(code)s", client_id=party.client_id, public_key=key.hex())
for state in ("testing", "joined"):
    change_state(by=SYSTEM, code="%(code)s", state=state, reason="压测网关")
told = {"purpose": "压测网关的查询", "items": "%(item)s", "rate": "60000", "until": ""}
fields = ["status", "valid_to"]
row = ask_demand(by=SYSTEM, system="%(code)s", resource="%(resource)s", given=told, fields=fields)
grant_demand(by=SYSTEM, number=row.number)
from onewindow.exchange.sharing.models import Grant
Grant.objects.update(rate=100_000_000)
row = Resource.objects.get(code="%(resource)s")
row.connector = {**row.connector, "base": "http://127.0.0.1:" + sys.argv[1]}
row.digest = b"bench"
row.save()
print(json.dumps({"client_id": party.client_id, "secret": secret}))
"""


def plant(it: Instance, source_port: int) -> dict[str, str]:
    """Join a system, grant it the resource, point the connector at the bench's source; return its secret."""
    code = _PLANT % {"code": CODE, "resource": RESOURCE, "item": ITEM}
    environment = it.environment | {
        "DATABASE_URL": it.database_url, "DJANGO_SETTINGS_MODULE": "onewindow.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-c", code, str(source_port)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    told: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return told


def body(number: int) -> bytes:
    """Return one query about an invented nurse."""
    told = {
        "item": ITEM, "case": f"bench{number}", "reason": "压测网关的查询",
        "keys": {"resident_id": f"45999819900101{number % 10000:04d}"},
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False).encode()


def bearer(token: str) -> Iterator[bytes]:
    """Yield queries under an OAuth token, without end."""
    number = 0
    while True:
        yield _bytes(PATH, body(number), {"Authorization": f"Bearer {token}"})
        number += 1


def signed(it: Instance, count: int) -> list[bytes]:
    """Return as many queries signed with the system's SM2 key; signing is not part of what is measured."""
    os.environ |= {"ONEWINDOW_HOME": str(it.home)}
    script = (
        "import django; django.setup()\nimport sys\nfrom bench.workloads import exchange\n"
        "exchange.write_signed(int(sys.argv[1]), sys.argv[2])"
    )
    target = it.home / "signed.bin"
    environment = it.environment | {
        "DJANGO_SETTINGS_MODULE": "onewindow.config.settings",
        "DATABASE_URL": it.database_url,
    }
    subprocess.run(
        [sys.executable, "-c", script, str(count), str(target)], cwd=ROOT, env=environment, check=True
    )
    return target.read_bytes().split(b"\x00\x00")[:-1]


def write_signed(count: int, target: str) -> None:
    """Write signed queries into a file, in the process that has the keys."""
    from onewindow.exchange.gate.credentials import sign_headers

    with Path(target).open("wb") as file:
        for number in range(count):
            data = body(number)
            headers = sign_headers(CODE, "POST", PATH, data, purpose="bench-exchange")
            file.write(_bytes(PATH, data, headers) + b"\x00\x00")


def direct(path: str) -> Iterator[bytes]:
    """Yield the same questions as the source itself gets them, without end."""
    number = 0
    while True:
        told = {
            "resource": RESOURCE,
            "keys": {"resident_id": "459998199001010000"},
            "nonce": "0" * 32,
            "n": number,
        }
        yield _bytes(path, json.dumps(told).encode(), {})
        number += 1


def _bytes(path: str, data: bytes, headers: dict[str, str]) -> bytes:
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n{told}\r\n"
    ).encode() + data
