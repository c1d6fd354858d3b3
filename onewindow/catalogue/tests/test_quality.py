"""Checks of guides by themselves, at publishing, beside the others, against the laws, and the figures."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onewindow.catalogue.content import Content
from onewindow.catalogue.errors import IncompleteItem
from onewindow.catalogue.models import Accuracy, Assessment, Finding, ItemVersion, LinkCheck, Statute
from onewindow.catalogue.quality import checks
from onewindow.catalogue.quality.checks import Sheet, vague
from onewindow.catalogue.queries import accuracy
from onewindow.catalogue.services import links
from onewindow.catalogue.services.quality import review
from onewindow.catalogue.services.versions import publish_version, publish_versions
from onewindow.catalogue.tests.factories import SHIPPED, a_content, plant_catalogue, publish
from onewindow.kernel.public import SYSTEM, clock

FULL = {
    "flow": [{"name": "申请", "text": "网上提交"}],
    "conditions": ["持有护士执业资格证书。"],
    "result_name": "护士执业证书",
    "charges": False,
    "in_hall": True,
    "online": True,
    "address": "综合窗口",
    "hours": "工作日",
    "visits": 0,
    "phone": "12345",
    "complaint_phone": "12345",
    "reconsideration": "六十日内。",
    "litigation": "六个月内。",
}


def whole(number: int = 1, name: str = "护士执业注册（首次）", **fields: Any) -> Content:
    return a_content(number, name, **{**FULL, **fields})


def found(content: Content) -> list[str]:
    return [f.rule for f in checks.faults(Sheet(content.fields, content.materials, content.bases))]


@pytest.mark.parametrize(
    "text",
    [
        "其他材料",
        "其它应当提交的有关材料",
        "法律、法规规定的其他条件",
        "符合法律、行政法规规定的其他条件",
        "身份证明文件等材料",
        "相关证明材料",
        "审批机关认为需要提交的其他材料",
        "视情况提供",
    ],
)
def test_vague_words_are_found(text: str) -> None:
    assert vague(text)


@pytest.mark.parametrize(
    "text",
    [
        "居民身份证",
        "因解散、被宣告破产或者其他法定事由终止。",
        "有经过资格认定的药师或者其他药学技术人员。",
        "与经营范围有关的管理制度",
        "其他股东放弃优先购买权的声明",
    ],
)
def test_plain_words_are_not(text: str) -> None:
    assert not vague(text)


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    assert vague(text) in text


@pytest.mark.django_db
def test_a_whole_guide_has_no_fault() -> None:
    assert found(whole()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"flow": []}, "no_flow"),
        ({"statutory_days": None, "promised_days": None}, "no_limit"),
        ({"promised_days": None}, "no_promise"),
        ({"charges": None}, "no_fee"),
        ({"charges": True, "fees": [{"name": "工本费", "standard": ""}]}, "no_fee_standard"),
        (
            {"charges": True, "fees": [{"name": "甲", "standard": "8 元", "amount": "8"}]},
            "fee_without_basis",
        ),
        ({"phone": ""}, "no_contact"),
        ({"complaint_phone": " "}, "no_complaint"),
        ({"address": ""}, "no_place"),
        ({"hours": ""}, "no_hours"),
        ({"conditions": []}, "no_conditions"),
        ({"result_name": ""}, "no_result"),
        ({"visits": None}, "no_visits"),
        ({"litigation": ""}, "no_remedies"),
        ({"conditions": ["法律、法规规定的其他条件。"]}, "vague_condition"),
        ({"promised_days": 16, "statutory_days": 20, "statutory_unit": "2"}, "promise_over_limit"),
    ],
)
def test_each_missing_element_is_one_fault(fields: dict[str, Any], rule: str) -> None:
    assert found(whole(**fields)) == [rule]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("material", "rule"),
    [
        ({"name": "护士执业注册申请表"}, "no_form"),
        ({"name": "其他有关材料"}, "vague_material"),
        ({"name": "体检证明", "accept_standard": "其他应当具备的条件"}, "vague_standard"),
        ({"name": "体检证明", "source": ""}, "no_material_source"),
        ({"name": "体检证明", "necessity": ""}, "no_necessity"),
    ],
)
def test_each_fault_of_a_material(material: dict[str, str], rule: str) -> None:
    row = {"necessity": "1", "source": "申请人自备", **material}
    assert found(replace(whole(), materials=(row,))) == [rule]


@pytest.mark.django_db
def test_rows_that_are_missing() -> None:
    assert found(replace(whole(), materials=())) == ["no_materials"]
    assert found(replace(whole(), bases=())) == ["no_basis"]
    assert found(replace(whole(), bases=({"law": "护士条例", "article": ""},))) == ["basis_without_article"]


@pytest.mark.django_db
def test_an_item_exercised_ex_officio_needs_what_its_type_says() -> None:
    bare = dict.fromkeys(FULL) | {"item_type": "02", "conditions": [], "flow": []}
    assert found(whole(**bare)) == ["no_punishment", "no_contact", "no_complaint"]
    punishing = bare | {"phone": "12345", "complaint_phone": "12345", "punishment": "违法种植的，处以罚款。"}
    assert found(whole(**punishing)) == []
    levying = punishing | {"item_type": "04"}
    assert found(whole(**levying)) == ["no_collection", "no_reduction"]
    assert found(whole(**levying, collection_kind="水资源费", reducible=False)) == []


def test_a_mark_counts_a_rule_once_and_never_falls_below_zero() -> None:
    assert checks.score([]) == 100
    assert checks.score(["no_flow", "no_flow", "no_hours"]) == 87
    assert checks.score(list(checks.checks())) == 0


@pytest.mark.django_db
def test_vague_wording_stops_publishing_at_the_field() -> None:
    vague_one = replace(
        whole(conditions=["其他条件"]), materials=({"name": "其他材料", "necessity": "1", "source": "自备"},)
    )
    with pytest.raises(IncompleteItem) as refused:
        publish_version(by=SYSTEM, content=vague_one)
    assert list(refused.value.errors) == ["materials", "conditions"]
    assert "改为具体的材料名称" in refused.value.errors["materials"][0]
    assert not ItemVersion.objects.exists()
    publish_versions(by=SYSTEM, contents=[replace(vague_one, source="elsewhere")])
    assert not Finding.objects.exists()


@pytest.mark.django_db
def test_publishing_writes_the_mark_with_the_faults() -> None:
    version = publish_version(by=SYSTEM, content=whole(phone="", hours=""))
    judged = accuracy.of_version(version)
    assert judged is not None
    assert (judged.score, [f.rule for f in judged.faults]) == (89, ["no_contact", "no_hours"])
    assert judged.faults[0].message == "没有咨询方式。填写能够打通的咨询电话。"


@pytest.mark.django_db
def test_the_night_judges_anew_only_under_new_rules() -> None:
    publish_version(by=SYSTEM, content=whole())
    assert review() == 0
    Assessment.objects.update(edition="old", score=3)
    assert review() == 1
    assert Assessment.objects.get().score == 100


@pytest.mark.django_db
def test_what_differs_from_the_same_item_elsewhere_is_found_and_mended() -> None:
    first = whole()
    others = [
        replace(first, task_code=f"{first.task_code[:-1]}{n}", fields={**first.fields, **more})
        for n, more in ((1, {}), (2, {"name": "护士注册", "statutory_days": 30}))
    ]
    publish_versions(by=SYSTEM, contents=[first, *others])
    review()
    odd = Finding.objects.filter(rule__startswith="uniform_").order_by("rule")
    assert [(f.rule, f.version.name) for f in odd] == [
        ("uniform_limit", "护士注册"),
        ("uniform_name", "护士注册"),
    ]
    assert Assessment.objects.get(version=odd[0].version).score == 94
    publish_versions(by=SYSTEM, contents=[replace(others[1], fields=first.fields)])
    review()
    assert not Finding.objects.exists()
    assert Accuracy.objects.get(kind="all").index == 100


@pytest.mark.django_db
def test_the_same_name_under_another_code_is_found_and_mended() -> None:
    first = whole()
    same = replace(first, task_code=f"{first.task_code[:-1]}1")
    stray = replace(first, task_code=f"{first.task_code[:-1]}2", basic_code=f"{first.basic_code[:-1]}9")
    publish_versions(by=SYSTEM, contents=[first, same, stray])
    review()
    (odd,) = Finding.objects.all()
    assert (odd.rule, odd.version.code) == ("uniform_code", stray.task_code)
    publish_versions(by=SYSTEM, contents=[replace(stray, fields={**stray.fields, "name": "另一个事项"})])
    review()
    assert not Finding.objects.exists()


@pytest.mark.django_db
def test_a_repealed_law_is_a_fault_until_it_is_cited_no_more() -> None:
    version = publish_version(by=SYSTEM, content=whole())
    Statute.objects.create(
        title="护士条例",
        short="护士条例",
        repealed_on=date(2020, 1, 1),
        repeal_reason="示例",
        created_at=clock.now(),
    )
    review()
    finding = Finding.objects.get()
    assert (finding.rule, finding.place, finding.said) == (
        "expired_basis",
        "《护士条例》第八条",
        "法律法规已废止",
    )
    assert Assessment.objects.get(version=version).score == 90
    Statute.objects.all().delete()
    review()
    assert not Finding.objects.exists()


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/gone" else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
def test_a_dead_address_is_a_fault_after_two_nights(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, link in enumerate([f"{site}/gone", f"{site}/there", "/items/", "/no-such-page/"], 1):
        publish(number, f"事项{number}", link=link)
    assert links.check_links(allowed=lambda host: True) == 4
    assert links.check_links(allowed=lambda host: True) == 0
    assert not Finding.objects.filter(rule="dead_link").exists()
    monkeypatch.setattr(links, "AGAIN", clock.now() - clock.now())
    assert links.check_links(allowed=lambda host: True) == 4
    review()
    dead = Finding.objects.filter(rule="dead_link").order_by("version__name")
    assert [f.version.name for f in dead] == ["事项1", "事项4"]


@pytest.mark.django_db
def test_our_own_network_down_is_no_fault_of_the_guides() -> None:
    publish(1, "甲", link="http://127.0.0.1:9/a")
    publish(2, "乙", link="http://127.0.0.1:9/b")
    assert links.check_links(allowed=lambda host: True) == 0
    assert not LinkCheck.objects.exists()
    assert not links.is_public("127.0.0.1") and not links.is_public("10.0.0.1")


@pytest.mark.django_db
def test_board_and_rows_show_figures_and_every_fault(client: Client) -> None:
    plant_catalogue()
    review()
    board = accuracy.board()
    assert board.whole is not None and board.whole.items == SHIPPED
    page = client.get("/accuracy/")
    assert page.status_code == 200
    text = page.content.decode()
    assert str(board.whole.index) in text and "南宁市" in text and "不能发布" in text
    agency = board.agencies[0]
    rows = client.get("/accuracy/guides/", {"agency": agency.key}).content.decode()
    assert rows.count("<li><h2>") == min(agency.items, 20) and agency.name in rows
    every = list(accuracy.every())
    assert len(every) == SHIPPED
    assert [one.score for one in every] == sorted(one.score for one in every)
    stream = client.get("/accuracy/guides.csv", {"rule": "no_form"}).getvalue().decode()
    assert stream.splitlines()[0] == "\ufeff事项编码,事项名称,实施主体,得分,检查项,位置,原文,怎样改正"
    assert sum("空白表" in line for line in stream.splitlines()) == 6 // 2


@pytest.mark.django_db
def test_pages_of_guides_turn_both_ways_in_few_statements(django_assert_num_queries: Any) -> None:
    plant_catalogue()
    with django_assert_num_queries(2):
        first = accuracy.judged(size=50)
    second = accuracy.judged(size=50, cursor=first.next)
    third = accuracy.judged(size=50, cursor=second.next)
    assert len({one.version.pk for p in (first, second, third) for one in p.items}) == SHIPPED
    assert (first.previous, third.next) == ("", "")
    assert accuracy.judged(size=50, cursor=third.previous) == replace(
        second, previous=accuracy.judged(size=50, cursor=third.previous).previous
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["agency=x", "region=%00", "rule=none", "cursor=n1", "cursor=p9.9999999999"]
)
def test_bad_filters_give_a_page(client: Client, query: str) -> None:
    assert client.get(f"/accuracy/guides/?{query}").status_code == 200
