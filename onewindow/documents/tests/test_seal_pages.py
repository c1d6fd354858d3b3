"""The desk's pages of seals: who sees them, made by one, issued and granted by another, stopped, revoked."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.documents import public as documents
from onewindow.documents.seals.models import Seal, SealGrant, SealState, SealUse
from onewindow.documents.tests.factories import HEALTH
from onewindow.documents.tests.sealing import health, sealed_body
from onewindow.identity.tests.factories import official
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db


def desk(*roles: str, name: str = "") -> Client:
    client = Client()
    client.force_login(official(name or f"o{roles[0]}1", health(), roles=roles))
    return client


@pytest.mark.parametrize(
    ("roles", "answers"), [(("admin",), 200), (("security",), 200), (("audit",), 200), (("window",), 403)]
)
def test_who_may_look(roles, answers):
    seal, client = sealed_body(), desk(*roles)
    for page in ("/desk/seals/", f"/desk/seals/{seal.pk}/", f"/desk/seals/{seal.pk}/picture.png"):
        assert client.get(page).status_code == answers, page


def test_a_stranger_signs_in_first():
    assert Client().get("/desk/seals/").status_code in {302, 403}


def test_the_way_of_a_seal():
    admin, security = desk("admin"), desk("security")
    made = admin.post("/desk/seals/new/", {"agency": HEALTH})
    seal = Seal.objects.get()
    assert (made.status_code, seal.state, seal.issued_at) == (302, SealState.MADE, None)
    assert (seal.name, seal.signer, seal.version) == (f"{HEALTH}行政审批专用章", HEALTH, 4)
    page = f"/desk/seals/{seal.pk}/"

    assert admin.get(page + "issue/").status_code == 403, "who makes seals does not issue them"
    assert security.post(page + "issue/").status_code == 302
    assert security.post(page + "grant/", {"post": "", "purpose": "notice"}).status_code == 302
    assert security.post(page + "grant/", {"post": "", "purpose": "notice"}).status_code == 302
    assert SealGrant.objects.count() == 1
    shown = security.get(page).content.decode()
    assert "系统自动用印" in shown
    assert "还没有用过" in shown
    assert "未经商用密码产品认证" in shown

    refused = security.post(page + "suspend/", {"reason": " "})
    assert (refused.status_code, "请写明理由" in refused.content.decode()) == (422, True)
    assert security.post(page + "suspend/", {"reason": "密钥可能泄露"}).status_code == 302
    assert security.post(page + "issue/").status_code == 302
    assert security.post(page + "withdraw/", {"grant": str(SealGrant.objects.get().pk)}).status_code == 302
    assert "任何人都不能用印" in security.get(page).content.decode()
    assert security.post(page + "revoke/", {"reason": "机构撤销"}).status_code == 302
    again = security.post(page + "issue/")
    assert (again.status_code, "已作废" in again.content.decode()) == (422, True)
    assert Seal.objects.get().state == SealState.REVOKED


def test_one_approval_seal_for_each_body():
    sealed_body()
    refused = desk("admin").post("/desk/seals/new/", {"agency": HEALTH})
    assert refused.status_code == 422
    assert "还没有行政审批专用章的机构" in refused.content.decode()


def test_a_use_is_in_the_log(notice):
    seal = sealed_body()
    documents.seal_original(by=SYSTEM, kind="notice", reference=notice.number)
    shown = desk("audit").get(f"/desk/seals/{seal.pk}/").content.decode()
    assert notice.number in shown
    assert notice.case_number in shown


def test_pages_cost_few_statements(notice):
    seal, client = sealed_body(), desk("audit")
    use = {"seal": seal, "actor": "system:-", "purpose": "notice", "digest": b"", "city": "4500"}
    for at in range(35):
        SealUse.objects.create(at=seal.made_at, reference=str(at), **use)
    client.get("/desk/seals/")
    with CaptureQueriesContext(connection) as caught:
        page = client.get(f"/desk/seals/{seal.pk}/")
    assert "更早的" in page.content.decode()
    assert len(caught.captured_queries) <= 9
