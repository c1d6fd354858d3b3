"""The gateway in place, without sockets: database work is done in the test's own connection."""

import asyncio
import contextlib
import contextvars
import json
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from onewindow.exchange.docking.models import OutsideSystem
from onewindow.exchange.docking.systems import change_state, connect_system, register_system
from onewindow.exchange.gate import credentials
from onewindow.exchange.gate.app import Gateway
from onewindow.exchange.gate.calls import Desk
from onewindow.exchange.gate.credentials import sign_headers
from onewindow.exchange.gate.models import Delivery, DeliveryState
from onewindow.exchange.gate.register import System
from onewindow.exchange.gate.writing import Entry
from onewindow.exchange.models import Sharing
from onewindow.exchange.queries import forget_resources, resource
from onewindow.exchange.sharing.demands import ask_demand, grant_demand
from onewindow.exchange.tests import factories
from onewindow.identity.tests.factories import agency
from onewindow.kernel.public import SYSTEM, canonical, clock, keys, sm2
from onewindow.kernel.tests.factories import planted_once

WEI = "459900199005120020"
ITEM = "11450000MB0000001X4000123001001"
ASKED = {
    "item": ITEM,
    "case": "4500260302000017",
    "reason": "办理护士执业注册延续",
    "keys": {"resident_id": WEI},
}
PURPOSE = "test-outside-system"


@dataclass
class Caller:
    """One outside system that signs its requests with SM2."""

    gateway: Gateway
    code: str = "nn-health"
    purpose: str = PURPOSE

    def call(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        signed = sign_headers(self.code, method, path.partition("?")[0], data, purpose=self.purpose)
        return self.send(method, path, data, {**signed, **headers})

    def send(self, method: str, path: str, data: Any, headers: dict[str, str]) -> httpx.Response:
        """Run the gateway's loop in a thread beside; database work comes back to this one."""

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.gateway)
            async with httpx.AsyncClient(transport=transport, base_url="http://gate") as client:
                return await client.request(method, path, content=data, headers=headers)

        found: list[httpx.Response] = []
        context = contextvars.copy_context()
        beside = threading.Thread(target=lambda: found.append(context.run(asyncio.run, go())))
        beside.start()
        while beside.is_alive():
            with contextlib.suppress(queue.Empty):
                work, done = _WORK.get(timeout=0.01)
                done(work)
        beside.join()
        return found[0]

    def query(self, code: str = "nurse_registration", **changed: object) -> httpx.Response:
        return self.call("POST", f"/exchange/query/{code}", ASKED | changed)

    def push(self, kind: str, row: object, key: str, operation: str = "i") -> httpx.Response:
        body = {"operation": operation, "row": row}
        return self.call("POST", f"/exchange/push/{kind}", body, **{"Idempotency-Key": key})


_WORK: "queue.Queue[tuple[Callable[[], Any], Callable[[Callable[[], Any]], None]]]" = queue.Queue()


async def in_place(work: Callable[..., Any], *given: Any) -> Any:
    """Have the test's own thread, which holds the transaction, do database work."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def done(job: Callable[[], Any]) -> None:
        try:
            result = job()
        except BaseException as error:
            loop.call_soon_threadsafe(future.set_exception, error)
        else:
            loop.call_soon_threadsafe(future.set_result, result)

    _WORK.put((lambda: work(*given), done))
    return await future


def joined(code: str = "nn-health", *, purpose: str = PURPOSE) -> OutsideSystem:
    """Register a joined system with the key of a purpose."""
    owner = agency("示例卫生局")
    given = {
        "code": code,
        "name": f"系统{code}",
        "agency": owner.name,
        "contact": "示例处",
        "zone": "external",
    }
    register_system(by=SYSTEM, given=given)
    key = keys.public_key(sm2.sign(purpose, b"key").kid)
    connect_system(by=SYSTEM, code=code, public_key=key.hex())
    change_state(by=SYSTEM, code=code, state="testing", reason="联调开始")
    return change_state(by=SYSTEM, code=code, state="joined", reason="联调通过")


def granted(code: str = "nurse_registration", *fields: str, system: str = "nn-health", **given: str) -> None:
    """Give a system a grant."""
    told = {"purpose": "办理护士执业注册延续", "items": ITEM, "rate": "600", "until": ""} | given
    row = ask_demand(
        by=SYSTEM, system=system, resource=code, given=told, fields=fields or ("status", "valid_to")
    )
    if resource(code).sharing == Sharing.CONDITIONAL:
        grant_demand(by=SYSTEM, number=row.number)


class Asked:
    body_sm3 = canonical.sm3(b"")


def entry(system: System, nonce: str = "") -> Entry:
    desk = Desk(in_place)
    call = desk.new_call(Asked(), credentials.Caller(system, "sm2", nonce), "query", "nurse_registration")
    return Entry(call, system.actor, nonce)


def pushed(system: System, key: str, body: bytes = b"{}") -> Entry:
    made = entry(system)
    call, digest = made.call, canonical.sm3(body)
    call.way, call.key = "push", key
    made.delivery = Delivery(
        id=call.id, system=system.code, kind="apply", key=key, operation="i", body=body.decode(),
        digest=digest, receipt=call.receipt, received_at=call.at, state=DeliveryState.PENDING,
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Plant the resources, a joined system and its grant once for a module."""
    with planted_once(django_db_blocker):
        with clock.at(factories.NOON):
            factories.plant_resources()
            joined()
            granted()
        yield


@pytest.fixture
def world(planted: None, db: None, noon: object) -> OutsideSystem:
    forget_resources()
    return OutsideSystem.objects.get(code="nn-health")


@pytest.fixture
def caller(world: OutsideSystem) -> Iterator[Caller]:
    with factories.answering():
        yield Caller(Gateway(run=in_place))
