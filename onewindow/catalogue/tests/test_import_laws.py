"""Taking in statutes: what is read, what is refused, what a later text touches."""

import json
import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from onewindow.catalogue.errors import CannotMaintain, RepealBeforeAdoption, UnknownStatute
from onewindow.catalogue.laws import cli
from onewindow.catalogue.laws.comparing import Change
from onewindow.catalogue.laws.places import Place
from onewindow.catalogue.laws.reading import NotAStatute, read
from onewindow.catalogue.models import Citation, Clause, Statute, StatuteVersion
from onewindow.catalogue.queries import statutes as queries
from onewindow.catalogue.services.citations import redraw_citations
from onewindow.catalogue.services.statutes import files_in, import_laws, repeal_statute
from onewindow.catalogue.tests.factories import forget_all, plant_catalogue, publish
from onewindow.kernel.public import ANONYMOUS, SYSTEM

pytestmark = pytest.mark.django_db
OutboxEvent = apps.get_model("kernel", "OutboxEvent")
ROOT = Path(__file__).resolve().parents[3]
LAWS = Path(os.environ.get("ONEWINDOW_SHARED", ROOT.parent / "shared")) / "data" / "laws"
FIRST = """# 护士条例

2008年1月31日 中华人民共和国国务院令第517号公布

<!-- INFO END -->

## 第一章 总　则

第一条 为了维护护士的合法权益，制定本条例。

第八条 申请护士执业注册的，应当向卫生主管部门提出申请。

收到申请的部门应当自收到申请之日起20个工作日内做出决定：

（一）准予注册；

（二）不予注册的，书面说明理由。

## 第二章 附　则

第九条 本条例自2008年5月12日起施行。
"""
SECOND = (
    FIRST.replace("2008年1月31日 中华人民共和国国务院令第517号公布", "2020年3月27日 国务院令第726号修订")
    .replace("20个工作日内", "10个工作日内")
    .replace("第九条 本条例", "第九条 护士应当进修。\n\n第十条 本条例")
)


def law(folder: Path, text: str = FIRST, day: str = "2008-01-31", title: str = "护士条例") -> Path:
    path = folder / f"{title}({day}).md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_becomes_articles_paragraphs_and_items(tmp_path):
    report = import_laws(by=SYSTEM, paths=[law(tmp_path)])

    assert (report.read, report.new, report.rejected, report.clauses) == (1, 1, 0, 6)
    version = queries.versions_of("护士条例")[0]
    assert (version.adopted, version.in_force_from) == (date(2008, 1, 31), date(2008, 5, 12))
    assert [(str(c.place), c.chapter, c.text[:8]) for c in queries.clauses_of(version)] == [
        ("第一条第一款", "第一章 总则", "为了维护护士的合"),
        ("第八条第一款", "第一章 总则", "申请护士执业注册"),
        ("第八条第二款", "第一章 总则", "收到申请的部门应"),
        ("第八条第二款第（一）项", "第一章 总则", "准予注册；"),
        ("第八条第二款第（二）项", "第一章 总则", "不予注册的，书面"),
        ("第九条第一款", "第二章 附则", "本条例自2008"),
    ]


def test_a_second_run_changes_nothing(tmp_path):
    path = law(tmp_path)
    import_laws(by=SYSTEM, paths=[path])
    before = list(Clause.objects.values_list("pk", "text"))

    report = import_laws(by=SYSTEM, paths=[path])

    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    assert list(Clause.objects.values_list("pk", "text")) == before


def test_a_later_text_lists_everything_it_touches(tmp_path):
    item = publish()
    import_laws(by=SYSTEM, paths=[law(tmp_path)])

    report = import_laws(by=SYSTEM, paths=[law(tmp_path, SECOND, "2020-03-27")])

    assert report.touched == {"护士条例": 1}
    touched = queries.touched_by(queries.versions_of("护士条例")[0])
    assert [(str(d.place), d.change, [v.code for v in items]) for d, items in touched.rows] == [
        ("第八条", Change.CHANGED, [item.code]),
        ("第九条", Change.MOVED, []),
        ("第九条", Change.ADDED, []),
    ]
    event = OutboxEvent.objects.get(type__endswith="StatuteChanged")
    assert (event.payload["short"], event.payload["items"]) == ("护士条例", 1)


def test_an_older_text_taken_in_late_becomes_history(tmp_path):
    import_laws(by=SYSTEM, paths=[law(tmp_path, SECOND, "2020-03-27")])

    report = import_laws(by=SYSTEM, paths=[law(tmp_path)])

    assert report.new == 1
    assert [v.adopted.year for v in queries.versions_of("护士条例")] == [2020, 2008]
    assert queries.version_on("护士条例", date(2015, 1, 1)).adopted.year == 2008
    assert queries.version_on("护士条例", date(2000, 1, 1)) is None


def test_a_corrected_file_replaces_the_text_of_the_same_day(tmp_path):
    import_laws(by=SYSTEM, paths=[law(tmp_path)])

    report = import_laws(by=SYSTEM, paths=[law(tmp_path, FIRST.replace("准予注册；", "准予注册的，发证；"))])

    assert report.changed == 1
    assert StatuteVersion.objects.count() == 1
    assert Clause.objects.get(article=8, paragraph=2, item=1).text == "准予注册的，发证；"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no_title"),
        ("# 某条例\n\n没有条文", "no_articles"),
        ("# 某条例\n\n第二条 乙。\n\n第一条 甲。", "articles_out_of_order"),
        ("# 某条例\n\n第一条 甲。\n\n第一条 乙。", "articles_out_of_order"),
        ("# 某条例\n\n第一条 甲。", "no_date"),
        ("# 某条例\n\n2020年13月45日 公布\n\n<!-- INFO END -->\n\n第一条 甲。", "no_date"),
    ],
)
def test_what_is_not_a_statute_is_refused_with_its_reason(text, reason):
    with pytest.raises(NotAStatute, match=reason):
        read(text, "某条例")


def test_counts_are_read_equals_accepted_plus_rejected(tmp_path, capsys):
    law(tmp_path)
    (tmp_path / "坏.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "空.md").write_text("", encoding="utf-8")
    (tmp_path / "README.md").write_text("not a law", encoding="utf-8")
    parser = ArgumentParser()
    cli.import_arguments(parser)

    assert cli.run_import(parser.parse_args([str(tmp_path), "--json"])) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["read"], told["accepted"], told["rejected"]) == (3, 1, 2)
    assert {(r["file"], r["reason"]) for r in told["rejections"]} == {
        ("坏.md", "not_utf8"),
        ("空.md", "no_title"),
    }


def test_only_maintainers_take_in_laws(tmp_path):
    with pytest.raises(CannotMaintain):
        import_laws(by=ANONYMOUS, paths=[law(tmp_path)])
    assert Statute.objects.count() == 0


def test_citations_are_drawn_when_a_version_is_published():
    item = publish(
        statutory_note="按照《护士条例》第八条第二款办理。",
        fees=[{"name": "工本费", "standard": "依《价格法》第六条"}],
    )

    assert sorted(map(str, Citation.objects.filter(version=item))) == [
        "《价格法》第六条",
        "《护士条例》第八条",
        "《护士条例》第八条第二款",
    ]
    assert redraw_citations() == 3


def test_a_citation_that_does_not_hold_is_found(tmp_path):
    item = publish()
    import_laws(by=SYSTEM, paths=[law(tmp_path, FIRST.replace("第八条", "第七条"))])

    (fault,) = queries.faults([item.pk])

    assert (fault.reason, str(fault.citation)) == ("no_such_article", "《护士条例》第八条")


def test_a_repealed_statute_lists_what_still_cites_it(tmp_path):
    item = publish()
    import_laws(by=SYSTEM, paths=[law(tmp_path)])

    statute = repeal_statute(by=SYSTEM, title="《护士条例》", on=date(2020, 1, 1), reason="另有新法")
    again = repeal_statute(by=SYSTEM, title="护士条例", on=date(2020, 1, 1), reason="另有新法")

    assert statute == again
    assert [c.version.code for c in queries.citing("护士条例")] == [item.code]
    assert [f.reason for f in queries.faults()] == ["repealed"]
    assert OutboxEvent.objects.filter(type__endswith="StatuteRepealed").count() == 1


def test_a_statute_cannot_end_before_it_began(tmp_path):
    import_laws(by=SYSTEM, paths=[law(tmp_path)])
    with pytest.raises(RepealBeforeAdoption):
        repeal_statute(by=SYSTEM, title="护士条例", on=date(2000, 1, 1), reason="误")
    with pytest.raises(UnknownStatute):
        repeal_statute(by=SYSTEM, title="没有的法", on=date(2020, 1, 1), reason="误")


def test_pages_show_text_citing_items_and_changes(tmp_path):
    item = publish()
    import_laws(by=SYSTEM, paths=[law(tmp_path), law(tmp_path, SECOND, "2020-03-27")])
    client = Client()

    assert "护士条例" in client.get("/laws/").content.decode()
    text = client.get("/laws/护士条例/").content.decode()
    assert 'id="t-8"' in text
    assert "10个工作日内" in text
    assert "1 个事项以本条为依据" in text
    assert "20个工作日内" in client.get("/laws/护士条例/?adopted=2008-01-31").content.decode()
    assert item.name in client.get("/laws/护士条例/changes/").content.decode()
    assert (
        "/laws/%E6%8A%A4%E5%A3%AB%E6%9D%A1%E4%BE%8B/#t-8"
        in client.get(f"/items/{item.code}/").content.decode()
    )


def test_a_statute_only_cited_has_a_page_and_an_unknown_one_has_none():
    publish()
    client = Client()

    assert "全文还没有收录" in client.get("/laws/护士条例/").content.decode()
    assert client.get("/laws/没有的法/").status_code == 404
    assert client.get("/laws/没有的法/changes/").status_code == 404


def test_a_page_costs_few_statements(tmp_path, django_assert_num_queries):
    publish()
    import_laws(by=SYSTEM, paths=[law(tmp_path)])
    with django_assert_num_queries(3):
        Client().get("/laws/护士条例/")


@pytest.mark.skipif(not LAWS.is_dir(), reason="no shared law texts beside the project")
def test_the_real_texts_are_read_whole(django_assert_max_num_queries):
    paths = files_in(LAWS)

    report = import_laws(by=SYSTEM, paths=paths)

    assert (report.read, report.rejected) == (len(paths), 0)
    assert len(paths) == StatuteVersion.objects.count() == 32
    licence = queries.versions_of("行政许可法")[0]
    assert (licence.articles, licence.in_force_from) == (83, date(2019, 4, 23))
    assert Clause.objects.get(version=licence, article=12, paragraph=1, item=3).text.startswith(
        "提供公众服务"
    )
    review = queries.touched_by(queries.versions_of("行政复议法")[0])
    assert Place(9) in {d.place for d in review.differences if d.breaks}


def test_what_no_text_confirms_is_marked_on_the_guide(tmp_path):
    forget_all()
    version = publish()
    assert "原文未收录" in Client().get(f"/items/{version.code}/").content.decode()
    assert queries.unread([version.pk]) == 1

    import_laws(by=SYSTEM, paths=[law(tmp_path)])

    assert "原文未收录" not in Client().get(f"/items/{version.code}/").content.decode()
    assert queries.unread([version.pk]) == 0


@pytest.mark.skipif(not LAWS.is_dir(), reason="no shared law texts beside the project")
def test_what_the_shipped_catalogue_cites_stands_in_the_real_texts():
    plant_catalogue()
    import_laws(by=SYSTEM, paths=files_in(LAWS))

    assert [(str(f.citation), f.reason) for f in queries.faults()] == []
    assert queries.unread() < Citation.objects.count()
