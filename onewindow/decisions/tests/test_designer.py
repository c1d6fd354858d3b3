"""The table designer: its document there and back, its page, and what happens where it is not installed."""

import hashlib
import json
from pathlib import Path

import pytest
from django.test import Client

from onewindow.decisions import designing, seed
from onewindow.decisions.models import RuleSetVersion
from onewindow.decisions.tests.conftest import PILOTS
from onewindow.rules.public import compile_model
from tools import designers

ADDRESS = "/desk/rules/ride-driver/1/designer/"


@pytest.mark.parametrize("key", PILOTS)
def test_a_document_comes_back_in_its_own_edition(key: str) -> None:
    xml = (seed.DATA / f"{key}.dmn").read_text(encoding="utf-8")
    there = designing.for_designer(xml)
    assert designing.SPOKEN in there
    assert designing.is_readable(xml)
    assert designing.from_designer(there, xml) == xml
    assert compile_model(there).tables.keys() == compile_model(xml).tables.keys()


def test_newer_forms_are_left_to_the_other_editor() -> None:
    assert not designing.is_readable("<decision><conditional><if/></conditional></decision>")
    assert not designing.is_readable('<decision><for iteratorVariable="x"></for></decision>')


@pytest.mark.usefixtures("planted")
def test_without_the_designer_the_version_page_serves(client: Client, tanjing: object) -> None:
    if designing.is_installed():
        pytest.skip("the designer is installed here")
    client.force_login(tanjing)  # type: ignore[arg-type]
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/rules/ride-driver/1/")
    page = "/desk/rules/ride-driver/1/"
    assert "这里没有可用的表格设计器" in client.get(page).content.decode()
    assert "设计器" not in client.get(page).content.decode()


@pytest.mark.usefixtures("planted")
def test_the_page_relaxes_styles_only(client: Client, tanjing: object) -> None:
    if not designing.is_installed():
        pytest.skip("the designer is not installed here (make designers)")
    client.force_login(tanjing)  # type: ignore[arg-type]
    answer = client.get(ADDRESS)
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in f"{policy};"
    version = RuleSetVersion.objects.get(rule_set__code="ride-driver")
    refused = client.post(ADDRESS, {"xml": version.dmn_xml})
    assert refused.status_code == 422, "a released version does not change"


def test_files_with_another_hash_are_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(designers, "WORK", tmp_path)
    monkeypatch.setattr(designers, "OUT", tmp_path / "static")
    one = {"package": "dmn-js", "from": "a.js", "to": "a.js", "sha256": hashlib.sha256(b"good").hexdigest()}
    file = tmp_path / "npm" / "node_modules" / "dmn-js" / "a.js"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"bad")
    assert designers.place([one]) == 1
    assert not (tmp_path / "static").exists()
    file.write_bytes(b"good")
    assert designers.place([one]) == 0
    assert (tmp_path / "static" / "dmn-js" / "a.js").read_bytes() == b"good"


def test_the_lists_name_no_address() -> None:
    folder = Path(designers.HERE)
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    listed = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in locked["packages"].items() if name}
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not [name for name, one in packages.items() if "resolved" in one]
    assert {one["package"] for one in listed} == {"dmn-js", "bpmn-js"}
    assert all(len(one["sha256"]) == 64 for one in listed)
