"""A provider keeps its part of the catalogue at the desk: register, change, publish, end."""

import json
from argparse import Namespace

import pytest
from django.test import Client

from onewindow.exchange.cli import _source_key
from onewindow.exchange.connectors import connector_of
from onewindow.exchange.models import Resource, ResourceChange
from onewindow.exchange.queries import forget_resources, resource, resources
from onewindow.exchange.seed import plant
from onewindow.exchange.sharing.demands import ask_demand, withdraw_demand
from onewindow.exchange.sharing.describing import typed
from onewindow.exchange.sharing.errors import (
    Incomplete,
    NotPublished,
    ResourceInvalid,
    StillUsed,
    WrongStanding,
)
from onewindow.exchange.sharing.keeping import (
    change_resource,
    end_resource,
    publish_resource,
    register_resource,
)
from onewindow.exchange.sharing.tests.conftest import GIVEN
from onewindow.exchange.signing import agreed_keys
from onewindow.identity.public import Account, RoleMissing
from onewindow.kernel.public import SYSTEM, audit

TOLD = {
    "code": "midwife", "name": "助产技术合格信息", "abstract": "母婴保健技术考核合格证的状态和有效期",
    "catalogue_code": "202009/000001", "about": "person", "sharing": "conditional",
    "basis": "《母婴保健法实施办法》", "condition": "办理助产技术许可", "cycle": "每日",
    "format": "自描述格式", "method": "api", "keys": "resident_id",
    "fields": "status，状态，代码，2\nvalid_to\t有效期止\t日期\t\t可为空\nholder|持证人|文本|100",
    "open": "0",
    "source": "gx-midwife", "source_name": "妇幼信息系统", "base": "https://data.example.cn",
    "path": "/midwives", "mapping": "status = zt",
}  # fmt: skip


@pytest.fixture
def draft(provider) -> Resource:
    return register_resource(by=provider, given=TOLD, linked=["population"])


@pytest.fixture
def published(draft, provider) -> Resource:
    return publish_resource(by=provider, code="midwife")


def refused(given: dict[str, str], by=SYSTEM) -> set[str]:
    with pytest.raises(ResourceInvalid) as refusal:
        register_resource(by=by, given=TOLD | {"provider": "卫生健康部门"} | given)
    return set(refusal.value.errors)


def test_a_draft_is_entered_for_the_own_body(draft):
    row = Resource.objects.get(code="midwife")
    assert (row.provider, row.standing, row.revision, row.linked) == (
        "卫生健康部门",
        "draft",
        1,
        ["population"],
    )
    assert row.fields == {
        "status": {"label": "状态", "type": "code", "length": 2},
        "valid_to": {"label": "有效期止", "type": "date", "nullable": True},
        "holder": {"label": "持证人", "type": "text", "length": 100},
    }
    made = connector_of(row)
    assert (made.base, made.path, made.secret, made.mapping) == (
        "https://data.example.cn", "/midwives", "source-gx-midwife", {"status": "zt"},
    )  # fmt: skip
    assert [one.problem for one in audit.verify().problems if "resource" in one.place] == []
    assert row not in resources()


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"code": "A b"}, {"code"}),
        ({"code": "population"}, {"code"}),
        ({"name": "", "sharing": "x", "cycle": "", "about": ""}, {"name", "sharing", "cycle", "about"}),
        ({"basis": ""}, {"basis"}),
        ({"catalogue_code": "9/1"}, {"catalogue_code"}),
        ({"keys": "Resident Id"}, {"keys"}),
        ({"fields": ""}, {"fields"}),
        ({"fields": "a，甲，小数"}, {"fields"}),
        ({"fields": "a，甲，文本\na，乙，文本"}, {"fields"}),
        ({"fields": "a，甲，文本，99999"}, {"fields"}),
        ({"base": "https://a:b@host"}, {"base"}),
        ({"base": "simulated"}, {"base"}),
        ({"base": "file:///etc/passwd", "path": "x"}, {"base", "path"}),
        ({"path": "/../x"}, {"path"}),
        ({"mapping": "status"}, {"mapping"}),
        ({"mapping": "gone = x"}, {"path"}),
        ({"source": "health"}, {"source"}),  # its key is agreed with another address
    ],
)
def test_faults_are_told_at_their_fields(system, given, fields):
    assert refused(given) == fields


def test_a_published_one_can_be_asked_for_and_a_draft_cannot(draft, provider, asker):
    asked = {"by": asker, "system": "nn-health", "resource": "midwife", "given": GIVEN, "fields": ["status"]}
    with pytest.raises(NotPublished):
        ask_demand(**asked)
    row = publish_resource(by=provider, code="midwife")
    assert (row.standing, row.published.isoformat()) == ("", "2026-03-02")
    assert resource("midwife") in resources()
    assert ask_demand(**asked).state == "asked"
    with pytest.raises(WrongStanding):
        publish_resource(by=provider, code="midwife")


def test_what_is_not_complete_is_not_published(provider, system):
    register_resource(by=provider, given=TOLD | {"abstract": "", "catalogue_code": ""})
    with pytest.raises(Incomplete) as refusal:
        publish_resource(by=provider, code="midwife")
    assert "信息资源代码、摘要" in refusal.value.message


def test_a_change_of_a_published_one_has_a_reason_and_a_number(published, provider):
    given = {**typed(published), "cycle": "实时"}
    with pytest.raises(ResourceInvalid):
        change_resource(by=provider, code="midwife", given=given, linked=["population"])
    row = change_resource(
        by=provider, code="midwife", given=given, linked=["population"], reason="改为实时接口"
    )
    assert (row.cycle, row.revision) == ("实时", 3)
    again = change_resource(by=provider, code="midwife", given=typed(row), linked=["population"])
    assert again.revision == 3
    told = ResourceChange.objects.filter(resource=row).order_by("revision")
    assert [(one.revision, one.what) for one in told] == [(1, "registered"), (2, "published"), (3, "changed")]
    assert (told[2].names, told[2].reason) == (["cycle"], "改为实时接口")


def test_nothing_is_taken_away_that_somebody_holds(published, provider, asker):
    demand = ask_demand(
        by=asker, system="nn-health", resource="midwife", given=GIVEN, fields=["status", "holder"]
    )
    fewer = typed(published) | {"fields": "status，状态，代码，2", "keys": "uscc"}
    with pytest.raises(ResourceInvalid) as refusal:
        change_resource(by=provider, code="midwife", given=fewer, reason="减少信息项")
    assert set(refusal.value.errors) == {"fields", "keys"}
    with pytest.raises(StillUsed) as used:
        end_resource(by=provider, code="midwife", reason="系统下线了")
    assert demand.number in used.value.message
    withdraw_demand(by=asker, number=demand.number)
    assert end_resource(by=provider, code="midwife", reason="系统下线了").standing == "ended"
    with pytest.raises(NotPublished):
        ask_demand(by=asker, system="nn-health", resource="midwife", given=GIVEN, fields=["status"])
    with pytest.raises(WrongStanding):
        change_resource(by=provider, code="midwife", given=fewer, reason="再改一改")
    assert publish_resource(by=provider, code="midwife").standing == ""


def test_a_new_address_gets_a_new_key(published, provider):
    row = resource("nurse_registration")
    given = typed(row) | {"base": "https://real.example.cn", "source_name": "真实系统"}
    with pytest.raises(ResourceInvalid) as refusal:
        change_resource(by=provider, code=row.code, given=given, linked=row.linked, reason="接入真实系统")
    assert set(refusal.value.errors) == {"source"}  # others are asked under the same name at the old address
    given |= {"source": "gx-nurses"}
    changed = change_resource(
        by=provider, code=row.code, given=given, linked=row.linked, reason="接入真实系统"
    )
    assert (changed.source, changed.connector["secret"]) == ("gx-nurses", "source-gx-nurses")
    request, answer = agreed_keys(connector_of(changed))
    assert len({request, answer, *agreed_keys(connector_of(resource("midwife")))}) == 4


def test_the_seed_leaves_what_is_kept_at_the_desk(provider, system):
    row = resource("nurse_registration")
    given = typed(row) | {"abstract": "由提供方改写的摘要"}
    change_resource(by=provider, code=row.code, given=given, linked=row.linked, reason="写清楚一些")
    plant()
    forget_resources()
    assert resource("nurse_registration").abstract == "由提供方改写的摘要"


def test_only_the_provider_and_the_operator_keep_it(draft, stranger, asker, operating):
    for by in (stranger, asker):
        with pytest.raises(RoleMissing):
            publish_resource(by=by, code="midwife")
        with pytest.raises(RoleMissing):
            change_resource(by=by, code="midwife", given=TOLD)
    with pytest.raises(RoleMissing):
        register_resource(by=asker, given=TOLD)
    mine = register_resource(by=stranger, given=TOLD | {"code": "theirs", "provider": "卫生健康部门"})
    assert mine.provider == "别的部门"
    other = register_resource(by=operating, given=TOLD | {"code": "for_others", "provider": "民政部门"})
    assert other.provider == "民政部门"
    assert publish_resource(by=operating, code="midwife").standing == ""


def browser(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def test_the_pages_walk_from_draft_to_end(provider, asker):
    desk, pages = browser("provider1"), "/desk/exchange/resources/"
    assert desk.get(f"{pages}new/").status_code == 200
    assert desk.post(f"{pages}new/", TOLD | {"name": ""}).status_code == 422
    done = desk.post(f"{pages}new/", TOLD | {"linked": ["population"]}, follow=True).content.decode()
    assert "草稿" in done
    assert f"{pages}midwife/edit/" in done
    assert "助产技术合格信息" not in desk.get(pages).content.decode()
    assert "助产技术合格信息" in desk.get(f"{pages}?standing=draft").content.decode()
    form = desk.get(f"{pages}midwife/edit/").content.decode()
    assert "status，状态，代码，2" in form
    assert desk.post(f"{pages}midwife/edit/", TOLD | {"cycle": "每周"}).status_code == 302
    assert "确认发布" in desk.get(f"{pages}midwife/standing/").content.decode()
    assert "已发布" in desk.post(f"{pages}midwife/standing/", {"do": "publish"}, follow=True).content.decode()
    assert desk.post(f"{pages}midwife/edit/", TOLD).status_code == 422  # the reason is missing
    assert desk.post(f"{pages}midwife/standing/", {"do": "end", "reason": ""}).status_code == 422
    sent = {"do": "end", "reason": "系统下线了"}
    assert "已停止共享" in desk.post(f"{pages}midwife/standing/", sent, follow=True).content.decode()
    assert "变更记录" in desk.get(f"{pages}midwife/").content.decode()
    others = browser("asker1")
    assert others.get(f"{pages}new/").status_code == 403
    assert "midwife/edit/" not in others.get(f"{pages}midwife/").content.decode()


def test_another_body_may_not_open_the_form(draft, stranger):
    theirs = browser("stranger1")
    assert theirs.get("/desk/exchange/resources/midwife/edit/").status_code == 403
    assert theirs.get("/desk/exchange/resources/midwife/standing/").status_code == 403


def test_the_keys_for_the_source_are_printed(published, capsys):
    assert _source_key(Namespace(resource="midwife")) == 0
    request, answer = agreed_keys(connector_of(published))
    told = json.loads(capsys.readouterr().out)
    assert told == {"source": "gx-midwife", "request": request.hex(), "answer": answer.hex()}
    assert _source_key(Namespace(resource="nothing")) == 2
