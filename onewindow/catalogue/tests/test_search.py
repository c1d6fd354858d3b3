"""Searching items."""

import json
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.catalogue import wording
from onewindow.catalogue.api import Listing
from onewindow.catalogue.models import ItemVersion, Tally
from onewindow.catalogue.queries import browse
from onewindow.catalogue.queries.search import Search, nearest, search, suggestions
from onewindow.catalogue.services.versions import cancel_item, suspend_item
from onewindow.catalogue.tests.factories import SHIPPED, a_content, plant_catalogue, publish
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db


def names(text: str, **wanted: Any) -> list[str]:
    return [v.name for v in search(Search(text=text, **wanted)).items]


def test_words_pinyin_initials_and_synonyms_find_the_item() -> None:
    plant_catalogue()
    for text in (
        "护士执业注册",
        "执业注册 延续",
        "hushizhiyezhuce",
        "hszyzc",
        "zyzcyx",
        "HSZYZC",
        "护士证到期",
    ):
        assert "护士执业注册（延续）" in names(text), text
    assert names("上户口")[0] == "出生登记"
    assert names("开饭店")[0] == "食品经营许可（新办）"
    assert names("社保卡丢了")[0] == "社会保障卡补领、换领"
    assert names("shanghukou")[0] == "出生登记"


def test_a_single_character_finds_words_that_hold_it() -> None:
    publish()
    assert names("护") == names("册") == ["护士执业注册（首次）"]
    assert names("婚") == []


def test_ranks_name_before_beginning_before_word_before_synonym() -> None:
    publish(1, "残疾人登记办法", synonyms=["登记"])
    publish(2, "出生登记", synonyms=[])
    publish(3, "登记", synonyms=[])
    publish(4, "登记查询", synonyms=[])
    publish(5, "落户", synonyms=["登记"])
    assert names("登记") == ["登记", "登记查询", "残疾人登记办法", "出生登记", "落户"]


def test_words_are_exact_phrases() -> None:
    publish(1, "生育登记", synonyms=[])
    assert names("育登") == ["生育登记"]
    assert names("生登") == []
    assert names("登记生育") == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"item_type": "09"}, 3),
        ({"level": "6"}, 4),
        ({"region": "450102001000"}, 6),
        ({"region": "450102001003"}, 2),
        ({"region": "4502"}, 8),
        ({"instant": True}, 10),
        ({"theme": "p11"}, 2),
        ({"source": "elsewhere"}, 0),
    ],
)
def test_filters_narrow(wanted: dict[str, Any], count: int) -> None:
    plant_catalogue()
    assert len(search(Search(**wanted), size=100).items) == count


@pytest.mark.parametrize("prefix", ["45", "4501", "450102", "450102001", "450102001003"])
def test_a_region_holds_all_below_it(prefix: str) -> None:
    plant_catalogue()
    held = ItemVersion.objects.filter(state="published", region_code__startswith=prefix)
    found = search(Search(region=prefix.ljust(12, "0")), size=500).items
    assert {v.pk for v in found} == set(held.values_list("pk", flat=True))


def test_person_and_firm_are_told_apart() -> None:
    plant_catalogue()
    assert "结婚登记" in names("登记", audience="person")
    assert "结婚登记" not in names("登记", audience="firm")


@pytest.mark.parametrize("text", ["", "登记", "dj"])
def test_pages_follow_each_other_forward_and_back(text: str) -> None:
    plant_catalogue()
    whole = [v.pk for v in search(Search(text=text), size=200).items]
    seen, cursor, pages = [], "", []
    while True:
        page = search(Search(text=text), cursor=cursor, size=7)
        seen += [v.pk for v in page.items]
        pages.append([v.pk for v in page.items])
        if not page.next:
            break
        cursor = page.next
    assert seen == whole
    back = []
    while page.previous:
        page = search(Search(text=text), cursor=page.previous, size=7)
        back.append([v.pk for v in page.items])
    assert back == pages[-2::-1]


def test_each_page_costs_one_statement_and_where_ranks_end_two(django_assert_num_queries: Any) -> None:
    plant_catalogue()
    with django_assert_num_queries(1):
        page = search(Search(text="登记", audience="person", region="45"), size=3)
    with django_assert_num_queries(1):
        search(Search(text="登记", audience="person", region="45"), cursor=page.next, size=3)
    with django_assert_num_queries(2):
        search(Search(text="登记", audience="person", region="45"), size=100)
    with django_assert_num_queries(1):
        search(Search(text="城乡居民基本养老保险参保登记 社区办社保"), size=100)


def test_a_long_text_is_ranked_as_a_short_one_is() -> None:
    publish(1, "甲乙丙丁戊己庚辛登记", synonyms=[])
    publish(2, "落户", synonyms=["甲乙丙丁戊己庚辛登记"])
    publish(3, "办理甲乙丙丁戊己庚辛登记", synonyms=[])
    publish(4, "甲乙丙丁戊己庚辛登记（变更）", synonyms=[])
    ranked = ["甲乙丙丁戊己庚辛登记", "甲乙丙丁戊己庚辛登记（变更）", "办理甲乙丙丁戊己庚辛登记", "落户"]
    assert names("甲乙丙丁戊己庚辛登记") == ranked
    first = search(Search(text="甲乙丙丁戊己庚辛登记"), size=2)
    second = search(Search(text="甲乙丙丁戊己庚辛登记"), cursor=first.next, size=2)
    assert [v.name for v in (*first.items, *second.items)] == ranked
    back = search(Search(text="甲乙丙丁戊己庚辛登记"), cursor=second.previous, size=2)
    assert [v.name for v in back.items] == ranked[:2]
    assert names("甲丙戊庚甲丙戊庚") == []


def test_the_api_answers_what_it_describes(client: Client) -> None:
    plant_catalogue()
    answer = client.get("/api/v1/items/", {"q": "登记", "size": 5})
    told = Listing.model_validate_json(answer.content, strict=True)
    assert json.loads(answer.content) == told.model_dump()
    assert (len(told.items), answer["Content-Type"]) == (5, "application/json; charset=utf-8")


def test_a_broken_cursor_gives_the_first_page() -> None:
    publish()
    for cursor in ("x", "n1", "n1.2.x", "p9999999999.1.1", "n-1.0.0"):
        assert len(search(Search(), cursor=cursor).items) == 1


def test_the_nearest_items_answer_a_whole_sentence() -> None:
    plant_catalogue()
    assert names("我想给孩子上户口怎么办") == []
    assert nearest(Search(text="我想给孩子上户口怎么办"))[0].name == "出生登记"
    assert suggestions("护照")[0].name == "普通护照签发"


def test_overview_counts_own_items_once_a_minute(django_assert_num_queries: Any) -> None:
    plant_catalogue()
    with django_assert_num_queries(1):
        seen = browse.overview()
        browse.themes("person")
        assert browse.item_count() == SHIPPED
    assert seen.themes["p11"] == 2
    assert seen.cities["4502"] == 8
    assert browse.popular(3)[0].pilot_key == "nurse-renewal"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
def test_any_text_makes_queries_the_database_reads(text: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for literal in (wording.query(text), wording.query(text, "A"), wording.loose_query(text)):
            cursor.execute("SELECT %s::tsquery", [literal])
        cursor.execute("SELECT %s::tsvector", [wording.vector(("A", text), ("D", text), spelled=[text])])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="护士执业注册登记ab1 ", min_size=1, max_size=30), st.data())
def test_every_piece_of_a_name_finds_it(name: str, data: Any) -> None:
    from django.db import connection

    runs = wording.runs(name)
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    if run.isascii():
        piece = run
    else:
        start = data.draw(st.integers(0, len(run) - 1))
        piece = run[start : data.draw(st.integers(start + 1, len(run)))]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::tsvector @@ %s::tsquery", [wording.vector(("A", name)), wording.query(piece)]
        )
        assert cursor.fetchone() == (True,)


def test_imported_items_stay_apart() -> None:
    from dataclasses import replace

    from onewindow.catalogue.services.versions import publish_versions

    foreign = replace(a_content(2, "外省的护士注册"), source="gd-2021", agency_id=None)
    publish_versions(by=SYSTEM, contents=[foreign])
    assert names("护士") == []
    assert names("护士", source="gd-2021") == ["外省的护士注册"]


def counted() -> dict[tuple[str, str], int]:
    """Count items in force the slow way."""
    found: Counter[tuple[str, str]] = Counter()
    for v in ItemVersion.objects.filter(state__in=["published", "suspended"]).select_related("item"):
        if v.source:
            found["source", v.source] += 1
            continue
        found["all", ""] += 1
        found["agency", str(v.item.agency_id)] += 1
        found["city", v.region_code[:4]] += 1
        for theme in v.themes:
            found["theme", theme] += 1
    return dict(found)


def test_numbers_follow_every_change_without_counting() -> None:
    def kept() -> dict[tuple[str, str], int]:
        return {(t.kind, t.key): t.n for t in Tally.objects.filter(n__gt=0)}

    first, _, third = (
        publish(1),
        publish(2, "护士执业注册（变更）"),
        publish(3, "护士执业注册（注销）", themes=["p10"]),
    )
    assert kept() == counted()
    publish(1, themes=["p10", "p11"])
    suspend_item(by=SYSTEM, code=third.code, reason="系统升级")
    assert kept() == counted()
    cancel_item(by=SYSTEM, code=first.code, reason="取消")
    assert kept() == counted()
    assert kept()["all", ""] == 2
    plant_catalogue()
    assert kept() == counted()
