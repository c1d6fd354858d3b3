"""The retention rules and the nightly task that applies them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onewindow.identity.models import AccessRecord, Account
from onewindow.identity.queries import actor_for
from onewindow.identity.rights import closing, removing, rules
from onewindow.identity.rights.models import Closure, RetentionRun
from onewindow.identity.rights.rules import Rule
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.signin.security import note
from onewindow.identity.tests.factories import person_account
from onewindow.kernel.public import SYSTEM, audit, clock, unit

Draft: Any = apps.get_model("forms", "Draft")
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(0, 40), st.integers(0, 30), st.integers(0, 400))
def test_a_cutoff_lies_that_far_back(now: datetime, years: int, months: int, days: int) -> None:
    cutoff = Rule("x", "", "", "", years=years, months=months, days=days).cutoff(now)
    back = cutoff + timedelta(days=days)
    assert (now.year - back.year) * 12 + now.month - back.month == years * 12 + months
    assert back.day == now.day or (back.day < now.day and (back + timedelta(days=1)).day == 1)


def test_exact_cutoffs() -> None:
    leap = datetime(2028, 2, 29, 4, tzinfo=UTC)
    assert Rule("x", "", "", "", years=3).cutoff(leap) == datetime(2025, 2, 28, 4, tzinfo=UTC)
    assert Rule("x", "", "", "", months=12, days=1).cutoff(leap) == datetime(2027, 2, 27, 4, tzinfo=UTC)


def test_timed_rules_all_have_somebody_who_removes() -> None:
    timed = {key for key, rule in rules.retention().items() if rule.is_timed}
    assert timed == rules.removals.keys()
    assert all(rule.basis and (rule.keep or rule.is_timed) for rule in rules.retention().values())


def aged(account: Account, ago: timedelta) -> None:
    """A look, a security event, a discarded draft and a closing from that long ago."""
    now = clock.now() - ago
    with clock.at(now), unit.work():
        record_accesses(actor_for(account), [Access("person", account.person_id or 0, "看", "因")])
        note(SecurityEvent.Kind.FAILED, account_id=account.pk)
        draft = Draft.objects.create(
            id=UUID(int=int(ago.total_seconds())), reference=f"S{ago.days}", account=account,
            item_code=str(ago), item_version_id=1, form_code="x", form_version=1, status="discarded",
            created_at=now, updated_at=now, expires_at=now,
        )  # fmt: skip
        closure = Closure.objects.create(
            account=account, subject_kind="person", subject_id=account.person_id or 0, state="taken_back",
            asked_at=now, due_at=now, ended_at=now,
        )  # fmt: skip
        audit.record(SYSTEM, "test.made", draft, closure)


@pytest.mark.django_db
def test_removes_what_is_over_and_nothing_else(client: Client) -> None:
    citizen = person_account()
    aged(citizen, timedelta(days=3 * 366 + 10))
    aged(citizen, timedelta(days=20))
    before = {
        "accesses": 1,
        "closures": 1,
        "corrections": 0,
        "drafts": 1,
        "messages": 0,
        "security-events": 1,
        "account": 0,
    }
    assert removing.apply_retention() == before
    assert set(removing.apply_retention().values()) == {0}
    counts = [m.objects.count() for m in (AccessRecord, SecurityEvent, Draft, Closure)]
    assert counts == [1, 1, 1, 1]
    assert RetentionRun.objects.filter(rule="accesses").count() == 2
    assert [one for one in audit.verify().problems if "agency" not in one.place] == []
    html = client.get("/privacy/retention/").content.decode()
    assert "自事件发生起 12 个月" in html and "0 条" in html


@pytest.mark.django_db
def test_the_database_keeps_the_shortest_times(weixiaolan: Account) -> None:
    aged(weixiaolan, timedelta(days=100))
    for model in (AccessRecord, SecurityEvent):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(at=clock.now())


@pytest.mark.django_db
def test_the_timed_jobs_run() -> None:
    from onewindow.identity.rights import tasks

    tasks.finish_closings_hourly()
    tasks.apply_retention_nightly()
    assert closing.finish_closings() == 0
    assert RetentionRun.objects.count() == len(rules.removals) + 1
