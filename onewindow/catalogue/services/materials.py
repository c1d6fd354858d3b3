"""Verbs of the catalogue of materials (材料目录): names learnt, entries kept and merged, sheets."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from onewindow.catalogue.errors import InvalidMaterial, UnknownItem, UnknownMaterial
from onewindow.catalogue.events import MaterialChanged
from onewindow.catalogue.models import (
    EntryState,
    Item,
    MaterialEntry,
    MaterialKind,
    MaterialName,
    MaterialSheet,
    SheetKind,
)
from onewindow.catalogue.policies import require_keeper
from onewindow.documents.public import FileRefused, store_upload
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

if TYPE_CHECKING:
    from django.core.files.base import File

KEPT = {
    "name": 300, "kind": 1, "issuer": 200, "licence_type_code": 40, "share_resource_code": 60,
    "accept_standard": 2000, "basis": 2000, "note": 2000,
}  # fmt: skip
PURPOSE = "材料目录附件"


def learn(rows: Iterable[Mapping[str, Any]]) -> None:
    """Give every name among these materials of guides an entry, in one statement; known names stay.

    A new entry waits to be kept (待规范); what the guide says of where its data comes from goes with it.
    """
    fresh: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        fresh.setdefault(str(row["name"]), row)
    if not fresh:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _LEARN,
            [
                list(fresh),
                [str(row.get("licence_type_code", "")) for row in fresh.values()],
                [str(row.get("share_resource_code", "")) for row in fresh.values()],
            ],
        )


def keep_entry(*, by: Actor, code: str, fields: Mapping[str, str], reason: str) -> MaterialEntry:
    """Write what a material is and mark it as kept (已规范); a new name is learnt, former ones stay.

    Raises CannotKeepMaterials, UnknownMaterial, InvalidMaterial at the field.
    """
    require_keeper(by)
    given = _checked(fields, reason)
    with unit.work():
        entry = _locked(code)
        _require_free(given["name"], entry)
        MaterialName.objects.get_or_create(name=given["name"], defaults={"entry": entry})
        return _written(by, entry, given, reason)


def add_entry(*, by: Actor, fields: Mapping[str, str], reason: str) -> MaterialEntry:
    """Add a material before any guide asks for it. Raises as `keep_entry` does."""
    require_keeper(by)
    given = _checked(fields, reason)
    with unit.work():
        _require_free(given["name"], None)
        learn([given])
        return _written(by, MaterialName.objects.get(pk=given["name"]).entry, given, reason)


def merge_entry(*, by: Actor, code: str, into: str, reason: str) -> MaterialEntry:
    """Say that an entry means the same as another: all its names and sheets go over; return the other.

    `split_name` takes a name out again. Raises CannotKeepMaterials, UnknownMaterial, InvalidMaterial.
    """
    require_keeper(by)
    _require_reason(reason)
    if code == into:
        raise InvalidMaterial(errors={"into": ["不能并入自己。"]})
    with unit.work():
        first, second = sorted((code, into))
        found = {first: _locked(first), second: _locked(second)}
        source, target = found[code], found[into]
        if source.state == EntryState.MERGED:
            raise InvalidMaterial(errors={"code": ["这个材料已经并入其他材料。"]})
        MaterialName.objects.filter(entry=source).update(entry=target)
        taken = set(target.sheets.filter(ended_at=None).values_list("kind", "item"))
        for sheet in source.sheets.filter(ended_at=None):
            if (sheet.kind, sheet.item_id) not in taken:
                sheet.entry = target
                sheet.save(update_fields=["entry"])
        source.state, source.merged_into, source.updated_at = EntryState.MERGED, target, clock.now()
        source.save(update_fields=["state", "merged_into", "updated_at"])
        _tell(by, source, "merged", reason)
    return target


def split_name(*, by: Actor, name: str, reason: str) -> MaterialEntry:
    """Take a name out of its entry, to mean a material of its own again; return that.

    Raises CannotKeepMaterials, UnknownMaterial, InvalidMaterial for the entry's own name.
    """
    require_keeper(by)
    _require_reason(reason)
    with unit.work():
        known = MaterialName.objects.select_for_update().select_related("entry").filter(pk=name).first()
        if known is None:
            raise UnknownMaterial
        if known.entry.name == name:
            raise InvalidMaterial(errors={"name": ["这是目录里的名称，请先改名称，再拆出。"]})
        own = MaterialEntry.objects.select_for_update().filter(name=name).first()
        if own is None:
            known.delete()
            learn([{"name": name}])
            own = MaterialEntry.objects.get(name=name)
        else:
            own.state, own.merged_into, own.updated_at = EntryState.RAW, None, clock.now()
            own.save(update_fields=["state", "merged_into", "updated_at"])
            known.entry = own
            known.save(update_fields=["entry"])
        _tell(by, own, "split", reason)
    return own


def attach_sheet(*, by: Actor, code: str, kind: str, file: "File[bytes]", item: str = "") -> MaterialSheet:
    """Put a blank form or a sample up for taking away, in place of the one there is; for one item if given.

    Raises CannotKeepMaterials, UnknownMaterial, UnknownItem, InvalidMaterial for what is no PDF, PNG or JPEG.
    """
    require_keeper(by)
    if kind not in SheetKind.values:
        raise InvalidMaterial(errors={"sheet": ["请选择空白表或者样表。"]})
    of = Item.objects.filter(task_code=item).first() if item else None
    if item and of is None:
        raise UnknownItem
    if not MaterialEntry.objects.filter(code=code).exclude(state=EntryState.MERGED).exists():
        raise UnknownMaterial
    try:
        stored = store_upload(by=by, file=file, purpose=PURPOSE)
    except FileRefused as refusal:
        raise InvalidMaterial(errors={"file": [str(refusal.message)]}) from refusal
    with unit.work():
        entry = _locked(code)
        _end_sheets(entry, kind, of)
        made = MaterialSheet.objects.create(
            entry=entry, kind=kind, item=of, file_id=stored.pk, added_at=clock.now()
        )
        _tell(by, entry, f"sheet {kind}", "")
    return made


def withdraw_sheet(*, by: Actor, code: str, file_id: UUID, reason: str) -> None:
    """Take a sheet down; one that is down already stays so."""
    require_keeper(by)
    _require_reason(reason)
    with unit.work():
        entry = _locked(code)
        if entry.sheets.filter(file_id=file_id, ended_at=None).update(ended_at=clock.now()):
            _tell(by, entry, "sheet withdrawn", reason)


def _end_sheets(entry: MaterialEntry, kind: str, of: Item | None) -> None:
    MaterialSheet.objects.filter(entry=entry, kind=kind, item=of, ended_at=None).update(ended_at=clock.now())


def _locked(code: str) -> MaterialEntry:
    found = MaterialEntry.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise UnknownMaterial
    return found


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidMaterial(errors={"reason": ["请写明为什么修改。"]})


def _checked(fields: Mapping[str, str], reason: str) -> dict[str, str]:
    given = {name: str(fields.get(name, "")).strip() for name in KEPT}
    errors = {name: [f"不能超过 {most} 个字。"] for name, most in KEPT.items() if len(given[name]) > most}
    if not given["name"]:
        errors["name"] = ["请填写材料名称。"]
    if given["kind"] not in MaterialKind.values:
        errors["kind"] = ["请选择材料类型。"]
    if not reason.strip():
        errors["reason"] = ["请写明为什么修改。"]
    if errors:
        raise InvalidMaterial(errors=errors)
    return given


def _require_free(name: str, entry: MaterialEntry | None) -> None:
    """Raise InvalidMaterial when the name means another material."""
    other = MaterialName.objects.filter(pk=name).select_related("entry").first()
    if other is not None and (entry is None or other.entry_id != entry.pk):
        raise InvalidMaterial(
            errors={"name": [f"目录里已有这个名称：{other.entry.code} {other.entry.name}。"]}
        )
    if MaterialEntry.objects.filter(name=name).exclude(pk=entry.pk if entry else None).exists():
        raise InvalidMaterial(errors={"name": ["这个名称是已并入本材料的条目的名称，请先拆出。"]})


def _written(by: Actor, entry: MaterialEntry, given: Mapping[str, str], reason: str) -> MaterialEntry:
    if entry.state == EntryState.MERGED:
        raise InvalidMaterial(errors={"name": ["这个材料已经并入其他材料，请修改那个材料。"]})
    for name, value in given.items():
        setattr(entry, name, value)
    entry.state, entry.updated_at = EntryState.STANDARD, clock.now()
    entry.save()
    _tell(by, entry, "kept", reason)
    return entry


def _tell(by: Actor, entry: MaterialEntry, what: str, reason: str) -> None:
    audit.record(by, "catalogue.material_changed", entry, reason=f"{what} {reason}".strip())
    outbox.publish(MaterialChanged(subject=f"material:{entry.code}"[:80], code=entry.code, what=what))


_LEARN = """
WITH fresh AS (
    SELECT given.* FROM unnest(%s::text[], %s::text[], %s::text[]) given (name, licence, resource)
    WHERE NOT EXISTS (SELECT 1 FROM catalogue_materialname known WHERE known.name = given.name)
), made AS (
    INSERT INTO catalogue_materialentry
        (code, name, kind, issuer, licence_type_code, share_resource_code, accept_standard, basis, note,
         state, updated_at)
    SELECT 'CL45' || lpad(nextval('catalogue_material_code')::text, 7, '0'), name, '', '', licence, resource,
        '', '', '', 'raw', now()
    FROM fresh ORDER BY name
    ON CONFLICT (name) DO NOTHING RETURNING id, name
)
INSERT INTO catalogue_materialname (name, entry_id) SELECT name, id FROM made
"""
