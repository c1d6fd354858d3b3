"""The desk and the applicant's page: what can be done is offered, what is missing is told at its field."""

import re

import pytest
from django.test import Client

from onewindow.cases.public import Ask, answer_item, ask_for_correction, supply_correction
from onewindow.cases.states import Status
from onewindow.cases.tests.flow.conftest import at, paper
from onewindow.cases.views.acts import CALLS, TOLD
from onewindow.identity import public as identity
from onewindow.kernel.public import clock


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(identity.Account.objects.get(username=username))
    return client


def all_offered(client: Client, number: str) -> list[str]:
    return re.findall(r'id="act-([a-z-]+)"', client.get(f"/desk/cases/{number}/").content.decode())


def offered(client: Client, number: str) -> list[str]:
    """Return the acts of the way; those about promises and lanes stand beside them in every open state."""
    return [key for key in all_offered(client, number) if key not in {"check-promise", "undisclose", "lane"}]


def test_promises_and_lanes_are_handled_beside_the_way(people) -> None:
    assert all_offered(signed_in("menglihua"), people.number)[-3:] == ["check-promise", "undisclose", "lane"]
    answer = signed_in("menglihua").post(f"/desk/cases/{people.number}/lane/", {"lane-lane": "cepa"})
    assert answer.status_code == 422
    answer = signed_in("menglihua").post(
        f"/desk/cases/{people.number}/check-promise/",
        {"check-promise-seq": "6", "check-promise-finding": "已核实"},
    )
    assert "请选择属实还是不实" in answer.content.decode()


def test_every_act_has_its_words() -> None:
    assert set(CALLS) == set(TOLD)


def test_each_sees_what_each_may_do(people) -> None:
    officer, chief = signed_in("menglihua"), signed_in("nongzhiping")
    url = f"/desk/cases/{people.number}/"
    assert offered(officer, people.number) == ["accept", "correct", "decline", "transfer"]
    assert officer.post(f"{url}accept/").status_code == 302
    assert offered(officer, people.number) == ["suspend", "extend", "tell-hearing", "transfer"]
    answer = officer.post(f"{url}extend/", {"extend-days": "11", "extend-reason": "复杂"})
    assert answer.status_code == 422
    assert 'href="#extend-days"' in answer.content.decode()
    assert 'id="act-extend" open' in answer.content.decode()
    officer.post(f"{url}extend/", {"extend-days": "10", "extend-reason": "复杂"})
    assert offered(officer, people.number) == ["take-back-extension", "suspend", "tell-hearing", "transfer"]
    answers = ["grant-extension", "decline-extension", "tell-hearing", "transfer"]
    assert offered(chief, people.number) == answers
    chief.post(f"{url}grant-extension/")
    officer.post(url, {"outcome": "refused", "opinion": "不符合。", "legal_basis": "某法第一条"})
    assert offered(officer, people.number) == ["take-back"]
    assert offered(chief, people.number) == ["release", "send-back"]
    told = chief.post(f"{url}release/", follow=True).content.decode()
    assert "已同意并签发" in told
    assert offered(officer, people.number) == ["archive"]


def test_the_way_back_keeps_the_filters(people) -> None:
    officer = signed_in("menglihua")
    page = officer.get("/desk/cases/?tab=open&status=received&q=覃").content.decode()
    link = next(href for href in re.findall(r'href="([^"]+)"', page) if people.number in href)
    case = officer.get(link.replace("&amp;", "&")).content.decode()
    assert "/desk/cases/?tab=open&amp;q=%E8%A6%83&amp;status=received" in case
    done = officer.post(f"/desk/cases/{people.number}/accept/?tab=open&q=覃&status=received")
    assert done.headers["location"].endswith("?tab=open&q=%E8%A6%83&status=received")


@pytest.mark.parametrize(
    ("light", "day", "there"), [("late", 8, True), ("today", 7, True), ("fine", 7, False)]
)
def test_the_lights_narrow_the_queue(people, light: str, day: int, there: bool) -> None:
    officer = signed_in("menglihua")
    with clock.at(at(day)):
        page = officer.get(f"/desk/cases/?light={light}").content.decode()
    assert (people.number in page) is there


def test_a_tampered_form_cannot_ask_beyond_the_guide(people, case) -> None:
    officer = signed_in("menglihua")
    form = {
        "correct-material": ["无犯罪记录证明"],
        "correct-problem-无犯罪记录证明": "请提交",
        "correct-days": "10",
    }
    answer = officer.post(f"/desk/cases/{people.number}/correct/", form)
    assert answer.status_code == 422
    assert "无犯罪记录证明" in answer.content.decode()
    assert case().status == Status.RECEIVED


def test_the_applicant_corrects_on_the_page(people, case) -> None:
    ask_for_correction(by=people.officer, number=people.number, asks=[Ask("聘用证明", "没有盖章")])
    mine, url = signed_in("qinzhiyuan"), f"/cases/{people.number}/"
    page = mine.get(url).content.decode()
    assert "请把下面列出的内容全部补好" in page
    assert "没有盖章" in page
    assert mine.post(f"{url}correction/").status_code == 422
    wrong = mine.post(f"{url}correction/5/", {"file": paper("x.png").__class__("x.png", b"MZ")})
    assert (wrong.status_code, 'href="#item-5"' in wrong.content.decode()) == (422, True)
    assert mine.post(f"{url}correction/5/", {"file": paper()}).status_code == 302
    done = mine.post(f"{url}correction/", follow=True).content.decode()
    assert "补正内容已提交。" in done
    assert "材料已收到。" in done
    assert case().status == Status.RECEIVED


@pytest.mark.parametrize("key", sorted(CALLS))
def test_strangers_do_nothing_and_odd_input_breaks_nothing(people, case, key: str) -> None:
    url = f"/desk/cases/{people.number}/{key}/"
    assert signed_in("liangjianguo").post(url).status_code in {403, 422}
    odd = {
        f"{key}-{name}": "\0" + "９" * 3000
        for name in ("days", "reason", "note", "material", "checked", "way")
    }
    assert signed_in("menglihua").post(url, odd).status_code in {302, 403, 409, 422}
    assert signed_in("menglihua").post(f"/desk/cases/{people.number}/no-such/").status_code == 404


def test_what_was_handed_in_is_seen_beside_what_is_asked(people, case) -> None:
    officer, url = signed_in("menglihua"), f"/desk/cases/{people.number}/materials/"
    assert "没有可以看的文件" in officer.get(url).content.decode()
    ask_for_correction(by=people.officer, number=people.number, asks=[Ask("护士执业证书", "看不清")])
    answer_item(by=people.applicant, number=people.number, seq=3, file=paper("证书.png"))
    supply_correction(by=people.applicant, number=people.number)
    page = officer.get(url).content.decode()
    file_id = case().materials.get(seq=3).file_id
    for words in (f'src="/files/{file_id}/pages/1.png"', "指南要求", "第 1 页，共 1 页", "202345000456"):
        assert words in page
    assert officer.get(f"{url}?doc=3&page=2").status_code == 404
    assert officer.get(f"{url}?doc=99&page=x").status_code == 200
    assert signed_in("liangjianguo").get(url).status_code == 403
