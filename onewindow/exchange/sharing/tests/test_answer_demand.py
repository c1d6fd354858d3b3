"""Granting, refusing, mediating, ending."""

import pytest

from onewindow.exchange.sharing.demands import (
    ask_demand,
    ask_mediation,
    grant_demand,
    refuse_demand,
    settle_demand,
)
from onewindow.exchange.sharing.errors import DemandInvalid, DemandSettled
from onewindow.exchange.sharing.grants import end_grant
from onewindow.exchange.sharing.models import Demand, Grant
from onewindow.exchange.sharing.tests.conftest import GIVEN
from onewindow.identity.public import RoleMissing, SameHand


@pytest.fixture
def asked(asker) -> Demand:
    fields = ("status", "valid_to")
    return ask_demand(by=asker, system="nn-health", resource="nurse_registration", given=GIVEN, fields=fields)


def test_the_provider_grants_some_of_the_fields(asked, provider):
    row = grant_demand(by=provider, number=asked.number, fields=["status"], note="够用")

    assert (row.state, row.answer, row.answered_by, Grant.objects.get().fields) == (
        "granted", "够用", provider.label, ["status"],
    )  # fmt: skip


def test_the_operator_may_answer_for_the_provider(asked, operating):
    assert grant_demand(by=operating, number=asked.number).state == "granted"


def test_others_may_not_answer(asked, stranger, asker):
    for by in (stranger, asker):
        with pytest.raises(RoleMissing):
            grant_demand(by=by, number=asked.number)


def test_nobody_answers_oneself(operating):
    own = ask_demand(
        by=operating, system="nn-health", resource="nurse_registration", given=GIVEN, fields=["status"]
    )
    with pytest.raises(SameHand):
        grant_demand(by=operating, number=own.number)


def test_a_refusal_has_a_reason_and_may_be_mediated(asked, asker, provider, operating):
    with pytest.raises(DemandInvalid):
        refuse_demand(by=provider, number=asked.number, reason="不")
    assert refuse_demand(by=provider, number=asked.number, reason="用途不明确").answer == "用途不明确"
    with pytest.raises(DemandSettled):
        grant_demand(by=provider, number=asked.number)
    assert ask_mediation(by=asker, number=asked.number, reason="用途已经写明").state == "mediation"
    with pytest.raises(RoleMissing):
        settle_demand(by=provider, number=asked.number, grant=True, opinion="应当共享")
    row = settle_demand(by=operating, number=asked.number, grant=True, opinion="办理许可需要，应当共享")
    assert (row.state, Grant.objects.get().fields) == ("granted", ["status", "valid_to"])


def test_a_mediation_may_end_without_a_grant(asked, asker, provider, operating):
    refuse_demand(by=provider, number=asked.number, reason="用途不明确")
    ask_mediation(by=asker, number=asked.number, reason="用途已经写明")
    row = settle_demand(by=operating, number=asked.number, grant=False, opinion="确无必要")

    assert (row.state, Grant.objects.count()) == ("closed", 0)


def test_a_grant_ends_once(asked, provider, stranger):
    grant_demand(by=provider, number=asked.number)
    key = Grant.objects.get().pk
    with pytest.raises(RoleMissing):
        end_grant(by=stranger, grant_id=key, reason="不再需要")
    first = end_grant(by=provider, grant_id=key, reason="系统停用").ended_at
    again = end_grant(by=provider, grant_id=key, reason="再终止一次")
    assert (again.ended_at, again.ended_why) == (first, "系统停用")
