"""The locks name packages, versions and hashes, never where they were downloaded."""

import re

import pytest

from bench.instance import ROOT


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-boot.lock"])
def test_a_lock_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links| @ ", text) == []
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_development_lock_agrees_with_the_run_lock() -> None:
    run, dev = (
        set(re.findall(r"^([a-z0-9._-]+==\S+)", (ROOT / name).read_text(), re.M))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run <= dev
