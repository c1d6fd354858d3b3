"""From a delivered row to a licence that may be stored, or to every reason why not; pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onewindow.kernel.public import canonical, codes
from onewindow.licences import faces, validity
from onewindow.licences.models import LicenceType, SubLibrary
from onewindow.licences.records import Draft, Holder
from onewindow.licences.states import LIVE, Status

# Field tags that departments' own systems use for the same things (GB/T 36903 practice).
TAGS = {
    "ZZLXDM": "type", "ZZMC": "type_name", "ZZBH": "number", "ZZBS": "identifier", "CZZT": "holder_name",
    "CZZTDM": "holder_number", "CZZTDMLXDM": "holder_number_type", "ZZBFJGDM": "issuer",
    "ZZBFRQ": "issued_on", "ZZYXQQSRQ": "valid_from", "ZZYXQJZRQ": "valid_to", "LSH": "serial",
    "BBH": "version", "ZZZT": "status", "SSGXSDBM": "region", "GLZZBS": "previous",
}  # fmt: skip
KINDS = {"111": "person", "001": "organisation"}
_SERIAL = re.compile(r"[0-9A-Z]{1,64}")
_AREA = re.compile(r"[0-9]{12}")


@dataclass(frozen=True)
class Known:
    """What rows are checked against: types by code, key and name; sub-libraries by issuer; issuers' names."""

    types: Mapping[str, LicenceType]
    libraries: Mapping[str, SubLibrary]
    issuers: Mapping[str, tuple[str, str]]
    today: date
    only: str = ""


@dataclass(frozen=True)
class Sound:
    """A row that is right in itself."""

    draft: Draft
    library: SubLibrary
    status: Status
    note: str
    digest: bytes

    @property
    def series(self) -> tuple[str, str, str]:
        """Type, issuer and serial: what all versions of one licence share."""
        identifier = self.draft.identifier
        return identifier.type_code, identifier.issuer, identifier.serial

    @property
    def sole_key(self) -> tuple[str, str] | None:
        """What only one licence in force may have, for types of which a holder has one."""
        if self.draft.type.sole and self.status in LIVE:
            return self.draft.type.code, self.draft.holder.number
        return None


@dataclass
class Sheet:
    """A row while it is read, with the reasons against it."""

    row: dict[str, Any]
    reasons: list[str] = field(default_factory=list)

    def reject(self, reason: str) -> None:
        """Note a reason, once."""
        if reason not in self.reasons:
            self.reasons.append(reason)

    def text(self, key: str, *, narrow: bool = False, longest: int = 200) -> str:
        """Return a field as clean text, half-width when narrow."""
        value = self.row.get(key)
        if value is None or value == "":
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.reject("unreadable_text")
            return ""
        text = str(value).strip()
        if narrow:
            text = unicodedata.normalize("NFKC", text).upper()
        if len(text) > longest or any(unicodedata.category(c) in {"Cc", "Cs"} for c in text):
            self.reject("unreadable_text")
            return ""
        return text

    def day(self, key: str) -> date | None:
        """Return a date, nothing where there is none."""
        text = self.text(key, narrow=True)
        if not text:
            return None
        text = text.replace("/", "-")
        plain = f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text[:10]
        try:
            return date.fromisoformat(plain)
        except ValueError:
            self.reject("invalid_date")
            return None


def read(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row under our own names, `face.<field>` columns gathered into its face."""
    told: dict[str, Any] = {}
    face: dict[str, Any] = {}
    for name, value in row.items():
        own = TAGS.get(name, name)
        if own.startswith("face."):
            face[own[5:]] = value
        else:
            told.setdefault(own, value)
    if face:
        held = told.get("face")
        told["face"] = {**(held if isinstance(held, dict) else {}), **face}
    return told


def check(row: Mapping[str, Any], known: Known) -> Sound | list[str]:
    """Return the sound row, or every reason against it."""
    sheet = Sheet(read(row))
    kind = known.types.get(sheet.text("type", narrow=True)) or known.types.get(sheet.text("type"))
    kind = kind or known.types.get(sheet.text("type_name"))
    if kind is None:
        sheet.reject("unknown_type")
    library = _library(sheet, known)
    holder = _holder(sheet, kind)
    identifier = _identifier(sheet, kind)
    dates = _dates(sheet, kind, known.today)
    status = _status(sheet)
    face = _face(sheet, kind)
    number = sheet.text("number", longest=100)
    region = sheet.text("region", narrow=True)
    if not number:
        sheet.reject("missing_number")
    if region and not _AREA.fullmatch(region):
        sheet.reject("invalid_area")
    note, previous = sheet.text("status_note", longest=500), sheet.text("previous", narrow=True, longest=140)
    if status == Status.OTHER and not note:
        sheet.reject("status_unexplained")
    if sheet.reasons or not (kind and library and holder and identifier and dates and status):
        return sheet.reasons
    name, seat = known.issuers[identifier.issuer]
    draft = Draft(
        type=kind, identifier=identifier, number=number, holder=holder, issuer_name=name, issued_on=dates[0],
        valid_from=dates[1], valid_to=dates[2], region_code=region or seat, face=face, previous=previous,
    )  # fmt: skip
    return Sound(draft, library, status, note, _digest(draft))


def _library(sheet: Sheet, known: Known) -> SubLibrary | None:
    found = known.libraries.get(sheet.text("issuer", narrow=True))
    if found is None:
        sheet.reject("unknown_issuer")
    elif known.only and found.code != known.only:
        sheet.reject("other_library")
        return None
    return found


def _holder(sheet: Sheet, kind: LicenceType | None) -> Holder | None:
    name, number = sheet.text("holder_name"), sheet.text("holder_number", narrow=True)
    told = sheet.text("holder_number_type", narrow=True)
    holder_kind = KINDS.get(told) if told else ("organisation" if codes.Uscc.is_valid(number) else "person")
    if holder_kind is None:
        sheet.reject("unknown_number_type")
        return None
    if not name:
        sheet.reject("missing_holder")
    valid = (
        codes.Uscc.is_valid(number) if holder_kind == "organisation" else codes.ResidentId.is_valid(number)
    )
    if not valid:
        sheet.reject("invalid_holder_number")
    elif kind is not None and kind.holder_class not in {"either", holder_kind}:
        sheet.reject("wrong_holder_kind")
    return Holder(holder_kind, name, number)


def _identifier(sheet: Sheet, kind: LicenceType | None) -> codes.LicenceId | None:
    serial, version = sheet.text("serial", narrow=True), sheet.text("version", narrow=True) or "1"
    told = sheet.text("identifier", narrow=True).removeprefix(f"{codes.LICENCE_ROOT}.")
    if told and not serial and codes.LicenceId.is_valid(told):
        serial, version = codes.LicenceId(told).serial, str(codes.LicenceId(told).version)
    if not _SERIAL.fullmatch(serial):
        sheet.reject("invalid_serial")
        return None
    if not version.isascii() or not version.isdigit() or not 1 <= int(version) <= 999:
        sheet.reject("invalid_version")
        return None
    if kind is None or "unknown_issuer" in sheet.reasons:
        return None
    try:
        made = codes.LicenceId.build(kind.code, sheet.text("issuer", narrow=True), serial, int(version))
    except codes.InvalidLicenceId:
        sheet.reject("invalid_serial")
        return None
    if told and told != made:
        sheet.reject("identifier_differs")
    return made


def _dates(sheet: Sheet, kind: LicenceType | None, today: date) -> tuple[date, date, date | None] | None:
    issued, start, end = sheet.day("issued_on"), sheet.day("valid_from"), sheet.day("valid_to")
    if issued is None:
        sheet.reject("invalid_date")
        return None
    start = start or issued
    if issued > today:
        sheet.reject("issued_in_future")
    fault = validity.fault(kind.validity, start, end) if kind else ""
    if fault and "invalid_date" not in sheet.reasons:
        sheet.reject(fault)
    return issued, start, end


def _status(sheet: Sheet) -> Status | None:
    told = sheet.text("status", narrow=True) or Status.IN_FORCE
    if told not in Status.values:
        sheet.reject("unknown_status")
        return None
    return Status(told)


def _face(sheet: Sheet, kind: LicenceType | None) -> dict[str, Any]:
    face = sheet.row.get("face")
    if not isinstance(face, dict):
        sheet.reject("missing_face")
        return {}
    held = {str(name): value for name, value in face.items() if value not in ("", None)}
    if any("\x00" in str(value) for value in held.values()):
        sheet.reject("unreadable_text")
        return {}
    if kind is not None:
        for name, text in faces.faults(kind.schema, held).items():
            label = kind.schema["properties"].get(name, {}).get("title", name)
            sheet.reject(f"face.{label}: {text}"[:120])
    return held


def _digest(draft: Draft) -> bytes:
    """Return what tells the content of a delivered licence from another; its status is not content."""
    return canonical.sm3(
        canonical.canonical_json(
            [
                draft.identifier, draft.number, draft.holder.kind, draft.holder.name, draft.holder.number,
                draft.issued_on, draft.valid_from, draft.valid_to, draft.region_code, draft.face,
                draft.previous,
            ]
        )
    )  # fmt: skip
