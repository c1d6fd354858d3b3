"""Designing over the pages: no script, a second hand publishes, what already runs keeps its version."""

import json
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.forms import seed
from onewindow.forms.designs import services, uses
from onewindow.forms.designs.files import as_file
from onewindow.forms.errors import DesignNotSubmitted, DesignSubmitted, DesignUnsound, StaleDesign
from onewindow.forms.models import FormDesign, FormVersion
from onewindow.forms.public import form
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import Invalid, audit

CODE = "nurse-renewal"
At = Callable[[str], Client]


@pytest.fixture
def at(forms_planted) -> At:
    def client(who: str) -> Client:
        found = Client()
        found.force_login(account(who))
        return found

    return client


def account(who: str) -> identity.Account:
    return identity.Account.objects.filter(username=who).first() or of_the_cast(who)


def by(who: str):
    return identity.actor_for(account(who))


def revision() -> str:
    return str(FormDesign.objects.get(state="draft").revision)


def test_from_the_first_page_to_a_published_form(at: At) -> None:
    author, other = at("tanjing"), at("luzhiqiang")
    made = author.post("/desk/forms/", {"code": "sample-form", "title": "样表"})
    assert made["Location"] == "/desk/forms/sample-form/"
    assert "表单还没有页" in author.get("/desk/forms/sample-form/").content.decode()
    page = {"revision": revision(), "key": "rows", "title": "有哪些设备？", "hint": "", "visible_if": ""}
    assert author.post("/desk/forms/sample-form/page/", page).status_code == 302
    group = {"revision": revision(), "name": "machines", "label": "设备", "widget": "group", "most": "9"}
    assert author.post("/desk/forms/sample-form/field/?page=rows", group).status_code == 302
    part = {"revision": revision(), "name": "model", "label": "型号", "widget": "text", "required": "1"}
    url = "/desk/forms/sample-form/field/?page=rows&group=machines"
    assert author.post(url, part).status_code == 302
    more = {
        "revision": revision(), "name": "old", "label": "有没有旧设备？", "widget": "bool",
        "visible_if": "count(machines) > 1",
    }  # fmt: skip
    assert author.post("/desk/forms/sample-form/field/?page=rows", more).status_code == 302
    tried = author.post(
        "/desk/forms/sample-form/preview/",
        {"machines__rows": "3", "machines-0-model": "甲", "machines-1-model": "乙", "machines-2-model": ""},
    ).content.decode()
    assert ("有没有旧设备？" in tried, "这样填写可以提交" in tried) == (True, True)
    assert "有没有旧设备？" not in author.get("/desk/forms/sample-form/preview/").content.decode()
    assert author.post("/desk/forms/sample-form/do/submit/").status_code == 302
    assert author.post("/desk/forms/sample-form/do/publish/").status_code == 403
    assert other.post("/desk/forms/sample-form/do/publish/").status_code == 302
    assert [one.name for one in form("sample-form").all_pages[0].fields[0].parts] == ["model"]
    assert FormVersion.objects.get(code="sample-form").version == 1
    assert [one for one in audit.verify().problems if one.place.startswith("forms_")] == []


def test_a_change_becomes_the_next_version_and_what_runs_keeps_its_own(at: At, start) -> None:
    draft = start(CODE)
    author = at("tanjing")
    author.post(f"/desk/forms/{CODE}/do/start/")
    field = {
        "revision": revision(), "name": "certificate_number", "label": "证书编号", "widget": "code",
        "required": "1", "pattern": "^[0-9]{12}$", "pattern_told": "请对照证书核对",
    }  # fmt: skip
    url = f"/desk/forms/{CODE}/field/?page=certificate&name=certificate_number"
    shown = author.get(url).content.decode()
    assert ("^[0-9]{12}$" in shown, "nurse_registration" in shown) == (True, True)
    assert author.post(url, field).status_code == 302
    services.submit_design(by=by("tanjing"), code=CODE)
    services.publish_design(by=by("luzhiqiang"), code=CODE)
    new, old = form(CODE, 2), form(CODE, draft.form_version)
    assert [one.all_pages[0].fields[0].label for one in (new, old)] == ["证书编号", "护士执业证书编号"]
    assert new.all_pages[0].fields[0].prefill == old.all_pages[0].fields[0].prefill
    assert FormDesign.objects.get().published_as == 2


def test_moving_and_removing_need_the_present_revision(at: At) -> None:
    author = at("tanjing")
    author.post(f"/desk/forms/{CODE}/do/start/")
    url, now = f"/desk/forms/{CODE}/arrange/", revision()
    assert author.post(url, {"page": "exam", "how": "up", "revision": now}).status_code == 302
    assert author.post(url, {"page": "exam", "how": "up", "revision": now}).status_code == 409
    assert author.post(url, {"page": "no", "how": "up", "revision": revision()}).status_code == 404
    gone = {"page": "exam", "name": "exam_date", "how": "drop", "revision": revision()}
    assert author.post(url, gone).status_code == 302
    told = FormDesign.objects.get().told
    assert [page["key"] for page in told["ui"]["pages"]][:2] == ["certificate", "exam"]
    assert "exam_date" not in told["schema"]["properties"]
    assert "还没有填写项" in author.get(f"/desk/forms/{CODE}/").content.decode()
    with pytest.raises(DesignUnsound):
        services.submit_design(by=by("tanjing"), code=CODE)


def test_a_file_goes_out_and_comes_in_as_it_was(at: At) -> None:
    author = at("tanjing")
    out = author.get(f"/desk/forms/{CODE}/file/?version=1").content
    assert out == as_file(json.loads((seed.DATA / f"{CODE}.json").read_text()))
    file = SimpleUploadedFile("a.json", out)
    made = author.post("/desk/forms/", {"code": "copy", "import": "1", "file": file})
    assert made["Location"] == "/desk/forms/copy/"
    assert author.get("/desk/forms/copy/file/").content == out
    for data in (b"{}", b""):
        told = author.post(
            "/desk/forms/", {"code": "bad", "import": "1", "file": SimpleUploadedFile("a", data)}
        )
        assert told.status_code == 422
    assert FormDesign.objects.count() == 1


def test_sent_back_with_a_reason_changed_and_dropped(at: At) -> None:
    author, other = at("tanjing"), at("luzhiqiang")
    services.start_design(by=by("tanjing"), code=CODE)
    with pytest.raises(DesignNotSubmitted):
        services.publish_design(by=by("luzhiqiang"), code=CODE)
    services.submit_design(by=by("tanjing"), code=CODE)
    with pytest.raises(DesignSubmitted):
        services.submit_design(by=by("tanjing"), code=CODE)
    with pytest.raises(DesignSubmitted):
        services.change_design(by=by("tanjing"), code=CODE, revision=1, told=FormDesign.objects.get().told)
    empty = other.post(f"/desk/forms/{CODE}/do/return/", {"answer": " "})
    assert ("请写明要改什么" in empty.content.decode(), empty.status_code) == (True, 422)
    other.post(f"/desk/forms/{CODE}/do/return/", {"answer": "请补充填写说明"})
    assert "请补充填写说明" in author.get(f"/desk/forms/{CODE}/").content.decode()
    assert author.post(f"/desk/forms/{CODE}/do/drop/").status_code == 302
    assert author.get(f"/desk/forms/{CODE}/").status_code == 200
    assert author.post(f"/desk/forms/{CODE}/do/dance/").status_code == 404
    assert author.post("/desk/forms/", {"code": CODE, "title": "又一张"}).status_code == 422


def test_no_material_beyond_the_guide_of_an_item_is_asked(at: At, monkeypatch) -> None:
    monkeypatch.setitem(uses._finders, "test", lambda code: [uses.FormUse("x", "甲事项", 3, frozenset({1}))])
    services.start_design(by=by("tanjing"), code=CODE)
    with pytest.raises(DesignUnsound) as refusal:
        services.submit_design(by=by("tanjing"), code=CODE)
    assert any("“甲事项”第 3 版的指南里没有" in text for text in refusal.value.errors[""])


def test_only_who_keeps_the_catalogue_designs(at: At) -> None:
    for who in ("menglihua", "zhouhaiyan"):
        assert at(who).get("/desk/forms/").status_code == 403
    legal = at("luzhiqiang")
    page = legal.get("/desk/forms/").content.decode()
    assert ("新建或者导入" in page) == by("luzhiqiang").has_role("catalogue")
    assert re.search(r'href="/desk/forms/nurse-renewal/"', page)
    with pytest.raises(StaleDesign):
        services.start_design(by=by("tanjing"), code=CODE)
        services.change_design(by=by("tanjing"), code=CODE, revision=9, told={})
    with pytest.raises(Invalid):
        services.start_design(by=by("tanjing"), code="Ä", title="x")


@pytest.mark.parametrize(
    "path", ["field/?page=no", "page/?page=no", "preview/?version=99", "file/?version=9"]
)
def test_odd_addresses_are_not_found(at: At, path: str) -> None:
    author = at("tanjing")
    author.post(f"/desk/forms/{CODE}/do/start/")
    assert author.get(f"/desk/forms/{CODE}/{path}").status_code == 404
    assert author.get("/desk/forms/no-such-form/").status_code == 404
