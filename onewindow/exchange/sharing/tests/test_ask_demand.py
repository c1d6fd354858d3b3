"""Asking for data."""

from dataclasses import replace
from datetime import date

import pytest

from onewindow.exchange.docking.systems import change_state
from onewindow.exchange.models import Resource
from onewindow.exchange.queries import forget_resources
from onewindow.exchange.sharing.demands import ask_demand, ask_mediation, refuse_demand, withdraw_demand
from onewindow.exchange.sharing.errors import (
    AlreadyAsked,
    DemandInvalid,
    DemandSettled,
    NotShared,
    OthersSystem,
    SystemLeft,
)
from onewindow.exchange.sharing.models import Demand, Grant
from onewindow.exchange.sharing.tests.conftest import GIVEN, ITEM
from onewindow.government.public import Agency
from onewindow.identity.public import RoleMissing
from onewindow.kernel.public import SYSTEM


def ask(by, resource="nurse_registration", fields=("status", "valid_to"), **given):
    return ask_demand(by=by, system="nn-health", resource=resource, given=GIVEN | given, fields=fields)


def test_waits_ten_working_days_for_a_conditional_resource(asker):
    row = ask(asker)

    assert (row.state, row.due, row.fields, row.items, row.rate) == (
        "asked", date(2026, 3, 16), ["status", "valid_to"], [ITEM], 60,
    )  # fmt: skip
    assert not Grant.objects.exists()


def test_grants_an_unconditional_resource_at_once(asker):
    row = ask(asker, "enterprise", ("name", "status"))

    grant = Grant.objects.get()
    assert (row.state, grant.fields, grant.items, grant.rate) == ("granted", ["name", "status"], [ITEM], 60)
    assert grant.until.isoformat() == "2026-06-30T15:59:59.999999+00:00"


def test_a_new_grant_takes_the_place_of_the_open_one(asker):
    ask(asker, "enterprise", ("name",))
    ask(asker, "enterprise", ("status",))

    old, new = Grant.objects.order_by("id")
    assert (old.ended_why, new.ended_at, new.fields) == ("由新的授权代替", None, ["status"])


def test_is_refused_what_is_not_shared(asker):
    Resource.objects.filter(code="civil_death").update(sharing="none", basis="示例依据")
    forget_resources()
    with pytest.raises(NotShared, match="示例依据"):
        ask(asker, "civil_death", ("deceased",))
    forget_resources()


def test_is_refused_to_a_stranger(stranger, weixiaolan):
    from onewindow.identity.public import actor_for

    with pytest.raises(RoleMissing):
        ask(actor_for(weixiaolan))


def test_nobody_asks_for_a_system_of_others_but_the_operator(stranger, operating):
    with pytest.raises(OthersSystem, match="示例卫生局"):
        ask(stranger)
    assert not Demand.objects.exists()
    assert ask(operating).state == "asked"


def test_a_body_of_the_same_name_is_another(asker):
    told = {"name": "示例卫生局", "short_name": "卫生局", "region_code": "459900000000", "kind": "department"}
    namesake = Agency.objects.create(uscc="11459900MB00NAMES1", **told)
    with pytest.raises(OthersSystem):
        ask(replace(asker, agency=str(namesake.pk)))


def test_nothing_is_asked_for_a_system_that_left(asker, system):
    change_state(by=SYSTEM, code=system.code, state="left", reason="系统下线了")
    with pytest.raises(SystemLeft):
        ask(asker)


def test_asks_only_once_while_one_waits(asker):
    ask(asker)
    with pytest.raises(AlreadyAsked):
        ask(asker)


def test_tells_every_fault_at_its_field(asker):
    with pytest.raises(DemandInvalid) as refusal:
        ask(asker, fields=("gossip",), purpose="短", items="-", rate="0", until="2026-03-02")

    assert sorted(refusal.value.errors) == ["fields", "items", "purpose", "rate", "until"]


def test_nobody_else_takes_it_back_or_brings_it_before_the_operator(asker, provider, stranger, operating):
    row = ask(asker)
    with pytest.raises(RoleMissing):
        withdraw_demand(by=stranger, number=row.number)
    refuse_demand(by=provider, number=row.number, reason="用途没有写清楚")
    with pytest.raises(RoleMissing):
        ask_mediation(by=stranger, number=row.number, reason="用途已经写明")
    assert ask_mediation(by=operating, number=row.number, reason="用途已经写明").state == "mediation"


def test_withdraws_once_and_not_what_is_settled(asker):
    row = ask(asker)
    assert withdraw_demand(by=asker, number=row.number).state == "withdrawn"
    assert withdraw_demand(by=asker, number=row.number).state == "withdrawn"
    granted = ask(asker, "enterprise", ("name",))
    with pytest.raises(DemandSettled):
        withdraw_demand(by=asker, number=granted.number)
