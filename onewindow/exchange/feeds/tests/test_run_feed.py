"""A feed over a real socket: forward only, once, with reasons, patient when the source is down."""

import io
from datetime import timedelta

import pytest
from openpyxl import Workbook

from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.feeds.models import Feed, Run
from onewindow.exchange.feeds.running import declare_feed, run_due, run_feed, switch_feed
from onewindow.exchange.feeds.tests.conftest import MAP, REST, row
from onewindow.exchange.gate.models import Delivery
from onewindow.identity.public import RoleMissing, actor_for
from onewindow.kernel.public import SYSTEM


@pytest.fixture
def feed(system, source) -> Feed:
    return declare_feed(by=SYSTEM, text=REST % source.server_port + MAP, secret="secret")


def told(run: Run | None) -> tuple[str, int, int, int, int]:
    assert run is not None
    return run.number, run.read, run.new, run.known, run.returned


def test_goes_forward_in_batches(feed):
    assert told(run_feed("nn-accept")) == ("2026030200001", 2, 2, 0, 0)
    assert told(run_feed("nn-accept")) == ("2026030200002", 2, 2, 0, 0)
    assert told(run_feed("nn-accept")) == ("2026030200003", 1, 1, 0, 0)
    assert told(run_feed("nn-accept")) == ("2026030200004", 0, 0, 0, 0)
    rows = Delivery.objects.order_by("ident")
    assert [one.ident for one in rows] == ["B1", "B2", "B3", "B4", "B5"]
    assert {(one.system, one.kind, one.state, one.operation) for one in rows} == {
        ("nn-health", "accept", "pending", "i")
    }
    assert rows[0].batch == "2026030200001"


def test_a_row_read_again_is_known(feed):
    run_feed("nn-accept")
    Feed.objects.update(cursor={})
    assert told(run_feed("nn-accept"))[1:] == (2, 0, 2, 0)
    assert Delivery.objects.count() == 2


def test_what_does_not_fit_is_returned_with_its_reason(feed, source):
    source.rows = [row(1, zt="也许"), row(2, bh=None)]
    assert told(run_feed("nn-accept"))[1:] == (2, 0, 0, 2)
    assert {one.cause for one in Delivery.objects.all()} == {"bad_row"}
    assert "是否受理" in Delivery.objects.get(ident="B1").detail


def test_waits_longer_when_the_source_is_down(feed, source, noon):
    source.fault = "down"
    assert run_feed("nn-accept") is None
    assert run_feed("nn-accept") is None
    now = Feed.objects.get()
    assert (now.failures, now.cause, now.next_at - noon) == (2, "状态码503", timedelta(minutes=20))
    source.fault = ""
    run_feed("nn-accept")
    assert (Feed.objects.get().failures, Feed.objects.get().cursor) == (0, {"at": "2"})


def test_runs_what_is_due_and_on(feed):
    assert run_due() == 1
    switch_feed(by=SYSTEM, code="nn-accept", on=False)
    assert run_due() == 0


def test_a_row_the_database_cannot_keep_is_returned_and_the_feed_goes_on(feed, source):
    source.rows = [row(1, bh="B\0"), row(2, zt="\0"), row(3)]
    assert told(run_feed("nn-accept"))[1:] == (2, 0, 0, 2)
    assert told(run_feed("nn-accept"))[1:] == (1, 1, 0, 0)
    assert [one.ident for one in Delivery.objects.order_by("id")] == ["B", "B2", "B3"]


def test_a_broken_file_of_one_feed_keeps_no_other_back(feed, folder):
    text = REST.partition("source:")[0].replace("nn-accept", "a-folder").replace("受理数据采集", "文件采集")
    for kind, data in (("xml", b"<rows><row>"), ("xlsx", b"PK"), ("json", b"[" * 100_000)):
        source = {"type": "folder", "folder": "nn", "format": kind}
        declare_feed(by=SYSTEM, text=f"{text}source: {source!r}\n{MAP}")
        (folder / "a.dat").write_bytes(data)
        Feed.objects.filter(code="nn-accept").update(next_at=Feed.objects.get(code="a-folder").next_at)
        runs = Run.objects.count()
        assert run_due() == 2
        assert Run.objects.count() == runs + 1
        assert Feed.objects.get(code="a-folder").cause
    assert Feed.objects.get(code="a-folder").failures == 3


def test_the_address_of_this_machine_needs_the_operators_word(feed, settings):
    settings.EXCHANGE_HOSTS = ""
    assert run_feed("nn-accept") is None
    assert "Forbidden" in Feed.objects.get().cause


_TABLE = {"database": "d", "table": "t", "columns": ["a"], "cursor": "a", "key": "a"}
_FOLDER = {"folder": "/out", "format": "csv", "host_key": "ssh-ed25519 " + "A" * 68}


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "::1"])
@pytest.mark.parametrize(("kind", "more"), [("postgres", _TABLE), ("mysql", _TABLE), ("sftp", _FOLDER)])
def test_no_kind_of_source_reaches_an_address_of_ours(system, kind, more, host):
    source = {"type": kind, "host": host, "port": 5432, "user": "u"} | more
    declare_feed(by=SYSTEM, text=f"{REST.partition('source:')[0]}source: {source!r}\n{MAP}", secret="x")
    assert run_feed("nn-accept") is None
    assert "Forbidden" in Feed.objects.get().cause
    assert not Delivery.objects.exists()


def test_a_changed_declaration_is_the_next_version(feed, source):
    run_feed("nn-accept")
    text = REST % source.server_port + MAP
    assert declare_feed(by=SYSTEM, text=text).version == 1
    changed = declare_feed(by=SYSTEM, text=text.replace("batch: 2", "batch: 9"))
    assert (changed.version, changed.cursor, changed.secret) == (2, {"at": "2"}, "secret")


def test_is_declared_by_keepers_only(system, weixiaolan):
    with pytest.raises(RoleMissing):
        declare_feed(by=actor_for(weixiaolan), text=REST % 1 + MAP)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: accept", "kind: gossip"),
        ("http://", "file://"),
        ("http://", "http://user:pass@"),
        ("row.bh", "row.bh +"),
        ("case_number:", "secret_field:"),
        ("batch: 2", "batch: 999999"),
        ("codes: {}", "codes: {nothing: {a: b}}"),
        ("every: 5", "every: 5\nshell: rm"),
    ],
)
def test_a_wrong_declaration_is_refused(system, old, new):
    with pytest.raises(BadDeclaration):
        declare_feed(by=SYSTEM, text=(REST % 1 + MAP).replace(old, new))


@pytest.mark.parametrize("table", ["t; DROP TABLE x", "a b", "x--", "pg_catalog.a.b", "'x'"])
def test_sql_in_a_declaration_is_refused(system, table):
    source = {
        "type": "postgres", "host": "10.0.0.1", "port": 5432, "database": "d", "user": "u", "table": table,
        "columns": ["a"], "cursor": "a", "key": "a",
    }  # fmt: skip
    text = (REST % 1 + MAP).replace(
        '{type: rest, url: "http://127.0.0.1:1/rows", header: X-Key}', str(source)
    )
    with pytest.raises(BadDeclaration):
        declare_feed(by=SYSTEM, text=text)


CSV = "bh,zt,sj,ry\nB1,1,2026-03-02T09:00:00+08:00,张\nB2,0,2026-03-02T09:00:00+08:00,\nB3,7,x,\n"
XML = """<rows>
<row><bh>B4</bh><zt>1</zt><sj>2026-03-02T09:00:00+08:00</sj><ry/></row>
<row><bh>B5</bh><zt>1</zt><sj>2026-03-02T09:00:00+08:00</sj><ry/></row></rows>"""
ACCEPTED = """  accepted: 'if row.zt = "1" then true else if row.zt = "0" then false else null'"""


def files_feed(kind: str) -> Feed:
    text = REST.partition("source:")[0] + f"source: {{type: folder, folder: nn, format: {kind}}}\n"
    told = MAP.replace("  accepted: row.zt", ACCEPTED)
    return declare_feed(by=SYSTEM, text=text + told)


def test_reads_files_by_name_once(system, folder):
    (folder / "a.csv").write_text(CSV)
    files_feed("csv")
    assert told(run_feed("nn-accept"))[1:] == (2, 2, 0, 0)
    assert told(run_feed("nn-accept"))[1:] == (1, 0, 0, 1)
    assert told(run_feed("nn-accept"))[1:] == (0, 0, 0, 0)
    (folder / "b.csv").write_bytes("bh,zt,sj,ry\nB9,1,2026-03-02T09:00:00+08:00,王\n".encode("gb18030"))
    assert told(run_feed("nn-accept"))[1:] == (1, 1, 0, 0)
    assert '"王"' in Delivery.objects.get(ident="B9").body


def test_reads_xml_without_entities(system, folder):
    (folder / "a.xml").write_text(XML)
    files_feed("xml")
    assert told(run_feed("nn-accept"))[1:] == (2, 2, 0, 0)
    (folder / "b.xml").write_text('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rows>&a;</rows>')
    assert run_feed("nn-accept") is None
    assert "document type" in Feed.objects.get().cause


def test_reads_excel_and_json(system, folder):
    book = Workbook()
    book.active.append(["bh", "zt", "sj", "ry"])
    book.active.append(["B6", "1", "2026-03-02T09:00:00+08:00", ""])
    out = io.BytesIO()
    book.save(out)
    (folder / "a.xlsx").write_bytes(out.getvalue())
    files_feed("xlsx")
    assert told(run_feed("nn-accept"))[1] == 1
    (folder / "b.json").write_text('[{"bh":"B7","zt":"1","sj":"2026-03-02T09:00:00+08:00","ry":""}]')
    Feed.objects.update(declaration={**Feed.objects.get().declaration, "source": {
        "type": "folder", "folder": "nn", "format": "json"}})  # fmt: skip
    assert told(run_feed("nn-accept"))[1:3] == (1, 1)
    assert Delivery.objects.filter(ident__in=["B6", "B7"]).count() == 2


def test_a_missing_folder_is_told(system, folder):
    files_feed("csv")
    (folder).rmdir()
    assert run_feed("nn-accept") is None
    assert Feed.objects.get().cause == "没有目录nn"
