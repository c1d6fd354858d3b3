"""Declare licence types and sub-libraries from their data."""

from collections.abc import Mapping
from typing import Any

from onewindow.government import public as government
from onewindow.kernel.public import Actor, audit, canonical, unit, yaml_file
from onewindow.licences import faces
from onewindow.licences.limits import DATA
from onewindow.licences.models import LicenceType, SubLibrary
from onewindow.licences.queries.types import forget


def declared_types() -> list[dict[str, Any]]:
    """Return the types of `data/types.yaml` as columns of their table."""
    return [_columns(told) for told in yaml_file.read(DATA / "types.yaml")]


def type_keys() -> list[str]:
    """Return the keys of the declared types; needs no database."""
    return [told["key"] for told in yaml_file.read(DATA / "types.yaml")]


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": f"{told['agency']}{told['seq']}",
        "key": told["key"],
        "name": told["name"],
        "definer": told["definer"],
        "definer_uscc": told["agency"],
        "code_provisional": told.get("code_provisional", True),
        "holder_class": told["holder"],
        "schema": faces.schema_of(told["face"]),
        "validity": told["validity"],
        "sole": told["sole"],
        "items": told.get("items", []),
        "item_names": told.get("item_names", []),
        "needed_by": told.get("needed_by", []),
        "source": told["source"],
    }


def declare_types(*, by: Actor) -> int:
    """Put the declared types into the catalogue; return how many changed. A type is never taken out."""
    changed = []
    with unit.work():
        known = {row.code: bytes(row.digest) for row in LicenceType.objects.select_for_update()}
        for values in declared_types():
            digest = canonical.sm3(canonical.canonical_json(values))
            if known.get(values["code"]) != digest:
                changed.append(LicenceType(**values, digest=digest))
        columns = [f.name for f in LicenceType._meta.concrete_fields if not f.primary_key]
        if changed:
            LicenceType.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["code"], update_fields=columns
            )
            audit.record(by, "licence_type.declared", *changed)
    forget()
    return len(changed)


def declare_libraries(*, by: Actor) -> int:
    """Put the declared sub-libraries into their table; return how many are new or changed."""
    done = 0
    with unit.work():
        for told in yaml_file.read(DATA / "libraries.yaml"):
            keeper = government.agency_by_uscc(told["keeper"])
            issuers = sorted({keeper.uscc, *told["issuers"]})
            values = {"name": told["name"], "keeper_id": keeper.pk, "issuers": issuers}
            row = SubLibrary.objects.filter(code=told["code"]).first()
            if row is not None and all(getattr(row, name) == value for name, value in values.items()):
                continue
            row = row or SubLibrary(code=told["code"])
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            audit.record(by, "sub_library.declared", row)
            done += 1
    return done
