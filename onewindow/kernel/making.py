"""Rows made and read whole, without the ORM's look at each field: half of what a hot write cost."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

M = TypeVar("M", bound=models.Model)
_PLAIN = {DeferredAttribute, ForeignKeyDeferredAttribute}  # what keeps a value as it is given


@dataclass(frozen=True)
class _Shape:
    """What a new row holds before anything is given: what is always the same, and what is made each time."""

    blank: Mapping[str, object]
    fresh: Sequence[tuple[str, Callable[[], object]]]
    names: frozenset[str]
    relations: Mapping[str, tuple[str, str, type[models.Model]]]  # by name: column here, key there, whose


def made(model: type[M], /, **values: Any) -> M:
    """Return a new row, not yet stored: what `model(**values)` gives, several times cheaper."""
    shape = _shape(model)
    if shape is None:
        return model(**values)
    given, related = values, None
    if not values.keys() <= shape.names:
        related = _related(shape, values)
        if related is None:
            return model(**values)  # which says what is wrong
        given = _by_key(shape, values, related)
    row = model.__new__(model)
    held, state = vars(row), ModelState()
    held["_state"] = state
    held.update(shape.blank)
    for name, make in shape.fresh:
        if name not in given:
            held[name] = make()
    held.update(given)
    if related:
        state.fields_cache.update(related)
    return row


def read(model: type[M], names: Sequence[str], values: Sequence[object], alias: str) -> M:
    """Return a stored row of which all columns were read: what `model.from_db` gives, cheaper."""
    shape = _shape(model)
    if shape is None or len(names) != len(shape.names):
        return model.from_db(alias, names, values)
    return stored(model, names, values, alias)


def stored(
    model: type[M], names: Iterable[str], values: Iterable[object], alias: str = DEFAULT_DB_ALIAS
) -> M:
    """Return a stored row with these columns, for a model whose rows do no more at their making.

    Columns that are left out are read when asked for, as with `only()`.
    """
    row = model.__new__(model)
    held, state = vars(row), ModelState()
    held.update(zip(names, values, strict=True))
    held["_state"] = state
    state.adding, state.db = False, alias
    return row


def getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes attributes of a row, in an order."""
    take = attrgetter(*names)
    return take if len(names) > 1 else lambda row: (take(row),)


def _related(shape: _Shape, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the rows among values that columns point to; None where a value is nothing of the model's."""
    found = {name: value for name, value in values.items() if name not in shape.names}
    for name, other in found.items():
        if name not in shape.relations or shape.relations[name][0] in values:
            return None
        if other is not None and not isinstance(other, shape.relations[name][2]):
            return None
    return found


def _by_key(shape: _Shape, values: Mapping[str, Any], related: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with the key of each related row in place of the row."""
    given = {name: value for name, value in values.items() if name not in related}
    for name, other in related.items():
        kept, key, _ = shape.relations[name]
        given[kept] = None if other is None else getattr(other, key)
    return given


@lru_cache(maxsize=512)
def _shape(model: type[models.Model]) -> _Shape | None:
    """Return how rows of a model begin; None where the ORM must make them, for more happens there."""
    fields = model._meta.concrete_fields
    if (
        model.__init__ is not models.Model.__init__
        or model.from_db.__func__ is not models.Model.from_db.__func__  # type: ignore[attr-defined]
        or model._meta.parents
        or any(field.descriptor_class not in _PLAIN or field.generated for field in fields)
        or any(signal.has_listeners(model) for signal in (pre_init, post_init))
    ):
        return None
    fresh = {f.attname: f.get_default for f in fields if f.has_default() and callable(f.default)}
    return _Shape(
        {field.attname: field.get_default() for field in fields if field.attname not in fresh},
        list(fresh.items()),
        frozenset(field.attname for field in fields),
        {
            field.name: (field.attname, field.target_field.attname, field.related_model)
            for field in fields
            if type(field) is models.ForeignKey
        },
    )
