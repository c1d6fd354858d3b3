"""A query: granted fields, the log before the answer, a receipt anybody can check."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.exchange import cli, offline
from onewindow.exchange.docking.systems import change_state
from onewindow.exchange.gate.models import Call
from onewindow.exchange.gate.receipts import state, statement_of
from onewindow.exchange.gate.tests.conftest import ASKED, WEI, Caller, granted, joined
from onewindow.exchange.gateways.fake import FakeGateway
from onewindow.exchange.models import Resource
from onewindow.exchange.queries import forget_resources
from onewindow.exchange.questions import Answer, Question
from onewindow.exchange.tests import factories
from onewindow.identity.public import AccessRecord, Organisation, Person
from onewindow.kernel.public import SYSTEM, canonical, clock


def test_brings_the_granted_fields_only(caller):
    answer = caller.query()

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["status"] == "ok"
    assert told["value"] == {"status": "01", "valid_to": "2026-05-01"}
    assert told["source"] == "卫生健康信息系统（模拟系统）"


def test_brings_fewer_fields_when_fewer_are_wanted(caller):
    assert caller.query(fields=["status"]).json()["value"] == {"status": "01"}


def test_is_logged_with_hashes_before_the_answer(caller):
    told = caller.query().json()

    row = Call.objects.get()
    assert row.receipt == told["receipt"]["statement"]["number"]
    assert (row.system, row.mode, row.resource, row.status, row.fields) == (
        "nn-health", "sm2", "nurse_registration", "ok", 2,
    )  # fmt: skip
    assert bytes(row.request_digest) == canonical.sm3(json.dumps(ASKED).encode())
    assert bytes(row.response_digest) == canonical.sm3(canonical.canonical_json(told["value"]))
    stored = canonical.canonical_json({f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    assert WEI.encode() not in stored


def test_gives_a_receipt_that_verifies_offline(caller):
    receipt = json.dumps(caller.query().json()["receipt"]).encode()

    found = offline.check(receipt, offline.own_keys())
    assert (found.verdict, found.statement["case"]) == ("genuine", "4500260302000017")
    assert "nn-health" in "\n".join(cli._lines(found))
    forged = receipt.replace(b'"status": "ok"', b'"status": "none"')
    assert offline.check(forged, offline.own_keys()).verdict == "altered"
    other = json.loads(receipt)
    other["path"] = ["L" + "00" * 32]
    assert offline.check(json.dumps(other).encode(), offline.own_keys()).verdict == "altered"


def test_tells_the_person_who_looked(caller, weixiaolan):
    caller.query()

    look = AccessRecord.objects.get()
    assert (look.subject_id, look.who, look.case, look.what) == (
        Person.objects.get().pk, "示例卫生局 · 系统nn-health", "4500260302000017", "护士执业注册信息",
    )  # fmt: skip


def test_tells_the_firm_who_looked(caller, zhuangxiangwei):
    firm = Organisation.objects.get()
    granted("enterprise", "name")
    caller.query("enterprise", keys={"uscc": firm.uscc})

    look = AccessRecord.objects.get()
    assert (look.subject_kind, look.subject_id) == ("organisation", firm.pk)


def test_costs_few_statements(caller):
    caller.query()
    caller.gateway.desk.read_at += 3600  # however slow the machine, the register is not read anew
    with CaptureQueriesContext(connection) as queries:
        assert caller.query().status_code == 200
    told = [q["sql"].split()[0] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert told == ["WITH"]  # nonce, calls of the minute, log, batch, who is to be told: all in one


def test_tells_when_the_source_has_nothing_or_is_down(world):
    from onewindow.exchange.gate.app import Gateway
    from onewindow.exchange.gate.tests.conftest import in_place

    with factories.answering(nurse_registration="none"):
        assert Caller(Gateway(run=in_place)).query().json()["status"] == "none"
    with factories.answering(nurse_registration="down"):
        told = Caller(Gateway(run=in_place)).query().json()
    assert (told["status"], told["value"]) == ("down", None)
    assert told["receipt"]["statement"]["cause"] == "refused"


def test_a_source_that_signs_nonsense_spoils_no_batch(caller, monkeypatch):
    def nonsense(_self: object, question: Question) -> Answer:
        return Answer(b"{}", "a\x00b", "", 1)

    monkeypatch.setattr(FakeGateway, "_answer", nonsense)
    told = caller.query().json()
    assert (told["status"], told["receipt"]["statement"]["cause"]) == ("down", "signature")
    assert Call.objects.get().source_signature == "ab"


def test_both_sides_may_fetch_the_receipt(caller):
    number = caller.query().json()["receipt"]["statement"]["number"]
    assert caller.call("GET", f"/exchange/receipts/{number}").json()["statement"]["number"] == number
    joined("nn-other", purpose="test-other-system")
    stranger = Caller(caller.gateway, "nn-other", "test-other-system")
    caller.gateway.desk.register = None
    assert stranger.call("GET", f"/exchange/receipts/{number}").json()["code"] == "unknown_receipt"
    provider = "卫生健康部门"
    from onewindow.exchange.docking.models import OutsideSystem
    from onewindow.identity.tests.factories import agency

    OutsideSystem.objects.filter(code="nn-other").update(agency=agency(provider))
    caller.gateway.desk.register = None
    assert stranger.call("GET", f"/exchange/receipts/{number}").status_code == 200
    listed = stranger.call("GET", "/exchange/receipts/?provided=1").json()
    assert [one["statement"]["number"] for one in listed["receipts"]] == [number]


def test_a_closed_system_is_refused(caller):
    change_state(by=SYSTEM, code="nn-health", state="interrupted", reason="接口故障")
    answer = caller.query()
    assert (answer.status_code, answer.json()["code"]) == (403, "system_closed")


def test_a_token_of_the_provider_opens_it_too(caller):
    from django.test import Client

    from onewindow.exchange.docking.systems import connect_system
    from onewindow.identity.tests.factories import system_client

    client_id, secret = system_client("示例卫生局")
    connect_system(by=SYSTEM, code="nn-health", client_id=client_id)
    sent = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
        "scope": "api",
    }
    token = Client().post("/oauth/token/", sent).json()["access_token"]
    body = json.dumps(ASKED).encode()
    answer = caller.send(
        "POST", "/exchange/query/nurse_registration", body, {"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200, answer.text
    assert Call.objects.get().mode == "oauth"
    wrong = caller.send("POST", "/exchange/query/nurse_registration", body, {"Authorization": "Bearer x"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "bad_token")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 128])
def test_every_leaf_of_a_batch_climbs_to_the_root(size):
    from onewindow.exchange.gate.merkle import climb, leaf, tree

    leaves = [leaf(str(n).encode()) for n in range(size)]
    root, paths = tree(leaves)
    assert {climb(node, path) for node, path in zip(leaves, paths, strict=True)} == {root}
    assert max(map(len, paths)) <= 7


def test_a_grant_of_an_open_resource_needs_no_waiting(caller):
    granted("enterprise", "name", "status")
    told = caller.query("enterprise", keys={"uscc": "91459900MA0DEM0134"}).json()
    assert told["value"] == {"name": "南宁壮乡味食品经营有限公司", "status": "存续"}


def test_states_a_receipt_in_canonical_bytes():
    call = Call(
        receipt="R1", way="query", system="一\x7f\u2028", reason="\x00\x1f\"\\/é😀", at=clock.now(),
        status="ok", request_digest=b"\x00", milliseconds=7,
    )  # fmt: skip
    assert state(call) == canonical.canonical_json(statement_of(call))


def test_a_resource_that_is_not_served_online_says_so(caller):
    Resource.objects.filter(code="nurse_registration").update(connector={})
    forget_resources()
    answer = caller.query()
    assert (answer.status_code, answer.json()["code"]) == (409, "not_online")
