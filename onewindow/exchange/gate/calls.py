"""Handles queries and pushes: who, by what right, what comes back, and the log before the answer."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from onewindow.exchange.connectors import connector_of
from onewindow.exchange.contracts import data_sets
from onewindow.exchange.errors import BadRequest, UnknownResource
from onewindow.exchange.facts import FactRequest, Purpose
from onewindow.exchange.gate import bodies, credentials
from onewindow.exchange.gate.batching import Batching
from onewindow.exchange.gate.credentials import Caller
from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.link import Link
from onewindow.exchange.gate.models import Call, Delivery, DeliveryState
from onewindow.exchange.gate.rates import Rates
from onewindow.exchange.gate.receipts import receipt_of
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.register import Register, read
from onewindow.exchange.gate.subjects import subject_of
from onewindow.exchange.gate.upstream import Upstream
from onewindow.exchange.gate.writing import Entry, Run, Writer, refuse
from onewindow.exchange.queries import known_resource
from onewindow.exchange.queries import resource as resource_of
from onewindow.exchange.questions import ask, examine
from onewindow.kernel.public import ANONYMOUS, canonical, clock, ids, making

TOKENS_KEPT, NONCES_KEPT = 4096, 50_000
Answer = tuple[int, dict[str, object]]


class Request(NamedTuple):
    """One request as it came, its body read (or only its digest, where it went to a file)."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    body_sm3: bytes
    begun: float


@dataclass
class Desk:
    """What one gateway process remembers, and its verbs."""

    run: Run
    link: Link | None = None
    upstream: Upstream = field(default_factory=Upstream)
    register: Register | None = None
    read_at: float = 0.0
    tokens: "OrderedDict[str, tuple[float, str]]" = field(default_factory=OrderedDict)
    nonces: "OrderedDict[tuple[str, str], None]" = field(default_factory=OrderedDict)
    rates: Rates = field(default_factory=Rates)
    strangers: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        """Begin with an empty queue into the log."""
        self.log = Batching(Writer(self.run, self.link).commit)

    async def caller(self, request: Request) -> Caller:
        """Return who calls; raise Refused."""
        register = await self._current()
        token = credentials.bearer_of(request.headers)
        if token:
            return credentials.by_token(register, await self._client_of(token))
        if "x-system" not in request.headers:
            raise Refused("no_credentials")
        told = request.headers

        def signed() -> bytes:
            return credentials.to_be_signed(
                request.method, request.path, told["x-time"], told["x-nonce"], request.body_sm3
            )

        return credentials.by_signature(register, told, signed, self._seen)

    async def let_send(self, head: Request) -> None:
        """Raise Refused for who could not call whatever the body is, before any of it is kept.

        A signature covers the body: until that is there, the system it names is all there is.
        """
        if credentials.bearer_of(head.headers) or "x-system" not in head.headers:
            await self.caller(head)
        else:
            credentials.open_system(credentials.claimed(await self._current(), head.headers))

    async def query(self, request: Request, caller: Caller, code: str) -> Answer:
        """Answer a query for a resource: granted fields only, logged before it is answered."""
        call = self.new_call(request, caller, "query", code)
        entry = Entry(call, caller.actor, caller.nonce)
        try:
            return await self._query(request, caller, code, entry)
        finally:
            if entry.slot is not None:
                self.rates.settle(entry.slot)

    async def _query(self, request: Request, caller: Caller, code: str, entry: Entry) -> Answer:
        call = entry.call
        try:
            value, call.status = await self._value(request, caller, code, entry)
        except Refused as refused:
            return await self.refuse(entry, refused, request)
        call.response_digest = canonical.sm3(canonical.canonical_json(value))
        call.fields = len(value or {})
        return await self.commit(
            entry, request, {"status": call.status, "value": value, "source": call.source}
        )

    async def push(self, request: Request, caller: Caller, kind: str) -> Answer:
        """Take a row of a data set in, once per key; what does not fit is kept as returned, with reasons."""
        call = self.new_call(request, caller, "push", kind)
        entry = Entry(call, caller.actor, caller.nonce)
        try:
            data_set = data_sets().get(kind)
            if data_set is None:
                raise Refused("unknown_kind")
            key = bodies.idempotency_key(request.headers.get("idempotency-key", ""))
            told = bodies.push(request.body)
        except Refused as refused:
            return await self.refuse(entry, refused, request)
        faults = data_set.faults(told.row)
        call.key, call.case = key, _text(told.row, "case_number", 40)
        entry.delivery = _delivery(call, caller, told, request, faults)
        extra: dict[str, object] = {"faults": faults} if faults else {}
        return await self.commit(entry, request, extra)

    async def event(self, request: Request, caller: Caller, _rest: str) -> Answer:
        """Take a CloudEvent in: a push under the event's own id."""
        try:
            kind, key, body = bodies.cloud_event(request.body)
        except Refused as refused:
            entry = Entry(self.new_call(request, caller, "push", "event"), caller.actor, caller.nonce)
            return await self.refuse(entry, refused, request)
        headers = {**request.headers, "idempotency-key": key}
        return await self.push(request._replace(body=body, headers=headers), caller, kind)

    async def refuse(self, entry: Entry, refused: Refused, request: Request) -> Answer:
        """Log a refused call and tell why."""
        refuse(entry, refused)
        return await self.commit(entry, request, {})

    async def turn_away(
        self, request: Request, caller: Caller, refused: Refused, about: str = "", key: str = ""
    ) -> Answer:
        """Log a read, or what is no call at all, that a known system is refused."""
        call = self.new_call(request, caller, "read", about)
        call.key = key.replace("\x00", "")[:80]
        return await self.refuse(Entry(call, caller.actor, caller.nonce), refused, request)

    async def stranger(self, request: Request, refused: Refused) -> Answer:
        """Log a call whose sender did not prove itself, up to a limit a second in each process."""
        second, count = self.strangers
        now = int(time.monotonic())
        count = count + 1 if second == now else 1
        self.strangers = (now, count)
        if count > limit("strangers"):
            return problem(Refused("too_many_strangers", 1), "")
        call = self.new_call(request, None, "stranger", request.path.rpartition("/")[2])
        return await self.refuse(Entry(call, ANONYMOUS), refused, request)

    async def commit(self, entry: Entry, request: Request, body: dict[str, object]) -> Answer:
        """Put the call into the log and return what its caller may know."""
        entry.call.milliseconds = round((time.perf_counter() - request.begun) * 1000)
        await self.log.put(entry)
        if entry.refused is not None:
            return problem(entry.refused, entry.call.receipt)
        if entry.call.way in {"push", "file"}:
            body = {"state": entry.state, "earlier": entry.earlier, **body}
        return 422 if body.get("faults") else 200, {**body, "receipt": receipt_of(entry.call, entry.stated)}

    def new_call(self, request: Request, caller: Caller | None, way: str, about: str) -> Call:
        """Return a call as it is logged, still without an outcome."""
        now = clock.now()
        system = caller.system if caller else None
        return making.made(
            Call,
            id=ids.new_id(),
            receipt=ids.new_number("R", now, 12),
            way=way,
            system=system.code if system else "",
            mode=caller.mode if caller else "",
            resource=about.replace("\x00", "")[:60],
            status="ok",
            request_digest=request.body_sm3,
            at=now,
            milliseconds=0,
            city=system.city if system else "4500",
        )

    async def _value(
        self, request: Request, caller: Caller, code: str, entry: Entry
    ) -> tuple[dict[str, object] | None, str]:
        asked = bodies.query(request.body)
        call = entry.call
        call.item, call.case, call.reason = asked.item, asked.case, asked.reason
        register = await self._current()
        try:
            row = known_resource(code) or await self.run(resource_of, code)
        except UnknownResource:
            raise Refused("unknown_resource") from None
        right = register.right(caller.system, code, asked.item)
        if not set(asked.fields) <= right.fields:
            raise Refused("field_not_granted")
        entry.slot = self.rates.admit(right, call.at)
        if not row.connector:
            raise Refused("not_online")
        connector = connector_of(row)
        call.source = connector.source_name
        try:
            question = ask(
                connector,
                FactRequest(code, asked.keys),
                Purpose(asked.item, asked.case, asked.reason),
                call.at,
            )
        except BadRequest:
            raise Refused("bad_keys") from None
        answer = await self.upstream.ask(question)
        finding = examine(question, answer)
        call.asked_digest = canonical.sm3(question.body)
        call.source_signature = answer.signature[:300].replace("\x00", "")
        call.cause = finding.cause
        if answer.body is not None:
            call.answered_digest = canonical.sm3(answer.body)
            entry.subject, entry.what = subject_of(row, asked.keys), row.name
        wanted = asked.fields or sorted(right.fields)
        value = None if finding.value is None else {name: finding.value[name] for name in wanted}
        return value, finding.status

    async def _current(self) -> Register:
        now, known = time.monotonic(), self.register
        if known is not None and now - self.read_at <= limit("register"):
            return known
        self.read_at = now  # others go on with what is known while one reads
        try:
            fresh: Register = await self.run(read)
        except Exception as error:
            self.register = None
            raise Refused("log_unavailable") from error
        self.register = fresh
        return fresh

    async def _client_of(self, token: str) -> str:
        now = time.monotonic()
        kept = self.tokens.get(token)
        if kept is not None and now - kept[0] <= limit("register"):
            return kept[1]
        if kept is not None:
            self.tokens[token] = (now, kept[1])  # others go on with what is known while one asks
        try:
            client: str = await self.run(credentials.client_of_token, token)
        except BaseException:
            self.tokens.pop(token, None)
            raise
        self.tokens[token] = (now, client)
        while len(self.tokens) > TOKENS_KEPT:
            self.tokens.popitem(last=False)
        return client

    def _seen(self, system: str, nonce: str) -> bool:
        if (system, nonce) in self.nonces:
            return True
        self.nonces[(system, nonce)] = None
        while len(self.nonces) > NONCES_KEPT:
            self.nonces.popitem(last=False)
        return False


def problem(refused: Refused, receipt: str) -> Answer:
    """Return a refusal as problem+json says it."""
    body: dict[str, object] = {"status": refused.status, "code": refused.code, "detail": refused.message}
    if receipt:
        body["receipt"] = receipt
    if refused.retry:
        body["retry_after"] = refused.retry
    return refused.status, body


def _delivery(
    call: Call, caller: Caller, told: bodies.Push, request: Request, faults: dict[str, str]
) -> Delivery:
    state = DeliveryState.REJECTED if faults else DeliveryState.PENDING
    detail = "；".join(f"{name}：{text}" for name, text in faults.items())[:500]
    return Delivery(
        id=call.id,
        system=caller.system.code,
        kind=call.resource,
        key=call.key,
        operation=told.operation,
        batch=told.batch,
        ident=_text(told.row, data_sets()[call.resource].ident, 60),
        case=call.case,
        body=told.text,
        digest=request.body_sm3,
        receipt=call.receipt,
        state=state,
        cause="bad_row" if faults else "",
        detail=detail,
        received_at=call.at,
        settled_at=call.at if faults else None,
        city=call.city,
    )


def _text(row: Mapping[str, object], name: str, most: int) -> str:
    return str(row.get(name) or "")[:most].replace("\x00", "")
