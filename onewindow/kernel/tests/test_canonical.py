"""A row's state is the same right after a save and after a reload, for every kind of field."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.kernel.canonical import Alike, _encoder, canonical_json, row_state, sm3
from onewindow.kernel.codes import Uscc
from onewindow.kernel.fields import EncryptedTextField


class Many(models.Model):
    key = models.UUIDField(primary_key=True)
    text = models.CharField(max_length=200)
    number = models.BigIntegerField(null=True)
    real = models.FloatField(null=True)
    money = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    moment = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    clock = models.TimeField(null=True)
    span = models.DurationField(null=True)
    flag = models.BooleanField(default=False)
    bits = models.BinaryField(null=True)
    data = models.JSONField(null=True)
    rich = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    words = ArrayField(models.CharField(max_length=50), null=True)
    days = ArrayField(models.DateField(), null=True)
    secret = EncryptedTextField(null=True)
    other = models.ForeignKey("self", models.CASCADE, null=True, related_name="+", db_constraint=False)
    counter = models.IntegerField(default=0)

    audit_exclude = ("counter",)

    class Meta:
        app_label = "kernel_tests"
        db_table = "kernel_test_many"


@pytest.fixture
def table(db: None) -> Iterator[None]:
    with connection.schema_editor(atomic=False) as editor:
        editor.create_model(Many)
    yield


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
floats = st.floats(allow_nan=False, allow_infinity=False)
moments = st.datetimes(
    datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])
)
jsons = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | floats | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
rows = st.builds(
    Many,
    key=st.uuids(),
    text=texts,
    number=st.none() | st.integers(-(2**63), 2**63 - 1),
    real=st.none() | floats,
    money=st.none() | st.decimals(-(10**11), 10**11, allow_nan=False, places=4) | st.floats(-1e9, 1e9),
    moment=st.none() | moments,
    day=st.none() | st.dates(date(1900, 1, 1)),
    clock=st.none() | st.times(),
    span=st.none() | st.timedeltas(timedelta(days=-9999), timedelta(days=9999)),
    flag=st.booleans(),
    bits=st.none() | st.binary(max_size=20) | st.binary(max_size=20).map(memoryview),
    data=jsons,
    rich=st.fixed_dictionaries({"on": st.dates(), "at": moments, "sum": st.decimals(0, 99, places=2)}),
    words=st.none() | st.lists(texts, max_size=3) | st.lists(texts, max_size=3).map(tuple),
    days=st.none() | st.lists(st.dates(), max_size=3),
    secret=st.none() | texts,
    other_id=st.none() | st.uuids() | st.uuids().map(str),
    counter=st.integers(0, 100),
)


@given(rows)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_state_after_save_is_state_after_reload(table: None, row: Many) -> None:
    row.save(force_insert=not Many.objects.filter(pk=row.pk).exists())
    before = row_state(row)
    again = Many.objects.get(pk=row.pk)
    assert row_state(again) == before
    again.counter += 1
    assert row_state(again) == before
    again.text += "x"
    assert row_state(again) != before


@given(st.lists(rows, min_size=1, max_size=3), st.data())
@settings(max_examples=100, deadline=None)
def test_states_of_rows_with_values_in_common_are_those_of_each_alone(
    drawn: list[Many], data: st.DataObject
) -> None:
    alike, names = Alike(), [field.attname for field in Many._meta.concrete_fields]
    for _ in range(3):
        held = {name: getattr(data.draw(st.sampled_from(drawn)), name) for name in names}
        row = Many(**held)
        assert alike.row_state(row) == row_state(row)


@given(st.lists(jsons, max_size=4), st.dictionaries(texts, jsons, max_size=4))
def test_values_in_common_are_spelt_as_each_alone(many: list[object], told: dict[str, object]) -> None:
    alike = Alike()
    for _ in range(2):
        assert alike.json_array(many) == canonical_json(many)
        assert alike.json_object(told) == canonical_json(told)
        assert [alike.json(value) for value in many] == [canonical_json(value) for value in many]
    assert [alike.json(value) for value in (1, 1.0, True)] == [b"1", b"1.0", b"true"]


def test_columns_that_came_later_count_from_their_first_value() -> None:
    class Grown(models.Model):
        name = models.CharField(max_length=9)
        note = models.CharField(max_length=9)
        paid = models.BooleanField(null=True)
        audit_grown = ("note", "paid")

        class Meta:
            app_label = "kernel_tests"

    alike = Alike()
    for note, paid in (("", None), ("一", None), ("", False), ("一", True), ("", None)):
        row = Grown(id=1, name="", note=note, paid=paid)
        assert alike.row_state(row) == row_state(row)


def test_texts_in_place_of_values_are_read_as_the_column_reads_them(table: None) -> None:
    row = Many(
        key="00000000-0000-7000-8000-000000000001",
        text=Uscc("91459900MA0DEM0134"),
        number="7",
        money="1.005",
        moment=datetime(2026, 3, 2, 20, 0, tzinfo=timezone(timedelta(hours=8))),
        day="2026-03-02",
        data={1: (1, 2.0), "a": 1e20, "z": -0.0},
    )
    row.save()
    again = Many.objects.get()
    assert again.money == Decimal("1.01")
    assert row_state(row) == row_state(again)


def test_a_reencrypted_value_is_the_same_value(table: None, key_folder: Path) -> None:
    row = Many.objects.create(key=UUID(int=1), secret="459900199005120020")
    before = row_state(row)
    row.save()
    assert row_state(Many.objects.get()) == before
    row.secret = "459900199005120021"
    assert row_state(row) != before


def test_a_value_the_database_computes_must_be_reloaded_first(table: None) -> None:
    row = Many.objects.create(key=UUID(int=1), number=1)
    row.number = F("number") + 1
    for state in (row_state, Alike().row_state):
        with pytest.raises(TypeError, match="reload"):
            state(row)


def test_spells_values_in_one_way() -> None:
    value = {
        "b": date(2026, 3, 2),
        "a": datetime(2026, 3, 2, 4, tzinfo=UTC),
        "c": Decimal("1.50"),
        "d": b"\x01",
    }
    assert canonical_json(value) == (
        b'{"a":"2026-03-02T04:00:00.000000+00:00","b":"2026-03-02","c":"1.50","d":"01"}'
    )
    assert canonical_json([time(1, 2), timedelta(seconds=1), "一"]) == '["01:02:00",1000000,"一"]'.encode()
    with pytest.raises(TypeError, match="no canonical form"):
        canonical_json(object())
    assert sm3(b"abc").hex().startswith("66c7f0f4")


plain = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | floats
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.binary(max_size=9)
    | moments
    | st.dates()
    | st.times()
    | st.decimals(-99, 99, places=3)
    | st.uuids()
)


@given(
    st.recursive(
        plain,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.tuples(inner)
            | st.dictionaries(texts, inner, max_size=4)
            | st.dictionaries(st.integers(0, 9), inner, max_size=2)
        ),
        max_leaves=12,
    )
)
def test_both_writers_spell_a_value_alike(value: object) -> None:
    assert canonical_json(value) == _encoder.encode(value).encode()


def test_every_character_is_spelt_alike() -> None:
    value = {chr(code): chr(code) for code in range(0x2100)} | {"\U0001f600": "\uffff\U0010ffff"}
    assert canonical_json(value) == _encoder.encode(value).encode()
