"""Reads the implementations of a basic item; what many of them say alike is one object, decoded once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection, models

from onewindow.catalogue.drafting.entries import ROWS, Entry, entry_in
from onewindow.catalogue.models import Item, ItemVersion, LegalBasis, Material, Question
from onewindow.catalogue.queries.versions import IN_FORCE
from onewindow.kernel.public import making

M = TypeVar("M", bound=models.Model)
BATCH = 500
_TABLES: dict[str, type[models.Model]] = {
    "materials": Material, "bases": LegalBasis, "questions": Question,
}  # fmt: skip


def inheriting(basic_code: str, prefix: str) -> Iterator[list[tuple[ItemVersion, Entry]]]:
    """Yield the own items in force of a basic item in a region, with entries, four statements a batch.

    They share what they hold: nothing in them may be changed, only replaced.
    """
    wanted = ItemVersion.objects.filter(
        item__basic_id=basic_code, state__in=IN_FORCE, source="", region_code__startswith=prefix
    )
    keys = list(wanted.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        rows = {name: _rows(model, ROWS[name], batch) for name, model in _TABLES.items()}
        yield [
            (version, entry_in(version, {name: found.get(version.pk, []) for name, found in rows.items()}))
            for version in _versions(batch)
        ]


def _versions(keys: Sequence[int]) -> Iterator[ItemVersion]:
    """Yield versions by key, each with its item, without the words they are found by."""
    mine = [_Column(field) for field in ItemVersion._meta.concrete_fields if field.attname != "words"]
    of_item = [_Column(field) for field in Item._meta.concrete_fields]
    told = ", ".join([*(f"v.{column.quoted}" for column in mine), *(f"i.{one.quoted}" for one in of_item)])
    for row in _read(
        f"SELECT {told} FROM catalogue_itemversion v JOIN catalogue_item i ON i.id = v.item_id "  # noqa: S608 our names
        "WHERE v.id = ANY(%s) ORDER BY v.id",
        keys,
    ):
        version = _stored(ItemVersion, mine, row[: len(mine)])
        version._state.fields_cache["item"] = _stored(Item, of_item, row[len(mine) :])
        yield version


def _stored(model: type[M], columns: "Sequence[_Column]", row: Sequence[Any]) -> M:
    values = (one.value(raw) for one, raw in zip(columns, row, strict=True))
    return making.stored(model, [one.name for one in columns], values)


def _rows(model: type[models.Model], names: Sequence[str], versions: Sequence[int]) -> dict[int, list[Entry]]:
    """Return the rows of a table by version, in order; equal rows are one."""
    columns = [_Column(field) for field in model._meta.concrete_fields if field.attname in names]
    known: dict[tuple[Any, ...], Entry] = {}
    told: dict[int, list[Entry]] = {}
    for version, *raw in _read(
        f"SELECT version_id, {', '.join(one.quoted for one in columns)} FROM {model._meta.db_table} "  # noqa: S608 our names
        "WHERE version_id = ANY(%s) ORDER BY version_id, seq",
        versions,
    ):
        row = known.get(key := tuple(raw))
        if row is None:
            row = known[key] = {one.name: one.value(said) for one, said in zip(columns, raw, strict=True)}
        told.setdefault(version, []).append(row)
    return told


def _read(statement: str, keys: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(keys)])
        return list(cursor.fetchall())


class _Column:
    """A column as it is read: values that are equal in many rows become one object."""

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        self.name, self.quoted = field.attname, f'"{field.column}"'
        self._field, self._steps = field, field.get_db_converters(connection)
        self._known: dict[Any, Any] = {}

    def value(self, raw: Any) -> Any:
        """Return what the ORM would give for what the driver gave."""
        key = tuple(raw) if type(raw) is list else raw
        try:
            return self._known[key]
        except KeyError:
            made = raw
            for step in self._steps:
                made = step(made, self._field, connection)
            self._known[key] = made
            return made
