"""One scratch product and one headless Chromium for the journeys; without a browser they are skipped."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from bench.instance import Instance, instance

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
PICTURES = Path(__file__).resolve().parents[2] / "artefacts" / "screenshots" / "pages"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def site() -> Iterator[Instance]:
    """A running product with demonstration data."""
    with instance(ONEWINDOW_SET_CLOCK="yes") as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    found = os.environ.get("ONEWINDOW_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium, and under CI one is required")
        pytest.skip("no Chromium: install one or set ONEWINDOW_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        expect.set_options(timeout=15_000)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots are kept as build artefacts, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES
