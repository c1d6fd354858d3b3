"""The catalogue for the national side: a row for each change, with the columns that keep both in step."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from onewindow.catalogue import cli
from onewindow.catalogue.services.versions import cancel_item, suspend_item
from onewindow.catalogue.tests.factories import publish
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db


def written(file: Path, *since: str, capsys: Any) -> tuple[list[dict[str, Any]], str]:
    parser = ArgumentParser()
    cli.national_arguments(parser)
    assert cli.run_national(parser.parse_args([str(file), *since])) == 0
    cursor = capsys.readouterr().out.rstrip("开始\n").split()[-1]
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()], cursor


def test_every_change_is_a_row_and_a_batch_goes_on_from_the_last(tmp_path: Path, capsys: Any) -> None:
    first = publish(1, online=True, online_depth="25", appointment=False)
    rows, cursor = written(tmp_path / "1", capsys=capsys)
    assert [(r["cd_operation"], r["task_version"], r["task_state"]) for r in rows] == [("I", 1, "1")]
    assert (rows[0]["task_code"], rows[0]["catalog_code"]) == (first.code, first.item.basic_id)
    assert (rows[0]["is_online"], rows[0]["is_schedule"], rows[0]["is_fee"]) == ("1", "0", "")
    assert (rows[0]["online_handle_depth"], rows[0]["promise_day"], rows[0]["theme_type"]) == ("25", 5, "p09")

    publish(1, promised_days=3)
    suspend_item(by=SYSTEM, code=first.code, reason="系统升级")
    cancel_item(by=SYSTEM, code=first.code, reason="取消")
    later, _ = written(tmp_path / "2", "--since", cursor, capsys=capsys)
    told = [(r["cd_operation"], r["task_version"], r["task_state"]) for r in later]
    assert sorted(told) == sorted([("D", 1, ""), ("U", 2, "1"), ("U", 2, "2"), ("D", 2, "3")])
    assert {r["row_guid"] for r in later if r["task_version"] == 1} == {rows[0]["row_guid"]}
    assert {r["cd_batch"] for r in later} == {f"450000-{cursor}"}


def test_what_is_filled_in_shows_on_the_guide(client: Client) -> None:
    version = publish(1, online_depth="25", terminals=True, entrusted_body="示例学会")
    page = client.get(f"/items/{version.code}/").content.decode()
    for words in ("互联网收件、互联网办理", "是否自助终端办理", "示例学会"):
        assert words in page
    assert "是否预约办理" not in page
