"""Verbs of the relay: send what was accepted, take in what arrived, learn what was acknowledged."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from onewindow.exchange.contracts import data_sets
from onewindow.exchange.gate.models import Delivery, DeliveryState
from onewindow.exchange.policies import require_keeper
from onewindow.exchange.relay import arriving
from onewindow.exchange.relay.errors import LinkInvalid
from onewindow.exchange.relay.models import Bundle, Carried, Link
from onewindow.exchange.relay.papers import ACK, BUNDLE, NotOurs, TooEarly, digest, opened, sealed
from onewindow.kernel.public import Actor, audit, canonical, clock, sm2, unit

ROWS = 1000
_CODE = re.compile(r"[a-z][a-z0-9-]{2,39}")
_COLUMNS = ("system", "kind", "key", "operation", "ident", "case", "body", "receipt", "city")


def open_link(*, by: Actor, code: str, name: str, peer_key: bytes, kinds: list[str]) -> Link:
    """Open a link to a peer, or change it; its order goes on. Raises RoleMissing, LinkInvalid."""
    require_keeper(by)
    told = faults(code, name, peer_key, kinds)
    if told:
        raise LinkInvalid(errors=told)
    with unit.work():
        row = Link.objects.select_for_update().filter(code=code).first() or Link(code=code)
        row.name, row.peer_key, row.kinds = name, peer_key, sorted(kinds)
        row.save()
        audit.record(by, "link.opened", row)
    return row


def faults(code: str, name: str, peer_key: bytes, kinds: list[str]) -> dict[str, list[str]]:
    """Return what is wrong with a link, by field."""
    told: dict[str, list[str]] = {}
    if not _CODE.fullmatch(code):
        told["code"] = ["编号用3至40个小写字母、数字和连字符，以字母开头，两边要相同。"]
    if not 2 <= len(name) <= 60:
        told["name"] = ["请写通道名称，2至60个字。"]
    if not sm2.is_public_key(peer_key):
        told["peer_key"] = ["请填对方的SM2公钥：04开头的130位十六进制。"]
    if not kinds or set(kinds) - set(data_sets()):
        told["kinds"] = ["请选择允许通过的数据集，至少一类。"]
    return told


def send(code: str, folder: Path) -> int:
    """Pack what was accepted and has not left, write every unacknowledged bundle; return how many files."""
    while _pack(code):
        pass
    link = Link.objects.get(code=code)
    waiting = list(link.bundles.filter(acked_at=None).order_by("seq"))
    for bundle in waiting:
        _write(folder / file_of(link, bundle), sealed(_paper(link, bundle)))
    return len(waiting)


def file_of(link: Link, bundle: Bundle) -> str:
    """Return the name of a bundle's file."""
    return f"{link.code}-{bundle.seq:010d}.bundle"


def _pack(code: str) -> bool:
    with unit.work():
        link = Link.objects.select_for_update().get(code=code)
        gone = Carried.objects.filter(link=link).values("delivery")
        rows = Delivery.objects.filter(state=DeliveryState.ACCEPTED, kind__in=link.kinds).exclude(pk__in=gone)
        found = list(rows.order_by("id")[:ROWS])
        if not found:
            return False
        bundle = Bundle(
            link=link, seq=link.out_seq + 1, previous=link.out_digest, rows=len(found), made_at=clock.now()
        )
        bundle.digest = digest(_told(link, bundle, found))
        bundle.save(force_insert=True)
        Carried.objects.bulk_create(
            Carried(bundle=bundle, link=link, delivery=row, city=row.city) for row in found
        )
        link.out_seq, link.out_digest = bundle.seq, bundle.digest
        link.save(update_fields=["out_seq", "out_digest"])
    return True


def _paper(link: Link, bundle: Bundle) -> dict[str, object]:
    carried = Carried.objects.filter(bundle=bundle).values("delivery")
    return _told(link, bundle, list(Delivery.objects.filter(pk__in=carried).order_by("id")))


def _told(link: Link, bundle: Bundle, found: list[Delivery]) -> dict[str, object]:
    rows = [
        {"id": row.pk, "at": row.received_at, **{name: getattr(row, name) for name in _COLUMNS}}
        for row in found
    ]
    return {
        "kind": BUNDLE, "link": link.code, "seq": bundle.seq, "previous": bundle.previous, "rows": rows,
    }  # fmt: skip


def take_in(code: str, folder: Path) -> list[tuple[str, str]]:
    """Take arrived bundles in order, acknowledge each; return what was refused, by file, with the reason.

    A bundle that came before is acknowledged again and has no second effect; after a gap nothing is taken.
    """
    refused = []
    for file in sorted(folder.glob(f"{code}-*.bundle")):
        data = file.read_bytes()
        try:
            told = _take(code, file.name, data)
        except NotOurs as why:
            early = isinstance(why, TooEarly)
            mark = why.mark if isinstance(why, TooEarly) else canonical.sm3(data).hex()
            arriving.refuse(code, file.name, mark, str(why), early=early)
            refused.append((file.name, str(why)))
            continue
        _write(folder / f"{code}-{told['seq']:010d}.ack", sealed(told))
    return refused


def _take(code: str, name: str, data: bytes) -> dict[str, Any]:
    with unit.work():
        link = Link.objects.select_for_update().get(code=code)
        paper = opened(data, BUNDLE, code, bytes(link.peer_key))
        mark, seq = digest(paper), paper.get("seq")
        if not isinstance(seq, int) or seq < 1:
            raise NotOurs("没有序号")
        told = {"kind": ACK, "link": code, "seq": seq, "digest": mark}
        if seq <= link.in_seq:
            arriving.came_again(link, name, mark)
            return told
        if seq != link.in_seq + 1 or paper.get("previous") != link.in_digest:
            raise TooEarly(f"前面缺少第{link.in_seq + 1}个数据包", mark)
        made = _deliveries(link, paper)
        fresh = arriving.without_known(made)
        Delivery.objects.bulk_create(fresh, ignore_conflicts=True)
        arriving.took(link, name, mark, seq=seq, rows=len(made), fresh=fresh)
        link.in_seq, link.in_digest = seq, mark
        link.save(update_fields=["in_seq", "in_digest"])
    return told


def _deliveries(link: Link, paper: Mapping[str, Any]) -> list[Delivery]:
    try:
        if any(row["kind"] not in link.kinds for row in paper["rows"]):
            raise NotOurs("含有通道以外的数据集")
        return [_delivery(row) for row in paper["rows"]]
    except (KeyError, TypeError, ValueError) as error:
        raise NotOurs("内容不完整") from error


def _delivery(row: Mapping[str, Any]) -> Delivery:
    told = {name: str(row[name]) for name in _COLUMNS}
    at = datetime.fromisoformat(row["at"])
    made = Delivery(id=UUID(row["id"]), received_at=at, **told)
    made.digest = bytes.fromhex(digest(told))
    return made


def learn(code: str, folder: Path) -> int:
    """Read acknowledgements that came back; return how many bundles are done by them."""
    done = 0
    link = Link.objects.get(code=code)
    for file in sorted(folder.glob(f"{code}-*.ack")):
        data = file.read_bytes()
        try:
            done += _learn(link, file.name, data)
        except NotOurs as why:
            arriving.refuse(code, file.name, canonical.sm3(data).hex(), str(why))
    return done


def _learn(link: Link, name: str, data: bytes) -> int:
    told = opened(data, ACK, link.code, bytes(link.peer_key))
    seq, mark = told.get("seq"), told.get("digest")
    if not isinstance(seq, int) or not isinstance(mark, str):
        raise NotOurs("没有序号")
    with unit.work():
        bundle = link.bundles.select_for_update().filter(seq=seq, digest=mark).first()
        if bundle is None:
            raise NotOurs("没有发出过这样的数据包")
        arriving.took(link, name, digest(told), seq=seq)
        if bundle.acked_at is not None:
            return 0
        bundle.acked_at = clock.now()
        bundle.save(update_fields=["acked_at"])
    return 1


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    draft = file.with_suffix(".part")
    draft.write_bytes(data)
    draft.replace(file)
