"""The catalogue of materials: names learnt at publishing, entries kept and merged, sheets, pages, API."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from onewindow.catalogue.errors import CannotKeepMaterials, InvalidMaterial, UnknownItem, UnknownMaterial
from onewindow.catalogue.materials import plant
from onewindow.catalogue.models import (
    EntryState,
    Finding,
    ItemVersion,
    MaterialEntry,
    MaterialName,
    MaterialSheet,
)
from onewindow.catalogue.queries import materials as queries
from onewindow.catalogue.services import materials as services
from onewindow.catalogue.services import quality
from onewindow.catalogue.services.versions import publish_version
from onewindow.catalogue.tests.factories import a_content, an_agency
from onewindow.catalogue.tests.test_drafting_pages import as_official
from onewindow.catalogue.tests.test_proposals import AuditEntry, OutboxEvent, drafter, official
from onewindow.documents.public import render_sheet
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db
KEPT = {"name": "健康体检证明", "kind": "1", "issuer": "医疗机构"}


def asking(number: int, *names: str, **row: Any) -> ItemVersion:
    content = a_content(number, name=f"事项{number}")
    rows = tuple({"name": name, "necessity": "1", "source": "申请人自备", **row} for name in names)
    return publish_version(by=SYSTEM, content=content.__class__(**{**vars(content), "materials": rows}))


def entry_of(name: str) -> MaterialEntry:
    return MaterialName.objects.select_related("entry").get(pk=name).entry


def kept(name: str = "健康体检证明", **fields: str) -> MaterialEntry:
    asking(1, name)
    return services.keep_entry(
        by=drafter(), code=entry_of(name).code, fields={**KEPT, "name": name, **fields}, reason="规范"
    )


def pdf(name: str = "空白表.pdf") -> "ContentFile[bytes]":
    return ContentFile(render_sheet(title="表", author="示例", foot="", sections=[]), name=name)


def test_publishing_gives_every_name_one_entry() -> None:
    asking(1, "健康体检证明", "居民身份证")
    asking(2, "居民身份证", "结婚证", share_resource_code="marriage")
    codes = dict(MaterialEntry.objects.values_list("name", "code"))
    assert set(codes) == {"健康体检证明", "居民身份证", "结婚证"}
    assert all(code.startswith("CL45") and len(code) == 11 for code in codes.values())
    assert (entry_of("结婚证").share_resource_code, entry_of("居民身份证").share_resource_code) == (
        "marriage",
        "",
    )
    assert entry_of("结婚证").state == EntryState.RAW


def test_no_guide_asks_for_what_the_catalogue_does_not_know() -> None:
    asking(1, "健康体检证明")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        MaterialName.objects.filter(pk="健康体检证明").delete()
        cursor.execute("SET CONSTRAINTS catalogue_material_known IMMEDIATE")


def test_known_names_cost_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        services.learn([{"name": "甲"}, {"name": "乙"}, {"name": "甲"}])
    with django_assert_num_queries(1):
        services.learn([{"name": "乙"}])
    with django_assert_num_queries(0):
        services.learn([])
    assert MaterialEntry.objects.count() == 2


def test_keeping_marks_the_entry_and_learns_its_new_name() -> None:
    entry = kept()
    renamed = services.keep_entry(
        by=drafter(), code=entry.code, fields={**KEPT, "name": "体检证明"}, reason="统一写法"
    )
    assert (renamed.state, renamed.name, renamed.issuer) == ("standard", "体检证明", "医疗机构")
    assert {n.name for n in queries.entry(entry.code).names.all()} == {"健康体检证明", "体检证明"}
    assert AuditEntry.objects.filter(action="catalogue.material_changed").count() == 2
    assert OutboxEvent.objects.filter(type="MaterialChanged").count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "名" * 301}, "name"),
        ({"kind": "9"}, "kind"),
        ({"name": "居民身份证"}, "name"),
        ({"note": "长" * 2001}, "note"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(changed: dict[str, str], field: str) -> None:
    entry = kept()
    services.learn([{"name": "居民身份证"}])
    with pytest.raises(InvalidMaterial) as caught:
        services.keep_entry(by=drafter(), code=entry.code, fields={**KEPT, **changed}, reason="规范")
    assert set(caught.value.errors) == {field}
    with pytest.raises(InvalidMaterial) as caught:
        services.keep_entry(by=drafter(), code=entry.code, fields=KEPT, reason=" ")
    assert set(caught.value.errors) == {"reason"}


def test_only_the_province_keeps_the_catalogue() -> None:
    entry = kept()
    for actor in (official(9, "catalogue", region="4501"), official(9, "staffing")):
        with pytest.raises(CannotKeepMaterials):
            services.keep_entry(by=actor, code=entry.code, fields=KEPT, reason="规范")
        with pytest.raises(CannotKeepMaterials):
            services.merge_entry(by=actor, code=entry.code, into="x", reason="同")
        with pytest.raises(CannotKeepMaterials):
            services.attach_sheet(by=actor, code=entry.code, kind="blank", file=pdf())
    with pytest.raises(UnknownMaterial):
        services.keep_entry(by=drafter(), code="CL459999999", fields=KEPT, reason="规范")


def test_a_material_is_added_before_a_guide_asks_for_it() -> None:
    made = services.add_entry(by=drafter(), fields={**KEPT, "name": "新材料"}, reason="新设")
    assert (made.state, entry_of("新材料").pk) == ("standard", made.pk)
    with pytest.raises(InvalidMaterial):
        services.add_entry(by=drafter(), fields={**KEPT, "name": "新材料"}, reason="新设")


def test_merged_names_mean_the_other_and_come_out_again() -> None:
    entry = kept()
    asking(2, "体检表")
    other = entry_of("体检表")
    services.merge_entry(by=drafter(), code=other.code, into=entry.code, reason="同一种")
    assert entry_of("体检表").pk == entry.pk
    assert queries.uses([entry.pk, other.pk]) == {entry.pk: "2", other.pk: "0"}
    asking(3, "体检表")
    assert queries.uses([entry.pk])[entry.pk] == "3"
    with pytest.raises(InvalidMaterial):
        services.merge_entry(by=drafter(), code=other.code, into=entry.code, reason="同一种")
    with pytest.raises(InvalidMaterial):
        services.merge_entry(by=drafter(), code=entry.code, into=entry.code, reason="同一种")
    with pytest.raises(InvalidMaterial):
        services.keep_entry(by=drafter(), code=other.code, fields={**KEPT, "name": "体检表"}, reason="规范")

    back = services.split_name(by=drafter(), name="体检表", reason="不同")
    assert (back.pk, back.state, back.merged_into) == (other.pk, "raw", None)
    assert queries.uses([entry.pk, other.pk]) == {entry.pk: "1", other.pk: "2"}
    with pytest.raises(InvalidMaterial):
        services.split_name(by=drafter(), name="健康体检证明", reason="不同")
    with pytest.raises(UnknownMaterial):
        services.split_name(by=drafter(), name="没有", reason="不同")


def test_a_former_name_comes_out_as_a_new_entry() -> None:
    entry = kept()
    services.keep_entry(by=drafter(), code=entry.code, fields={**KEPT, "name": "体检证明"}, reason="统一")
    made = services.split_name(by=drafter(), name="健康体检证明", reason="不同")
    assert (made.name, made.pk != entry.pk) == ("健康体检证明", True)


def test_guides_that_still_ask_are_listed_and_marked() -> None:
    entry = kept(share_resource_code="health")
    asking(2, "健康体检证明", share_resource_code="health")
    every, still = queries.guides_asking(entry), queries.guides_asking(entry, still=True)
    assert [(v.name, must) for v, must in every.rows] == [("事项1", True), ("事项2", False)]
    assert [v.name for v, _ in still.rows] == ["事项1"]
    quality.review()
    found = Finding.objects.get(rule="held_material")
    assert (found.version.name, found.place, found.said) == ("事项1", "健康体检证明", entry.code)
    services.keep_entry(by=drafter(), code=entry.code, fields=KEPT, reason="不能共享")
    quality.review()
    assert not Finding.objects.filter(rule="held_material").exists()


def test_sheets_are_taken_away_by_anyone_while_they_are_up(client: Client) -> None:
    version = asking(1, "健康体检证明")
    code = entry_of("健康体检证明").code
    for_all = services.attach_sheet(by=drafter(), code=code, kind="blank", file=pdf())
    own = services.attach_sheet(by=drafter(), code=code, kind="blank", file=pdf(), item=version.code)
    known = queries.known(["健康体检证明"], version.item_id)["健康体检证明"]
    assert known.sheets == {"空白表": own.file_id}
    assert queries.known(["健康体检证明"], 0)["健康体检证明"].sheets == {"空白表": for_all.file_id}

    page = client.get(f"/items/{version.code}/").content.decode()
    assert f'href="/materials/{code}/"' in page
    assert f"/files/{own.file_id}/" in page
    answer = client.get(f"/files/{own.file_id}/")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")

    again = services.attach_sheet(by=drafter(), code=code, kind="blank", file=pdf(), item=version.code)
    assert MaterialSheet.objects.get(pk=own.pk).ended_at is not None
    services.withdraw_sheet(by=drafter(), code=code, file_id=again.file_id, reason="有误")
    services.withdraw_sheet(by=drafter(), code=code, file_id=again.file_id, reason="有误")
    assert client.get(f"/files/{again.file_id}/").status_code == 302
    left = queries.known(["健康体检证明"], version.item_id)["健康体检证明"]
    assert left.sheets == {"空白表": for_all.file_id}


def test_only_documents_and_pictures_are_put_up() -> None:
    code = kept().code
    wrong = ContentFile(b"MZ not a picture", name="表.pdf")
    with pytest.raises(InvalidMaterial):
        services.attach_sheet(by=drafter(), code=code, kind="blank", file=wrong)
    with pytest.raises(InvalidMaterial):
        services.attach_sheet(by=drafter(), code=code, kind="other", file=pdf())
    with pytest.raises(UnknownItem):
        services.attach_sheet(by=drafter(), code=code, kind="blank", file=pdf(), item="x")
    with pytest.raises(UnknownMaterial):
        services.attach_sheet(by=drafter(), code="x", kind="blank", file=pdf())
    assert not MaterialSheet.objects.exists()


def test_public_pages(client: Client, django_assert_max_num_queries: Any) -> None:
    entry = kept(share_resource_code="health")
    services.learn([{"name": f"材料{n:02d}"} for n in range(60)])
    with django_assert_max_num_queries(4):
        page = client.get("/materials/").content.decode()
    assert page.count('scope="row"') == 50
    assert 'rel="next"' in page
    found = client.get("/materials/?q=体检&kind=1&obtainable=1").content.decode()
    assert entry.code in found
    assert found.count('scope="row"') == 1
    assert "没有符合条件的材料" in client.get("/materials/?q=没有").content.decode()
    assert client.get("/materials/?q=%00&after=%00&kind=%00").status_code == 200
    shown = client.get(f"/materials/{entry.code}/").content.decode()
    assert "共享数据（health）" in shown
    assert "事项1" in shown
    assert client.get(f"/materials/{entry.code}/?still=1&after=9x").status_code == 200
    assert client.get("/materials/CL459999999/").status_code == 404
    other = entry_of("材料01")
    services.merge_entry(by=drafter(), code=other.code, into=entry.code, reason="同")
    assert client.get(f"/materials/{other.code}/").headers["Location"] == f"/materials/{entry.code}/"


def test_downloads(client: Client) -> None:
    entry = kept()
    lines = b"".join(client.get("/materials/all.csv").streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("材料编码,名称,类型")
    assert lines[1].startswith(f"{entry.code},健康体检证明,证件证书证明,医疗机构")
    plain = client.get("/materials/all.json")
    assert b'"kind": "1"' in b"".join(plain.streaming_content)  # type: ignore[attr-defined]
    assert client.get("/materials/all.xml").status_code == 404


def test_programs_read_it_too(client: Client) -> None:
    entry = kept(share_resource_code="health")
    listed = client.get("/api/v1/materials/", {"q": "体检"}).json()
    assert listed["next"] == ""
    assert [(m["code"], m["name"], m["resource"], m["guides"]) for m in listed["materials"]] == [
        (entry.code, "健康体检证明", "health", "1")
    ]
    one = client.get(f"/api/v1/materials/{entry.code}").json()
    assert (one["names"], one["state"]) == (["健康体检证明"], "standard")
    assert client.get("/api/v1/materials/x").status_code == 404


def test_the_desk(client: Client) -> None:
    an_agency()
    asking(1, "健康体检证明", "体检表")
    entry, other = entry_of("健康体检证明"), entry_of("体检表")
    keeper = as_official(client, "tanjing")
    assert "待规范" in keeper.get("/desk/materials/?state=raw").content.decode()
    url = f"/desk/materials/{entry.code}/"

    def post(**given: Any) -> Any:
        return keeper.post(url, given)

    assert post(action="keep", **KEPT).status_code == 422
    assert post(action="keep", **KEPT, reason="规范").status_code == 302
    assert post(action="merge", into="x", why="同").status_code == 422
    assert post(action="merge", into=other.code, why="").status_code == 422
    assert (
        keeper.post(
            f"/desk/materials/{other.code}/", {"action": "merge", "into": entry.code, "why": "同"}
        ).status_code
        == 302
    )
    assert "已并入" in keeper.get(f"/desk/materials/{other.code}/").content.decode()
    assert post(action="split", split="体检表").status_code == 302
    assert post(action="attach", sheet="sample").status_code == 422
    assert post(action="attach", sheet="sample", file=pdf(), item="x").status_code == 422
    assert post(action="attach", sheet="sample", file=pdf()).status_code == 302
    sheet = MaterialSheet.objects.get()
    assert post(action="withdraw", file_id="x").status_code == 422
    assert post(action="withdraw", file_id=str(sheet.file_id)).status_code == 302
    assert post(action="").status_code == 422
    assert keeper.post("/desk/materials/new/", {**KEPT, "name": "新材料"}).status_code == 422
    made = keeper.post("/desk/materials/new/", {**KEPT, "name": "新材料", "reason": "新设"})
    assert made.headers["Location"] == f"/desk/materials/{entry_of('新材料').code}/"


def test_the_sample_is_planted_once() -> None:
    asking(1, "居民身份证", plant.BLANK)
    assert plant.plant() == "materials 2 kept"
    assert plant.plant() == "materials 0 kept"
    assert entry_of("居民身份证").share_resource_code == "population"
    assert MaterialSheet.objects.count() == 1
