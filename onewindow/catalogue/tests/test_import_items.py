"""Importing item sets."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.catalogue import cli
from onewindow.catalogue.errors import CannotMaintain
from onewindow.catalogue.intake.checking import check
from onewindow.catalogue.models import ImportFile, ImportRow, Item, ItemVersion
from onewindow.catalogue.services.imports import import_items
from onewindow.kernel.public import ANONYMOUS, SYSTEM

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("ONEWINDOW_SHARED", ROOT.parent / "shared")) / "data" / "service-items"
TABLES = ("basicitem", "item", "itemversion", "material", "legalbasis", "question", "importfile", "importrow")
GOOD: dict[str, Any] = {
    "source": "gd-2021",
    "task_code": "11440000006940116U2440102002003",
    "name": "教材初审",
    "type_code": "01",
    "type": "行政许可",
    "dept_name": "某省教育厅",
    "dept_uscc": "11440000006940116U",
    "area_code": "440000",
    "level": "province",
    "materials": [{"seq": 1, "name": "登记表"}],
    "conditions": "符合规定条件。",
    "legal_limit": 20,
    "legal_limit_unit": "workday",
    "promise_limit": 5,
    "promise_limit_unit": "workday",
    "quality": [],
}


def written(folder: Path, *rows: Any, name: str = "items.jsonl") -> Path:
    path = folder / name
    lines = (row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows)
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def state() -> list[Any]:
    """Return a fingerprint of every table the import writes."""
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            whole = "md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
            cursor.execute(f"SELECT count(*), {whole} FROM catalogue_{table} t")
            found.append(cursor.fetchone())
    return found


def test_takes_in_a_sound_row_as_a_sample(tmp_path: Path) -> None:
    (report,) = import_items(by=SYSTEM, paths=[written(tmp_path, GOOD)])

    assert (report.read, report.accepted, report.rejected, report.published.new) == (1, 1, 0, 1)
    version = ItemVersion.objects.select_related("item").get()
    assert (version.code, version.source, version.agency_name, version.promised_days) == (
        "11440000006940116U2440102002003",
        "gd-2021",
        "某省教育厅",
        5,
    )
    assert version.item.agency_id is None
    assert [m["code"] for m in version.marks] == ["no_legal_basis"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"task_code": "11440000006940116A2440102002003"}, "invalid_uscc"),
        ({"task_code": "11440000006940116U244010200200"}, "invalid_code_length"),
        ({"task_code": "11440000006940116U244010200200300"[:32]}, "invalid_code_length"),
        ({"task_code": "11440000006940116U3440102002003"}, "level_differs"),
        ({"task_code": "11440000006940116U2440702002003"}, "type_differs"),
        ({"task_code": "11440000006940116U9440102002003"}, "invalid_code"),
        ({"task_code": "编码有汉字"}, "invalid_code"),
        ({"task_code": ""}, "missing_code"),
        ({"task_code": 5}, "wrong_type"),
        ({"name": "  "}, "missing_name"),
        ({"name": "长" * 301}, "name_too_long"),
        ({"dept_name": None}, "missing_agency"),
        ({"area_code": "44"}, "invalid_area"),
        ({"area_code": ""}, "missing_area"),
        ({"source": None}, "missing_source"),
        ({"type": "行政处罚"}, "unknown_type"),
        ({"level": "planet"}, "unknown_level"),
        ({"legal_limit": -1}, "invalid_limit"),
        ({"legal_limit": "二十"}, "invalid_limit"),
        ({"promise_limit": 21}, "promise_over_limit"),
        ({"conditions": "长" * 200_001}, "text_too_long"),
        ({"materials": "一份申请书"}, "wrong_type"),
        ({"materials": [{"seq": 1, "name": "x"}] * 501}, "too_many_rows"),
        ({"result": []}, "wrong_type"),
    ],
)
def test_sets_a_faulty_row_aside_with_its_reason(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    (report,) = import_items(by=SYSTEM, paths=[written(tmp_path, GOOD | change)])

    assert (report.read, report.accepted, report.rejected) == (1, 0, 1)
    assert reason in report.rejections[0].reasons
    kept = ImportRow.objects.get()
    assert reason in kept.reasons and kept.line == 1 and kept.raw.startswith('{"source"')
    assert Item.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ({"dept_name": " 某省教育厅 "}, "agency_name_blanks"),
        ({"dept_uscc": None}, "no_uscc"),
        ({"dept_uscc": "12345"}, "agency_code_not_uscc"),
        ({"dept_uscc": "11100000000013338W"}, "agency_code_differs"),
        ({"task_code": "512C0053300008-511602000000-000-115-1-00"}, "local_code"),
        ({"materials": []}, "no_materials"),
        ({"materials": [{"seq": 2, "name": "乙"}, {"seq": 1, "name": "甲"}]}, "materials_unordered"),
        ({"conditions": "符合以上条件"}, "vague_conditions"),
        ({"conditions": None}, "no_conditions"),
        ({"legal_limit": None}, "promise_without_legal"),
        ({"legal_limit": 66, "legal_limit_note": "受理之日起20个工作日。"}, "limit_note_differs"),
        ({"phone": "０７７１－１２３"}, "full_width"),
        ({"location": "a\u0000b"}, "control_characters"),
        ({"audience": ["火星人"]}, "unknown_audience"),
        ({"themes": ["找工作"]}, "unknown_theme"),
        ({"quality": ["query_url_is_a_phone_number"]}, "source_remark"),
    ],
)
def test_keeps_a_flawed_row_with_a_visible_mark(tmp_path: Path, change: dict[str, Any], mark: str) -> None:
    (report,) = import_items(by=SYSTEM, paths=[written(tmp_path, GOOD | change)])

    assert (report.accepted, report.marks[mark]) == (1, 1)
    assert mark in [m["code"] for m in ItemVersion.objects.get().marks]


def test_broken_lines_are_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        b'{"source": "gd-2021", "task_code": ',
        "教育".encode("gbk"),
        b"[1, 2]",
        b'"text"',
        b"\xef\xbb\xbf{}",
        b'{"a": ' * 3000,
        b'{"name": "' + b"x" * (6 * 1024 * 1024) + b'"}',
        GOOD,
    )
    (report,) = import_items(by=SYSTEM, paths=[path])

    assert (report.read, report.accepted, report.rejected) == (8, 1, 7)
    assert report.reasons["malformed_json"] == 3
    assert report.reasons["not_utf8"] == 1
    assert report.reasons["row_too_large"] == 1
    assert report.reasons["not_an_object"] == 2
    assert [r.line for r in report.rejections] == [1, 2, 3, 4, 5, 6, 7]


def test_reads_an_array_and_stops_at_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    other = GOOD | {"task_code": "11440000006940116U2440102002001"}
    path.write_text("\ufeff" + json.dumps([GOOD, other], indent=1, ensure_ascii=False)[:-2] + ', {"a" 1}]')
    (report,) = import_items(by=SYSTEM, paths=[path])

    assert (report.read, report.accepted, report.rejected) == (3, 2, 1)
    assert report.reasons == {"malformed_json": 1}


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, GOOD | {"name": ""}, b"{", GOOD | {"name": "另一个内容"})
    first = import_items(by=SYSTEM, paths=[path])
    before = state()
    second = import_items(by=SYSTEM, paths=[path])

    assert state() == before
    assert (first[0].read, first[0].accepted, first[0].rejected) == (4, 1, 3)
    assert (second[0].read, second[0].accepted, second[0].rejected) == (4, 1, 3)
    assert first[0].reasons["duplicate_code"] == 1
    assert (second[0].published.new, second[0].published.unchanged) == (0, 1)


def test_a_changed_row_is_a_new_version(tmp_path: Path) -> None:
    import_items(by=SYSTEM, paths=[written(tmp_path, GOOD)])
    (report,) = import_items(by=SYSTEM, paths=[written(tmp_path, GOOD | {"promise_limit": 3})])

    assert report.published.changed == 1
    assert [(v.number, v.state) for v in ItemVersion.objects.order_by("number")] == [
        (1, "superseded"),
        (2, "published"),
    ]


def test_an_own_item_is_never_overwritten(tmp_path: Path) -> None:
    from onewindow.catalogue.tests.factories import publish

    own = publish()
    row = GOOD | {"task_code": own.code, "dept_uscc": None}
    (report,) = import_items(by=SYSTEM, paths=[written(tmp_path, row)])
    assert report.reasons == {"own_code": 1}


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    before = state()
    (report,) = import_items(by=SYSTEM, paths=[written(tmp_path, GOOD, b"{")], dry_run=True)
    assert (report.read, report.accepted, report.rejected) == (2, 1, 1)
    assert state() == before


def test_is_refused_to_strangers(tmp_path: Path) -> None:
    with pytest.raises(CannotMaintain):
        import_items(by=ANONYMOUS, paths=[written(tmp_path, GOOD)])


def test_the_command_reports_in_words_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, GOOD, b"{")
    parser = ArgumentParser()
    cli.arguments(parser)

    assert cli.run(parser.parse_args([str(path)])) == 0
    assert "items.jsonl：读入 2 = 接收 1 + 退回 1" in capsys.readouterr().out
    assert cli.run(parser.parse_args(["--json", str(path)])) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["read"], told["accepted"], told["rejected"]) == (2, 1, 1)
    assert told["files"][0]["rejections"] == [
        {"line": 2, "code": "", "name": "", "reasons": ["malformed_json"]}
    ]
    assert cli.run(parser.parse_args([str(tmp_path / "none")])) == 1


def test_the_real_sets_come_in_whole_and_twice_the_same() -> None:
    paths = sorted(SHARED.glob("items-*"))
    if not paths:
        pytest.skip("the shared item sets are not on this machine")
    first = import_items(by=SYSTEM, paths=paths)
    before = state()
    second = import_items(by=SYSTEM, paths=paths)

    assert state() == before
    assert [(r.read, r.accepted, r.rejected) for r in first] == [(513, 513, 0), (1135, 1131, 4), (5, 5, 0)]
    assert first[1].reasons == {"invalid_uscc": 4}
    assert sum(r.published.unchanged for r in second) == 1649
    assert ImportRow.objects.count() == 4
    assert ImportFile.objects.count() == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from([*GOOD, "windows", "special", "qa", "result", "version", "fee"]), JSON)
)
def test_no_value_of_any_field_breaks_the_check(change: dict[str, Any]) -> None:
    found = check(GOOD | change)
    assert (found.content is None) == bool(found.reasons)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.binary(max_size=60) | st.dictionaries(st.sampled_from(list(GOOD)), JSON), max_size=6))
def test_no_file_breaks_the_import(tmp_path: Path, rows: list[Any]) -> None:
    lines = [row if isinstance(row, bytes) else GOOD | row for row in rows]
    (report,) = import_items(by=SYSTEM, paths=[written(tmp_path, *lines)])
    assert report.read == report.accepted + report.rejected
