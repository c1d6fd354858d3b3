"""Closing an account: what stands against it, the waiting time, what goes and what stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from onewindow.identity.models import Account, Person
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.rights import closing, held
from onewindow.identity.rights.errors import ClosingRefused, NoClosing
from onewindow.identity.rights.events import AccountClosed, ClosingAsked
from onewindow.identity.rights.held import HeldData, Subject
from onewindow.identity.rights.models import Closure
from onewindow.identity.rights.tests.test_correcting import asked
from onewindow.identity.signin.models import Authenticator
from onewindow.identity.tests.factories import (
    PASSWORD,
    agency,
    official,
    organisation_account,
    person_account,
)
from onewindow.kernel.public import SYSTEM, audit, clock, outbox, unit

Draft: Any = apps.get_model("forms", "Draft")
pytestmark = pytest.mark.django_db
NUMBER = "459900199005120020"


def after_the_wait() -> int:
    with clock.at(clock.now() + timedelta(days=16)):
        return closing.finish_closings()


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A source of rows that need the name, of these persons."""
    people: list[int] = []
    row = {"at": "x"}
    source = HeldData(
        "bound", "档案", "归档", "cases", {"at": "时间"},
        lambda subject, look: [row] if subject.key in people else [], binds=True,
    )  # fmt: skip
    monkeypatch.setitem(held._sources, "bound", source)
    return people


def test_nothing_of_the_person_is_left(client: Client) -> None:
    citizen = person_account("leaver", name="要走的人", number=NUMBER, mobile="19912340000")
    with unit.work():
        device = Authenticator.objects.create(account=citizen, name="x", secret="y", created_at=clock.now())
        audit.record(SYSTEM, "authenticator.added", device)
    client.force_login(citizen)
    closure = closing.ask_closing(by=actor_for(citizen))
    assert closing.ask_closing(by=actor_for(citizen)).pk == closure.pk
    assert closure.due_at == closure.asked_at + timedelta(days=15)
    assert outbox.last(ClosingAsked) is not None
    assert closing.finish_closings() == 0
    assert account_by_id(citizen.pk) is not None
    assert (after_the_wait(), after_the_wait()) == (1, 0)
    done = Closure.objects.get(pk=closure.pk)
    assert (done.state, done.identity_kept) == ("done", False)
    assert done.erased == ["factors"] and not Authenticator.objects.exists()
    person = Person.objects.get(pk=citizen.person_id)
    assert (person.name, person.resident_id, person.mobile, person.level) == ("已注销", "", "", 1)
    account = Account.objects.get(pk=citizen.pk)
    assert (account.username, account.is_active) == (f"closed-{citizen.pk}", False)
    assert not account.has_usable_password()
    told = outbox.last(AccountClosed)
    assert told is not None and not told.identity_kept
    assert client.get("/my/").status_code == 302
    assert [one for one in audit.verify().problems if one.place.startswith("identity_")] == []
    newcomer = person_account("leaver", name="要走的人", number=NUMBER, mobile="19912340000")
    assert newcomer.person_id != citizen.person_id


def test_what_must_stay_keeps_the_name_until_it_goes(bound: list[int]) -> None:
    citizen = person_account(name="有档案的人", number=NUMBER, mobile="19912340000")
    bound.append(citizen.person_id or 0)
    closing.ask_closing(by=actor_for(citizen))
    assert after_the_wait() == 1
    person = Person.objects.get(pk=citizen.person_id)
    assert (person.name, person.resident_id, person.mobile, person.level) == ("有档案的人", NUMBER, "", 1)
    assert Closure.objects.get().kept.count("bound") == 1
    person_account(name="有档案的人", number=NUMBER, level=2)  # the number is free for a new account
    assert closing.release_identities() == 0
    bound.clear()
    assert (closing.release_identities(), closing.release_identities()) == (1, 0)
    assert Person.objects.get(pk=citizen.person_id).name == "已注销"


def test_open_drafts_are_emptied_and_loose_files_go(weixiaolan: Account) -> None:
    closing.ask_closing(by=actor_for(weixiaolan))
    Draft.objects.create(
        id="00000000-0000-7000-8000-000000000001", reference="S1", account=weixiaolan, item_code="x",
        item_version_id=1, form_code="x", form_version=1, sealed='{"answers":{"a":"秘密"}}',
        created_at=clock.now(), updated_at=clock.now(), expires_at=clock.now(),
    )  # fmt: skip
    after_the_wait()
    draft = Draft.objects.get()
    assert (draft.status, draft.answers) == ("discarded", {})


def test_taken_back_it_stays() -> None:
    citizen = person_account()
    closing.ask_closing(by=actor_for(citizen))
    closing.take_back_closing(by=actor_for(citizen))
    with pytest.raises(NoClosing):
        closing.take_back_closing(by=actor_for(citizen))
    assert after_the_wait() == 0
    assert account_by_id(citizen.pk) is not None
    assert closing.ask_closing(by=actor_for(citizen)).state == "waiting"


def test_what_stands_against_it() -> None:
    clerk, firm, citizen = official("clerk", agency("示例局")), organisation_account(), person_account()
    asked(citizen)
    for account, said in ((clerk, "系统管理员"), (firm, "唯一"), (citizen, "更正申请")):
        with pytest.raises(ClosingRefused, match=said):
            closing.ask_closing(by=actor_for(account))
    assert not Closure.objects.exists()


def test_what_came_up_while_it_waited_stops_it() -> None:
    citizen = person_account()
    closing.ask_closing(by=actor_for(citizen))
    asked(citizen)
    assert after_the_wait() == 0
    closure = Closure.objects.get()
    assert closure.state == "stopped" and "更正申请" in closure.note
    assert account_by_id(citizen.pk) is not None


def test_a_case_in_progress_stands_against_it(client: Client, weixiaolan: Account) -> None:
    checked = closing.checks["cases"](Subject("person", weixiaolan.person_id or 0, (weixiaolan.pk,)))
    assert checked == ""


def test_the_pages(client: Client, weixiaolan: Account) -> None:
    client.force_login(weixiaolan)
    assert client.get("/my/data/close/").status_code == 302  # the password again
    assert client.post("/account/security/confirm/", {"password": PASSWORD}).status_code == 302
    assert "申请注销" in client.get("/my/data/close/").content.decode()
    assert client.post("/my/data/close/").status_code == 422
    assert client.post("/my/data/close/", {"sure": "true"}).status_code == 302
    assert "正在注销" in client.get("/my/data/").content.decode()
    assert client.post("/my/data/close/keep/").status_code == 302
    assert client.post("/my/data/close/keep/").status_code == 404
