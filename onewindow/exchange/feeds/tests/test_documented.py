"""What the how-to page tells an integrator to write is what the product takes."""

import re
from pathlib import Path

import yaml

import onewindow
from onewindow.exchange.docking.models import OutsideSystem
from onewindow.exchange.docking.systems import register_system
from onewindow.exchange.feeds import declarations as feeds
from onewindow.exchange.hooks import declarations as hooks
from onewindow.exchange.limits import operator
from onewindow.identity.tests.factories import agency
from onewindow.kernel.public import SYSTEM

PAGE = Path(onewindow.__file__).parents[1] / "docs" / "how-to" / "join-an-outside-system.md"


def blocks() -> list[str]:
    """Return the YAML of the page, in order: systems, a feed, other sources, a hook."""
    found = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [str(block) for block in found]


def test_the_feed_of_the_page_is_taken():
    told = feeds.read(blocks()[1])
    assert (told["code"], told["system"], told["source"]["type"]) == ("nn-fdc-accept", "nn-fdc", "mysql")


def test_every_other_source_of_the_page_is_taken():
    others = yaml.safe_load(blocks()[2])
    assert [one["type"] for one in others] == ["postgres", "rest", "folder", "sftp"]
    told = yaml.safe_load(blocks()[1])
    for source in others:
        assert feeds.read(yaml.safe_dump(told | {"source": source}, allow_unicode=True))["source"] == source


def test_the_hook_of_the_page_is_taken():
    assert hooks.read(blocks()[3])["events"] == ["CaseAccepted", "CaseDecided"]


def test_the_system_of_the_page_is_taken(db, noon):
    (told,) = yaml.safe_load(blocks()[0])["systems"]
    agency(operator())
    given = {name: str(value) for name, value in told.items()} | {"public_key": ""}
    register_system(by=SYSTEM, given=given)
    assert OutsideSystem.objects.get().code == "nn-fdc"
