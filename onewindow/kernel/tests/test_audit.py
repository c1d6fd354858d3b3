"""Audit: sealing, and what verification notices."""

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel import audit, unit
from onewindow.kernel.actors import SYSTEM, Actor
from onewindow.kernel.audit.merkle import EMPTY, Tree
from onewindow.kernel.audit.protection import protected
from onewindow.kernel.canonical import sm3
from onewindow.kernel.commands import registered
from onewindow.kernel.models import AuditEntry, AuditSeal, CalendarYear
from onewindow.kernel.tests.test_canonical import Many

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_years() -> Iterator[None]:
    """Protect one table of the kernel's own for these tests."""
    before = dict(protected)
    protected.clear()
    audit.protect(CalendarYear)
    yield
    protected.clear()
    protected.update(before)


def years(*numbers: int) -> list[CalendarYear]:
    with unit.work():
        made = [CalendarYear.objects.create(year=n, region_prefix="99", basis="通知") for n in numbers]
        audit.record(SYSTEM, "calendar.loaded", *made)
    return made


def tamper(sql: str, *values: object) -> None:
    """Change the database as somebody would who owns it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def kinds(report: audit.Report) -> list[str]:
    return [problem.kind for problem in report.problems]


def test_an_entry_tells_who_did_what_to_which_row() -> None:
    with unit.work():
        row = CalendarYear.objects.create(year=2101, basis="通知")
        audit.record(Actor(kind="official", account_id=7), "calendar.loaded", row, reason="r", facts={"n": 1})
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.table, entry.key) == (
        "official:7",
        "calendar.loaded",
        "kernel_calendaryear",
        str(row.pk),
    )
    assert (len(bytes(entry.state)), entry.reason, entry.facts) == (32, "r", {"n": 1})


def test_entries_and_seals_cannot_be_changed_or_removed() -> None:
    years(2101)
    audit.seal()
    for table in ("kernel_auditentry", "kernel_auditseal"):
        for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(sql)


def test_seals_in_chained_signed_batches() -> None:
    years(*range(2101, 2106))
    assert audit.seal(batch=2) == 5
    first, second, third = AuditSeal.objects.order_by("id")
    assert [seal.count for seal in (first, second, third)] == [2, 2, 1]
    assert bytes(first.previous) == EMPTY
    assert bytes(second.previous) == bytes(first.root)
    assert (first.from_id, third.from_id) == (1, second.to_id + 1)
    assert audit.seal() == 0
    assert audit.verify().ok
    assert [root["count"] for root in audit.roots()] == [2, 2, 1]


def test_an_untouched_log_is_in_order() -> None:
    rows = years(2101, 2102)
    with unit.work():
        rows[0].basis = "更正"
        rows[0].save()
        audit.record(SYSTEM, "calendar.loaded", rows[0])
        audit.record_removal(SYSTEM, "calendar.removed", rows[1])
        rows[1].delete()
    audit.seal()
    years(2103)
    report = audit.verify()
    assert (report.ok, report.entries, report.seals, report.rows, report.unsealed) == (True, 5, 1, 2, 1)
    assert report.unsealed_since


def test_an_altered_row_is_found() -> None:
    years(2101)
    tamper("UPDATE kernel_calendaryear SET basis = '伪造'")
    report = audit.verify()
    assert kinds(report) == ["altered"]
    assert report.problems[0].place.startswith("kernel_calendaryear:")


def test_a_missing_row_is_found() -> None:
    years(2101)
    tamper("DELETE FROM kernel_calendaryear")
    assert kinds(audit.verify()) == ["missing"]


def test_an_extra_row_is_found() -> None:
    [row] = years(2101)
    CalendarYear.objects.create(year=2102, basis="无记录")
    assert kinds(audit.verify()) == ["extra"]
    with unit.work():
        audit.record_removal(SYSTEM, "calendar.removed", row)
    assert kinds(audit.verify()) == ["extra", "extra"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_auditentry SET actor = 'system:1' WHERE id = %s",
        "UPDATE kernel_auditentry SET at = at + interval '1 microsecond' WHERE id = %s",
        "UPDATE kernel_auditentry SET facts = '{\"a\": 1}' WHERE id = %s",
        "DELETE FROM kernel_auditentry WHERE id = %s",
        "UPDATE kernel_auditentry SET id = id + 1000 WHERE id = %s",
    ],
)
def test_an_altered_entry_is_found(sql: str) -> None:
    years(2101, 2102, 2103)
    audit.seal()
    tamper(sql, AuditEntry.objects.order_by("id")[1].pk)
    assert "entries" in kinds(audit.verify())


def test_an_entry_slipped_in_is_found() -> None:
    years(2101, 2102)
    tamper("UPDATE kernel_auditentry SET id = id + 5 WHERE id = (SELECT max(id) FROM kernel_auditentry)")
    audit.seal()
    tamper(
        'INSERT INTO kernel_auditentry (id, at, actor, action, "table", key, removed, reason, facts, city)'
        " SELECT id - 1, at, actor, action, 'x', key, removed, reason, facts, city FROM kernel_auditentry"
        " ORDER BY id DESC LIMIT 1"
    )
    assert kinds(audit.verify()) == ["entries"]


def test_a_forged_seal_is_found() -> None:
    years(2101)
    audit.seal()
    tamper("UPDATE kernel_auditseal SET sealed_at = sealed_at - interval '1 day'")
    assert kinds(audit.verify()) == ["signature"]
    tamper("UPDATE kernel_auditseal SET kid = '0000'")
    assert kinds(audit.verify()) == ["signature"]


def test_a_seal_taken_out_breaks_the_chain() -> None:
    years(2101, 2102, 2103)
    audit.seal(batch=1)
    tamper(
        "DELETE FROM kernel_auditseal WHERE from_id > 1 AND to_id < (SELECT max(to_id) FROM kernel_auditseal)"
    )
    assert kinds(audit.verify()) == ["chain"]


def test_only_an_outside_copy_shows_that_the_end_was_cut() -> None:
    years(2101)
    audit.seal()
    end = AuditEntry.objects.latest("id").pk
    years(2102)
    audit.seal()
    outside = list(audit.roots())
    tamper("DELETE FROM kernel_auditseal WHERE from_id > %s", end)
    tamper("DELETE FROM kernel_auditentry WHERE id > %s", end)
    tamper("DELETE FROM kernel_calendaryear WHERE year = 2102")
    assert audit.verify().ok
    report = audit.verify(outside)
    assert (kinds(report), report.outside_copy) == (["outside"], True)
    forged = [outside[0] | {"root": "00" * 32}]
    assert kinds(audit.verify(forged)) == ["outside"]


def test_the_command_reports_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    years(2101)
    assert registered["audit seal"].run(Namespace()) == 0
    assert registered["audit roots"].run(Namespace()) == 0
    copy = tmp_path / "roots"
    copy.write_text(capsys.readouterr().out.split("\n", 1)[1])
    run = registered["audit verify"].run
    assert run(Namespace(roots=None, json=False)) == 0
    said = capsys.readouterr().out
    assert "未发现问题" in said
    assert "不能由本机自证" in said
    assert run(Namespace(roots=copy, json=False)) == 0
    assert "不能由本机自证" not in capsys.readouterr().out
    tamper("UPDATE kernel_calendaryear SET basis = '伪造'")
    assert run(Namespace(roots=copy, json=True)) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["found"], answer["problems"][0]["kind"]) == (False, 1, "altered")


def test_verification_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    from onewindow.kernel.audit import verifying

    monkeypatch.setattr(verifying, "CHUNK", 3)
    years(*range(2101, 2111))
    audit.seal(batch=4)
    tamper("UPDATE kernel_calendaryear SET basis = '伪造' WHERE year IN (2101, 2107)")
    tamper("DELETE FROM kernel_calendaryear WHERE year = 2110")
    report = audit.verify()
    assert (report.rows, sorted(kinds(report))) == (9, ["altered", "altered", "missing"])


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return sm3(b"")
    if len(leaves) == 1:
        return sm3(b"\x00" + leaves[0])
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sm3(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:]))


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_the_tree_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    assert (tree.root(), tree.size) == (naive_root(leaves), len(leaves))


def test_a_value_that_does_not_open_is_an_altered_row() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Many)
    audit.protect(Many)
    with unit.work():
        rows = [Many.objects.create(key=UUID(int=n), secret=f"{n}") for n in (1, 2, 3)]
        audit.record(SYSTEM, "many.made", *rows)
    assert audit.verify().ok
    tamper("UPDATE kernel_test_many SET secret = substring(secret from 2) WHERE key = %s", UUID(int=2))
    report = audit.verify()
    assert [(p.kind, p.place) for p in report.problems] == [("altered", f"kernel_test_many:{UUID(int=2)}")]
    tamper(
        "UPDATE kernel_test_many a SET secret = b.secret FROM kernel_test_many b"
        " WHERE a.key = %s AND b.key = %s",
        UUID(int=2),
        UUID(int=1),
    )
    assert kinds(audit.verify()) == ["altered"]
