"""Reads of licence types and sub-libraries, kept by each process."""

from functools import lru_cache

from onewindow.licences.errors import UnknownLicenceType
from onewindow.licences.models import LicenceType, SubLibrary


@lru_cache(maxsize=1)
def _types() -> dict[str, LicenceType]:
    return {name: row for row in LicenceType.objects.all() for name in (row.code, row.key)}


def types() -> list[LicenceType]:
    """Return every licence type, by code; one SQL statement per process."""
    return sorted(set(_types().values()), key=lambda row: row.code)


def licence_type(code: str) -> LicenceType:
    """Return a type by its code or key; raise UnknownLicenceType."""
    found = _types().get(code)
    if found is None:
        _types.cache_clear()
        found = _types().get(code)
    if found is None:
        raise UnknownLicenceType
    return found


def types_by_name() -> dict[str, LicenceType]:
    """Return the types by code, key and name."""
    return dict(_named())


@lru_cache(maxsize=1)
def _named() -> dict[str, LicenceType]:
    return _types() | {row.name: row for row in types()}


def type_named(name: str) -> LicenceType | None:
    """Return the type of a code, key or official name, as guides write it; nothing where it is none."""
    return _named().get(name) if name else None


def types_issued_by_item(basic_code: str) -> list[LicenceType]:
    """Return the types that an item of the catalogue issues."""
    return [row for row in types() if basic_code in row.items]


def types_needed_by_item(basic_code: str) -> list[LicenceType]:
    """Return the types that an item of the catalogue needs or issues."""
    return [row for row in types() if basic_code in row.needed_by or basic_code in row.items]


def libraries() -> list[SubLibrary]:
    """Return the sub-libraries with their keepers."""
    return list(SubLibrary.objects.select_related("keeper"))


def forget() -> None:
    """Read the types anew at the next question."""
    _types.cache_clear()
    _named.cache_clear()
