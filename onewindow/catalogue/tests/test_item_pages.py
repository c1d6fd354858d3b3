"""The search page, the guide and the suggestions."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries import versions
from onewindow.catalogue.services.versions import publish_version, publish_versions, suspend_item
from onewindow.catalogue.tests.factories import a_content, forget_all, plant_catalogue, publish
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_search_shows_matches_and_keeps_filters_in_links(client: Client) -> None:
    plant_catalogue()
    page = words(client, "/items/?q=登记&for=person&type=07")

    assert "结婚登记" in page and "内资公司设立登记" not in page
    assert (
        re.search(r'rel="next" href="\?q=%E7%99%BB%E8%AE%B0&amp;for=person&amp;type=07&amp;cursor=', page)
        is None
    )
    assert '<option value="07" selected>行政确认</option>' in page
    following = re.search(r'rel="next" href="([^"]+)"', words(client, "/items/?for=person"))
    assert following is not None and following[1].startswith("?for=person&amp;cursor=n0.")


def test_pages_cost_few_statements(client: Client, django_assert_max_num_queries: Any) -> None:
    plant_catalogue()
    code = versions.pilots()[0].code
    forget_all()
    with django_assert_max_num_queries(5):
        client.get("/items/?q=登记&for=person")
    with django_assert_max_num_queries(5):
        client.get("/items/?q=没有这样的事项吗")
    with django_assert_max_num_queries(7):  # one of them once a minute
        client.get(f"/items/{code}/")


def test_an_empty_result_offers_12345_and_near_items(client: Client) -> None:
    plant_catalogue()
    page = words(client, "/items/?q=我想给孩子上户口")
    assert "没有找到" in page and 'href="tel:12345"' in page
    assert "相近的事项" in page and "出生登记" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=' OR 1=1--",
        "q=" + "长" * 5000,
        "agency=99999999999999",
        "region=abc",
        "cursor=n1.2.3",
        "type=99",
    ],
)
def test_odd_input_is_answered(client: Client, query: str) -> None:
    publish()
    assert client.get("/items/?" + query).status_code == 200


def test_guide_shows_every_element_of_a_pilot(client: Client) -> None:
    plant_catalogue()
    version = next(v for v in versions.pilots() if v.pilot_key == "nurse-renewal")
    page = words(client, f"/items/{version.code}/")

    for text in (
        "即时办结",
        "受理条件",
        "申请材料",
        "护士条例",
        "第十条",
        "免提交",
        "示例代码",
        "示例代码，不用于实际办事",
    ):
        assert text in page, text
    assert f'href="/apply/{version.code}/"' in page
    assert "共 6 份" in page and "实际只需提交 1 份" in page
    assert "条款未填报" in page


def test_guide_marks_what_is_missing(client: Client) -> None:
    code = publish(promised_days=None, promised_unit="", conditions=[], charges=None).code
    page = words(client, f"/items/{code}/")

    assert page.count("本项未填报") > 10
    assert "请到窗口办理" in page and "/apply/" not in page


def test_guide_of_a_sample_says_so_and_shows_its_marks(client: Client) -> None:
    sample = a_content(3, "外省的事项", marks=[{"code": "no_uscc", "text": "实施主体没有统一社会信用代码"}])
    publish_versions(by=SYSTEM, contents=[replace(sample, source="sc-guangan-2025", agency_id=None)])
    page = words(client, f"/items/{sample.task_code}/")

    assert "导入样例" in page and "实施主体没有统一社会信用代码" in page and "/apply/" not in page


def test_guide_of_a_suspended_item_cannot_be_applied_for(client: Client) -> None:
    plant_catalogue()
    code = versions.pilots()[0].code
    suspend_item(by=SYSTEM, code=code, reason="系统改造")
    page = words(client, f"/items/{code}/")

    assert "暂停办理" in page and f"/apply/{code}/" not in page


def test_an_unknown_code_is_a_404(client: Client) -> None:
    answer = client.get("/items/1145000000DM00215X9999999999999/")
    assert answer.status_code == 404
    assert "没有找到这个事项" in answer.content.decode()


def test_suggestions_answer_json(client: Client) -> None:
    code = publish().code
    answer = client.get("/items/suggestions/?q=hszy")
    assert answer.json() == {
        "items": [
            {
                "name": "护士执业注册（首次）",
                "agency": "广西壮族自治区卫生健康委员会",
                "href": f"/items/{code}/",
            }
        ]
    }


def test_what_people_type_is_escaped(client: Client) -> None:
    assert "<script>alert" not in words(client, "/items/?q=<script>alert(1)</script>")


def test_what_is_exercised_ex_officio_asks_for_nothing(client: Client) -> None:
    fields = {"item_type": "02", "punishment": "超越许可范围执业的，给予警告、暂停执业。"}
    version = publish_version(by=SYSTEM, content=a_content(7, "对护士违法执业的处罚", **fields))
    page = words(client, f"/items/{version.code}/")
    assert "处罚的行为、种类和幅度" in page
    assert "给予警告、暂停执业" in page
    assert "不用申请" in page
    assert "申请材料" not in page
    assert client.get(f"/items/{version.code}/guide.pdf").content[:5] == b"%PDF-"


def test_what_people_review_is_applied_for_online_too(client: Client) -> None:
    plant_catalogue()
    reviewed = ItemVersion.objects.get(form_code="health-food-production", state="published")
    page = words(client, f"/items/{reviewed.code}/")

    assert (f'href="/apply/{reviewed.code}/"' in page, "符合条件的即时出结果" in page) == (True, False)
