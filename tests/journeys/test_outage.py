"""A department's system goes down: the case goes to people, never to approval, and nobody waits for long."""

import time
from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, expect

from bench.instance import Instance
from onewindow.exchange.simulated.server import set_fault
from tests.journeys import walk


@pytest.fixture
def civil_death_hangs(site: Instance) -> Iterator[None]:
    """Let the register of deaths answer far too late."""
    with override_settings(KEY_DIR=site.home / "keys", SIMULATED_URL=f"http://127.0.0.1:{site.port + 100}"):
        set_fault("civil_death", "slow", 30)
        yield
        set_fault("civil_death", "")


def test_a_dead_register_sends_the_case_to_an_officer(
    site: Instance, chromium: Browser, civil_death_hangs: None
) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "huangguifang")
        walk.start(page, walk.SENIOR)
        walk.answer_senior(page, "6217000000000000011")
        before = time.monotonic()
        walk.submit(page)
        assert time.monotonic() - before < 8
        expect(page.get_by_role("heading", name="申请已提交，由工作人员审查")).to_be_visible()
        expect(page.get_by_text("暂时查不到").first).to_be_visible()
        walk.shot(page, "source-down")
