"""The rules' desk: draft, edit, check, compare, what-if, release by another, switch, import and export."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.decisions import public as decisions
from onewindow.decisions.editing import Document, differences
from onewindow.decisions.models import RuleSet, RuleSetVersion
from onewindow.decisions.tests.conftest import PILOTS, Decide
from onewindow.decisions.tests.test_record_decision import kept
from onewindow.identity.public import Account
from onewindow.identity.tests.factories import agency, official

CODE = "senior-allowance"
HOME = f"/desk/rules/{CODE}/"


def signed_in(name: str) -> Client:
    account: Account = official(name, agency("示例委员会"), roles=("catalogue",))
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.parametrize("code", PILOTS)
def test_a_document_written_again_judges_the_same(planted: None, code: str) -> None:
    version = RuleSetVersion.objects.get(rule_set__code=code)
    document = Document(version.dmn_xml)
    again = RuleSetVersion(rule_set=version.rule_set, dmn_xml=document.xml(), cases=version.cases)
    assert decisions.checks_of(again) == decisions.checks_of(version)
    assert decisions.checks_of(again).passed
    assert Document(again.dmn_xml).sheet() == document.sheet()


def test_from_draft_to_release(decide: Decide) -> None:
    kept(decide(CODE))
    author, other = signed_in("author1"), signed_in("other1")
    assert "高龄津贴申领" in author.get("/desk/rules/").content.decode()
    page = f"{HOME}2/"
    assert author.post(HOME, {"act": "draft"})["Location"] == page
    saved = author.post(
        page, {"act": "parameters", "p-minimum_age": "90", "p-region_prefix": '"45"', "p-county_digits": "6"}
    )
    assert saved.status_code == 302
    shown = author.get(page).content.decode()
    assert "没有通过" in shown and "参数 minimum_age" in shown and "请另一位有权限的人员发布" in shown
    author.post(page, {"act": "what-if"})
    assert "这个版本会改变 1 个决定中的 1 个：" in author.get(page).content.decode()
    blocked = other.post(page, {"act": "release", "day": "2026-01-02"})
    assert (blocked.status_code, "个用例的结果与预期不符" in blocked.content.decode()) == (422, True)
    text = "- name: 九十以下\n  given: {today: 2026-03-02}\n  expect: {outcome: human}\n"
    assert author.post(page, {"act": "cases", "cases": text}).status_code == 302
    assert author.post(page, {"act": "cases", "cases": "- 1"}).status_code == 422
    assert other.post(page, {"act": "cases", "cases": text}).status_code == 422
    assert other.post(page, {"act": "release", "day": "明天"}).status_code == 422
    assert author.post(page, {"act": "release", "day": "2026-01-02"}).status_code == 422
    assert other.post(page, {"act": "release", "day": "2026-01-02"}).status_code == 302
    assert decide(CODE, on=date(2026, 3, 2)).version == 2


def test_rules_are_added_changed_and_removed(planted: None) -> None:
    author = signed_in("author1")
    author.post(HOME, {"act": "draft"})
    before = Document(RuleSetVersion.objects.get(number=2).dmn_xml).sheet()
    form = {f"i{n}": "-" for n in range(9)} | {"i8": "false", "n0": "承诺", "n1": "依据"}
    form |= {"o0": '"human"', "o1": "null", "o2": '"请说明。"', "o3": '"依据"'}
    assert author.get(f"{HOME}2/10/").status_code == 200
    assert author.post(f"{HOME}2/10/", form).status_code == 302
    assert author.get(f"{HOME}2/12/").status_code == 404
    faulty = author.post(f"{HOME}2/10/", form | {"i8": "< <"})
    assert (faulty.status_code, "规则文件有误" in faulty.content.decode()) == (422, True)
    assert author.post(f"{HOME}2/1/", form | {"act": "remove"}).status_code == 302
    after = Document(RuleSetVersion.objects.get(number=2).dmn_xml).sheet()
    changes = [(bool(one.before), bool(one.after)) for one in differences(before, after)]
    assert changes == [(True, False), (False, True)]


def test_switch_import_and_export(planted: None) -> None:
    author = signed_in("author1")
    assert author.post(HOME, {"act": "switch", "on": "1", "reason": " "}).status_code == 422
    assert author.post(HOME, {"act": "switch", "on": "1", "reason": "数据源有误"}).status_code == 302
    assert RuleSet.objects.get(code=CODE).switched_off
    answer = author.get(f"{HOME}1/dmn/")
    assert answer.content.decode() == RuleSetVersion.objects.get(rule_set__code=CODE).dmn_xml
    given = {"code": "another", "file": SimpleUploadedFile("a.dmn", answer.content)}
    assert author.post("/desk/rules/", given)["Location"] == "/desk/rules/another/1/"
    for text in (b"<a/>", b"\xff", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'):
        given = {"code": "another", "file": SimpleUploadedFile("a.dmn", text)}
        assert author.post("/desk/rules/", given).status_code == 422
    assert author.get("/desk/rules/nothing/").status_code == 404
    assert Client().get("/desk/rules/").status_code in {302, 403}


def test_columns_are_added_and_removed(planted: None) -> None:
    author, other = signed_in("author1"), signed_in("other1")
    author.post(HOME, {"act": "draft"})
    page = f"{HOME}2/"
    new = {
        "act": "add-column",
        "label": "手机已填",
        "expression": "answers.bank_card = null",
        "kind": "boolean",
    }
    assert author.post(page, new | {"label": ""}).status_code == 422
    wrong = author.post(page, new | {"expression": "1 +"})
    assert (wrong.status_code, "“手机已填”列：这里应是一个值" in wrong.content.decode()) == (422, True)
    assert other.post(page, new).status_code == 422
    assert author.post(page, new).status_code == 302
    draft = RuleSetVersion.objects.get(number=2)
    first = RuleSetVersion.objects.get(rule_set__code=CODE, number=1)
    sheet = Document(draft.dmn_xml).sheet()
    assert sheet.columns[-1] == ("手机已填", "answers.bank_card = null")
    assert {len(row[0]) for _, row in sheet.rules} == {10}
    assert {row[0][-1] for _, row in sheet.rules} == {"-"}
    assert decisions.checks_of(draft).cases == decisions.checks_of(first).cases
    assert author.post(page, {"act": "remove-column", "column": "10"}).status_code == 302
    assert Document(RuleSetVersion.objects.get(number=2).dmn_xml).sheet() == Document(first.dmn_xml).sheet()
    told = author.post(page, {"act": "remove-column", "column": "8"}, follow=True).content.decode()
    assert "只看这一列的第 8 条规则也一并删除" in told
    assert author.post(page, {"act": "remove-column", "column": "99"}).status_code == 302
    assert len(Document(RuleSetVersion.objects.get(number=2).dmn_xml).sheet().rules) == 8
