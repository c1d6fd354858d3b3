"""Seeing and copying everything held about oneself."""

import csv
import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.identity.errors import NotSignedIn
from onewindow.identity.models import AccessRecord, Account
from onewindow.identity.queries import actor_for
from onewindow.identity.rights import copying, held
from onewindow.identity.rights.errors import NotOneself
from onewindow.identity.rights.rules import retention
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.kernel.public import ANONYMOUS

pytestmark = pytest.mark.django_db
ELSEWHERE = {  # tables that point to people and are not data about them
    "identity_mobilecode": "codes, gone within minutes",
    "identity_sentcode": "codes, gone within minutes",
    "identity_holding": "what an office gave an official",
    "identity_rolegrant": "what an office gave a post",
    "identity_mandate": "shown on the mandates' own pages",
    "identity_scoperequest": "what an office gave a system",
}
PEOPLE = {"identity.Account", "identity.Person", "identity.Organisation"}


def opened(account: Account) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(copying.copy(by=actor_for(account)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_table_about_people_is_in_a_source() -> None:
    covered = {table for one in held.sources() for table in one.tables} | ELSEWHERE.keys()
    about = set()
    for model in apps.get_models():
        if not model.__module__.startswith("onewindow."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None) if getattr(field, "many_to_one", 0) else None
            if getattr(field, "one_to_one", 0) and getattr(field, "concrete", 0):
                target = field.related_model
            named = target is not None and not isinstance(target, str) and target._meta.label in PEOPLE
            if named or getattr(field, "name", "") in {"account_id", "subject_id"}:
                about.add(model._meta.db_table)
    staff = {table for table in about if table.startswith("catalogue_")}
    assert about - staff - covered == set()


def test_every_source_names_a_retention_rule() -> None:
    assert {one.retention for one in held.sources()} <= retention().keys()


def test_the_page_masks_and_asks_each_source_once(client: Client, weixiaolan: Account) -> None:
    client.force_login(weixiaolan)
    client.get("/my/data/")
    with CaptureQueriesContext(connection) as sql:
        page = client.get("/my/data/")
    html = page.content.decode()
    assert page.status_code == 200
    assert "459900199005120020" not in html and "19900000001" not in html
    assert "韦晓兰" in html
    reads = [one["sql"] for one in sql if one["sql"].startswith(("SELECT", "("))]
    assert len(reads) <= len(held.sources("person")) + 8  # who, and the page


def test_the_copy_is_whole_and_recorded(weixiaolan: Account) -> None:
    record_accesses(actor_for(weixiaolan), [Access("person", weixiaolan.person_id or 0, "=1+1", "核对")])
    files = opened(weixiaolan)
    assert {f"{one.key}.{end}" for one in held.sources("person") for end in ("csv", "json")} < files.keys()
    account = json.loads(files["account.json"])["rows"]
    assert account[0]["number"] == "459900199005120020" and account[0]["mobile"] == "19900000001"
    table = list(csv.reader(io.StringIO(files["accesses.csv"].decode("utf-8-sig"))))
    assert table[0] == ["时间", "谁", "看了什么", "为什么", "办件编号", "来源"]
    assert [row[2] for row in table[1:]] == ["全部个人信息（复制件）", "'=1+1"]
    assert AccessRecord.objects.filter(subject_id=weixiaolan.person_id, reason="本人要求复制").count() == 1


def test_the_copy_holds_nothing_of_others(weixiaolan: Account, qinzhiyuan: Account) -> None:
    everything = b"".join(opened(weixiaolan).values()).decode()
    assert "覃志远" not in everything and "459900198803210018" not in everything


def test_a_firm_sees_its_own(client: Client, zhuangxiangwei: Account) -> None:
    client.force_login(zhuangxiangwei)
    assert "91459900MA0DEM0134" in client.get("/my/data/").content.decode()
    assert json.loads(opened(zhuangxiangwei)["account.json"])["rows"][0]["representative"] == "陆小燕"


def test_only_oneself(weixiaolan: Account) -> None:
    with pytest.raises(NotSignedIn):
        copying.copy(by=ANONYMOUS)
    with pytest.raises(NotOneself):
        copying.copy(by=replace(actor_for(weixiaolan), mandate="M1"))
    assert not AccessRecord.objects.exists()


def test_the_copy_needs_the_password_again(client: Client, weixiaolan: Account) -> None:
    client.force_login(weixiaolan)
    assert client.get("/my/data/copy/").headers["Location"].startswith("/account/security/confirm/")
    assert client.post("/my/data/copy/my-data.zip").status_code == 302
    assert client.get("/my/data/").status_code == 200
    assert client.get("/my/data/cases/").status_code == 200
    assert client.get("/my/data/nothing/").status_code == 404
