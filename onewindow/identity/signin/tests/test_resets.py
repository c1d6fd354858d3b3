"""Resetting a password in person: a slip for its holder, made by who may, seen by whom it concerns."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.identity.errors import ReasonMissing, RegistrationInvalid, RoleMissing, TooManyTries
from onewindow.identity.models import AccessRecord, Account
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.signin import resets, spool
from onewindow.identity.signin.errors import AccountNotFound, NotYours, SlipWrong
from onewindow.identity.signin.models import ResetSlip, SecurityEvent
from onewindow.identity.signin.places import Place
from onewindow.identity.signin.security import NOWHERE
from onewindow.identity.tests.factories import (
    PASSWORD,
    agency,
    credit_code,
    official,
    organisation_account,
    person_account,
    resident_id,
)
from onewindow.kernel.public import Actor, clock, outbox

pytestmark = pytest.mark.django_db
REASON, FRESH = "已核对身份证原件和本人", "river-lantern-7"


def actor(username: str, *roles: str, body: str = "示例委员会") -> Actor:
    found = account_by_id(official(username, agency(body), roles=roles).pk)
    assert found is not None
    return actor_for(found)


@pytest.fixture
def clerk() -> Actor:
    return actor("clerk1", "window")


def test_its_holder_chooses_the_password(clerk: Actor, gateway) -> None:
    account = person_account("forgetful", mobile="19911112222")
    _account, code = resets.make_reset(by=clerk, who=" Forgetful", reason=REASON)
    assert resets.use_reset(username="forgetful", code=code.lower(), password=FRESH, place=NOWHERE) == account
    assert sign_in(username="forgetful", password=FRESH).pk == account.pk
    with pytest.raises(SlipWrong):
        resets.use_reset(username="forgetful", code=code, password=FRESH, place=NOWHERE)
    outbox.drain()
    assert "重设码修改" in spool.messages("19911112222")[0].text
    kinds = list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["reset_made", "reset_used", "failed"]
    look = AccessRecord.objects.get()
    assert (look.subject_id, look.reason) == (account.person_id, REASON)


def test_found_by_a_proved_number(clerk: Actor) -> None:
    number, uscc = resident_id(), credit_code()
    person_account("claimer", number=number, level=1)
    with pytest.raises(AccountNotFound):
        resets.make_reset(by=clerk, who=number, reason=REASON)
    owner = person_account("owner1", number=number, level=2)
    firm = organisation_account("firm1", uscc=uscc)
    assert resets.make_reset(by=clerk, who=number, reason=REASON)[0] == owner
    assert resets.make_reset(by=clerk, who=uscc.lower(), reason=REASON)[0] == firm


def test_who_may_for_whom(clerk: Actor) -> None:
    person_account("citizen1")
    official("officer1", agency("示例委员会"))
    admin, stranger = actor("admin1", "admin"), actor("admin2", "admin", body="另一委员会")
    assert resets.make_reset(by=admin, who="officer1", reason=REASON)[0].username == "officer1"
    for by, who in (
        (clerk, "officer1"),
        (clerk, "clerk1"),
        (admin, "citizen1"),
        (admin, "admin1"),
        (stranger, "officer1"),
    ):
        with pytest.raises(NotYours):
            resets.make_reset(by=by, who=who, reason=REASON)
    with pytest.raises(RoleMissing):
        resets.make_reset(by=actor("approver", "approve"), who="citizen1", reason=REASON)
    with pytest.raises(ReasonMissing):
        resets.make_reset(by=clerk, who="citizen1", reason="无")
    for who in ("nobody", "\x00", "x" * 900, "459900199005120021"):
        with pytest.raises(AccountNotFound):
            resets.make_reset(by=clerk, who=who, reason=REASON)


def test_a_newer_slip_replaces_it_and_half_an_hour_ends_it(clerk: Actor) -> None:
    person_account("forgetful")
    _account, first = resets.make_reset(by=clerk, who="forgetful", reason=REASON)
    _account, second = resets.make_reset(by=clerk, who="forgetful", reason=REASON)
    with pytest.raises(SlipWrong):
        resets.use_reset(username="forgetful", code=first, password=FRESH, place=NOWHERE)
    with clock.at(clock.now() + timedelta(minutes=31)), pytest.raises(SlipWrong):
        resets.use_reset(username="forgetful", code=second, password=FRESH, place=NOWHERE)
    assert sign_in(username="forgetful", password=PASSWORD)


def test_guessing_ends_and_looks_the_same_for_all(clerk: Actor) -> None:
    person_account("forgetful")
    _account, code = resets.make_reset(by=clerk, who="forgetful", reason=REASON)
    kinds = []
    for username in ("forgetful", "nobody12"):
        for _ in range(5):
            with CaptureQueriesContext(connection) as queries, pytest.raises(SlipWrong):
                resets.use_reset(username=username, code="x", password=FRESH, place=Place("59.211.0.7"))
            kinds.append([q["sql"].split()[0] for q in queries])
        with pytest.raises(TooManyTries):
            resets.use_reset(username=username, code=code, password=FRESH, place=NOWHERE)
    assert all(one == kinds[0] for one in kinds)


def test_a_weak_password_keeps_the_slip(clerk: Actor) -> None:
    person_account("forgetful", name="韦小山")
    _account, code = resets.make_reset(by=clerk, who="forgetful", reason=REASON)
    for weak in ("short", "forgetful-lamp", "weixiaoshan-lamp"):
        with pytest.raises(RegistrationInvalid):
            resets.use_reset(username="forgetful", code=code, password=weak, place=NOWHERE)
    assert ResetSlip.objects.count() == 1


def test_pages(clerk: Actor, client: Client) -> None:
    person_account("forgetful")
    desk = Client()
    desk.force_login(Account.objects.get(pk=clerk.account_id))
    wrong = desk.post("/desk/reset/", {"who": "clerk1", "reason": REASON})
    assert (wrong.status_code, "不能由您重设" in wrong.content.decode()) == (422, True)
    page = desk.post("/desk/reset/", {"who": "forgetful", "reason": REASON}).content.decode()
    code = page.split("<b>")[-1].split("</b>")[0]
    form = {"username": "forgetful", "code": "x", "password": FRESH, "again": FRESH}
    assert client.post("/account/reset/", form).status_code == 422
    assert client.post("/account/reset/", form | {"code": code})["Location"] == "/account/sign-in/"
    client.force_login(Account.objects.get(username="forgetful"))
    assert client.get("/desk/reset/").status_code == 403
