"""The pages of concerns: ask, look up, confirm, the desks of the centre and of a body, published answers."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.feedback.models import Author, Concern, PublishedAnswer, Task
from onewindow.feedback.tests.conftest import People
from onewindow.feedback.tests.factories import concern_in, raised

pytestmark = pytest.mark.django_db
SENT = {
    "act": "send", "kind": "consult", "title": "护士延续要多久", "region": "450000000000",
    "text": "想问护士执业注册延续从提交到办结要几天。",
}  # fmt: skip


def as_(people: People, client: Client, name: str) -> Client:
    client.force_login(people.accounts[name])
    return client


def test_asking_without_an_account(people: People, client: Client) -> None:
    page = client.get("/ask/").content.decode()
    assert "不留姓名" in page and 'name="mobile"' in page
    assert client.post("/ask/", SENT | {"text": ""}).status_code == 422
    done = client.post("/ask/", SENT | {"name": "黄桂芳", "mobile": "19900000003"})
    author = Author.objects.select_related("concern").get()
    assert done.status_code == 201 and author.query_code in done.content.decode()
    sent = {"number": author.concern.number, "code": author.query_code.lower()}
    assert "护士延续要多久" in client.post("/concerns/", sent).content.decode()
    assert client.post("/concerns/", sent | {"code": "AAAAAA"}).status_code == 404
    assert client.post("/concerns/", sent | {"act": "withdraw"}).status_code == 200
    assert Concern.objects.get().state == "withdrawn"


def test_one_sees_ones_own_and_confirms(people: People, client: Client) -> None:
    concern = concern_in(people, "replied")
    as_(people, client, "qinzhiyuan")
    assert concern.title in client.get("/my/concerns/").content.decode()
    address = f"/my/concerns/{concern.number}/"
    page = client.get(address).content.decode()
    assert "经核实，窗口已增开" in page and "承办单位已答复" not in page  # inside the house
    assert client.post(address, {"act": "bad", "text": ""}).status_code == 422
    assert client.post(address, {"act": "good"}).status_code == 302
    assert Concern.objects.get().state == "closed"
    as_(people, client, "weixiaolan")
    assert client.get(address).status_code == 404


def test_the_clerk_writes_down_a_call(people: People, client: Client) -> None:
    as_(people, client, "zhouhaiyan")
    assert "替群众登记诉求" in client.get("/ask/?by=phone").content.decode()
    assert client.post("/ask/", SENT | {"source": "phone", "name": "黄桂芳"}).status_code == 201
    assert Concern.objects.get().source == "phone"


def test_the_form_of_a_website_arrives_filled_in_and_is_known_as_such(people: People, client: Client) -> None:
    link = "/ask/?source=website&kind=complaint&title=窗口排队太久&about=南宁市政务服务中心"
    shown = client.get(link).content.decode()
    assert 'name="source" value="website"' in shown and "窗口排队太久" in shown
    assert client.post("/ask/", SENT | {"source": "website"}).status_code == 201
    assert Concern.objects.get().source == "website"
    assert client.post("/ask/", SENT | {"source": "access"}).status_code == 201
    assert Concern.objects.order_by("-id")[0].source == "portal"
    as_(people, client, "nongzhiping")
    assert client.get("/ask/").status_code == 403


def test_the_centre_walks_the_way(people: People, client: Client) -> None:
    concern = raised(people, title="医院乱收费过度检查", text="住院三天重复检查，请卫生部门处理。")
    as_(people, client, "weizhengping")
    address = f"/desk/concerns/{concern.number}/"
    assert concern.title in client.get("/desk/concerns/").content.decode()
    page = client.get(address).content.decode()
    assert "系统建议：卫生计生" in page and "覃志远" not in page and "19900000002" not in page
    assert client.post(address, {"act": "classify"}).status_code == 422
    assert client.post(address, {"act": "classify", "kind": "help", "category": "health"}).status_code == 302
    assert client.post(address, {"act": "dispatch", "lead": "x"}).status_code == 422
    sent = {
        "act": "dispatch",
        "lead": people.chief.agency,
        "agencies": [people.elsewhere.agency],
        "officers": "menglihua",
    }
    assert client.post(address, sent).status_code == 302
    shown = client.post(address, {"act": "see", "text": "联系核实情况"}).content.decode()
    assert "覃志远" in shown and "19900000002" in shown
    lead, other = Task.objects.order_by("-lead")
    as_(people, client, "nongzhiping")
    mine = f"/desk/concerns/tasks/{lead.pk}/"
    assert concern.title in client.get("/desk/concerns/").content.decode()
    assert client.post(mine, {"act": "extend", "days": "3", "text": "需要核实病历。"}).status_code == 302
    assert client.post(mine, {"act": "answer", "text": "已退还多收费用。"}).status_code == 302
    as_(people, client, "liangjianguo")
    assert (
        client.post(
            f"/desk/concerns/tasks/{other.pk}/", {"act": "return", "text": "不归我们管。"}
        ).status_code
        == 302
    )
    as_(people, client, "weizhengping")
    assert "已退还多收费用。</textarea>" in client.get(address).content.decode()  # the draft of the reply
    assert client.post(address, {"act": "reply", "text": "已退还多收费用。"}).status_code == 302
    assert client.post(address, {"act": "satisfied", "text": "电话回访满意。"}).status_code == 302
    assert (
        client.post(
            address, {"act": "publish", "question": "医院多收费怎么办", "text": "可以投诉。"}
        ).status_code
        == 302
    )
    row = PublishedAnswer.objects.get()
    assert "医院多收费怎么办" in client.get("/answers/?q=医院多收费").content.decode()
    assert client.get(f"/answers/{row.pk}/").status_code == 200
    assert (
        "这些问题已有答复"
        in client.post("/ask/", {"act": "look", "title": "医院多收费怎么办", "text": ""}).content.decode()
    )
    assert client.post(f"/desk/concerns/answers/{row.pk}/withdraw/").status_code == 302
    assert client.get(f"/answers/{row.pk}/").status_code == 404


def test_lists_cost_the_same_however_many(people: People, client: Client) -> None:
    as_(people, client, "weizhengping")
    counts = set()
    for more in (1, 4):
        for _n in range(more):
            raised(people)
        client.get("/desk/concerns/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/desk/concerns/").status_code == 200
        counts.add(len(captured))
    assert len(counts) == 1 and counts.pop() <= 4


def test_guessing_and_flooding_are_braked(people: People, client: Client) -> None:
    cache.clear()
    answers = [
        client.post("/concerns/", {"number": "SQ1", "code": f"{n:06d}"}, REMOTE_ADDR="10.1.1.1").status_code
        for n in range(32)
    ]
    assert answers == [404] * 30 + [429] * 2
    assert (
        client.post("/concerns/", {"number": "SQ1", "code": "A"}, REMOTE_ADDR="10.1.1.2").status_code == 404
    )
    sent = [client.post("/ask/", SENT, REMOTE_ADDR="10.1.1.3").status_code for _n in range(21)]
    assert sent == [201] * 20 + [429]
    cache.clear()
