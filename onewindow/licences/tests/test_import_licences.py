"""Deliveries: exact counts, nothing lost, every rejection explained, a second run without effect."""

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from psycopg.conninfo import make_conninfo

from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, clock
from onewindow.licences import integrity
from onewindow.licences.errors import NotTheKeeper
from onewindow.licences.intake.reading import Unreadable
from onewindow.licences.intake.reasons import words
from onewindow.licences.models import Delivery, Licence, QuarantineRow
from onewindow.licences.services.deliveries import FileReport, import_licences, import_table
from onewindow.licences.tests.factories import (
    BAD,
    MAKERS,
    entries,
    events,
    nurse_licence,
    nurse_row,
    write_delivery,
)
from onewindow.licences.verification import verification_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def taken(*paths: Path, **more: Any) -> list[FileReport]:
    return import_licences(by=SYSTEM, paths=paths, **more)


def file_of(folder: Path, *rows: dict[str, Any], name: str = "rows.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_three_libraries_with_bad_rows_are_counted_exactly_and_a_second_run_changes_nothing(
    catalogue: None, tmp_path: Path
) -> None:
    paths = [write_delivery(tmp_path, library, 200, DAY, bad=len(BAD)) for library in MAKERS]
    first = taken(*paths)
    for report in first:
        assert (report.read, report.accepted, report.rejected, report.new) == (200, 190, 10, 190)
        assert all(words(one) for row in report.rejections for one in row.reasons)
    assert Licence.objects.count() == 570
    assert QuarantineRow.objects.count() == 30
    assert entries("licence.delivered").count() == 570
    assert events("LicenceIssued").count() == 570
    assert {row.reasons[0] for row in QuarantineRow.objects.all()} >= {
        "not_json", "unknown_type", "unknown_issuer", "invalid_holder_number", "invalid_date",
        "validity_too_long", "missing_number", "invalid_serial", "unknown_status",
    }  # fmt: skip
    some = Licence.objects.filter(library__code="market")[7]
    assert integrity.is_as_left(some) and verification_of(some).genuine
    before = list(Licence.objects.order_by("pk").values())
    second = taken(*paths)
    for report in second:
        assert (report.read, report.new, report.changed, report.unchanged) == (200, 0, 0, 190)
        assert report.rejected == 10
    assert list(Licence.objects.order_by("pk").values("pk", "mac", "status")) == [
        {"pk": one["id"], "mac": one["mac"], "status": one["status"]} for one in before
    ]
    assert QuarantineRow.objects.count() == 30
    assert events("LicenceIssued").count() == 570


def test_a_batch_takes_the_same_statements_whatever_its_size(catalogue: None, tmp_path: Path) -> None:
    counts = []
    taken(file_of(tmp_path, nurse_row(1, DAY)))  # now the process keeps the types
    for size in (120, 240):  # smaller ones put audit and events into one
        folder = tmp_path / str(size)
        folder.mkdir()
        path = write_delivery(folder, "market", size, DAY, bad=2)
        with CaptureQueriesContext(connection) as captured:
            taken(path)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_csv_with_tags_of_the_standard_and_excel_are_read_alike(catalogue: None, tmp_path: Path) -> None:
    rows = [nurse_row(n, DAY) for n in (1, 2)]
    tags = {
        "type": "ZZLXDM", "issuer": "ZZBFJGDM", "number": "ZZBH", "serial": "LSH", "version": "BBH",
        "holder_name": "CZZT", "holder_number": "CZZTDM", "issued_on": "ZZBFRQ", "valid_to": "ZZYXQJZRQ",
    }  # fmt: skip
    flat = [
        {tags[k]: v for k, v in row.items() if k != "face"} | {f"face.{k}": v for k, v in row["face"].items()}
        for row in rows
    ]
    table = tmp_path / "t.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(flat[0]))
        writer.writeheader()
        writer.writerows(flat)
        file.write("too,many" + "," * 40 + "cells\r\n")
    book = Workbook()
    book.active.append(list(flat[0]))
    for row in flat:
        book.active.append(list(row.values()))
    book.save(tmp_path / "t.xlsx")
    array = tmp_path / "t.json"
    array.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    found = taken(table, tmp_path / "t.xlsx", array)
    assert [(r.read, r.new, r.unchanged, r.rejected) for r in found] == [
        (3, 2, 0, 1), (2, 0, 2, 0), (2, 0, 2, 0),
    ]  # fmt: skip


def test_versions_statuses_and_conflicts_are_judged(catalogue: None, tmp_path: Path) -> None:
    row = nurse_row(1, DAY)
    taken(file_of(tmp_path, row))
    again = taken(
        file_of(
            tmp_path,
            row | {"holder_name": "改名"},  # content under the same identifier
            row | {"serial": "OTHER"},  # a second one of a sole type
            row | {"version": "2"},  # the next version: the first lapses
            row,  # as delivered before, though it lapsed since
            row | {"version": "2", "status": "04", "status_note": "申请注销"},
            row | {"version": "2", "status": "02"},
        )
    )[0]
    assert [(one.line, one.reasons) for one in again.rejections] == [
        (1, ("other_content",)),
        (2, ("already_in_force",)),
        (6, ("unlawful_change",)),
    ]
    assert (again.new, again.changed, again.unchanged) == (1, 1, 1)
    assert [(one.version, one.status) for one in Licence.objects.order_by("version")] == [
        (1, "05"),
        (2, "04"),
    ]
    assert all(integrity.is_as_left(one) for one in Licence.objects.all())


def test_a_licence_of_a_case_is_not_delivered_over(catalogue: None, tmp_path: Path) -> None:
    made = nurse_licence()
    row = nurse_row(1, DAY) | {
        "holder_name": "韦晓兰",
        "holder_number": "459900199005120020",
        "serial": made.serial,
    }
    assert taken(file_of(tmp_path, row))[0].reasons == {"own_licence": 1}


def test_a_corrected_row_ends_the_one_that_waited(catalogue: None, tmp_path: Path, noon: datetime) -> None:
    row = nurse_row(1, DAY)
    taken(file_of(tmp_path, row | {"valid_to": "2099-01-01"}))
    assert QuarantineRow.objects.get().ended == ""
    with clock.at(noon + timedelta(hours=1)):
        assert taken(file_of(tmp_path, row))[0].new == 1
    assert QuarantineRow.objects.get().ended == "repaired"


def test_dry_run_and_another_library_write_nothing(catalogue: None, tmp_path: Path) -> None:
    path = file_of(tmp_path, nurse_row(1, DAY))
    assert taken(path, dry_run=True)[0].new == 1
    assert taken(path, library="market", dry_run=True)[0].reasons == {"other_library": 1}
    assert (Licence.objects.count(), QuarantineRow.objects.count(), Delivery.objects.count()) == (0, 0, 0)


def test_a_table_of_a_sub_library_is_read(catalogue: None) -> None:
    told = connection.get_connection_params()
    url = make_conninfo(**{key: told[key] for key in ("dbname", "user", "host", "port") if told.get(key)})
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(
            "CREATE TABLE lent (type text, issuer text, number text, serial text, version int, "
            "holder_name text, holder_number text, issued_on date, valid_to date, face jsonb)"
        )
        try:
            for row in (nurse_row(1, DAY), nurse_row(2, DAY), nurse_row(3, DAY) | {"serial": "a b"}):
                values = [*list(row.values())[:-1], json.dumps(row["face"])]
                names = ", ".join(row)
                db.execute(f"INSERT INTO lent ({names}) VALUES ({', '.join(['%s'] * len(row))})", values)
            report = import_table(by=SYSTEM, url=url, table="public.lent")
            assert (report.read, report.new, report.rejected) == (3, 2, 1)
            assert report.reasons == {"invalid_serial": 1}
            with pytest.raises(Unreadable):
                import_table(by=SYSTEM, url=url, table="no_such_table")
        finally:
            db.execute("DROP TABLE lent")


def test_only_a_keeper_may_deliver(catalogue: None, tmp_path: Path, menglihua: identity.Account) -> None:
    with pytest.raises(NotTheKeeper):
        import_licences(
            by=identity.actor_for(menglihua), paths=[file_of(tmp_path, nurse_row(1, DAY))], library="health"
        )
