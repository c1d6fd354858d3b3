"""The interface for outside systems: each sees what it sent, without the author; strangers only the kinds."""

import pytest
from django.http import HttpResponse
from django.test import Client

from onewindow.cases.public import Case
from onewindow.feedback.models import Concern, Rating
from onewindow.feedback.services import centre
from onewindow.feedback.tests.conftest import People
from onewindow.identity.tests.factories import system_client

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/open311/v2"
SENT = {
    "service_code": "complaint", "description": "小区电梯坏了三天没有人修，老人上下楼很困难。",
    "first_name": "雪梅", "last_name": "钟离", "phone": "19900007788", "address_id": "450100000000",
}  # fmt: skip


def bearer(client: Client, owner: str) -> dict[str, str]:
    known, secret = system_client(owner)
    asked = {"grant_type": "client_credentials", "client_id": known, "client_secret": secret, "scope": "api"}
    token = client.post("/oauth/token/", asked).json()["access_token"]
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def test_a_hotline_sends_and_follows(people: People, client: Client) -> None:
    mine, theirs = bearer(client, "示例热线办"), bearer(client, "示例数据局")
    kinds = client.get(f"{ROOT}/services.json").json()
    assert [one["service_code"] for one in kinds][:3] == ["consult", "help", "complaint"]
    assert client.post(f"{ROOT}/requests.json", SENT).status_code in {401, 403}
    (taken,) = client.post(f"{ROOT}/requests.json", SENT, **mine).json()
    concern = Concern.objects.get(number=taken["service_request_id"])
    assert (concern.source, concern.city, concern.author.name) == ("api", "4501", "钟离雪梅")
    centre.decline_concern(by=people.centre, number=concern.number, text="请先向物业服务企业反映。")
    (one,) = client.get(f"{ROOT}/requests/{concern.number}.json", **mine).json()
    assert (one["status"], one["status_notes"]) == ("closed", "请先向物业服务企业反映。")
    assert "钟离" not in str(one) and "7788" not in str(one)
    assert len(client.get(f"{ROOT}/requests.json?status=closed", **mine).json()) == 1
    assert client.get(f"{ROOT}/requests.json?status=open", **mine).json() == []
    assert client.get(f"{ROOT}/requests.json", **theirs).json() == []
    assert client.get(f"{ROOT}/requests/{concern.number}.json", **theirs).status_code == 404
    assert client.post(f"{ROOT}/requests.json", SENT | {"source": "website"}, **theirs).status_code == 201
    assert Concern.objects.order_by("-id")[0].source == "website"
    bad = client.post(f"{ROOT}/requests.json", SENT | {"service_code": "rant"}, **mine)
    assert bad.status_code == 422 and "kind" in bad.json()["errors"]


def test_a_rating_given_by_telephone_needs_the_query_code(people: People, client: Client) -> None:
    token = bearer(client, "示例热线办")
    case = Case.objects.get(number=people.decided)
    said = {"number": case.number, "code": case.query_code, "stars": 2, "options": ["214"], "channel": "6"}

    def send(given: dict[str, object], **head: str) -> HttpResponse:
        return client.post("/api/v1/ratings/", given, "application/json", **head)

    assert send(said).status_code in {401, 403}
    assert send(said | {"code": "AAAAAA"}, **token).status_code == 404
    assert send(said | {"channel": "1"}, **token).status_code == 422
    made = send(said, **token)
    assert made.status_code == 201
    assert (made.json()["satisfaction_code"], Rating.objects.get().channel) == ("4", "6")
    assert send(said, **token).json()["code"] == "rated_already"
