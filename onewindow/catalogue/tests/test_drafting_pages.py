"""The editor's pages, files in and out, situations and the guide as PDF."""

import io
import re
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.catalogue.drafting import entries, tables
from onewindow.catalogue.errors import InvalidProposal, NotInGuide
from onewindow.catalogue.models import Item, ItemVersion, Proposal
from onewindow.catalogue.public import require_in_guide
from onewindow.catalogue.queries import versions
from onewindow.catalogue.services.proposals import current_entry
from onewindow.catalogue.services.transfer import entries_in_force, take_in
from onewindow.catalogue.services.versions import publish_version, publish_versions
from onewindow.catalogue.tests.factories import SHIPPED, forget_all, plant_catalogue
from onewindow.catalogue.tests.test_proposals import OutboxEvent, drafter, planted
from onewindow.catalogue.tests.test_quality import whole
from onewindow.identity.public import Account
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"key": "q1", "text": "是否首次申请？", "options": ["是", "否"], "when": {}},
    {"key": "q2", "text": "证书是否遗失？", "options": ["是", "否"], "when": {"q1": ["否"]}},
]


WRONG_TYPE = (
    b'[{"task_code":"a","basic_code":"b","fields":{"online":"x"},"materials":[],"bases":[],"questions":[]}]'
)


def as_official(client: Client, username: str) -> Client:
    known = Account.objects.filter(username=username).first()
    client.force_login(known or of_the_cast(username))
    return client


def test_an_item_is_made_reviewed_and_published_through_the_pages() -> None:
    planted()
    tan, qin, huang, lu = (
        as_official(Client(), name) for name in ("tanjing", "qinweidong", "huangyaqin", "luzhiqiang")
    )
    made = tan.post(
        "/desk/catalogue/new/",
        {
            "kind": "add",
            "level": "2",
            "name-1": "护士执业注册（变更）",
            "basic-1": "450118701000",
            "reason": "新设。",
        },
    )
    assert made.status_code == 302
    page = tan.get(made.url).content.decode()
    assert "没有设定依据。写明设定这个事项的法律、法规、规章和条款。" in page
    refused = tan.post(made.url, {"action": "submit"})
    assert refused.status_code == 422 and "没有办理流程" in refused.content.decode()
    for section, given_values in SECTIONS.items():
        revision = re.search(
            r'name="revision" value="(\d+)"', tan.get(f"{made.url}0/{section}/").content.decode()
        )
        assert revision is not None
        answer = tan.post(f"{made.url}0/{section}/", {"revision": revision[1], "next": "1", **given_values})
        assert answer.status_code == 302, answer.content.decode()
    assert "内容完整，没有发现问题" in tan.get(made.url).content.decode()
    assert tan.post(made.url, {"action": "submit"}).status_code == 302
    assert qin.post(made.url, {"action": "back"}).status_code == 422
    for who in (qin, huang):
        assert who.post(made.url, {"action": "agree", "opinion": "同意。"}).status_code == 302
    assert lu.post(made.url, {"action": "publish"}).status_code == 302
    code = Proposal.objects.get().contents[0]["task_code"]
    forget_all()
    guide = Client().get(f"/items/{code}/").content.decode()
    assert "护士执业注册（变更）" in guide and "持有护士执业证书" in guide and "是否首次申请？" in guide
    history = lu.get(f"/desk/catalogue/items/{code}/").content.decode()
    assert "编制审核同意" in history and "准确度 100 分" in history


SECTIONS: dict[str, dict[str, Any]] = {
    "identity": {"name": "护士执业注册（变更）", "audience": ["1"], "themes": ["p09"], "handling": "2"},
    "limits": {"statutory_days": "20", "statutory_unit": "1", "promised_days": "5", "promised_unit": "1"},
    "course": {
        "conditions": "持有护士执业证书。",
        "flow": "申请：网上提交\n审查：逐条审查",
        "result_name": "护士执业证书",
        "result_type": "10",
    },
    "situations": {
        "situations-0-here": "1",
        "situations-0-text": "是否首次申请？",
        "situations-0-options": "是\n否",
    },
    "materials": {
        "materials-0-here": "1",
        "materials-0-name": "健康体检证明",
        "materials-0-necessity": "1",
        "materials-0-source": "申请人自备",
        "materials-0-when": "q1：是",
    },
    "bases": {"bases-0-here": "1", "bases-0-law": "护士条例", "bases-0-article": "第九条"},
    "fees": {"charges": "no"},
    "access": {
        "online": "yes",
        "in_hall": "yes",
        "visits": "0",
        "address": "综合窗口",
        "hours": "工作日",
        "phone": "12345",
        "complaint_phone": "12345",
        "reconsideration": "六十日内。",
        "litigation": "六个月内。",
    },
    "questions": {
        "questions-0-here": "1",
        "questions-0-question": "要多久？",
        "questions-0-answer": "五天。",
    },
}


def test_what_cannot_be_read_stays_on_the_page_with_its_error(client: Client) -> None:
    version = planted()
    as_official(client, "tanjing")
    made = client.post("/desk/catalogue/new/", {"kind": "change", "codes": [version.code], "reason": "改。"})
    address = f"{made.url}0/limits/"
    bad = client.post(address, {"revision": "1", "statutory_days": "二十", "promised_days": "5"})
    assert bad.status_code == 422
    page = bad.content.decode()
    assert "法定办结时限应为 0 到 3650 之间的整数" in page and 'href="#statutory_days"' in page
    stale = client.post(address, {"revision": "9", "statutory_days": "20"})
    assert stale.status_code == 422 and "刚刚被他人保存过" in stale.content.decode()
    assert client.get(f"{made.url}0/nothing/").status_code == 404
    assert client.get(f"{made.url}7/limits/").status_code == 404
    assert client.get("/desk/catalogue/999999/").status_code == 404
    compared = client.get(f"{made.url}compare/").content.decode()
    assert "没有不同" in compared


def test_pages_belong_to_the_posts() -> None:
    for username, status in (("tanjing", 200), ("qinweidong", 200), ("menglihua", 403), ("weixiaolan", 403)):
        assert as_official(Client(), username).get("/desk/catalogue/").status_code == status
    assert as_official(Client(), "qinweidong").get("/desk/catalogue/new/").status_code == 403
    assert Client().get("/desk/catalogue/").status_code == 302


def test_bulk_changes_become_one_proposal(client: Client) -> None:
    plant_catalogue()
    as_official(client, "tanjing")
    page = client.get("/desk/catalogue/bulk/").content.decode()
    codes = re.findall(r'name="codes" value="([^"]+)"', page)
    assert codes
    bad = client.post("/desk/catalogue/bulk/", {"element": "name", "value": ""})
    assert bad.status_code == 422
    done = client.post("/desk/catalogue/bulk/", {"element": "phone", "value": "0771-12345", "codes": codes})
    assert done.status_code == 302
    made = Proposal.objects.get()
    assert [e["task_code"] for e in made.contents] == codes
    assert {e["fields"]["phone"] for e in made.contents} == {"0771-12345"}


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_export_import_export_gives_the_same_bytes(form: str) -> None:
    plant_catalogue()
    first = tables.write(entries_in_force(), form)
    bodies = dict(Item.objects.values_list("task_code", "agency_id"))
    read = tables.read(first, form)
    assert len(read) == SHIPPED
    contents = [entries.content_of({**entry, "agency_id": bodies[entry["task_code"]]}) for entry in read]
    with_notes = [entries.content_of(e) for e in entries_in_force()]
    assert sorted(c.digest for c in contents) == sorted(c.digest for c in with_notes)
    renamed = [
        entries.content_of({**e, "fields": {**e["fields"], "quota": "无"}}) for e in entries_in_force()
    ]
    publish_versions(by=SYSTEM, contents=renamed)
    assert tables.write(entries_in_force(), form) != first
    publish_versions(by=SYSTEM, contents=contents)
    forget_all()
    assert tables.write(entries_in_force(), form) == first


def test_a_file_becomes_proposals_and_says_what_it_left(client: Client) -> None:
    version = planted()
    entry = current_entry(version)
    changed = {**entry, "fields": {**entry["fields"], "phone": "0771-1"}}
    added = {**entry, "task_code": entry["task_code"][:19] + "450118702000", "basic_code": "450118702000"}
    foreign = {**entry, "task_code": "1" * 31}
    done = take_in(by=drafter(), given=[changed, changed, added, foreign], reason="导入。")
    assert [(p.kind, len(p.contents)) for p in done.proposals] == [("change", 1), ("add", 1)]
    assert [why for _, why in done.rejected] == ["编码重复", "不是本部门的事项"]
    assert take_in(by=drafter(), given=[entry], reason="").unchanged == 1
    as_official(client, "tanjing")
    data = tables.write([{**entry, "fields": {**entry["fields"], "hours": "=1+1"}}], "csv")
    answer = client.post(
        "/desk/catalogue/import/", {"file": SimpleUploadedFile("items.csv", data), "reason": "导入。"}
    )
    assert answer.status_code == 302
    assert Proposal.objects.latest("pk").contents[0]["fields"]["hours"] == "=1+1"
    for form in ("json", "csv", "xlsx"):
        assert client.get(f"/desk/catalogue/export.{form}").status_code == 200
    assert client.get("/desk/catalogue/export.exe").status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.json", b"{"),
        ("x.json", b'[{"task_code": 1}]'),
        ("x.json", b"[]"),
        ("x.json", WRONG_TYPE),
        ("x.csv", b"a,b\r\n1,2\r\n"),
        ("x.csv", b"task_code,promised_days\r\na,x\r\n"),
        ("x.xlsx", b"PK no zip"),
        ("x.exe", b""),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_at_the_field(client: Client, name: str, data: bytes) -> None:
    as_official(client, "tanjing")
    answer = client.post("/desk/catalogue/import/", {"file": SimpleUploadedFile(name, data or b"x")})
    assert answer.status_code == 422
    assert 'href="#file"' in answer.content.decode()
    assert not Proposal.objects.exists()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300), st.sampled_from(["json", "csv", "xlsx"]))
def test_any_bytes_are_read_or_refused(data: bytes, form: str) -> None:
    try:
        tables.read(data, form)
    except InvalidProposal as refusal:
        assert list(refusal.errors) == ["file"]


def situational() -> ItemVersion:
    content = whole(
        situations=QUESTIONS,
        charges=True,
        fees=[{"name": "补证", "standard": "10 元", "when": {"q2": ["是"]}}],
    )
    rows = (
        {"name": "身份证明", "necessity": "1", "source": "自备"},
        {"name": "遗失声明", "necessity": "1", "source": "自备", "when": {"q2": ["是"]}},
    )
    return publish_version(by=SYSTEM, content=type(content)(**{**vars_of(content), "materials": rows}))


def vars_of(content: Any) -> dict[str, Any]:
    names = (
        "task_code",
        "fields",
        "basic_code",
        "basic_name",
        "agency_id",
        "materials",
        "bases",
        "questions",
    )
    return {name: getattr(content, name) for name in names}


def test_the_guide_asks_and_then_lists_only_what_is_needed(client: Client) -> None:
    version = situational()
    address = f"/items/{version.code}/"
    start = client.get(address).content.decode()
    assert "是否首次申请？" in start and "遗失声明" in start and "共 2 份" in start
    second = client.get(address, {"q1": "否"}).content.decode()
    assert "证书是否遗失？" in second and 'name="q1" value="否"' in second
    end = client.get(address, {"q1": "否", "q2": "否"}).content.decode()
    assert "遗失声明" not in end and "共 1 份" in end and "补证：10 元" not in end
    lost = client.get(address, {"q1": "否", "q2": "是"}).content.decode()
    assert "遗失声明" in lost and "补证：10 元" in lost
    pdf = client.get(f"{address}guide.pdf", {"q1": "是"})
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert "身份证明" in text and "遗失声明" not in text and "受理条件" in text
    assert pdf.content == client.get(f"{address}guide.pdf", {"q1": "是"}).content


def test_an_old_code_leads_to_the_item(client: Client) -> None:
    version = publish_version(by=SYSTEM, content=whole(aliases=["4501180010"]))
    answer = client.get("/items/4501180010/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/items/{version.code}/")
    assert "护士执业注册" in client.get("/items/", {"q": "4501180010"}).content.decode()
    assert client.get("/items/0000000000/").status_code == 404


def test_handling_options_are_on_the_guide_and_lead_to_it(client: Client) -> None:
    code = whole().task_code
    options = [{"code": f"{code}01", "name": "首次注册"}, {"code": f"{code}02", "name": "重新注册"}]
    version = publish_version(by=SYSTEM, content=whole(options=options))
    page = client.get(f"/items/{version.code}/").content.decode()
    assert f"首次注册（{code}01）；重新注册（{code}02）" in page
    answer = client.get(f"/items/{code}02/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/items/{code}/")
    assert client.get(f"/items/{code}03/").status_code == 404


def test_nothing_beyond_the_guide_may_be_asked() -> None:
    version = planted()
    require_in_guide(by=drafter(), version_id=version.pk, asked=["健康体检证明"])
    with pytest.raises(NotInGuide) as refused:
        require_in_guide(
            by=drafter(), version_id=version.pk, asked=["健康体检证明", "单位介绍信"], case="4501X"
        )
    assert "单位介绍信" in refused.value.message
    told = OutboxEvent.objects.get(type="AskedBeyondGuide")
    assert (told.payload["asked"], told.payload["case"]) == ("单位介绍信", "4501X")
    assert versions.in_force(version.code).pk == version.pk


def test_a_standard_is_drafted_published_and_binds_those_below() -> None:
    version = planted()
    basic = version.item.basic_id
    tan, qin, huang, lu = (
        as_official(Client(), name) for name in ("tanjing", "qinweidong", "huangyaqin", "luzhiqiang")
    )
    assert "护士执业注册（首次）" in tan.get("/desk/catalogue/standards/", {"q": "护士"}).content.decode()
    address = f"/desk/catalogue/standards/{basic}/"
    assert "还没有标准" in tan.get(address).content.decode()
    assert tan.post(address, {"item": version.code[:-1] + "9"}).status_code == 404
    made = tan.post(address, {"item": version.code})
    assert made.status_code == 302 and made.url.endswith("/governance/")
    proposal = Proposal.objects.get()
    page = f"/desk/catalogue/{proposal.pk}/"
    tan.post(made.url, {"revision": "1", "how-statutory_days": "fixed", "how-phone": "open"})
    proposal.refresh_from_db()
    assert (proposal.contents[0]["governed"], proposal.contents[0]["open"]) == (
        ["statutory_days", "phone"],
        ["phone"],
    )
    edited = tan.post(f"{page}0/limits/", {"revision": "2", "statutory_days": "15", "promised_days": "5"})
    assert edited.status_code == 302
    tan.post(page, {"action": "save", "revision": "3", "opinion": "统一时限。"})
    assert tan.post(page, {"action": "submit"}).status_code == 302
    for who in (qin, huang):
        assert who.post(page, {"action": "agree"}).status_code == 302
    assert "法定办结时限" in lu.get(f"{page}compare/").content.decode()
    assert lu.post(page, {"action": "publish"}).status_code == 302
    forget_all()
    now = versions.in_force(version.code)
    assert (now.number, now.statutory_days) == (2, 15)
    change = tan.post("/desk/catalogue/new/", {"kind": "change", "codes": [version.code], "reason": "改。"})
    form = tan.get(f"{change.url}0/limits/").content.decode()
    assert "由上级统一规定，这里不能改" in form and 'id="statutory_days"' not in form
    tan.post(f"{change.url}0/limits/", {"revision": "1", "statutory_days": "99", "promised_days": "4"})
    tan.post(f"{change.url}0/access/", {"revision": "2", "phone": "0771-9", "complaint_phone": "12345"})
    fields = Proposal.objects.latest("pk").contents[0]["fields"]
    assert (fields["statutory_days"], fields["promised_days"], fields["local"]) == (15, 4, ["phone"])
    assert "与标准一致" in tan.get(address).content.decode()
    assert tan.get("/desk/catalogue/standards/nothing/").status_code == 404
    assert tan.get(f"{change.url}governance/").status_code == 404
