"""Collecting facts from the real simulated system over real sockets."""

import re
import time

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from onewindow.exchange.breaker import FAILURES_TO_OPEN
from onewindow.exchange.gateways import rest
from onewindow.exchange.public import (
    BadRequest,
    ExchangeRecord,
    Fact,
    FactRequest,
    UnknownResource,
    collect,
    resource,
)
from onewindow.exchange.simulated.faults import set_fault
from onewindow.exchange.tests import factories
from onewindow.kernel.public import canonical

WEI, QIN, NOBODY = "459900199005120020", "459900198803210018", "459900199001010019"
NURSE = [
    FactRequest("population", {"resident_id": WEI}),
    FactRequest("nurse_registration", {"resident_id": WEI}),
    FactRequest("medical_institution", {"institution_code": "459900000001"}),
    FactRequest("employment", {"resident_id": WEI, "institution_code": "459900000001"}),
    FactRequest("health_penalty", {"resident_id": WEI}),
]


@pytest.fixture
def ask(catalogue, system, by, subject, purpose):
    def asked(*requests: FactRequest) -> dict[str, Fact]:
        return collect(requests, by=by, subject=subject, purpose=purpose)

    return asked


def test_brings_every_fact_with_source_time_and_receipt(ask, noon):
    facts = ask(*NURSE)

    assert {code: fact.status for code, fact in facts.items()} == dict.fromkeys(
        ["population", "nurse_registration", "medical_institution", "employment", "health_penalty"], "ok"
    )
    assert facts["population"].value == {
        "name": "韦晓兰",
        "sex": "2",
        "birth_date": "1990-05-12",
        "alive": True,
        "household_region": "450102001003",
        "ethnicity": "08",
    }
    assert facts["nurse_registration"].value["valid_to"] == "2026-05-01"
    assert facts["population"].source == "公安人口库（模拟系统）"
    assert facts["population"].at == noon
    assert facts["population"].receipt.startswith("R260302")
    assert len({fact.receipt for fact in facts.values()}) == 5


def test_tells_when_the_source_has_no_record(ask):
    fact = ask(FactRequest("population", {"resident_id": NOBODY}))["population"]

    assert (fact.status, fact.value, fact.cause) == ("none", None, "")


def test_writes_the_log_in_one_statement_before_the_answer(ask, noon):
    resource("population")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        facts = ask(*NURSE)

    (sql,) = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert re.findall(r'INSERT INTO "(\w+)"', sql) == ["exchange_exchangerecord", "identity_accessrecord"]
    rows = {row.receipt: row for row in ExchangeRecord.objects.all()}
    assert set(rows) == {fact.receipt for fact in facts.values()}
    row = rows[facts["population"].receipt]
    assert (row.case, row.item, row.reason, row.actor, row.status, row.city) == (
        "4500260302000017",
        "11450000MB0000001X4000123001001",
        "办理护士执业注册延续",
        "person:7",
        "ok",
        "4500",
    )
    assert len(row.request_digest) == len(row.response_digest) == 32


def test_keeps_personal_data_out_of_the_log(ask):
    ask(*NURSE)

    for row in ExchangeRecord.objects.all():
        told = canonical.canonical_json(
            {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        )
        for secret in (WEI, "韦晓兰", "202345000123", canonical.sm3(WEI.encode()).hex()):
            assert secret.encode() not in told


def test_gives_the_same_question_a_different_digest_each_time(ask):
    for _ in range(2):
        ask(NURSE[0])

    assert len({bytes(row.request_digest) for row in ExchangeRecord.objects.all()}) == 2


def test_calls_a_killed_source_down(catalogue, by, subject, purpose):
    with factories.simulated() as doomed:
        first = collect(NURSE[:1], by=by, subject=subject, purpose=purpose)
        doomed.kill()
        begun = time.monotonic()
        after = collect(NURSE[:1], by=by, subject=subject, purpose=purpose)

    assert first["population"].status == "ok"
    assert after["population"].status == "down"
    assert after["population"].cause in {"refused", "broken"}
    assert time.monotonic() - begun < 2


def test_reconnects_after_a_restart(catalogue, by, subject, purpose):
    with factories.simulated() as restarted:
        collect(NURSE[:1], by=by, subject=subject, purpose=purpose)
        restarted.kill()
        restarted.start()
        fact = collect(NURSE[:1], by=by, subject=subject, purpose=purpose)["population"]

    assert fact.status == "ok"


def test_waits_two_seconds_for_a_slow_source_and_keeps_the_others(ask):
    for slow in ("population", "employment", "health_penalty"):
        set_fault(slow, "slow", 4)
    begun = time.monotonic()
    facts = ask(*NURSE)
    spent = time.monotonic() - begun

    assert 1.9 < spent < 2.6
    assert (facts["population"].status, facts["population"].cause) == ("down", "timeout")
    assert facts["population"].milliseconds == pytest.approx(2000, abs=300)
    assert facts["nurse_registration"].status == "ok"
    assert facts["nurse_registration"].milliseconds < 1000


@pytest.mark.parametrize(
    ("fault", "cause"),
    [("lie", "shape"), ("forged", "signature"), ("oversize", "oversize"), ("down", "status")],
)
def test_calls_a_bad_answer_down(ask, fault, cause):
    set_fault("population", fault)
    facts = ask(*NURSE)

    assert (facts["population"].status, facts["population"].value) == ("down", None)
    assert facts["population"].cause == cause
    assert facts["employment"].status == "ok"


def test_sends_an_idempotency_key_of_case_and_resource(catalogue, by, subject, purpose):
    with factories.answering() as fake:
        collect(NURSE[:2], by=by, subject=subject, purpose=purpose)

    assert [question.headers["Idempotency-Key"] for question in fake.asked] == [
        "4500260302000017:population",
        "4500260302000017:nurse_registration",
    ]


def test_leaves_a_source_alone_after_it_failed_often(ask, system):
    set_fault("population", "slow", 4)
    with override_settings(SIMULATED_URL="http://127.0.0.1:9"):
        for _ in range(FAILURES_TO_OPEN):
            assert ask(NURSE[0])["population"].cause == "refused"
        fact = ask(NURSE[0])["population"]

    assert (fact.cause, fact.milliseconds) == ("breaker", 0)


def test_reuses_its_connections(ask, system):
    rest.drop_connections()
    ask(*NURSE)
    address = ("http", "127.0.0.1", system.port)
    held = {id(sock) for _, sock in rest._idle[address]}
    ask(*NURSE)

    assert {id(sock) for _, sock in rest._idle[address]} == held
    assert len(held) == 5


@pytest.mark.parametrize("keys", [{}, {"resident_id": ""}, {"uscc": "x"}, {"resident_id": WEI, "name": "x"}])
def test_refuses_a_question_with_the_wrong_keys(ask, keys):
    with pytest.raises(BadRequest):
        ask(FactRequest("population", keys))

    assert not ExchangeRecord.objects.exists()


def test_refuses_the_same_resource_twice(ask):
    with pytest.raises(BadRequest):
        ask(NURSE[0], NURSE[0])


def test_refuses_an_unknown_resource(ask):
    with pytest.raises(UnknownResource):
        ask(FactRequest("gossip", {"resident_id": WEI}))


def test_asks_nothing_when_nothing_is_asked(ask):
    assert ask() == {}


@pytest.mark.django_db(transaction=True)
def test_is_refused_inside_a_transaction(by, subject, purpose):
    factories.plant_resources()
    with factories.answering(), transaction.atomic(), pytest.raises(RuntimeError):
        collect(NURSE, by=by, subject=subject, purpose=purpose)
