"""The inbox and its pages: one's own only, unread counted without a statement more, settings, failures."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.identity import public as identity
from onewindow.identity.tests.factories import (
    agency,
    mandate_of,
    official,
    organisation_account,
    person_account,
)
from onewindow.kernel.public import NotAllowed, clock
from onewindow.messages import queries
from onewindow.messages.errors import MessageNotFound
from onewindow.messages.models import Message, Preference, Sending
from onewindow.messages.services import read_all, read_message, tell

pytestmark = pytest.mark.django_db
GIVEN = {"item": "护士执业注册（延续）", "number": "N1", "day": "2026年3月9日", "count": 1}


def told(account: identity.Account, times: int = 1) -> list[Message]:
    holder, before = identity.applicant_of(account), Message.objects.count()
    return [
        tell(holder, "case-accepted", GIVEN, origin=f"e{before + n}", link="/cases/") for n in range(times)
    ]


def test_the_header_counts_and_reading_reads(client: Client) -> None:
    citizen = person_account()
    first, _second = told(citizen, 2)
    client.force_login(citizen)
    page = client.get("/my/messages/").content.decode()
    assert "2<span" in page and page.count("未读</span>") >= 2
    shown = client.get(f"/my/messages/{first.pk}/").content.decode()
    assert "现在不用做什么" in shown and 'href="/cases/"' in shown
    assert "1<span" in client.get("/my/messages/?show=unread").content.decode()
    assert client.post("/my/messages/read/").status_code == 302
    assert "没有未读的消息" in client.get("/my/messages/?show=unread").content.decode()


def test_a_page_costs_the_same_however_many(client: Client) -> None:
    citizen = person_account()
    client.force_login(citizen)
    counts = set()
    for times in (0, 3, 30):
        told(citizen, times)
        client.get("/my/messages/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/my/messages/").status_code == 200
        counts.add(len(captured))
    assert counts == {3}  # session, account with the count, the page


def test_pages_go_on(client: Client) -> None:
    citizen = person_account()
    told(citizen, 25)
    by = identity.actor_for(citizen)
    page = queries.inbox(by)
    assert (len(page.messages), page.older) == (20, page.messages[-1].pk)
    assert len(queries.inbox(by, before=page.older).messages) == 5
    client.force_login(citizen)
    assert client.get(f"/my/messages/?before={'9' * 30}").status_code == 200


def test_only_ones_own(client: Client) -> None:
    citizen, other, firm = person_account(), person_account(), organisation_account()
    (message,), (firms,) = told(citizen), told(firm)
    for by in (identity.actor_for(other), identity.actor_for(firm)):
        with pytest.raises(MessageNotFound):
            read_message(by=by, message_id=message.pk)
    acting = identity.actor_for(other, mandate=mandate_of(firm, other))
    with pytest.raises(MessageNotFound):
        read_message(by=acting, message_id=firms.pk)  # an agent with limits
    with pytest.raises(NotAllowed):
        read_all(by=acting)
    client.force_login(other)
    assert client.get(f"/my/messages/{message.pk}/").status_code == 404
    assert read_message(by=identity.actor_for(firm), message_id=firms.pk).read_at is not None


def test_settings_are_kept(client: Client) -> None:
    citizen = person_account(mobile="19900001234")
    client.force_login(citizen)
    page = client.get("/my/messages/settings/").content.decode()
    assert "19900001234" not in page and page.count("checked") == 2
    assert client.post("/my/messages/settings/", {"quiet": "yes"}).status_code == 302
    kept = Preference.objects.get(person=citizen.person)
    assert (kept.sms, kept.quiet) == (False, True)
    client.post("/my/messages/settings/", {"sms": "yes"})
    assert Preference.objects.count() == 1


def test_staff_see_what_failed_in_their_region_without_a_number(client: Client) -> None:
    (message,) = told(person_account(mobile="19900001234"))
    Sending.objects.filter(message=message).update(
        state="given_up", ended_at=clock.now(), error="HTTP 503", city="4501"
    )
    here = agency("示例数据局")
    for scope, seen in (("45", True), ("4501", True), ("4503", False)):
        watcher = official(f"watch{scope}", here, roles=("supervise",), region_prefix=scope)
        client.force_login(watcher)
        page = client.get("/desk/messages/").content.decode()
        assert ("HTTP 503" in page) is seen
        assert "19900001234" not in page
    client.force_login(official("clerk", here, roles=("window",)))
    assert client.get("/desk/messages/").status_code == 403
