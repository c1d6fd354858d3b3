"""The register: two persons, exact addresses, secrets shown once, guards of the database."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from onewindow.identity.errors import RoleMissing
from onewindow.identity.models import Account
from onewindow.identity.provider import addresses, registry, scoping
from onewindow.identity.provider.errors import (
    PartyHasNoSecret,
    PartyInvalid,
    PartyNotFound,
    PartyStopped,
    ScopesGone,
    SelfApproval,
)
from onewindow.identity.provider.models import RelyingParty, ScopeRequest
from onewindow.identity.provider.tests.conftest import AFTER, BACK, actor, party
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import Actor, audit

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "示例网站",
    "purpose": "办理示例业务",
    "contact": "示例处",
    "redirects": BACK,
    "logouts": AFTER,
}


def register(by: Actor, **changed: str) -> tuple[RelyingParty, str]:
    owner = agency("示例发展局")
    return registry.register_party(by=by, kind="web", agency=owner.name, given=GIVEN | changed)


def test_two_persons_let_a_system_in(admin: Actor, security: Actor) -> None:
    row, secret = register(admin)
    assert (row.scopes, len(secret), row.redirects) == ([], 43, [BACK])
    asked = scoping.ask_scopes(
        by=admin, client_id=row.client_id, scopes=["person", "openid"], reason="登录要用"
    )
    with pytest.raises(RoleMissing):
        scoping.release_scopes(by=admin, request_id=asked.pk)
    scoping.release_scopes(by=security, request_id=asked.pk)
    row.refresh_from_db()
    assert row.scopes == ["openid", "person"]
    with pytest.raises(ScopesGone):
        scoping.release_scopes(by=security, request_id=asked.pk)
    with pytest.raises(ScopesGone):
        scoping.refuse_scopes(by=security, request_id=asked.pk, answer="来不及了")
    assert [p for p in audit.verify().problems if "identity_" in p.place] == []


def test_roles(security: Actor, admin: Actor) -> None:
    row, _secret = register(admin)
    clerk = actor(official("clerk1", agency("示例发展局"), roles=("window",)))
    for by in (security, clerk):
        with pytest.raises(RoleMissing):
            register(by, name="别的")
        with pytest.raises(RoleMissing):
            registry.change_party(by=by, client_id=row.client_id, given=GIVEN)
        with pytest.raises(RoleMissing):
            registry.new_secret(by=by, client_id=row.client_id)
        with pytest.raises(RoleMissing):
            scoping.ask_scopes(by=by, client_id=row.client_id, scopes=["openid"], reason="登录要用")
        with pytest.raises(RoleMissing):
            registry.resume_party(by=by, client_id=row.client_id)
    with pytest.raises(RoleMissing):
        registry.stop_party(by=clerk, client_id=row.client_id, reason="不再使用")
    registry.stop_party(by=security, client_id=row.client_id, reason="不再使用")


def test_nobody_releases_what_one_asked(admin: Actor) -> None:
    both = actor(official("both1", agency("另一局"), roles=("security",)))
    row, _secret = register(admin)
    asked = scoping.ask_scopes(by=admin, client_id=row.client_id, scopes=["openid"], reason="登录要用")
    ScopeRequest.objects.filter(pk=asked.pk).update(asked_by_id=both.account_id)
    with pytest.raises(SelfApproval):
        scoping.release_scopes(by=both, request_id=asked.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScopeRequest.objects.filter(pk=asked.pk).update(decided_by_id=both.account_id)


def test_the_database_gives_only_what_was_released(admin: Actor, security: Actor) -> None:
    row, _secret = register(admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        RelyingParty.objects.filter(pk=row.pk).update(scopes=["openid", "person"])
    asked = scoping.ask_scopes(by=admin, client_id=row.client_id, scopes=["openid"], reason="登录要用")
    scoping.refuse_scopes(by=security, request_id=asked.pk, answer="用途没有写清")
    with pytest.raises(IntegrityError), transaction.atomic():
        RelyingParty.objects.filter(pk=row.pk).update(scopes=["openid"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ScopeRequest.objects.filter(pk=asked.pk).update(status="released")


def test_a_new_request_replaces_the_one_that_waits(admin: Actor, security: Actor) -> None:
    row, _secret = register(admin)
    first = scoping.ask_scopes(by=admin, client_id=row.client_id, scopes=["openid"], reason="登录要用")
    scoping.ask_scopes(by=admin, client_id=row.client_id, scopes=["openid", "person"], reason="登录要用")
    with pytest.raises(ScopesGone):
        scoping.release_scopes(by=security, request_id=first.pk)


@pytest.mark.parametrize(
    "address",
    [
        "http://site.example.cn/", "https://", "ftp://x.cn/", "https://a.cn/#x", "https://u:p@a.cn/", "https://*.a.cn/",
        "javascript:alert(1)", "https://a.cn/ b", "https://a.cn:99999/", "//a.cn/", "http://127.0.0.1.evil.cn/",
        "https://例子.cn/", "https://a.cn\\@b.cn/", "http://localhost.evil.cn/", "https://[::1/",
        "https://a.cn/" + "x" * 500,
    ],
)  # fmt: skip
def test_addresses_that_are_refused(address: str) -> None:
    assert addresses.fault_of(address) != ""


@pytest.mark.parametrize(
    "address",
    ["https://a.gxzf.gov.cn/cb?x=1", "http://127.0.0.1:8080/cb", "http://localhost/cb", "http://[::1]:80/cb"],
)
def test_addresses_that_are_taken(address: str) -> None:
    assert addresses.fault_of(address) == ""


def test_faults_are_told_at_the_field(admin: Actor) -> None:
    with pytest.raises(PartyInvalid) as refused:
        registry.register_party(
            by=admin, kind="x", agency="没有的局", given={"name": "\x00", "algorithm": "HS256"}
        )
    assert set(refused.value.errors) == {"kind", "agency", "name", "purpose", "contact", "algorithm"}
    with pytest.raises(PartyInvalid) as refused:
        register(admin, redirects="http://evil.cn/\nhttps://ok.cn/")
    assert len(refused.value.errors["redirects"]) == 1
    row, _secret = register(admin)
    with pytest.raises(PartyInvalid) as refused:
        register(admin)
    assert list(refused.value.errors) == ["name"]
    for scopes in ([], ["person"], ["api"], ["openid", "nothing"]):
        with pytest.raises(PartyInvalid) as refused:
            scoping.ask_scopes(by=admin, client_id=row.client_id, scopes=scopes, reason="登录要用")
        assert list(refused.value.errors) == ["scopes"]


def test_states(admin: Actor) -> None:
    native, _none = party("native", name="示例应用")
    with pytest.raises(PartyHasNoSecret):
        registry.new_secret(by=admin, client_id=native.client_id)
    for _time in range(2):
        registry.stop_party(by=admin, client_id=native.client_id, reason="不再使用")
    with pytest.raises(PartyStopped):
        scoping.ask_scopes(by=admin, client_id=native.client_id, scopes=["openid"], reason="登录要用")
    for _time in range(2):
        assert registry.resume_party(by=admin, client_id=native.client_id).stopped_at is None
    for verb in (registry.new_secret, registry.resume_party):
        with pytest.raises(PartyNotFound):
            verb(by=admin, client_id="no\x00body")


def test_pages(admin: Actor, security: Actor) -> None:
    one, two = Client(), Client()
    one.force_login(Account.objects.get(pk=admin.account_id))
    two.force_login(Account.objects.get(pk=security.account_id))
    owner = agency("示例发展局")
    form = GIVEN | {"kind": "web", "agency": str(owner.name), "algorithm": "ES256"}
    wrong = one.post("/desk/connections/new/", form | {"redirects": "http://evil.cn/"})
    assert (wrong.status_code, "http://evil.cn/" in wrong.content.decode()) == (422, True)
    made = one.post("/desk/connections/new/", form)
    row = RelyingParty.objects.get()
    text = made.content.decode()
    assert (made.status_code, row.client_id in text, "只显示这一次" in text) == (200, True, True)
    page, do = f"/desk/connections/{row.client_id}/", f"/desk/connections/{row.client_id}/do/"
    assert one.post(do, {"do": "ask", "reason": "登录要用"}).status_code == 422
    ask = one.post(do, {"do": "ask", "scopes": ["openid", "person"], "reason": "登录要用"})
    assert ask["Location"] == page
    asked = ScopeRequest.objects.get()
    decide = f"/desk/connections/requests/{asked.pk}/"
    assert one.post(decide, {"decision": "release"}).status_code == 403
    assert 'value="release"' not in one.get(page).content.decode()
    assert 'value="release"' in two.get(page).content.decode()
    assert two.post(decide, {"decision": "refuse", "party": row.client_id}).status_code == 422
    assert two.post(decide, {"decision": "release"})["Location"] == page
    assert "证件号码（完整）" in two.get(page).content.decode()
    changed = one.post(f"{page}change/", GIVEN | {"name": "改名网站", "algorithm": "RS256"})
    assert changed["Location"] == page
    assert len(one.post(do, {"do": "secret"}).content) > 1000
    assert two.post(do, {"do": "secret"}).status_code == 403
    assert two.post(do, {"do": "stop", "stop_reason": ""}).status_code == 422
    assert two.post(do, {"do": "stop", "stop_reason": "不再使用"})["Location"] == page
    assert one.post(do, {"do": "resume"})["Location"] == page
    listed = two.get("/desk/connections/?q=改名").content.decode()
    assert "改名网站" in listed
    assert "还没有密钥" not in two.get("/desk/connections/keys/").content.decode()
    assert one.post("/desk/connections/keys/").status_code == 403
    assert two.post("/desk/connections/keys/").status_code == 302
    clerk = Client()
    clerk.force_login(official("clerk1", agency("示例发展局"), roles=("window",)))
    for address in ("/desk/connections/", page, "/desk/connections/keys/", "/desk/connections/new/"):
        assert clerk.get(address).status_code == 403
