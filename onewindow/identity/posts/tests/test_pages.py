"""The desk's pages of posts, walked by each administrator and by officials."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.identity.models import Account, Post
from onewindow.identity.posts.models import Holding, RoleGrant
from onewindow.identity.posts.tests.factories import REASON, actor
from onewindow.identity.queries import account_by_id
from onewindow.identity.tests.factories import agency, official, person_account, resident_id

pytestmark = pytest.mark.django_db
BODY = "示例委员会"
ADMINISTRATORS = ("admin", "security", "audit")
PAGES = {
    "/desk/posts/": ADMINISTRATORS,
    "/desk/posts/new/": ("admin",),
    "/desk/posts/waiting/": ADMINISTRATORS,
    "/desk/officials/": ADMINISTRATORS,
    "/desk/officials/new/": ("admin",),
    "/desk/audit/": ("audit",),
    "/desk/security/": ("security", "audit"),
    "/desk/my-posts/": (*ADMINISTRATORS, "window"),
    "/desk/my-posts/deputy/": (*ADMINISTRATORS, "window"),
}


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def admin() -> Client:
    return signed_in(official("admin1", agency("示例数据局"), roles=("admin",)))


@pytest.fixture
def security() -> Client:
    return signed_in(official("security1", agency("示例数据局"), roles=("security",)))


def test_each_page_opens_for_its_roles_only() -> None:
    for role in (*ADMINISTRATORS, "window"):
        client = signed_in(official(f"{role}2", agency(BODY), roles=(role,)))
        for page, roles in PAGES.items():
            assert client.get(page).status_code == (200 if role in roles else 403), (role, page)
    citizen = signed_in(person_account())
    assert {citizen.get(page).status_code for page in PAGES} == {403}
    assert {Client().get(page).status_code for page in PAGES} == {302}


def test_two_administrators_open_a_post_and_fill_it(admin: Client, security: Client) -> None:
    agency(BODY)
    form = {"agency_id": BODY, "title": "窗口岗", "region_prefix": "4501", "reason": REASON}
    assert admin.post("/desk/posts/new/", form | {"agency_id": "没有的机构"}).status_code == 422
    page = admin.post("/desk/posts/new/", form)["Location"]
    at = Post.objects.get(title="窗口岗")
    assert page == f"/desk/posts/{at.pk}/"
    assert admin.post(f"{page}roles/", {"roles": ["window"], "reason": ""}).status_code == 422
    assert admin.post(f"{page}roles/", {"roles": ["window"], "reason": REASON})["Location"] == page
    grant = RoleGrant.objects.get(post=at)
    assert admin.post(f"/desk/posts/waiting/roles/{grant.pk}/", {"answer": "give"}).status_code == 403
    security.post(f"/desk/posts/waiting/roles/{grant.pk}/", {"answer": "give"})
    assert Post.objects.get(pk=at.pk).roles == ["window"]
    form = {
        "username": "newclerk",
        "name": "某某",
        "resident_id": resident_id(),
        "post_id": at.pk,
        "reason": REASON,
    }
    assert admin.post("/desk/officials/new/", form | {"starts_on": "soon"}).status_code == 422
    assert admin.post("/desk/officials/new/", form).status_code == 302
    clerk = Account.objects.get(username="newclerk")
    assert "某某" in security.get("/desk/posts/waiting/").content.decode()
    holding = Holding.objects.get(account=clerk)
    security.post(f"/desk/posts/waiting/holdings/{holding.pk}/", {"answer": "give"})
    assert actor(clerk).roles == {"window"}
    assert "在岗" in admin.get(page).content.decode()
    assert admin.post(f"/desk/posts/holdings/{holding.pk}/end/", {"reason": REASON}).status_code == 302
    assert actor(clerk).roles == frozenset()
    assert admin.post(f"/desk/officials/{clerk.pk}/leave/", {"reason": REASON}).status_code == 302
    assert account_by_id(clerk.pk) is None
    assert admin.post(f"{page}close/", {"reason": REASON}).status_code == 302


def test_a_refused_request_is_told(admin: Client, security: Client) -> None:
    account = official("clerk1", agency(BODY), roles=("audit",))
    at = Post.objects.create(agency=agency(BODY), title="审批岗", roles=["approve"], region_prefix="45")
    form = {"username": "clerk1", "kind": "joint", "reason": REASON}
    assert admin.post(f"/desk/posts/{at.pk}/hold/", form).status_code == 302
    row = Holding.objects.get(account=account, post=at)
    answer = security.post(f"/desk/posts/waiting/holdings/{row.pk}/", {"answer": "give"}, follow=True)
    assert "不能由同一个人担任" in answer.content.decode()
    security.post(f"/desk/posts/waiting/holdings/{row.pk}/", {"answer": "refuse"})
    row.refresh_from_db()
    assert row.status == "refused"


def test_an_official_changes_the_post_and_asks_for_a_deputy() -> None:
    head = official("head1", agency(BODY), roles=("supervise",))
    other = official("clerk1", agency(BODY), roles=("window",))
    from onewindow.identity.services.officials import hold
    from onewindow.kernel.public import SYSTEM

    assert other.post is not None
    hold(SYSTEM, head, other.post, Holding.Kind.JOINT)
    client = signed_in(head)
    assert (client.get("/desk/objections/").status_code, client.get("/desk/people/").status_code) == (
        200,
        403,
    )
    before = client.session.session_key
    assert client.post("/desk/my-posts/use/", {"post_id": other.post_id}).status_code == 302
    assert client.session.session_key != before
    assert (client.get("/desk/objections/").status_code, client.get("/desk/people/").status_code) == (
        403,
        200,
    )
    assert client.post("/desk/my-posts/use/", {"post_id": "0"}).status_code == 403
    form = {"username": "clerk1", "post_id": head.post_id, "reason": REASON}
    assert client.post("/desk/my-posts/deputy/", form).status_code == 422
    assert client.post("/desk/my-posts/deputy/", form | {"ends_on": "2099-01-01"}).status_code == 422
    page = client.get("/desk/my-posts/").content.decode()
    assert "正在用" in page and "请人代理" in page


def test_the_log_tells_who_did_what_and_goes_on(admin: Client) -> None:
    auditor = signed_in(official("auditor1", agency(BODY), roles=("audit",)))
    page = auditor.get("/desk/audit/").content.decode()
    assert "holding.given" in page and "待封存" in page
    assert auditor.get("/desk/audit/?table=identity_post").content.decode().count("<tr data-row>") >= 1
    older = auditor.get("/desk/audit/?account=nobody").content.decode()
    assert "这一段没有记录" in older
    for odd in ("?before=x", "?before=" + "9" * 30, "?before=1", "?table=%00&key=%00", "?account=%ff"):
        assert auditor.get(f"/desk/audit/{odd}").status_code == 200
    assert admin.get("/desk/posts/?q=%00&before=x").status_code == 200
    assert admin.get("/desk/officials/?q=%25_&before=9").status_code == 200
    assert admin.get("/desk/posts/999999/").status_code == 404


def test_lists_cost_the_same_however_long(admin: Client) -> None:
    def costs() -> list[int]:
        found = []
        for page in ("/desk/posts/", "/desk/officials/", "/desk/posts/waiting/"):
            with CaptureQueriesContext(connection) as counted:
                admin.get(page)
            found.append(len(counted))
        return found

    admin.get("/desk/posts/")
    few = costs()
    for number in range(8):
        official(f"many{number}", agency(f"机构{number}"))
    assert costs() == few == [4, 3, 4]  # session and account, then the page
