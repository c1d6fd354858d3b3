"""Verbs over hooks: declare, switch, put back what a system did not take; and hear of events."""

import json
import time
from functools import lru_cache

import orjson
from django.conf import settings
from django.db.models import QuerySet

from onewindow.exchange.docking.models import State
from onewindow.exchange.docking.systems import locked as locked_system
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.feeds.mapping import Mapper, Unmapped
from onewindow.exchange.hooks import declarations
from onewindow.exchange.hooks.models import Hook, Posting, PostingState
from onewindow.exchange.policies import require_keeper
from onewindow.kernel.public import Actor, audit, canonical, clock, jobs, outbox, unit

KNOWN_FOR, CALLED = 10, "exchange.hooks"
_wanted: tuple[float, frozenset[str]] = (float("-inf"), frozenset())


def declare_hook(*, by: Actor, text: str, secret: str = "") -> Hook:
    """Take a declaration in; a changed one is the next version. What waits is sent to the new address.

    An empty secret keeps the one before. Raises RoleMissing, BadDeclaration, UnknownSystem.
    """
    require_keeper(by)
    told = declarations.read(text)
    with unit.work():
        system = locked_system(told["system"])
        row = Hook.objects.select_for_update().filter(code=told["code"]).first()
        if row is not None and row.declaration == told and not secret:
            return row
        if row is None:
            row = Hook(code=told["code"], version=0)
        row.name, row.system, row.declaration = told["name"], system, told
        row.version, row.secret, row.next_at = row.version + 1, secret or row.secret, clock.now()
        row.failures, row.cause = 0, ""
        row.save()
        audit.record(by, "hook.declared", row)
        jobs.call(CALLED)
    forget()
    return row


def switch_hook(*, by: Actor, code: str, on: bool) -> Hook:
    """Let a hook tell or rest; while it rests nothing is kept for it. Raises RoleMissing, BadDeclaration."""
    require_keeper(by)
    with unit.work():
        row = locked_hook(code)
        if row.on != on:
            row.on, row.next_at, row.failures, row.cause = on, clock.now(), 0, ""
            row.save()
            audit.record(by, "hook.switched", row)
            jobs.call(CALLED)
    forget()
    return row


def put_back(*, by: Actor, code: str) -> int:
    """Let what the system did not take wait again, in its old place; return how many.

    Raises RoleMissing, BadDeclaration.
    """
    require_keeper(by)
    with unit.work():
        row = locked_hook(code)
        aside = Posting.objects.filter(hook=row, state=PostingState.ASIDE)
        number = aside.update(state=PostingState.WAITING, tries=0, cause="")
        if number:
            row.next_at = clock.now()
            row.save(update_fields=["next_at"])
            audit.record(by, "hook.put_back", row, facts={"number": number})
            jobs.call(CALLED)
    return number


def locked_hook(code: str) -> Hook:
    """Return a hook with its lock held; raise BadDeclaration when there is none."""
    row = Hook.objects.select_for_update(of=("self",)).filter(code=code.replace("\x00", "")).first()
    if row is None:
        raise BadDeclaration(detail="没有这个推送任务")
    return row


def wanted() -> frozenset[str]:
    """Return the types of events some hook is told of; at most ten seconds old."""
    global _wanted  # noqa: PLW0603 (what one process knows of the declarations)
    at, types = _wanted
    if time.monotonic() - at > KNOWN_FOR:
        told = _listening().values_list("declaration", flat=True)
        types = frozenset(name for one in told for name in one["events"])
        _wanted = time.monotonic(), types
    return types


def forget() -> None:
    """Drop what this process knows of the declarations."""
    global _wanted  # noqa: PLW0603 (what one process knows of the declarations)
    _wanted = float("-inf"), frozenset()


def take(event: outbox.Stored) -> None:
    """Keep an event for each hook that is told of it; a second time is nothing. No socket here."""
    hooks = _listening().filter(declaration__events__contains=[event.type])
    for hook in hooks.only("code", "declaration"):
        made = _posting(hook, event)
        if made is not None:
            Posting.objects.bulk_create([made], ignore_conflicts=True)
            jobs.call(CALLED)


def _listening() -> QuerySet[Hook]:
    return Hook.objects.filter(on=True, system__state__in=[State.TESTING, State.JOINED, State.INTERRUPTED])


def _posting(hook: Hook, event: outbox.Stored) -> Posting | None:
    """Return what the hook is told of an event, or None where its condition leaves it out."""
    data, cause = event.payload, ""
    row = {**event.payload, "type": event.type, "subject": event.subject, "city": event.city}
    row["time"] = event.at.isoformat()
    try:
        _operation, told = _mapper(json.dumps(hook.declaration, sort_keys=True))(row)
        if told.pop(declarations.SEND) is not True:
            return None
        data = told if hook.declaration.get("data") else data
    except Unmapped as fault:
        cause = str(fault)[:300]
    body = orjson.dumps(
        {
            "specversion": "1.0", "id": f"{hook.code}-{event.id}", "source": str(settings.PUBLIC_URL),
            "type": f"cn.onewindow.{event.type}", "subject": event.subject, "time": event.at.isoformat(),
            "datacontenttype": "application/json", "data": data,
        }
    )  # fmt: skip
    return Posting(
        hook=hook, event=event.id, type=event.type, subject=event.subject, body=body.decode(),
        digest=canonical.sm3(body), state=PostingState.ASIDE if cause else PostingState.WAITING, cause=cause,
        made_at=clock.now(), city=event.city,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _mapper(declaration: str) -> Mapper:
    return declarations.mapper(json.loads(declaration))
