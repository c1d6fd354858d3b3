"""Writing the next edition of a list at the desk."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.catalogue.errors import (
    CannotMaintain,
    InvalidEdition,
    ListDraftMoved,
    ListDraftOpen,
    OwnProposal,
    UnknownListDraft,
)
from onewindow.catalogue.models import ListDraft
from onewindow.catalogue.queries import lists as queries
from onewindow.catalogue.services import editions
from onewindow.catalogue.services import list_drafts as services
from onewindow.catalogue.tests.factories import an_agency
from onewindow.catalogue.tests.test_drafting_pages import as_official
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="official", account_id=1, roles=frozenset({"catalogue"}), region_prefix="45", agency="1")
OTHER = replace(KEEPER, account_id=2)
HEADING = {
    "name": "中介服务清单", "source": "示例文件", "issued_on": date(2026, 1, 5),
    "in_force_from": date(2026, 2, 1),
}  # fmt: skip


def started(by: Actor = KEEPER, kind: str = "intermediary") -> ListDraft:
    editions.plant(SYSTEM)
    return services.start_list(by=by, kind=kind)


def whole(draft: ListDraft, **changed: Any) -> list[dict[str, Any]]:
    return [{**draft.rows[0], **changed}, *draft.rows[1:]]


def test_starts_with_what_is_in_force_changes_and_is_published_by_another() -> None:
    draft = started()
    assert len(draft.rows) == queries.edition("intermediary").rows
    draft = services.change_list(by=KEEPER, draft_id=draft.pk, revision=1, heading=HEADING)
    rows = whole(draft, name="环境影响报告书编制", items="4501180010001、Q2")
    draft = services.change_list(by=KEEPER, draft_id=draft.pk, revision=2, rows=rows)
    with pytest.raises(OwnProposal):
        services.publish_list(by=KEEPER, draft_id=draft.pk)
    made = services.publish_list(by=OTHER, draft_id=draft.pk)
    first = queries.rows(made)[0]
    assert (made.name, made.in_force_from, first.name, first.items) == (
        "中介服务清单", date(2026, 2, 1), "环境影响报告书编制", ["4501180010001", "Q2"],
    )  # fmt: skip
    assert (queries.list_draft(draft.pk).state, queries.open_drafts()) == ("published", [])
    actions = apps.get_model("kernel", "AuditEntry").objects.filter(table="catalogue_listdraft")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "catalogue.list_started", "catalogue.list_changed", "catalogue.list_changed",
        "catalogue.list_published",
    ]  # fmt: skip


def test_there_is_one_draft_and_what_is_closed_stays_closed() -> None:
    draft = started()
    with pytest.raises(ListDraftOpen):
        services.start_list(by=OTHER, kind="intermediary")
    services.withdraw_list(by=OTHER, draft_id=draft.pk)
    for verb in (services.withdraw_list, services.publish_list):
        with pytest.raises(ListDraftMoved):
            verb(by=OTHER, draft_id=draft.pk)
    assert services.start_list(by=OTHER, kind="intermediary").pk != draft.pk
    with pytest.raises(UnknownListDraft):
        services.publish_list(by=OTHER, draft_id=0)


@pytest.mark.parametrize(
    "by", [ANONYMOUS, replace(KEEPER, region_prefix="4501"), replace(KEEPER, roles=frozenset({"legality"}))]
)
def test_only_the_province_keeps_lists(by: Actor) -> None:
    draft = started()
    for verb, given in (
        (services.start_list, {"kind": "negative"}),
        (services.change_list, {"draft_id": draft.pk, "revision": 1, "rows": []}),
        (services.publish_list, {"draft_id": draft.pk}),
        (services.withdraw_list, {"draft_id": draft.pk}),
    ):
        with pytest.raises(CannotMaintain):
            verb(by=by, **given)


def test_what_is_wrong_is_said_and_nothing_kept() -> None:
    draft = started()
    with pytest.raises(InvalidEdition) as said:
        services.change_list(
            by=KEEPER, draft_id=draft.pk, revision=1, heading={**HEADING, "name": " ", "issued_on": None}
        )
    assert list(said.value.errors) == ["name", "issued_on"]
    for changed, words in (
        ({"name": ""}, "没有名称"), ({"code": draft.rows[1]["code"]}, "编号重复"),
        ({"body": "部" * 201}, "部门过长"),        ({"items": "1" * 41}, "对应事项编码过长"),
    ):  # fmt: skip
        with pytest.raises(InvalidEdition) as said:
            services.change_list(by=KEEPER, draft_id=draft.pk, revision=1, rows=whole(draft, **changed))
        assert words in "".join(said.value.errors["file"])
    with pytest.raises(ListDraftMoved):
        services.change_list(by=KEEPER, draft_id=draft.pk, revision=2, heading=HEADING)
    with pytest.raises(InvalidEdition):
        services.publish_list(by=OTHER, draft_id=draft.pk)  # without a source and days
    assert queries.list_draft(draft.pk).revision == 1


def test_the_desk_and_the_public_pages() -> None:
    editions.plant(SYSTEM)
    an_agency()
    tan, lu = as_official(Client(), "tanjing"), as_official(Client(), "luzhiqiang")
    assert "起草新版本" in tan.get("/desk/lists/").content.decode()
    at = tan.post("/desk/lists/", {"kind": "intermediary"}).url
    assert "打开草稿" in lu.get("/desk/lists/").content.decode()
    heading = {"action": "heading", "revision": 1, "name": "清单二", "source": "示例文件"}
    wrong = tan.post(at, heading | {"issued_on": "昨天", "in_force_from": "2026-02-01"})
    assert wrong.status_code == 422 and "公布日期请写成" in wrong.content.decode()
    assert (
        tan.post(at, heading | {"issued_on": "2026-01-05", "in_force_from": "2026-02-01"}).status_code == 302
    )
    row = {"code": "Z01", "name": "环评文件编制", "items": "Q1、Q2"}
    assert "建设项目环境影响报告书" in tan.get(f"{at}rows/0/").content.decode()
    assert tan.post(f"{at}rows/0/", row | {"revision": 2, "name": ""}).status_code == 422
    assert tan.post(f"{at}rows/0/", row | {"revision": 2}).status_code == 302
    assert tan.post(f"{at}rows/1/", {"drop": "1", "revision": 3}).status_code == 302
    assert tan.post(f"{at}rows/999/", {"code": "Z99", "name": "新的服务", "revision": 4}).status_code == 302
    page = tan.get(at).content.decode()
    assert "起草的人不能公布" in page and "环评文件编制" in page and "新的服务" in page
    assert "没有符合条件的条目" in tan.get(f"{at}?q=没有这一条").content.decode()
    assert tan.post(at, {"action": "publish"}).status_code == 403
    assert lu.post(at, {"action": "publish"}).status_code == 302
    made = queries.edition("intermediary", on=date(2026, 2, 1))
    public = Client()
    changes = public.get(f"/lists/intermediary/{made.pk}/changes/").content.decode()
    assert "环评文件编制" in changes and "新的服务" in changes
    assert "与上一版的不同" in public.get(f"/lists/intermediary/?edition={made.pk}").content.decode()
    first = min(e.pk for e in queries.editions("intermediary"))
    assert "这是第一个版本" in public.get(f"/lists/intermediary/{first}/changes/").content.decode()
    assert lu.get(at).status_code == 200 and lu.post(at, {"action": "withdraw"}).status_code == 409


def test_a_file_replaces_the_rows_of_the_draft_and_not_the_list() -> None:
    editions.plant(SYSTEM)
    tan = as_official(Client(), "tanjing")
    at = tan.post("/desk/lists/", {"kind": "negative"}).url
    before = queries.edition("negative").rows
    file = SimpleUploadedFile("a.csv", "编号,类别,事项\r\n1,禁止准入,甲\r\n".encode())
    assert tan.post(at, {"action": "file", "revision": 1, "file": file}).status_code == 302
    assert [row["name"] for row in ListDraft.objects.get(kind="negative").rows] == ["甲"]
    bad = SimpleUploadedFile("a.csv", "编号,类别,事项\r\n1,别的,甲\r\n".encode())
    refused = tan.post(at, {"action": "file", "revision": 2, "file": bad})
    assert refused.status_code == 422 and "类别应为" in refused.content.decode()
    assert tan.post(at, {"action": "file", "revision": 2}).status_code == 422
    assert tan.post(at, {"action": "other"}).status_code == 422
    assert queries.edition("negative").rows == before


def test_long_lists_come_in_pages() -> None:
    rows = [{"code": str(n), "name": f"服务{n}"} for n in range(450)]
    editions.publish_edition(
        by=SYSTEM, kind="intermediary", name="长清单", source="示例", issued_on=date(2026, 1, 1),
        in_force_from=date(2026, 1, 1), rows=rows,
    )  # fmt: skip
    shown, seen, after = queries.edition("intermediary"), [], ""
    while True:
        page = queries.page(shown, after=after)
        seen += [row.code for row in page.rows]
        after = page.after
        if not after:
            break
    assert seen == [str(n) for n in range(450)]
    assert "下一页" in Client().get("/lists/intermediary/").content.decode()
