"""我的证照 on its pages: cards, one licence, code, delegation, report; what is not mine is not there."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.licences.models import Delegation, LicenceUse, Showing
from onewindow.licences.services.status import change_status
from onewindow.licences.tests.factories import People, nurse_licence

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(people: People) -> Client:
    """The nurse, signed in."""
    client = Client()
    client.force_login(people.accounts["weixiaolan"])
    return client


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_an_empty_wallet_says_what_to_do(mine: Client) -> None:
    page = text(mine.get("/my/licences/"))
    assert "还没有有效的电子证照" in page and "/items/" in page


def test_the_wallet_shows_cards_and_no_number(mine: Client, people: People) -> None:
    made = nurse_licence()
    page = text(mine.get("/my/licences/"))
    assert f"/my/licences/{made.token}/" in page and "lic-health" in page and "韦*兰" in page
    assert "459900199005120020" not in page
    change_status(by=people.menglihua, identifier=made.identifier, status="03", reason="依法撤销")
    page = text(mine.get("/my/licences/"))
    assert "已经失效的" in page and "撤销" in page and "lics" not in page


def test_one_licence_is_whole_and_its_opening_recorded(mine: Client) -> None:
    made = nurse_licence()
    page = text(mine.get(f"/my/licences/{made.token}/"))
    assert "459900199005120020" in page and "示例市第一人民医院" in page and "1990年5月12日" in page
    assert LicenceUse.objects.get().means == "own"
    record = mine.get(f"/my/licences/{made.token}/file.json")
    assert record["Content-Type"] == "application/json" and b"onewindow.record/1" in record.content
    pdf = mine.get(f"/my/licences/{made.token}/file.pdf")
    assert pdf.content.startswith(b"%PDF-") and "no-store" in pdf["Cache-Control"]
    assert [one.purpose for one in LicenceUse.objects.order_by("-id")[:2]] == ["本人下载", "本人下载"]


def test_strangers_and_agents_see_nothing(people: People) -> None:
    made = nurse_licence()
    client = Client()
    assert client.get("/my/licences/").status_code == 302
    client.force_login(people.accounts["heyong"])
    for path in ("", "show/", "uses/", "report/", "delegate/", "file.json"):
        assert client.get(f"/my/licences/{made.token}/{path}").status_code == 404


def test_a_code_is_made_shown_once_by_a_stranger_and_seen_by_the_holder(mine: Client) -> None:
    made = nurse_licence()
    answer = mine.post(f"/my/licences/{made.token}/show/", {"purpose": "", "scope": ["name"]})
    assert answer.status_code == 422 and 'href="#purpose"' in text(answer)
    answer = mine.post(
        f"/my/licences/{made.token}/show/", {"purpose": "示例酒店入住", "scope": ["name", "sex"]}
    )
    showing = Showing.objects.get()
    assert answer["Location"] == f"/my/licences/codes/{showing.pk}/"
    page = text(mine.get(answer["Location"]))
    spaced = re.search(r'class="big">([0-9A-Z ]{14})<', page)
    assert spaced is not None and "<svg" in page and "姓名、性别" in page

    stranger = Client()
    answer = stranger.post("/show/", {"code": spaced[1]})
    assert answer["Location"] == f"/show/{showing.code}/"
    assert "只能看一次" in text(stranger.get(answer["Location"]))
    assert Showing.objects.get().used_at is None  # looking at the page uses nothing up
    answer = stranger.post(answer["Location"], {"who": "示例酒店前台"})
    assert answer["Location"] == "/show/seen/"
    seen = text(stranger.get("/show/seen/"))
    assert "真实有效" in seen and "韦晓兰" in seen and "仅供“示例酒店入住”使用" in seen
    assert "示例市第一人民医院" not in seen and "459900199005120020" not in seen
    assert stranger.post(f"/show/{showing.code}/").status_code == 404
    assert Client().get("/show/seen/").status_code == 404

    assert "自称：示例酒店前台" in text(mine.get(f"/my/licences/codes/{showing.pk}/"))
    assert "示例酒店入住" in text(mine.get(f"/my/licences/{made.token}/uses/"))
    assert "示例酒店前台" in text(mine.get("/my/access/"))


def test_a_delegation_is_given_used_and_taken_back(mine: Client, people: People) -> None:
    made = nurse_licence()
    given = {
        "name": "何勇", "number": "459900199204050096", "purpose": "代办登记", "good_until": "2026-03-20",
        "scope": ["name"],
    }  # fmt: skip
    bad = mine.post(f"/my/licences/{made.token}/delegate/", given | {"good_until": "nonsense"})
    assert bad.status_code == 422 and 'href="#good_until"' in text(bad)
    assert mine.post(f"/my/licences/{made.token}/delegate/", given).status_code == 302
    lent = Delegation.objects.get()
    other = Client()
    other.force_login(people.accounts["heyong"])
    assert "别人委托我出示的" in text(other.get("/my/licences/"))
    assert other.post(f"/my/licences/lent/{lent.pk}/show/", {"scope": ["name"]}).status_code == 302
    assert "何勇" in text(mine.get(f"/my/licences/{made.token}/"))
    mine.post(f"/my/licences/lent/{lent.pk}/end/")
    assert other.get(f"/my/licences/lent/{lent.pk}/show/").status_code == 404


def test_an_error_is_reported_and_answered(mine: Client, people: People) -> None:
    made = nurse_licence()
    assert mine.post(f"/my/licences/{made.token}/report/", {"said": ""}).status_code == 422
    mine.post(f"/my/licences/{made.token}/report/", {"said": "执业地点不对"})
    desk = Client()
    desk.force_login(people.accounts["menglihua"])
    page = text(desk.get("/desk/licences/reports/"))
    address = re.search(r"/desk/licences/reports/(\d+)/", page)
    assert address is not None
    assert desk.post(address[0], {"outcome": "right", "answer": "核实无误，与登记一致"}).status_code == 302
    assert "核实无误，与登记一致" in text(mine.get(f"/my/licences/{made.token}/"))


def test_a_wallet_costs_the_same_statements_whatever_is_in_it(mine: Client) -> None:
    mine.get("/my/licences/")
    counts = []
    for number in (1, 2):
        nurse_licence(f"1145000000DM00215X26030200000{number}", renew=True)
        with CaptureQueriesContext(connection) as captured:
            mine.get("/my/licences/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6


def test_the_catalogue_is_public(people: People) -> None:
    assert "营业执照" in text(Client().get("/licences/"))
    page = text(Client().get("/licences/nurse/"))
    assert "护士条例" in page and "执业证书编号" in page
    assert Client().get("/licences/none/").status_code == 404
