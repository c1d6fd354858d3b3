"""Two administrators give a deputy, an official changes the post in use, the auditor reads the log."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from bench.instance import Instance
from tests.journeys import walk

pytestmark = pytest.mark.journey


def test_posts_are_given_by_two_and_used_one_at_a_time(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "weisiyuan", then="/desk/posts/")
        walk.shot(page, "posts-list")
        page.get_by_role("link", name="南宁片区窗口岗").click()
        walk.shot(page, "posts-post")
        page.get_by_role("link", name="申请任职").click()
        page.get_by_role("button", name="提交申请").click()
        expect(page.get_by_role("link", name="请写明原因").first).to_be_visible()
        walk.shot(page, "posts-hold")
        page.goto("/desk/officials/new/")
        walk.shot(page, "posts-official-new")
    with walk.visitor(chromium, site, script=False, width=390) as page:
        walk.sign_in(page, site, "wujianhua", then="/desk/posts/waiting/")
        walk.shot(page, "posts-waiting-phone", script=False)
        page.get_by_role("button", name=re.compile("^授权.*周海燕")).click()
        expect(page.get_by_text("已授权，立即生效")).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "zhouhaiyan", then="/desk/my-posts/", keep=False)
        walk.shot(page, "posts-mine")
        page.get_by_role("button", name=re.compile("改用这个岗位.*审批岗")).click()
        expect(page.get_by_text("现在以“广西壮族自治区卫生健康委员会 · 审批岗”办理")).to_be_visible()
        page.goto("/desk/")
        expect(page).to_have_url(f"{site.url}/desk/cases/")
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "nongxiuying", then="/desk/audit/")
        expect(page.get_by_text("holding.given").first).to_be_visible()
        walk.shot(page, "posts-audit")
