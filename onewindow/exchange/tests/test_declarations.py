"""Declarations of resources and connectors: what is wrong is refused with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from onewindow.exchange.connectors import DATA, read_declarations
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.models import Resource
from onewindow.exchange.seed import plant
from onewindow.kernel.public import audit

Change = Callable[[dict], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("resources.yaml", "connectors.yaml"):
        (tmp_path / name).write_text((DATA / name).read_text())
    return tmp_path


def refused(folder: Path, name: str = "", change: Change | None = None) -> str:
    if change is not None:
        told = yaml.safe_load((folder / name).read_text())
        change(told)
        (folder / name).write_text(yaml.safe_dump(told, allow_unicode=True))
    with pytest.raises(BadDeclaration) as refusal:
        read_declarations(folder)
    return refusal.value.message


def test_reads_the_shipped_declarations(folder):
    rows = read_declarations(folder)

    assert len(rows) == 43
    assert rows[0]["connector"]["source_name"] == "公安人口库（模拟系统）"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda told: told["resources"][0].pop("name"), "resources/0: "),
        (lambda told: told["resources"][1].update(code="Nurse Registration"), "resources/1/code: "),
        (lambda told: told["resources"][2].update(sharing="maybe"), "resources/2/sharing: "),
        (lambda told: told["resources"][0].pop("basis"), "resources/0: "),
        (lambda told: told["resources"][0].update(keys=[]), "resources/0/keys: "),
        (lambda told: told["resources"][0].update(fields={}), "resources/0/fields: "),
        (lambda told: told["resources"][0].update(stranger=1), "resources/0: "),
        (
            lambda told: told["resources"][0]["fields"]["name"].update(type="blob"),
            "resources/0/fields/name/type: ",
        ),
        (
            lambda told: told["resources"][0]["fields"]["name"].update(length=0),
            "resources/0/fields/name/length: ",
        ),
    ],
)
def test_names_the_place_in_the_catalogue(folder, change, place):
    assert refused(folder, "resources.yaml", change).startswith(f"接入声明有误：resources.yaml: {place}")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            lambda told: told["connectors"]["population"]["limits"].update(seconds=3),
            "connectors/population/limits/seconds: ",
        ),
        (
            lambda told: told["connectors"]["population"]["limits"].update(bytes=10**9),
            "connectors/population/limits/bytes: ",
        ),
        (
            lambda told: told["connectors"]["population"].update(path="http://elsewhere"),
            "connectors/population/path: ",
        ),
        (lambda told: told["sources"]["health"].pop("secret"), "sources/health: "),
        (lambda told: told["sources"]["health"].update(secret="../key"), "sources/health/secret: "),
        (lambda told: told.update(version=0), "version: "),
    ],
)
def test_names_the_place_among_the_connectors(folder, change, place):
    assert refused(folder, "connectors.yaml", change).startswith(f"接入声明有误：connectors.yaml: {place}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told["connectors"].pop("population"), "population: no connector"),
        (lambda told: told["connectors"]["population"].update(source="gone"), "population: no connector"),
        (lambda told: told["connectors"].update(gossip=told["connectors"]["population"]), "['gossip']"),
        (lambda told: told["connectors"]["population"].update(mapping={"gone": "x"}), "['gone']"),
        (lambda told: told["connectors"]["population"].update(path="/a/../b"), "path '/a/../b'"),
        (lambda told: told["connectors"]["population"].update(path="/a b\r\n"), "population: path"),
        (
            lambda told: told["sources"]["public-security"].update(base="file:///etc/passwd"),
            "is not a plain http(s) address",
        ),
        (
            lambda told: told["sources"]["public-security"].update(base="https://user:word@host"),
            "is not a plain http(s) address",
        ),
    ],
)
def test_refuses_halves_that_do_not_fit(folder, change, said):
    assert said in refused(folder, "connectors.yaml", change)


def test_refuses_a_resource_declared_twice(folder):
    message = refused(folder, "resources.yaml", lambda told: told["resources"].append(told["resources"][0]))

    assert "['population']" in message


def test_names_the_line_of_broken_yaml(folder):
    (folder / "connectors.yaml").write_text("version: 1\nsources: {a: [\n")

    assert "line 3" in refused(folder)


@pytest.mark.parametrize("content", [b"", b"- a\n", b"\xff\xfe\x00", b"version: !!python/name:os.system\n"])
def test_refuses_what_is_no_declaration(folder, content):
    (folder / "connectors.yaml").write_bytes(content)

    assert refused(folder).startswith("接入声明有误：connectors.yaml: ")


def test_planting_twice_changes_nothing(db):
    assert plant() == "信息资源：43 项有变化"
    before = list(Resource.objects.order_by("pk").values())
    assert plant() == "信息资源：0 项有变化"

    assert list(Resource.objects.order_by("pk").values()) == before
    assert audit.verify().ok
