"""Searching the shipped catalogue, planted once for all tests here."""

import json
from typing import Any

import pytest
from django.test import Client

from onewindow.catalogue.api import Listing, brief
from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries import browse
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.search import nearest, search, suggestions
from onewindow.catalogue.tests.factories import SHIPPED

pytestmark = pytest.mark.usefixtures("shipped", "db")


def names(text: str, **wanted: Any) -> list[str]:
    return [v.name for v in search(Search(text=text, **wanted)).items]


def test_words_pinyin_initials_and_synonyms_find_the_item() -> None:
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
    assert len(search(Search(**wanted), size=100).items) == count


@pytest.mark.parametrize("prefix", ["45", "4501", "450102", "450102001", "450102001003"])
def test_a_region_holds_all_below_it(prefix: str) -> None:
    held = ItemVersion.objects.filter(state="published", region_code__startswith=prefix)
    found = search(Search(region=prefix.ljust(12, "0")), size=500).items
    assert {v.pk for v in found} == set(held.values_list("pk", flat=True))


def test_person_and_firm_are_told_apart() -> None:
    assert "结婚登记" in names("登记", audience="person")
    assert "结婚登记" not in names("登记", audience="firm")


@pytest.mark.parametrize("text", ["", "登记", "dj"])
def test_pages_follow_each_other_forward_and_back(text: str) -> None:
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
    with django_assert_num_queries(1):
        page = search(Search(text="登记", audience="person", region="45"), size=3)
    with django_assert_num_queries(1):
        search(Search(text="登记", audience="person", region="45"), cursor=page.next, size=3)
    with django_assert_num_queries(2):
        search(Search(text="登记", audience="person", region="45"), size=100)
    with django_assert_num_queries(1):
        search(Search(text="城乡居民基本养老保险参保登记 社区办社保"), size=100)


def test_the_api_answers_what_it_describes(client: Client) -> None:
    answer = client.get("/api/v1/items/", {"q": "登记", "size": 5})
    told = Listing.model_validate_json(answer.content, strict=True)
    assert json.loads(answer.content) == told.model_dump()
    assert (len(told.items), answer["Content-Type"]) == (5, "application/json; charset=utf-8")


def test_the_api_says_of_every_item_what_its_version_says(client: Client) -> None:
    for facet in ({"size": "100"}, {"size": "100", "instant": "true"}, {"size": "100", "audience": "firm"}):
        told = client.get("/api/v1/items/", facet).json()["items"]
        wanted = Search(instant="instant" in facet, audience=facet.get("audience", ""))
        assert told == [brief(version) for version in search(wanted, size=100).items] != []


def test_the_nearest_items_answer_a_whole_sentence() -> None:
    assert names("我想给孩子上户口怎么办") == []
    assert nearest(Search(text="我想给孩子上户口怎么办"))[0].name == "出生登记"
    assert suggestions("护照")[0].name == "普通护照签发"


def test_overview_counts_own_items_once_a_minute(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        seen = browse.overview()
        browse.themes("person")
        assert browse.item_count() == SHIPPED
    assert seen.themes["p11"] == 2
    assert seen.cities["4502"] == 8
    assert browse.popular(3)[0].pilot_key == "nurse-renewal"
