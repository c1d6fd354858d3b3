"""The pages of ratings: mine, by code, the pad, the desks; the rated officer learns nothing of the rater."""

import csv
import io
import re

import pytest
from django.test import Client

from onewindow.cases.public import Case
from onewindow.feedback import invitations
from onewindow.feedback.models import Rating, Remedy
from onewindow.feedback.services.rating import Said, rate
from onewindow.feedback.tests.conftest import People
from onewindow.feedback.tests.factories import SAID, rated, remedy_in
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db


def as_(people: People, client: Client, name: str) -> Client:
    client.force_login(people.accounts[name])
    return client


def test_rating_on_the_own_page(people: People, client: Client) -> None:
    as_(people, client, "qinzhiyuan")
    assert f'href="/rate/{people.decided}/"' in client.get(f"/cases/{people.decided}/").content.decode()
    address = f"/rate/{people.decided}/"
    page = client.get(address).content.decode()
    assert "评不评由您决定" in page and page.count('name="options"') == 40 and "覃*远" in page
    wrong = client.post(address, {"act": "rate"})
    assert wrong.status_code == 422 and "请选择一个等级" in wrong.content.decode()
    sent = {"act": "rate", "stars": "1", "options": ["115", "513"], "text": "等了很久"}
    assert client.post(address, sent).status_code == 302
    assert Rating.objects.get().options == ["115"]  # what was folded away is not sent
    assert "等了很久" in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 409
    assert client.post(address, {"act": "follow", "follow": "补充一句"}).status_code == 302
    assert client.post(address, {"act": "reply", "reply": "上午去的"}).status_code == 302
    assert client.post(address, {"act": "again", "stars": "5"}).status_code == 409


def test_rating_by_the_code_needs_no_account(people: People, client: Client) -> None:
    address = invitations.path_for(people.decided, "result")
    assert client.get(address).status_code == 200
    assert client.post(address, {"act": "rate", "stars": "5"}).status_code == 302
    assert Rating.objects.get().channel == "3"
    assert client.get(address[:-3] + "zz/").status_code == 404
    assert client.get(f"/rate/{people.decided}/")["Location"].startswith("/account/sign-in/")


def test_the_pad_takes_one_rating_and_shows_it_to_nobody(people: People, client: Client) -> None:
    case = Case.objects.get(number=people.open)
    Case.objects.filter(pk=case.pk).update(channel="1")
    case.events.create(
        at=clock.now(), kind="submitted", title="窗口收件", who="窗口", state=case.status, city=case.city,
        actor=f"official:{people.window.account_id}@counter",
    )  # fmt: skip
    as_(people, client, "zhouhaiyan")
    address = f"/desk/ratings/pad/{people.open}/"
    assert "请评价窗口的服务" in client.get(address).content.decode()
    assert client.post(address, {"stars": "2"}).status_code == 302
    rating = Rating.objects.get()
    assert (rating.channel, rating.occasion, rating.handler_id) == ("4", "intake", people.window.account_id)
    assert "评价已收到" in client.get(address).content.decode()
    client.post(address, {"stars": "5"})
    assert Rating.objects.count() == 1
    assert "data:image/svg" in client.get(f"/desk/ratings/slip/{people.open}/").content.decode()
    assert client.get(f"/desk/ratings/pad/{people.decided}/").status_code == 404


SECRETS = ("覃志远", "覃*远", "19900000002", "199****0002")


def test_the_rated_officer_never_learns_of_the_rater(people: People, client: Client) -> None:
    """Every page of the desk that lists or shows the rating, for the rated officer and the body's head."""
    remedy = remedy_in(people, "rectified")
    as_(people, client, "menglihua")
    assert str(remedy.pk) not in client.get("/desk/ratings/").content.decode()
    assert client.get(f"/desk/ratings/{remedy.pk}/").status_code == 404
    assert client.get("/desk/ratings/export.csv").status_code == 403
    assert client.get("/desk/ratings/suspicions/").status_code == 403
    as_(people, client, "nongzhiping")
    for address in ("/desk/ratings/", f"/desk/ratings/{remedy.pk}/"):
        page = client.get(address).content.decode()
        assert page.count(remedy.rating.item_name) and not [
            one for one in (*SECRETS, people.decided) if one in page
        ]
    refused = client.post(f"/desk/ratings/{remedy.pk}/", {"act": "see", "see": "想知道是谁"})
    assert refused.status_code == 403 and "覃志远" not in refused.content.decode()
    as_(people, client, "ganlu")  # the body's own supervisor
    assert client.get(f"/desk/ratings/{remedy.pk}/").status_code == 404
    exported = client.get("/desk/ratings/export.csv?month=2026-03").content
    assert people.decided not in exported.decode()


def test_the_desk_walks_the_way(people: People, client: Client) -> None:
    rated(people, 1, named=True)
    remedy = Remedy.objects.get()
    address = f"/desk/ratings/{remedy.pk}/"
    as_(people, client, "nongzhiping")
    assert people.decided in client.get(address).content.decode()  # the rater let the body know
    assert client.post(address, {"act": "contact", "text": "x"}).status_code == 422
    assert (
        client.post(address, {"act": "rectify", "text": SAID}).status_code == 200
    )  # not offered: nothing done
    for act in ({"act": "contact"}, {"act": "verify", "finding": "upheld"}, {"act": "rectify"}):
        assert client.post(address, {"text": SAID, **act}).status_code == 302, act
    as_(people, client, "weizhengping")
    assert "回访：满意" in client.get(address).content.decode()
    assert client.post(address, {"act": "see", "see": "短"}).status_code == 422
    shown = client.post(address, {"act": "see", "see": "回访整改是否满意"}).content.decode()
    assert "覃志远" in shown and "19900000002" in shown
    assert client.post(address, {"act": "satisfied", "text": "电话回访，表示满意。"}).status_code == 302
    assert Remedy.objects.get().satisfied is True
    assert remedy.rating.item_name in client.get("/desk/ratings/?show=ended").content.decode()


def test_the_export_speaks_both_codings(people: People, client: Client) -> None:
    rated(people, 1, options=("115",))
    code = invitations.code_for(people.automatic, "result")
    rate(
        by=people.stranger,
        case_number=people.automatic,
        occasion="result",
        channel="2",
        said=Said(5),
        code=code,
    )
    as_(people, client, "weizhengping")
    answer = client.get("/desk/ratings/export.csv?month=2026-03")
    text = answer.content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(r["办件编号"], r["满意度代码（GB/T 39046）"], r["星级"], r["评价渠道"]) for r in table] == [
        (people.decided, "5", "1", "1"), (people.automatic, "1", "5", "2"),
    ]  # fmt: skip
    assert not re.search("覃志远|韦晓兰|19900", text)
