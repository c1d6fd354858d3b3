"""收费 in the editor: nothing is lost that the form does not touch, what is wrong is refused at its field."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from onewindow.catalogue import fees
from onewindow.catalogue.drafting import reading, tables
from onewindow.catalogue.drafting.comparing import differences
from onewindow.catalogue.drafting.sections import section, shown
from onewindow.catalogue.models import Proposal
from onewindow.catalogue.services.proposals import current_entry
from onewindow.catalogue.services.versions import publish_version
from onewindow.catalogue.tests.test_drafting_pages import QUESTIONS, as_official
from onewindow.catalogue.tests.test_proposals import planted
from onewindow.catalogue.tests.test_quality import whole
from onewindow.kernel.public import SYSTEM

FEES: list[dict[str, Any]] = [
    {"name": "咨询费", "standard": "以窗口公示为准"},
    {
        "name": "登记费", "standard": "80 元／件", "amount": 80, "basis": "某文件第一条",
        "pay": "before_delivery", "when": {"q1": ["是"]}, "local_code": "F-1",
        "reductions": [
            {"ground": "small", "name": "小微企业", "percent": 100, "basis": "某文件第二条"},
            {"ground": "partly", "name": "部分减免", "amount": "10.50", "basis": "某文件第三条"},
        ],
    },
]  # fmt: skip


def form_of(rows: list[dict[str, Any]], **changed: str) -> QueryDict:
    """Return what the page sends back for these rows, and what was typed over."""
    part = section("fees")
    assert part is not None and part.rows is not None
    form = QueryDict(mutable=True)
    form["charges"] = "yes"
    for number, row in enumerate(rows):
        form[f"fees-{number}-here"] = "1"
        form[f"fees-{number}-at"] = str(number)
        for given in part.rows.inputs:
            text = shown(given, row.get(given.name)).replace("\n", "\r\n")
            form[f"fees-{number}-{given.name}"] = text
    for name, value in changed.items():
        form[name.replace("_", "-")] = value
    return form


def read(rows: list[dict[str, Any]], **changed: str) -> tuple[list[dict[str, Any]], reading.Errors]:
    part = section("fees")
    assert part is not None
    entry = {"fields": {"fees": rows, "charges": True}, "materials": [], "bases": [], "questions": []}
    made, errors = reading.read(part, form_of(rows, **changed), entry)
    return made["fields"]["fees"], errors


def test_saving_without_a_change_keeps_every_key() -> None:
    assert read(FEES) == (FEES, {})


def test_one_key_changes_alone() -> None:
    found, errors = read(FEES, fees_1_amount="90.5", fees_0_standard="公示")
    assert (found, errors) == ([{**FEES[0], "standard": "公示"}, {**FEES[1], "amount": "90.5"}], {})


def test_what_is_emptied_is_gone() -> None:
    found, _ = read(FEES, fees_1_amount="", fees_1_reductions="", fees_1_when="", fees_1_pay="")
    assert found[1] == {
        "name": "登记费", "standard": "80 元／件", "basis": "某文件第一条", "local_code": "F-1"
    }  # fmt: skip


def test_reductions_keep_their_ground_and_new_ones_are_known_by_name() -> None:
    lines = "小微企业：50%：某文件第二条\n残疾人：10 元：某文件：第四条\n"
    assert read(FEES, fees_1_reductions=lines)[0][1]["reductions"] == [
        {"ground": "small", "name": "小微企业", "percent": 50, "basis": "某文件第二条"},
        {"ground": "残疾人", "name": "残疾人", "amount": "10", "basis": "某文件：第四条"},
    ]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"fees_0_amount": "10"}, "fees-0-basis", "必须写收费依据"),
        ({"fees_1_amount": "十元"}, "fees-1-amount", "最多两位小数"),
        ({"fees_1_amount": "1.005"}, "fees-1-amount", "最多两位小数"),
        ({"fees_1_reductions": "小微企业：100%"}, "fees-1-reductions", "减免情形：50%：依据"),
        ({"fees_1_reductions": "小微企业：120%：某文件"}, "fees-1-reductions", "减免情形：50%：依据"),
        ({"fees_1_when": "q1"}, "fees-1-when", "q1：选项一"),
    ],
)
def test_what_cannot_be_charged_is_refused_at_its_field(
    changed: dict[str, str], field: str, said: str
) -> None:
    _, errors = read(FEES, **changed)
    assert list(errors) == [field]
    assert said in errors[field][0]


def test_a_change_is_told_row_by_row() -> None:
    was = {"fields": {"fees": FEES}, "materials": [], "bases": [], "questions": []}
    now = {**was, "fields": {"fees": [FEES[0], {**FEES[1], "amount": "90"}]}}
    (one,) = differences(was, now)
    assert one.label == "收费项目：登记费"
    assert "金额（元）：80\n" in one.was
    assert "金额（元）：90\n" in one.now


def test_a_fee_in_words() -> None:
    assert fees.words(FEES[0]) == "咨询费：以窗口公示为准"
    assert fees.words(FEES[1]) == (
        "登记费：80 元／件；依据：某文件第一条；领取结果前缴；减免：小微企业，免收（依据：某文件第二条）；"
        "减免：部分减免，减 10.50 元（依据：某文件第三条）"
    )


@pytest.mark.django_db
def test_fees_survive_the_pages_and_the_files(client: Client) -> None:
    planted()
    version = publish_version(by=SYSTEM, content=whole(situations=QUESTIONS, charges=True, fees=FEES))
    as_official(client, "tanjing")
    made = client.post("/desk/catalogue/new/", {"kind": "change", "codes": [version.code], "reason": "改。"})
    address = f"{made.url}0/fees/"
    page = client.get(address).content.decode()
    assert 'name="fees-1-amount"' in page
    assert "小微企业：100%：某文件第二条" in page
    refused = client.post(address, {**form_of(FEES, fees_0_amount="5").dict(), "revision": "1"})
    assert refused.status_code == 422
    assert 'href="#fees-0-basis"' in refused.content.decode()
    assert client.post(address, {**form_of(FEES).dict(), "revision": "1"}).status_code == 302
    entry = Proposal.objects.get().contents[0]
    assert entry["fields"]["fees"] == FEES
    for form in ("json", "csv", "xlsx"):
        first = tables.write([current_entry(version)], form)
        assert tables.write(tables.read(first, form), form) == first
    guide = Client().get(f"/items/{version.code}/", {"q1": "是"}).content.decode()
    assert "依据：某文件第一条" in guide
    assert "减免：小微企业，免收（依据：某文件第二条）" in guide
