"""A head names an agent, the agent acts in the firm's name, the head takes it back."""

import re

from playwright.sync_api import Browser, expect

from bench.instance import Instance
from tests.journeys import walk

FIRM = "南宁壮乡味食品经营有限公司"


def test_an_agent_acts_until_the_mandate_is_taken_back(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site, width=390) as head, walk.visitor(chromium, site, script=False) as agent:
        walk.sign_in(head, site, "luxiaoyan", "/my/mandates/")
        walk.shot(head, "mandates-390")
        head.get_by_role("button", name=re.compile("以它的名义办")).click()
        expect(head.locator(".acting")).to_contain_text(FIRM)
        head.goto("/my/mandates/")
        expect(head.locator("main")).to_contain_text("单位账号")
        walk.shot(head, "mandates-firm-390")
        head.get_by_role("link", name="授权一个人代办").click()
        head.get_by_label("代办的人的姓名").fill("韦晓兰")
        head.get_by_label("代办的人的证件号码").fill("459900199005120020")
        head.get_by_label("只限选定的事项").check()
        head.get_by_label("查找事项").fill("食品")
        head.get_by_role("button", name="查找", exact=True).click()
        head.get_by_label(re.compile("仅销售预包装食品")).first.check()
        walk.shot(head, "mandate-offer-390")
        head.get_by_role("button", name="发出授权").click()
        expect(head.locator("main")).to_contain_text("等对方接受")

        walk.sign_in(agent, site, "weixiaolan", "/my/mandates/")
        agent.get_by_role("link", name=re.compile("看清楚再答复")).click()
        walk.shot(agent, "mandate-1440", script=False)
        agent.get_by_role("button", name="接受授权").click()
        agent.locator("li", has_text=FIRM).get_by_role("button", name=re.compile("以它的名义办")).click()
        expect(agent.locator(".acting")).to_contain_text(f"正在以{FIRM}的名义办理，代办的人：韦*兰")
        agent.goto(f"/apply/{walk.FOOD}/")
        expect(agent.locator("main")).to_contain_text(f"以{FIRM}的名义申请")
        walk.shot(agent, "apply-start-acting-1440", script=False)

        head.reload()
        head.get_by_role("link", name=re.compile("查看或收回.*韦晓兰|韦晓兰的授权")).click()
        walk.shot(head, "mandate-390")
        head.get_by_label("原因").fill("换人来办")
        head.get_by_role("button", name="结束授权").click()
        expect(head.locator("main")).to_contain_text("换人来办")
        agent.reload()
        expect(agent.locator(".acting")).to_have_count(0)
        expect(agent.locator("main")).to_contain_text("现在是以您本人的名义办理")
