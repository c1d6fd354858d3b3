"""The daily account: every figure against SQL of the test, a lost row named, the export, who may see."""

import csv
import io
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.exchange.docking import accounts
from onewindow.exchange.docking.accounts import Account
from onewindow.exchange.feeds.models import Feed, Run
from onewindow.exchange.feeds.running import declare_feed, run_feed
from onewindow.exchange.feeds.tests.conftest import MAP, REST, source  # noqa: F401  a fixture
from onewindow.exchange.gate.models import Delivery
from onewindow.exchange.gate.settling import settle_all
from onewindow.exchange.gate.tests.conftest import caller, joined, planted, world  # noqa: F401  fixtures
from onewindow.exchange.gate.tests.test_settle import ACCEPT, APPLY
from onewindow.exchange.relay.models import ArrivedDay, Link
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import SYSTEM, clock

DAY, PAGE = date(2026, 3, 2), "/desk/exchange/reconciliation/"


@pytest.fixture
def handed_in(caller, source):  # noqa: F811
    """Let one system hand in by two ways: 3 new by the gateway, one of them twice; 5 by a feed, 1 unfit."""
    caller.push("apply", APPLY, "apply-0001")
    caller.push("apply", APPLY, "apply-0001")
    caller.push("apply", {}, "apply-0002")
    caller.push("accept", ACCEPT | {"case_number": "B-unknown"}, "accept-0001")
    caller.push("gossip", {}, "gossip-0001")
    source.rows[0]["zt"] = "也许"
    source.rows[1]["bh"] = "B2026-1"
    text = (REST % source.server_port).replace("batch: 2", "batch: 10") + MAP
    declare_feed(by=SYSTEM, text=text, secret="secret")
    run_feed("nn-accept")
    Feed.objects.update(cursor={})
    run_feed("nn-accept")
    settle_all()
    return caller


@pytest.fixture
def desk(handed_in) -> Client:
    client = Client()
    client.force_login(official("keeper8", agency("示例局"), roles=("data",)))
    return client


def counted(state: str) -> int:
    """Count as an auditor would, by SQL that shares nothing with the page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM exchange_delivery WHERE system = 'nn-health' AND state = %s"
            " AND to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') = '2026-03-02'",
            [state],
        )
        return int(cursor.fetchone()[0])


def test_sent_is_accepted_and_rejected_and_pending(handed_in):
    told = accounts.accounts(["nn-health"], DAY)["nn-health"]
    assert told == Account(called=3, fed=5, carried=0, accepted=2, rejected=2, pending=4)
    assert (told.accepted, told.rejected, told.pending) == tuple(
        counted(state) for state in ("accepted", "rejected", "pending")
    )
    assert (told.sent, told.difference) == (8, 0)
    assert [one.new + one.returned for one in Run.objects.order_by("pk")] == [5, 0]
    assert accounts.accounts(["nn-health"], DAY - timedelta(days=1))["nn-health"] == Account()


def test_costs_the_same_statements_for_any_number_of_systems(handed_in):
    joined("nn-other", purpose="test-other-system")
    for codes in (["nn-health"], ["nn-health", "nn-other"]):
        with CaptureQueriesContext(connection) as queries:
            accounts.accounts(codes, DAY)
        assert len(queries) == 4


def test_a_lost_row_is_a_difference_and_is_named(handed_in, desk):
    lost = Delivery.objects.get(key="apply-0002")
    lost.delete()
    told = accounts.accounts(["nn-health"], DAY)["nn-health"]
    assert (told.sent, told.difference) == (8, 1)
    assert [one.receipt for one in accounts.missing("nn-health", DAY)] == [lost.receipt]
    page = desk.get(f"{PAGE}of/nn-health/?day=2026-03-02").content.decode()
    assert lost.receipt in page
    assert "对不上" in page
    assert "系统nn-health（1）" in desk.get(f"{PAGE}?day=2026-03-02").content.decode()


def test_a_row_from_nowhere_is_named(handed_in):
    stray = Delivery.objects.get(key="apply-0001")
    stray.id, stray.key, stray.receipt = UUID(int=7), "apply-0003", "R000000STRAY"
    stray.save(force_insert=True)
    assert accounts.accounts(["nn-health"], DAY)["nn-health"].difference == -1
    assert [row.key for row in accounts.strays("nn-health", DAY)] == ["apply-0003"]


def test_what_the_relay_brought_counts_on_its_day(handed_in):
    link = Link.objects.create(code="inner", name="内网", peer_key=b"", kinds=["apply"])
    made = link.arrivals.create(
        file="inner-1", digest="0", state="taken", first_at=clock.now(), last_at=clock.now()
    )
    ArrivedDay.objects.create(arrival=made, system="nn-health", day=DAY, rows=2)
    told = accounts.accounts(["nn-health"], DAY)["nn-health"]
    assert (told.carried, told.sent, told.difference) == (2, 10, 2)


def test_the_pages_show_the_figures_and_lead_to_the_rows(desk):
    page = desk.get(f"{PAGE}?day=2026-03-02").content.decode()
    assert "发来 <b>8</b> 件 = 已接收 2 + 已退回 2 + 等待处理 4" in page
    assert "全部对得上" in page
    mine = desk.get(f"{PAGE}of/nn-health/?day=2026-03-02").content.decode()
    assert "接口报送 3，采集 5，摆渡 0" in mine
    assert "2026030200001" in mine
    rows = desk.get("/desk/exchange/deliveries/?system=nn-health&state=pending&day=2026-03-02")
    assert rows.content.decode().count("data-row") == counted("pending")
    other = desk.get("/desk/exchange/deliveries/?system=nn-health&state=pending&day=2026-03-01")
    assert "没有报送件" in other.content.decode()
    assert desk.get(f"{PAGE}of/nobody/").status_code == 404


@pytest.mark.parametrize("day", ["2026-02-30", "2999-01-01", "x"])
def test_a_wrong_day_is_told_at_the_field(desk, day):
    assert desk.get(f"{PAGE}?day={day}").status_code == 422


def test_yesterday_is_shown_unless_a_day_is_asked_for(desk):
    assert "2026年3月1日" in desk.get(PAGE).content.decode()


def test_exports_every_system(desk):
    answer = desk.get(f"{PAGE}export/?day=2026-03-02")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    mine = dict(zip(head, next(row for row in rows if row[1] == "nn-health"), strict=True))
    assert {name: mine[name] for name in ("发来", "已接收", "已退回", "等待处理", "相差")} == {
        "发来": "8", "已接收": "2", "已退回": "2", "等待处理": "4", "相差": "0",
    }  # fmt: skip


def test_the_gateway_tells_a_system_its_own_account(handed_in):
    told = handed_in.call("GET", "/exchange/reconciliation/2026-03-02").json()
    assert [told[name] for name in ("sent", "accepted", "rejected", "pending", "difference")] == [
        8,
        2,
        2,
        4,
        0,
    ]


def test_a_page_of_one_batch_goes_on_to_the_next(desk):
    one = Delivery.objects.filter(kind="accept").first()
    rows = [
        Delivery(
            id=UUID(int=n + 100), system="nn-many", kind="accept", key=f"many-{n:04d}",
            operation="i", body="{}", digest=b"", receipt=f"F{n}", received_at=one.received_at,
        )
        for n in range(70)
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows)
    first = desk.get("/desk/exchange/deliveries/?system=nn-many")
    following = first.context["page"].next
    second = desk.get(f"/desk/exchange/deliveries/?system=nn-many&after={following}")
    keys = [row.key for answer in (first, second) for row in answer.context["page"].items]
    assert sorted(keys) == [f"many-{n:04d}" for n in range(70)]


def test_is_closed_to_others(handed_in, weixiaolan):
    stranger = Client()
    stranger.force_login(weixiaolan)
    for path in ("", "of/nn-health/", "export/"):
        assert stranger.get(PAGE + path).status_code == 403
