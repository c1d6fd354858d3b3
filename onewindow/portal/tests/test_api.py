"""The public API: what it answers, what it refuses and how."""

import pytest
from django.test import Client

from onewindow.catalogue.public import publish_version, suspend_item
from onewindow.catalogue.tests.factories import a_content, plant_catalogue, publish
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db
NURSE = "1145000000DM00215X2450118001000"


def get(address: str, **query: object):
    return Client().get(f"/api/v1/{address}", query)


def test_the_description_is_openapi_with_chinese_summaries() -> None:
    told = get("openapi.json").json()

    assert told["openapi"].startswith("3.1")
    assert told["paths"]["/api/v1/items/"]["get"]["summary"] == "查询现行事项"


def test_items_are_searched_page_by_page(django_assert_num_queries) -> None:
    plant_catalogue()
    with django_assert_num_queries(1):
        first = get("items/", q="登记", audience="person", size=3).json()
    second = get("items/", q="登记", audience="person", size=3, cursor=first["next"]).json()
    back = get("items/", q="登记", audience="person", size=3, cursor=second["previous"]).json()

    assert [len(first["items"]), len(second["items"])] == [3, 3]
    assert first["previous"] == ""
    assert back["items"] == first["items"]
    assert not {i["code"] for i in first["items"]} & {i["code"] for i in second["items"]}


def test_a_whole_version_says_what_the_guide_says() -> None:
    plant_catalogue()
    told = get(f"items/{NURSE}").json()

    assert (told["name"], told["instant"], told["number"]) == ("护士执业注册（延续）", True, 1)
    assert told["bases"][1] == {
        "law": "护士条例",
        "number": "",
        "article": "第十条",
        "text": "有效期届满需要继续执业的，应当申请延续注册；准予延续的，有效期 5 年",
    }
    assert [m["name"] for m in told["materials"] if not m["exempt"]] == [
        "护士延续注册申请审核表",
        "6 个月内健康体检证明",
    ]


def test_history_keeps_every_version() -> None:
    code = publish().code
    publish_version(by=SYSTEM, content=a_content(promised_days=3))

    steps = get(f"items/{code}/versions").json()

    assert [(s["number"], s["state"]) for s in steps] == [(2, "published"), (1, "superseded")]
    promised = [
        e["words"] for e in get(f"items/{code}/versions/1").json()["elements"] if e["label"] == "承诺办结时限"
    ]
    assert promised == ["5 个工作日"]


def test_changes_go_on_from_a_cursor() -> None:
    code = publish().code
    start = get("items/changes").json()["cursor"]
    publish_version(by=SYSTEM, content=a_content(promised_days=3))
    suspend_item(by=SYSTEM, code=code, reason="系统维护")

    told = get("items/changes", since=start).json()

    assert [(c["code"], c["number"], c["state"]) for c in told["changes"]] == [
        (code, 1, "superseded"),
        (code, 2, "published"),
        (code, 2, "suspended"),
    ]
    assert get("items/changes", since=told["cursor"]).json() == {"changes": [], "cursor": told["cursor"]}


def test_facets_and_agencies_are_named() -> None:
    publish()
    facets = {f["facet"]: f for f in get("items/facets").json()}

    assert {"code": "01", "name": "行政许可"} in facets["item_type"]["terms"]
    assert [a["name"] for a in get("items/agencies").json()] == ["广西壮族自治区卫生健康委员会"]


@pytest.mark.parametrize(
    ("address", "query", "status", "code", "field"),
    [
        ("items/", {"size": "0"}, 422, "invalid", "size"),
        ("items/", {"size": "x"}, 422, "invalid", "size"),
        ("items/", {"q": "长" * 61}, 422, "invalid", "q"),
        ("items/", {"audience": "dog"}, 422, "invalid", "audience"),
        ("items/", {"region": "45x"}, 422, "invalid", "region"),
        ("items/changes", {"since": "-1"}, 422, "invalid", "since"),
        ("items/nothing", {}, 404, "unknown_item", ""),
        ("items/nothing/versions", {}, 404, "unknown_item", ""),
        ("nowhere", {}, 404, "not_found", ""),
    ],
)
def test_refusals_are_problems_with_a_stable_code(address, query, status, code, field) -> None:
    answer = get(address, **query)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["code"] == code
    assert set(told.get("errors", {})) == ({field} if field else set())


def test_an_unknown_version_is_refused() -> None:
    code = publish().code
    assert get(f"items/{code}/versions/9").json()["code"] == "unknown_item_version"
