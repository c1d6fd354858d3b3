"""Rows made past the ORM are those the ORM makes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from onewindow.kernel import making
from onewindow.kernel.models import AuditEntry, CalendarYear, Delivery, OutboxEvent
from onewindow.kernel.public import clock


def _plain_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if making._shape(model) is not None]


def _held(row: models.Model) -> dict[str, Any]:
    """Return what a row holds, ids that are made each time aside, and its state."""
    fresh = {f.attname for f in row._meta.concrete_fields if f.has_default() and callable(f.default)}
    told = {name: value for name, value in vars(row).items() if name not in fresh and name != "_state"}
    return told | {"_state": vars(row._state), "_fresh": fresh & vars(row).keys()}


def test_without_values_every_row_of_the_house_is_as_the_orm_makes_it() -> None:
    found = _plain_models()
    assert len(found) > 100
    for model in found:
        assert _held(making.made(model)) == _held(model()), model


def test_values_are_kept_and_what_is_not_given_has_its_default() -> None:
    given = {"at": clock.now(), "actor": "a", "action": "b", "table": "t", "key": "k", "state": b"\x01"}
    assert _held(making.made(AuditEntry, **given)) == _held(AuditEntry(**given))
    one, other = making.made(AuditEntry, **given), making.made(AuditEntry, **given)
    assert (one.facts, one.city, one.removed, one.pk) == ({}, "4500", False, None)
    assert one.facts is not other.facts


def test_what_is_made_each_time_is_not_made_where_it_is_given() -> None:
    case = apps.get_model("cases", "Case")
    assert making.made(case).pk != making.made(case).pk
    pk = making.made(case).pk
    assert making.made(case, id=pk).pk == pk


def test_a_row_given_for_a_relation_is_there_with_its_key() -> None:
    event = OutboxEvent(pk=7, type="t")
    row = making.made(Delivery, event=event, handler="h", state=Delivery.State.DEAD)
    assert (row.event_id, row.event, row.state) == (7, event, "dead")
    row.event_id = 8
    assert "event" not in row._state.fields_cache
    licence = apps.get_model("licences", "Licence")
    assert (making.made(licence, library=None).library_id, making.made(licence, library=None).library) == (
        None,
        None,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: making.made(CalendarYear, jahr=2026),
        lambda: making.made(Delivery, event=CalendarYear()),
    ],
)
def test_what_the_orm_refuses_is_refused_with_its_words(wrong: Callable[[], object]) -> None:
    with pytest.raises((TypeError, ValueError), match=r"jahr|must be a"):
        wrong()


def test_models_whose_rows_do_more_are_left_to_the_orm() -> None:
    content_type = apps.get_model("contenttypes", "ContentType")
    assert making.made(content_type, model="m").model == "m"
    pages = [m for m in apps.get_models() if m._meta.parents or m.__init__ is not models.Model.__init__]
    assert all(making._shape(model) is None for model in pages)


def test_a_row_that_was_read_is_as_the_orm_reads_it() -> None:
    names = [field.attname for field in CalendarYear._meta.concrete_fields]
    values = [3, 2026, "45", True, "b"]
    mine = making.read(CalendarYear, names, values, "default")
    assert _held(mine) == _held(CalendarYear.from_db("default", names, values))
    part = making.read(CalendarYear, names[:2], values[:2], "default")
    assert part.get_deferred_fields() == set(names[2:])


def test_a_getter_gives_a_tuple_of_any_length() -> None:
    row = CalendarYear(year=2026, basis="b")
    assert making.getter(["year"])(row) == (2026,)
    assert making.getter(["basis", "year"])(row) == ("b", 2026)
