"""The API: anyone checks, a system uses what it was shown or permitted and delivers its own library."""

import pytest
from django.test import Client, RequestFactory

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor
from onewindow.licences import api
from onewindow.licences.errors import NoPermit, NotTheKeeper
from onewindow.licences.models import Licence, QuarantineRow, SubLibrary
from onewindow.licences.services.permits import permit_use
from onewindow.licences.services.showing import show_licence
from onewindow.licences.services.status import change_status
from onewindow.licences.tests.factories import HEALTH, NOON, WEI, People, nurse_licence, nurse_row

pytestmark = pytest.mark.django_db


def asked_by(agency: object, client: str = "health-library") -> object:
    request = RequestFactory().post("/api/v1/licences/")
    request.actor = Actor(kind="client", name="卫生健康分库", client=client, agency=str(agency))  # type: ignore[attr-defined]
    return request


def test_anyone_checks_a_licence_and_sees_a_revocation_at_once(people: People) -> None:
    made, client = nurse_licence(), Client()
    for code in (made.token, made.identifier):
        told = client.get("/api/v1/licences/verify/", {"code": code}).json()
        assert (told["genuine"], told["label"], told["number"]) == (True, "真实有效", made.identifier)
        assert "459900199005120020" not in str(told) and "韦晓兰" not in str(told)
    change_status(by=people.menglihua, identifier=made.identifier, status="03", reason="依法撤销")
    told = client.get("/api/v1/licences/verify/", {"code": made.token}).json()
    assert (told["genuine"], told["verdict"]) == (False, "revoked")
    wrong = client.get("/api/v1/licences/verify/", {"code": "none"})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "licence_not_found")
    assert client.get("/api/v1/licences/verify/").status_code == 422
    assert client.get("/api/v1/licences/types/").json()[0]["face"]["type"] == "object"


def test_without_a_token_nothing_else_is_given(people: People) -> None:
    client = Client()
    for path, body in (
        ("shown", {"code": "x"}),
        ("uses", {"type": "nurse", "number": "1", "item": "1", "case": "1", "reason": "核对"}),
        ("deliveries", {"library": "health", "rows": []}),
    ):
        answer = client.post(f"/api/v1/licences/{path}/", body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_signed_in")


def test_a_system_looks_at_what_it_was_shown(people: People) -> None:
    made = nurse_licence()
    code = show_licence(by=people.weixiaolan, identifier=made.identifier, purpose="入职核对", scope=["name"])
    told = api.shown(asked_by(1), api.ShownIn(code=code.code, item="I", case="C1"))  # type: ignore[arg-type]
    assert (told.face, told.in_force, told.number) == ({"姓名": "韦晓兰"}, True, made.number)
    assert "仅供“入职核对”使用，办件C1" in told.watermark


def test_a_system_uses_what_it_was_permitted(people: People) -> None:
    nurse_licence()
    given = api.UseIn(type="nurse", number=WEI.number, item="440118001000", case="GD1", reason="变更注册")
    with pytest.raises(NoPermit):
        api.use(asked_by(1, "gd"), given)  # type: ignore[arg-type]
    permit_use(
        by=people.mojianping, client="gd", client_name="广东", type_code="nurse", items=["440118001000"],
        reason="跨省变更", good_until=NOON.date(),
    )  # fmt: skip
    (told,) = api.use(asked_by(1, "gd"), given)  # type: ignore[arg-type]
    assert told.face["执业地点"] == "示例市第一人民医院"
    assert identity.accesses_of(people.weixiaolan)[0].case == "GD1"


def test_a_body_delivers_its_own_library_alone(people: People) -> None:
    keeper = SubLibrary.objects.get(code="health").keeper_id
    rows = [nurse_row(1, NOON.date()), nurse_row(2, NOON.date()) | {"status": "77"}]
    given = api.DeliveryIn(library="health", rows=rows)
    told = api.delivery(asked_by(keeper), given)  # type: ignore[arg-type]
    assert (told["read"], told["accepted"], told["rejected"]) == (2, 1, 1)
    assert told["rejections"] == [{"line": 2, "number": rows[1]["number"], "reasons": ["没有这个状态代码。"]}]
    assert Licence.objects.get().issuer_uscc == HEALTH
    assert QuarantineRow.objects.get().file_name == "接口交付"
    again = api.delivery(asked_by(keeper), given)  # type: ignore[arg-type]
    assert (again["new"], again["unchanged"], again["rejected"]) == (0, 1, 1)
    with pytest.raises(NotTheKeeper):
        api.delivery(asked_by(keeper), api.DeliveryIn(library="market", rows=rows))  # type: ignore[arg-type]
