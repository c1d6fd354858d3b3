"""Published lists, powers and duties, transfers of authority."""

import json
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from onewindow.catalogue import seed
from onewindow.catalogue.errors import (
    CannotMaintain,
    CannotPropose,
    CannotTransfer,
    InvalidEdition,
    InvalidPower,
    InvalidTransfer,
    OwnProposal,
    PowerMoved,
    PowerToBeAdjusted,
    UnknownPower,
)
from onewindow.catalogue.events import StatuteChanged, StatuteRepealed
from onewindow.catalogue.handlers import law_changed, law_repealed
from onewindow.catalogue.lists import cli
from onewindow.catalogue.models import ItemVersion, ListEdition, Power, PowerAdjustment, PowerVersion
from onewindow.catalogue.queries import lists as queries
from onewindow.catalogue.queries import versions
from onewindow.catalogue.services import editions
from onewindow.catalogue.services import powers as services
from onewindow.catalogue.services.transfers import transfer_authority
from onewindow.catalogue.services.versions import publish_version
from onewindow.catalogue.tests.factories import POWERS, an_agency, forget_all, plant_catalogue
from onewindow.catalogue.tests.test_drafting_pages import as_official
from onewindow.catalogue.tests.test_proposals import (
    OutboxEvent,
    drafter,
    legality,
    official,
    planted,
    publisher,
    staffing,
)
from onewindow.catalogue.tests.test_quality import whole
from onewindow.government.tests.factories import plant_agencies
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor, clock

pytestmark = pytest.mark.django_db
STEPS = [{"name": "受理", "post": "窗口岗", "risk": "低", "measure": "一次性告知"}]


def publish(kind: str = "negative", **changed: Any) -> ListEdition:
    given = {
        "name": "负面清单",
        "source": "示例",
        "issued_on": date(2026, 1, 1),
        "in_force_from": date(2026, 2, 1),
        "rows": [
            {"code": "1", "category": "禁止准入", "name": "全部行业", "measures": "禁止"},
            {
                "code": "2",
                "category": "许可准入",
                "name": "食品",
                "industries": "F52、C14",
                "body": "市场监管部门",
            },
        ],
        **changed,
    }
    return editions.publish_edition(by=SYSTEM, kind=kind, **given)


def test_an_edition_is_published_whole_and_once() -> None:
    first = publish()
    assert (first.rows, publish().pk) == (2, first.pk)
    later = publish(in_force_from=date(2099, 1, 1))
    assert queries.edition("negative").pk == first.pk
    assert queries.edition("negative", on=date(2099, 1, 2)).pk == later.pk
    assert OutboxEvent.objects.filter(type="EditionPublished").count() == 2
    for statement in ("UPDATE catalogue_listrow SET name = 'x'", "DELETE FROM catalogue_listedition"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_every_wrong_row_is_told_and_nothing_published() -> None:
    rows = [
        {"code": "1", "category": "其他", "name": "甲"},
        {"code": "1", "category": "禁止准入", "name": ""},
    ]
    with pytest.raises(InvalidEdition) as refused:
        publish(rows=rows)
    assert refused.value.errors["file"] == [
        "第 1 行：类别应为禁止准入、许可准入。",
        "第 2 行：没有名称，没有编号或者编号重复。",
    ]
    assert not ListEdition.objects.exists()
    with pytest.raises(CannotMaintain):
        editions.publish_edition(
            by=staffing(), kind="negative", name="x", source="", issued_on=date(2026, 1, 1),
            in_force_from=date(2026, 1, 1), rows=[],
        )  # fmt: skip


def test_a_csv_is_read_by_its_labels() -> None:
    data = "编号,类别,事项,行业代码\r\n7,许可准入,运输,G54\r\n".encode()
    assert editions.read_rows("negative", data) == [
        {"code": "7", "category": "许可准入", "name": "运输", "industries": "G54"}
    ]
    for bad in (b"\xff\xfe", "列,名\r\n1,2".encode(), b""):
        with pytest.raises(InvalidEdition):
            editions.read_rows("negative", bad)


def test_filing_finds_the_rows_of_an_industry() -> None:
    publish()
    assert [r.code for r in queries.negative_rows(industry="F5211")] == ["1", "2"]
    assert [r.code for r in queries.negative_rows(industry="F")] == ["1"]
    assert [r.code for r in queries.negative_rows(industry="g54")] == ["1"]


def a_power(**content: Any) -> PowerVersion:
    version = planted()
    given = {
        "name": version.name,
        "power_type": "01",
        "bases": [{"law": "护士条例", "short": "护士条例", "article": "第八条"}],
        "items": [version.code],
        **content,
    }
    return services.collect_power(by=drafter(), agency_id=an_agency().pk, code="Q1", content=given)


def running() -> PowerVersion:
    made = a_power()
    services.review_power(by=legality(), version_id=made.pk, agree=True)
    services.review_power(by=staffing(), version_id=made.pk, agree=True)
    services.allocate_power(by=drafter(), version_id=made.pk, steps=STEPS)
    return services.publish_power(by=publisher(), version_id=made.pk)


def test_a_power_goes_from_collecting_to_running() -> None:
    made = a_power()
    assert made.duties[0]["basis"] == "《中华人民共和国行政许可法》第三十条、第三十二条"
    first = services.review_power(by=legality(), version_id=made.pk, agree=True)
    assert first.state == "collected"
    assert services.review_power(by=staffing(), version_id=made.pk, agree=True).state == "reviewed"
    with pytest.raises(InvalidPower):
        services.allocate_power(by=drafter(), version_id=made.pk, steps=[{"name": "受理"}])
    assert services.allocate_power(by=drafter(), version_id=made.pk, steps=STEPS).state == "allocated"
    with pytest.raises(OwnProposal):
        services.publish_power(by=drafter(), version_id=made.pk)
    assert services.publish_power(by=publisher(), version_id=made.pk).state == "running"
    assert queries.orphans() == queries.Orphans((), ())
    assert [v.number for v in queries.power("Q1")] == [1]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_powerversion SET name = 'x'")


def test_the_next_version_takes_the_place_of_the_one_before() -> None:
    first = running()
    second = a_second()
    services.publish_power(by=publisher(), version_id=second.pk)
    assert [(v.number, v.state) for v in queries.power("Q1")] == [(2, "running"), (1, "superseded")]
    assert PowerVersion.objects.get(pk=first.pk).valid_to == clock.today()


def a_second() -> PowerVersion:
    content = {
        "name": "护士注册",
        "power_type": "01",
        "bases": [{"law": "护士条例", "short": "护士条例", "article": ""}],
        "items": [ItemVersion.objects.get().code],
    }
    made = services.collect_power(by=drafter(), agency_id=an_agency().pk, code="Q1", content=content)
    for by in (legality(), staffing()):
        services.review_power(by=by, version_id=made.pk, agree=True)
    return services.allocate_power(by=drafter(), version_id=made.pk, steps=STEPS)


def test_reviews_belong_to_their_posts_and_need_reasons_to_refuse() -> None:
    made = a_power()
    with pytest.raises(CannotPropose):
        services.review_power(by=publisher(), version_id=made.pk, agree=True)
    with pytest.raises(OwnProposal):
        services.review_power(by=official(1, "staffing"), version_id=made.pk, agree=True)
    services.review_power(by=staffing(), version_id=made.pk, agree=True)
    with pytest.raises(PowerMoved):
        services.review_power(by=staffing(), version_id=made.pk, agree=True)
    with pytest.raises(InvalidPower):
        services.review_power(by=legality(), version_id=made.pk, agree=False)
    back = services.review_power(by=legality(), version_id=made.pk, agree=False, opinion="依据不足。")
    assert back.state == "cancelled"
    assert a_second().number == 2
    with pytest.raises(InvalidPower):
        services.collect_power(by=drafter(), agency_id=an_agency().pk, code="", content={})
    with pytest.raises(CannotPropose):
        services.collect_power(by=publisher(), agency_id=an_agency().pk, code="Q9", content={})


def test_a_changed_law_opens_an_adjustment_that_holds_the_items_back() -> None:
    running()
    event = StatuteChanged(subject="statute:护士条例", short="护士条例", adopted="2026-11-02", items=1)
    law_changed(event)
    law_changed(event)
    made = PowerAdjustment.objects.get()
    assert (made.note, made.due_on) == ("《护士条例》2026-11-02修改", date(2026, 11, 16))
    with pytest.raises(PowerToBeAdjusted):
        publish_version(by=SYSTEM, content=whole(promised_days=3))
    services.publish_power(by=publisher(), version_id=a_second().pk)
    made.refresh_from_db()
    assert made.solved_at is not None and made.outcome == "第 2 版已公布"
    assert publish_version(by=SYSTEM, content=whole(promised_days=3)).number == 2
    law_repealed(StatuteRepealed(subject="s", short="护士条例", repealed_on="2026-12-01", items=1))
    other = PowerAdjustment.objects.get(solved_at__isnull=True)
    with pytest.raises(InvalidPower):
        services.close_adjustment(by=legality(), adjustment_id=other.pk, outcome=" ")
    services.close_adjustment(by=legality(), adjustment_id=other.pk, outcome="新法有相同规定。")
    assert queries.adjustments(open_only=True) == []


def test_an_adjustment_needs_a_known_cause() -> None:
    running()
    with pytest.raises(InvalidPower):
        services.open_adjustment(by=drafter(), code="Q1", cause="x", note="因", cause_on=clock.today())
    with pytest.raises(UnknownPower):
        services.open_adjustment(by=drafter(), code="Q2", cause="function", note="因", cause_on=clock.today())


def test_suspending_and_cancelling_a_power() -> None:
    running()
    assert services.end_power(by=drafter(), code="Q1", state="suspended", reason="示例").state == "suspended"
    assert services.end_power(by=drafter(), code="Q1", state="cancelled", reason="示例").state == "cancelled"
    assert len(queries.orphans().items) == 1
    with pytest.raises(UnknownPower):
        services.end_power(by=drafter(), code="Q1", state="running", reason="示例")


def test_the_shipped_catalogue_and_its_powers_match_one_to_one(client: Client) -> None:
    plant_catalogue()
    assert seed.plant_lists() == f"lists 3, powers {POWERS} new"
    assert queries.orphans() == queries.Orphans((), ())
    assert seed.plant_lists().endswith("powers 0 new")
    page = client.get("/lists/").content.decode()
    assert "权责清单" in page and "市场准入负面清单（示例）" in page
    power = Power.objects.order_by("pk")[0]
    shown = client.get(f"/powers/{power.code}/").content.decode()
    assert "追责情形" in shown and "风险等级" in shown
    assert client.get("/powers/", {"q": "护士"}).content.decode().count("护士执业注册（延续）") == 1
    table = client.get("/powers/all.csv").content.decode()
    assert len(table.splitlines()) == Power.objects.count() + 1
    assert len(json.loads(client.get("/powers/all.json").content)) == Power.objects.count()
    for kind in ("negative", "intermediary", "inspection"):
        edition = queries.edition(kind)
        assert edition.name in client.get(f"/lists/{kind}/").content.decode()
        assert client.get(f"/lists/{kind}/{edition.pk}.csv").status_code == 200
        assert json.loads(client.get(f"/lists/{kind}/{edition.pk}.json").content)["name"] == edition.name
    for missing in ("/lists/other/", "/powers/none/", "/lists/negative/999999.csv", "/lists/negative/1.exe"):
        assert client.get(missing).status_code == 404
    assert client.get("/lists/negative/?edition=x&q=%00").status_code in {200, 404}


def test_powers_and_inspections_point_at_each_other(client: Client) -> None:
    running()
    code = ItemVersion.objects.get().code
    assert "没有列入这项权力" in client.get("/powers/Q1/").content.decode()
    row = {
        "code": "C1",
        "category": "重点检查事项",
        "name": "护士执业检查",
        "way": "实地核查",
        "share": "一年一次",
    }
    for items in (code, code[-12:]):
        publish("inspection", name=f"抽查清单 {items}", rows=[row | {"items": items}])
        assert [r.code for r in queries.inspections_of([code])] == ["C1"]
    publish("inspection", name="别的", rows=[row | {"items": "450131101000"}])
    assert queries.inspections_of([code]) == []
    publish("inspection", name="又一次", in_force_from=date(2026, 3, 1), rows=[row | {"items": code[-12:]}])
    shown = client.get("/powers/Q1/").content.decode()
    assert "护士执业检查</a>（重点检查事项），实地核查，一年一次" in shown
    listed = client.get("/lists/inspection/").content.decode()
    assert f'href="/powers/?q={code[-12:]}"' in listed
    assert "护士" in client.get("/powers/", {"q": code[-12:]}).content.decode()


def test_what_the_list_forbids_is_known_for_a_minute(django_assert_num_queries: Any) -> None:
    rows = [
        {"code": "1", "category": "禁止准入", "name": "全部行业"},
        {"code": "2", "category": "禁止准入", "name": "某行业", "industries": "F52、C1"},
        {"code": "3", "category": "许可准入", "name": "某行业", "industries": "F52"},
    ]
    publish(rows=rows)
    with django_assert_num_queries(1):
        assert [r.code for r in queries.forbidding_rows(industry="f5211")] == ["2"]
        assert queries.forbidding_rows(industry="F5") == []
    publish(name="新的清单", in_force_from=date(2026, 3, 1), rows=rows[:1])
    assert queries.forbidding_rows(industry="F52") == []


def test_a_transfer_names_who_decides_and_who_supervises(client: Client) -> None:
    version = planted()
    bureau = plant_agencies()["南宁市行政审批局"]
    today = clock.today()
    made = transfer(version.code, bureau.pk, today)
    now = queries.bodies_of(version.item_id, an_agency())
    assert (now.approving.name, now.supervising.name, now.seal) == (
        "南宁市行政审批局",
        "广西壮族自治区卫生健康委员会",
        "行政审批专用章",
    )
    before = queries.bodies_of(version.item_id, an_agency(), on=today - timedelta(days=1))
    assert (before.approving.pk, before.transfer) == (an_agency().pk, None)
    later = transfer(version.code, plant_agencies()["柳州市行政审批局"].pk, today + timedelta(days=9))
    made.refresh_from_db()
    assert made.effective_to == later.effective_from
    page = client.get(f"/items/{version.code}/").content.decode()
    assert "监管机关：广西壮族自治区卫生健康委员会" in page
    assert versions.in_force(version.code).pk == version.pk


def transfer(code: str, approving: int, start: date, **changed: Any) -> Any:
    given = {"seal": "行政审批专用章", "basis": "示例批复", **changed}
    made = transfer_authority(
        by=SYSTEM, item_codes=[code], approving_id=approving, effective_from=start, **given
    )
    return made[0]


def test_only_the_own_body_or_the_staffing_post_of_the_region_transfers() -> None:
    version = planted()
    bureau = plant_agencies()["南宁市行政审批局"]
    given = {"item_codes": [version.code], "approving_id": bureau.pk, "seal": "章", "basis": "批复"}
    own = Actor(
        kind="official", account_id=1, roles=frozenset({"catalogue"}), region_prefix="45",
        agency=str(an_agency().pk),
    )  # fmt: skip
    staffing = replace(own, roles=frozenset({"staffing"}), agency="1")
    for by in (
        replace(own, agency=str(bureau.pk)), replace(own, region_prefix="4501"),
        replace(own, roles=frozenset()),
        replace(staffing, region_prefix="4501"), replace(staffing, region_prefix=""), ANONYMOUS,
    ):  # fmt: skip
        with pytest.raises(CannotTransfer):
            transfer_authority(by=by, effective_from=clock.today(), **given)
    for by, start in ((own, clock.today()), (staffing, clock.today() + timedelta(days=1))):
        assert len(transfer_authority(by=by, effective_from=start, **given)) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"seal": ""}, "seal"), ({"basis": " "}, "basis"), ({"effective_to": date(2020, 1, 1)}, "effective_to")],
)
def test_a_wrong_transfer_is_refused_at_the_field(changed: dict[str, Any], field: str) -> None:
    version = planted()
    bureau = plant_agencies()["南宁市行政审批局"]
    with pytest.raises(InvalidTransfer) as refused:
        transfer(version.code, bureau.pk, clock.today(), **changed)
    assert list(refused.value.errors) == [field]
    with pytest.raises(InvalidTransfer):
        transfer("none", bureau.pk, clock.today())
    with pytest.raises(InvalidTransfer):
        transfer(version.code, an_agency().pk, clock.today())


def test_the_desks_take_a_power_all_the_way() -> None:
    version = planted()
    tan, qin, huang, lu = (
        as_official(Client(), name) for name in ("tanjing", "qinweidong", "huangyaqin", "luzhiqiang")
    )
    assert tan.post("/desk/powers/new/", {"name": "x"}).status_code == 422
    made = tan.post(
        "/desk/powers/new/",
        {
            "code": "Q7",
            "name": "护士执业注册",
            "power_type": "01",
            "bases": "《护士条例》第八条",
            "items": [version.code],
        },
    )
    assert made.status_code == 302
    for who in (qin, huang):
        assert "确权意见" in who.get(made.url).content.decode()
        assert who.post(made.url, {"action": "agree"}).status_code == 302
    assert tan.post(made.url, {"action": "allocate", "steps": "受理"}).status_code == 422
    assert (
        tan.post(made.url, {"action": "allocate", "steps": "受理，窗口岗，低，一次性告知"}).status_code == 302
    )
    assert lu.post(made.url, {"action": "publish"}).status_code == 302
    assert "护士执业注册" in Client().get("/powers/Q7/").content.decode()
    bad = tan.post("/desk/powers/", {"code": "Q7", "cause": "function", "note": "合并", "cause_on": "昨天"})
    assert bad.status_code == 422
    ok = tan.post(
        "/desk/powers/", {"code": "Q7", "cause": "function", "note": "合并", "cause_on": "2026-11-20"}
    )
    assert ok.status_code == 302
    assert "不用调整的理由" in huang.get("/desk/powers/").content.decode()
    bureau = plant_agencies()["南宁市行政审批局"]
    wrong = tan.post(
        "/desk/transfers/", {"items": version.code, "approving": "x", "effective_from": "2026-12-01"}
    )
    assert wrong.status_code == 422
    done = tan.post(
        "/desk/transfers/",
        {
            "items": version.code,
            "approving": bureau.pk,
            "seal": "章",
            "basis": "批复",
            "effective_from": "2026-12-01",
        },
    )
    assert done.status_code == 302
    forget_all()
    assert "南宁市行政审批局" in tan.get("/desk/transfers/").content.decode()
    assert qin.get("/desk/transfers/").status_code == 200
    assert huang.get("/desk/transfers/").status_code == 403
    assert "南宁市行政审批局" in Client().get("/lists/transfers/").content.decode()
    assert f"{version.code},南宁市行政审批局," in Client().get("/lists/transfers.csv").content.decode()
    (plain,) = Client().get("/lists/transfers.json").json()
    assert (plain["事项编码"], plain["开始日期"], plain["结束日期"]) == (version.code, "2026-12-01", "")
    again = tan.get("/desk/powers/new/?power=Q7").content.decode()
    assert "受理责任：" in again and "护士执业注册" in again and "checked> <span>" in again
    duties = {"duties": "审查责任：逐条审查｜《护士条例》第八条", "exemptions": "不可抗力"}
    second = tan.post(
        "/desk/powers/new/",
        {"code": "Q7", "name": "护士执业注册", "power_type": "01", "bases": "《护士条例》第八条", **duties},
    )
    made_two = PowerVersion.objects.get(power__code="Q7", number=2)
    assert made_two.duties == [{"duty": "审查责任：逐条审查", "basis": "《护士条例》第八条"}]
    assert (made_two.exemptions, len(made_two.accountability) > 1) == (["不可抗力"], True)
    for who in (qin, huang):
        who.post(second.url, {"action": "agree"})
    assert "受理，窗口岗，低，一次性告知" in tan.get(second.url).content.decode()


def test_the_command_publishes_a_file_or_says_what_is_wrong(tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "list.csv"
    file.write_text("编号,类别,事项\r\n1,禁止准入,甲\r\n", encoding="utf-8")
    parser = ArgumentParser()
    cli.arguments(parser)
    words = [
        "negative",
        str(file),
        "--name",
        "清单",
        "--source",
        "示例",
        "--issued",
        "2026-01-01",
        "--from",
        "2026-01-02",
    ]
    assert cli.run(parser.parse_args(words)) == 0
    assert "已公布清单，1 条" in capsys.readouterr().out
    file.write_text("编号,类别,事项\r\n1,别的,甲\r\n", encoding="utf-8")
    assert cli.run(parser.parse_args(words)) == 1
    assert "第 1 行：类别应为" in capsys.readouterr().err
    assert cli.run(parser.parse_args([words[0], str(tmp_path / "none.csv"), *words[2:]])) == 1
