"""Change the status: by the issuer alone, lawfully, visible to verification at once; running out."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, clock, unit
from onewindow.licences import integrity
from onewindow.licences.errors import LicenceInvalid, LicenceNotFound, NotTheIssuer, UnlawfulChange
from onewindow.licences.models import Licence
from onewindow.licences.revoked import revoked
from onewindow.licences.services.status import change_status, lapse_expired, take_back_licence
from onewindow.licences.states import LAWFUL, Status, is_lawful, ways_from
from onewindow.licences.tests.factories import events, nurse_licence

pytestmark = pytest.mark.django_db
FINAL = {Status.REVOKED, Status.CANCELLED, Status.LAPSED, Status.WITHDRAWN}


def test_the_issuer_suspends_and_the_verify_page_says_so_at_once(
    catalogue: None, client: Client, menglihua: identity.Account
) -> None:
    made = nurse_licence()
    for address in (f"/verify/{made.token}/", f"/verify/{made.identifier}/"):
        page = client.get(address)
        assert page.status_code == 200 and "真实有效" in page.content.decode()
        assert "韦晓兰" not in page.content.decode() and "459900199005120020" not in page.content.decode()
    by = identity.actor_for(menglihua)
    changed = change_status(by=by, identifier=made.identifier, status="02", reason="依法暂扣")
    assert (changed.status, changed.status_by) == ("02", made.issuer_uscc)
    page = client.get(f"/verify/{made.token}/")
    assert "真实，但已被撤销" in page.content.decode() and "暂扣" in page.content.decode()
    event = events("LicenceChanged").get()
    assert (event.payload["before"], event.payload["after"]) == ("01", "02")
    change_status(by=by, identifier=made.identifier, status="02", reason="再来一次")
    assert events("LicenceChanged").count() == 1


def test_what_lost_its_force_is_on_the_published_list(catalogue: None, menglihua: identity.Account) -> None:
    first = nurse_licence(start=date(2022, 3, 2))
    second = nurse_licence("1145000000DM00215X260302000002", renew=True)
    told = {bytes(digest): state for digest, state, _ in revoked()}
    assert told == {bytes(first.digest): "失效"}
    by = identity.actor_for(menglihua)
    change_status(by=by, identifier=second.identifier, status="02", reason="依法暂扣")
    assert {state for _, state, _ in revoked()} == {"失效", "暂扣"}
    with clock.at(datetime(2031, 3, 2, 4, tzinfo=UTC)):
        assert list(revoked()) == []  # their records say by themselves that they ran out


def test_others_may_not(
    catalogue: None, liangjianguo: identity.Account, weixiaolan: identity.Account
) -> None:
    made = nurse_licence()
    for by in (identity.actor_for(liangjianguo), identity.actor_for(weixiaolan), SYSTEM):
        with pytest.raises(NotTheIssuer):
            change_status(by=by, identifier=made.identifier, status="03", reason="无权")


def test_unlawful_unknown_and_unexplained_changes_are_refused(
    catalogue: None, menglihua: identity.Account
) -> None:
    by, made = identity.actor_for(menglihua), nurse_licence()
    with pytest.raises(LicenceInvalid):
        change_status(by=by, identifier=made.identifier, status="02", reason=" ")
    with pytest.raises(LicenceInvalid):
        change_status(by=by, identifier=made.identifier, status="42", reason="x")
    with pytest.raises(LicenceNotFound):
        change_status(by=by, identifier="X", status="02", reason="x")
    change_status(by=by, identifier=made.identifier, status="04", reason="申请注销")
    with pytest.raises(UnlawfulChange):
        change_status(by=by, identifier=made.identifier, status="01", reason="恢复")


def test_what_ran_out_lapses_in_the_night_and_only_that(catalogue: None) -> None:
    made = nurse_licence()
    assert lapse_expired() == 0
    with clock.at(datetime(2031, 3, 1, 4, tzinfo=UTC)):
        assert lapse_expired() == 0  # the last good day
    with clock.at(datetime(2031, 3, 2, 4, tzinfo=UTC)):
        assert documents.check_token(made.token).verdict == documents.Verdict.EXPIRED
        assert lapse_expired() == 1
        assert lapse_expired() == 0
        assert documents.check_token(made.token).verdict == documents.Verdict.EXPIRED
    assert Licence.objects.get().status_note == "有效期届满"


@given(st.sampled_from(Status), st.sampled_from(Status))
def test_final_is_final_and_nothing_goes_to_itself(before: Status, after: Status) -> None:
    assert is_lawful(before, after) == (after in ways_from(before))
    if before in FINAL or before == after:
        assert not is_lawful(before, after)


def test_every_state_can_be_reached_from_in_force() -> None:
    reached, todo = {Status.IN_FORCE}, [Status.IN_FORCE]
    while todo:
        for after in ways_from(todo.pop()):
            if after not in reached:
                reached.add(after)
                todo.append(after)
    assert reached == set(Status)
    assert set(LAWFUL) == set(Status) - FINAL


def _renewed(previous_status: str = "01", by: identity.Account | None = None) -> tuple[Licence, Licence]:
    first = nurse_licence(start=date(2022, 3, 2))
    if by is not None:
        actor = identity.actor_for(by)
        change_status(by=actor, identifier=first.identifier, status=previous_status, reason="依法暂扣")
    second = nurse_licence("1145000000DM00215X260302000002", renew=True)
    return first, second


def test_a_renewal_taken_back_leaves_the_earlier_licence_as_it_was(catalogue: None) -> None:
    first, second = _renewed()
    with unit.work():
        take_back_licence(by=SYSTEM, identifier=second.identifier, reason="核对原件不符")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.status, second.status_note) == ("03", "核对原件不符")
    assert (first.status, first.status_note) == ("01", "换发的证照已撤销：核对原件不符")
    assert integrity.is_as_left(first) and first.is_in_force(date(2026, 3, 2))
    told = [(one.payload["before"], one.payload["after"]) for one in events("LicenceChanged").order_by("id")]
    assert told == [("01", "05"), ("01", "03"), ("05", "01")]
    with unit.work():
        take_back_licence(by=SYSTEM, identifier=second.identifier, reason="再来一次")
    assert events("LicenceChanged").count() == 3
    third = nurse_licence("1145000000DM00215X260302000003", renew=True)
    assert (third.version, third.previous) == (3, first.identifier)  # the second's number is not given again


def test_what_was_suspended_before_its_renewal_is_suspended_again(
    catalogue: None, menglihua: identity.Account
) -> None:
    first, second = _renewed("02", menglihua)
    with unit.work():
        take_back_licence(by=SYSTEM, identifier=second.identifier, reason="核对原件不符")
    first.refresh_from_db()
    assert first.status == "02"


def test_what_ran_out_meanwhile_or_lapsed_otherwise_stays_lapsed(catalogue: None) -> None:
    first, second = _renewed()
    with clock.at(datetime(2027, 3, 2, 4, tzinfo=UTC)), unit.work():
        take_back_licence(by=SYSTEM, identifier=second.identifier, reason="核对原件不符")
    first.refresh_from_db()
    assert (first.status, first.status_note) == ("05", "换发新版本")


def test_the_database_lets_nothing_else_out_of_a_final_status(catalogue: None) -> None:
    first, _ = _renewed()
    for status in ("01", "02"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Licence.objects.filter(pk=first.pk).update(status=status)
