"""Publishing versions."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from onewindow.catalogue import public as catalogue
from onewindow.catalogue.errors import CannotMaintain, IncompleteItem
from onewindow.catalogue.models import Item, ItemVersion, Material
from onewindow.catalogue.services.versions import publish_version, publish_versions
from onewindow.catalogue.tests.factories import a_content, an_agency, publish
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor, audit, canonical

AuditEntry = apps.get_model("kernel", "AuditEntry")
OutboxEvent = apps.get_model("kernel", "OutboxEvent")
pytestmark = pytest.mark.django_db


def test_brings_a_version_into_force_with_its_rows() -> None:
    version = publish()

    assert (version.state, version.number, version.code) == (
        "published",
        1,
        "1145000000DM00215X2450118001000",
    )
    guide = catalogue.guide(catalogue.published(version.code))
    assert [m.name for m in guide.materials] == ["健康体检证明"]
    assert [(b.law, b.article) for b in guide.bases] == [("护士条例", "第八条")]
    assert [q.answer for q in guide.questions] == ["五个工作日。"]


def test_writes_the_audit_entry_and_the_event() -> None:
    version = publish()

    entry = AuditEntry.objects.get(table="catalogue_itemversion")
    assert (entry.action, entry.key) == ("catalogue.version_published", str(version.pk))
    stored = ItemVersion.objects.get(pk=version.pk)
    assert bytes(entry.state) == canonical.row_state(stored)
    event = OutboxEvent.objects.get(type="ItemPublished")
    assert (event.payload["version_id"], event.payload["number"]) == (version.pk, 1)


def test_the_same_content_again_changes_nothing() -> None:
    publish()
    done = publish_versions(by=SYSTEM, contents=[a_content()])

    assert (done.new, done.changed, done.unchanged) == (0, 0, 1)
    assert ItemVersion.objects.count() == 1
    assert OutboxEvent.objects.filter(type="ItemPublished").count() == 1


def test_a_change_is_a_new_version_and_the_old_one_stays() -> None:
    first = publish()
    second = publish(promised_days=3)

    first.refresh_from_db()
    assert (first.state, first.promised_days, second.number, second.promised_days) == ("superseded", 5, 2, 3)
    assert first.valid_to == second.valid_from
    assert catalogue.published(first.code).pk == second.pk
    assert catalogue.item_version(first.pk).promised_days == 5
    assert Material.objects.filter(version=first).count() == 1


def test_going_back_to_an_earlier_content_is_a_third_version() -> None:
    publish()
    publish(promised_days=3)
    assert publish().number == 3


def test_an_older_source_version_becomes_history() -> None:
    newer = replace(a_content(), source="gx", agency_id=None, source_version=13)
    older = replace(newer, source_version=11, fields={**newer.fields, "promised_days": 9})
    for _ in range(2):
        publish_versions(by=SYSTEM, contents=[newer, older])

    states = {v.source_version: v.state for v in ItemVersion.objects.all()}
    assert states == {13: "published", 11: "superseded"}


def test_is_refused_to_those_who_do_not_keep_the_catalogue() -> None:
    with pytest.raises(CannotMaintain):
        publish_version(by=ANONYMOUS, content=a_content())
    roles = frozenset({"catalogue"})
    keeper = Actor(kind="official", account_id=1, roles=roles, region_prefix="45", agency=str(an_agency().pk))
    with pytest.raises(CannotMaintain):
        publish_version(by=keeper, content=a_content())  # own items go through the two reviews
    sample = replace(a_content(), source="样例")
    for elsewhere in ("", "4501"):
        with pytest.raises(CannotMaintain):
            publish_version(by=replace(keeper, region_prefix=elsewhere), content=sample)
    assert publish_version(by=keeper, content=sample).number == 1


def test_a_promise_longer_than_the_law_is_refused() -> None:
    with pytest.raises(IncompleteItem) as refused:
        publish(promised_days=21)
    assert "不超过法定时限" in refused.value.errors["promised_days"][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        publish_version(by=SYSTEM, content=replace(a_content(promised_days=21), source="elsewhere"))
    assert Item.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_itemversion SET name = 'x'",
        "UPDATE catalogue_itemversion SET state = 'superseded', valid_to = now(), words = NULL",
        "UPDATE catalogue_itemversion SET state = 'draft'",
        "DELETE FROM catalogue_itemversion",
        "UPDATE catalogue_material SET name = 'x'",
        "DELETE FROM catalogue_legalbasis",
        "INSERT INTO catalogue_question (version_id, seq, question, answer) "
        "SELECT id, 9, 'q', 'a' FROM catalogue_itemversion",
    ],
)
def test_a_published_version_never_changes_even_by_hand(statement: str) -> None:
    publish()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("ended", "after"), [("superseded", "published"), ("cancelled", "suspended")])
def test_what_has_ended_never_comes_back(ended: str, after: str) -> None:
    version = publish()
    ItemVersion.objects.filter(pk=version.pk).update(state=ended, valid_to=version.valid_from)
    for state in (after, "draft"):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            ItemVersion.objects.filter(pk=version.pk).update(state=state)
    ItemVersion.objects.filter(pk=version.pk).update(state=ended)


def test_the_guard_watches_every_column() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, attnum = ANY(tgattr::int2[]) FROM pg_attribute, pg_trigger "
            "WHERE attrelid = tgrelid AND tgname = 'catalogue_guard_version' "
            "AND tgrelid = 'catalogue_itemversion'::regclass AND attnum > 0 AND NOT attisdropped"
        )
        watched = dict(cursor.fetchall())
    columns = {field.column for field in ItemVersion._meta.concrete_fields}
    free = {name for name in columns if not watched.get(name)}
    assert free == {"state", "valid_to"}, "end the migration with SELECT catalogue_guard_columns()"


def test_reads_cost_one_statement_or_none(django_assert_num_queries: Any) -> None:
    version = publish()
    with django_assert_num_queries(1):
        catalogue.published(version.code)
    with django_assert_num_queries(0):
        assert catalogue.item_version(version.pk).item.agency.name == "广西壮族自治区卫生健康委员会"


def test_unknown_codes_and_versions_are_not_found() -> None:
    for code in ("", "x", "x" * 5000, "a\x00b"):
        with pytest.raises(catalogue.UnknownItem):
            catalogue.published(code)
    with pytest.raises(catalogue.UnknownVersion):
        catalogue.item_version(0)


def test_the_audit_log_knows_every_state_and_sees_a_change_by_hand() -> None:
    from onewindow.catalogue.services.versions import suspend_item

    first = publish()
    second = publish(promised_days=3)
    suspend_item(by=SYSTEM, code=second.code, reason="x")
    assert audit.verify().ok

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE catalogue_itemversion SET name = '改过的' WHERE id = %s", [first.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert [p.kind for p in audit.verify().problems] == ["altered"]
