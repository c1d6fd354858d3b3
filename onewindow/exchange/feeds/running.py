"""Verbs over feeds: declare, switch, run; a run reads outside, then writes everything in one transaction."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson

from onewindow.exchange.contracts import DataSet, data_sets
from onewindow.exchange.docking.systems import locked as locked_system
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.feeds import declarations
from onewindow.exchange.feeds.mapping import Mapper, Unmapped
from onewindow.exchange.feeds.models import Feed, Run
from onewindow.exchange.feeds.reading import Rows, SourceDown, read
from onewindow.exchange.gate.models import Delivery, DeliveryState
from onewindow.exchange.policies import require_keeper
from onewindow.kernel.public import Actor, audit, canonical, clock, ids, unit

log = logging.getLogger(__name__)
BACKLOG, LONGEST_PAUSE = 50_000, 360


def declare_feed(*, by: Actor, text: str, secret: str = "") -> Feed:
    """Take a declaration in; a changed one is the next version and goes on from its cursor.

    An empty secret keeps the one before. Raises RoleMissing, BadDeclaration, UnknownSystem.
    """
    require_keeper(by)
    told = declarations.read(text)
    with unit.work():
        system = locked_system(told["system"])
        row = Feed.objects.select_for_update().filter(code=told["code"]).first()
        if row is not None and row.declaration == told and not secret:
            return row
        if row is None:
            row = Feed(code=told["code"], version=0, next_at=clock.now())
        elif row.declaration["source"]["type"] != told["source"]["type"]:
            row.cursor = {}
        row.name, row.system, row.declaration = told["name"], system, told
        row.version, row.secret, row.next_at = row.version + 1, secret or row.secret, clock.now()
        row.save()
        audit.record(by, "feed.declared", row)
    return row


def switch_feed(*, by: Actor, code: str, on: bool) -> Feed:
    """Let a feed run or rest; again is nothing. Raises RoleMissing, BadDeclaration."""
    require_keeper(by)
    with unit.work():
        row = Feed.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
        if row is None:
            raise BadDeclaration(detail="没有这个采集任务")
        if row.on != on:
            row.on, row.next_at = on, clock.now()
            row.save()
            audit.record(by, "feed.switched", row)
    return row


def run_due() -> int:
    """Run every feed whose time has come, unless too much waits to be settled; return how many ran."""
    if Delivery.objects.filter(state=DeliveryState.PENDING).order_by("id")[BACKLOG : BACKLOG + 1].exists():
        return 0
    due = Feed.objects.filter(on=True, next_at__lte=clock.now()).order_by("next_at")
    codes = list(due.values_list("code", flat=True)[:100])
    for code in codes:
        try:
            run_feed(code)
        except Exception as fault:  # what one source gives keeps no other feed back
            log.exception("feed %s failed", code)
            _failed(code, f"处理出错（{type(fault).__name__}），已转人工")
    return len(codes)


def run_feed(code: str) -> Run | None:
    """Fetch the next rows of a feed and hand them in; None when the source gave nothing usable."""
    feed = Feed.objects.select_related("system").get(code=code)
    begun, version = clock.now(), feed.version
    try:
        rows, cursor = read(feed.declaration, dict(feed.cursor), feed.secret or "")
    except SourceDown as down:
        _failed(code, str(down))
        return None
    made = _deliveries(feed, rows, begun)
    with unit.work():
        held = Feed.objects.select_for_update().get(code=code)
        if held.version != version or held.cursor != feed.cursor:
            return None  # another run or another declaration came in between: it decides
        before = set(
            Delivery.objects.filter(system=feed.system.code, key__in=[one.key for one in made]).values_list(
                "key", flat=True
            )
        )
        fresh = [one for one in made if one.key not in before]
        returned = sum(one.state == DeliveryState.REJECTED for one in fresh)
        run = Run(
            number=_number(held, begun), feed=held, version=version, begun_at=begun, ended_at=clock.now(),
            read=len(rows), new=len(fresh) - returned, known=len(rows) - len(fresh), returned=returned,
        )  # fmt: skip
        for one in fresh:
            one.batch = run.number
        Delivery.objects.bulk_create(fresh, batch_size=500)
        run.save(force_insert=True)
        more = len(rows) == feed.declaration["batch"]
        pause = timedelta(0) if more else timedelta(minutes=feed.declaration["every"])
        held.cursor, held.good_at, held.failures, held.cause = cursor, begun, 0, ""
        held.next_at = clock.now() + pause
        held.save(update_fields=["cursor", "good_at", "failures", "cause", "next_at"])
    return run


def _failed(code: str, cause: str) -> None:
    """Write down why, and wait longer after every failure in a row."""
    with unit.work():
        feed = Feed.objects.select_for_update().get(code=code)
        feed.failures += 1
        minutes = min(int(feed.declaration["every"]) * 2 ** min(feed.failures, 10), LONGEST_PAUSE)
        feed.cause, feed.next_at = cause[:300], clock.now() + timedelta(minutes=minutes)
        feed.save(update_fields=["failures", "cause", "next_at"])


def _deliveries(feed: Feed, rows: Rows, at: datetime) -> list[Delivery]:
    """Map and check rows; what does not fit is returned with its reason. A row twice in a batch is one."""
    mapper, data_set = Mapper(feed.declaration), data_sets()[feed.declaration["kind"]]
    made: dict[str, Delivery] = {}
    for row in rows:
        one = _delivery(feed, mapper, data_set, row, at)
        made.setdefault(one.key, one)
    return list(made.values())


def _delivery(
    feed: Feed, mapper: Mapper, data_set: DataSet, row: Mapping[str, Any], at: datetime
) -> Delivery:
    operation, told, cause, detail = "i", dict(row), "", ""
    try:
        operation, told = mapper(row)
    except Unmapped as fault:
        cause, detail = "unmapped", str(fault)
    else:
        faults = data_set.faults(told)
        if faults:
            cause, detail = "bad_row", "；".join(f"{name}：{text}" for name, text in faults.items())
    digest = canonical.sm3(canonical.canonical_json([operation, told, row]))
    return Delivery(
        id=ids.new_id(), system=feed.system.code, kind=data_set.kind, key=f"{feed.code}:{digest.hex()[:32]}",
        operation=operation, ident=_short(told.get(data_set.ident), 60),
        case=_short(told.get("case_number"), 40), body=orjson.dumps(told).decode(), digest=digest,
        receipt=ids.new_number("F", at, 12), state=DeliveryState.REJECTED if cause else DeliveryState.PENDING,
        cause=cause, detail=_short(detail, 500), received_at=at, settled_at=at if cause else None,
        city=feed.system.city,
    )  # fmt: skip


def _short(value: object, most: int) -> str:
    """Return the beginning of a value as text the database keeps."""
    return str(value or "").replace("\x00", "")[:most]


def _number(feed: Feed, at: datetime) -> str:
    """Return the next cd_batch of a feed: the day in China and five digits."""
    day = f"{clock.local(at):%Y%m%d}"
    last = (
        feed.runs.filter(number__startswith=day).order_by("-number").values_list("number", flat=True).first()
    )
    return f"{day}{int(last[8:]) + 1 if last else 1:05d}"
