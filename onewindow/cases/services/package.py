"""Archive package 归档包: a finished case as one ZIP that is whole without this system.

Form, materials, log, documents and trace of the decision, with a list of the SM3 of every file
(《国务院关于在线政务服务的若干规定》第十二条: 电子文件归档). The same case gives the same bytes.
"""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onewindow.cases import policies
from onewindow.cases.errors import WrongState
from onewindow.cases.models import Archive, Case
from onewindow.cases.services.open import open_case
from onewindow.cases.states import Status
from onewindow.decisions import public as decisions
from onewindow.documents import public as documents
from onewindow.kernel.public import Actor, canonical

SUMS = "sm3.txt"
_BEGINNING = (1980, 1, 1, 0, 0, 0)


def package_case(*, by: Actor, number: str) -> bytes:
    """Return the archive package of an archived case as ZIP; the look is recorded for the applicant first.

    Raises CaseNotFound, CaseNotYours, WrongState before the case is archived.
    """
    case = open_case(by=by, number=number, reason="取归档包")
    policies.require(policies.can_archive(by, case))
    if case.status != Status.ARCHIVED:
        raise WrongState(status=Status(case.status).label)
    files = _files(case)
    sums = "".join(f"{canonical.sm3(data).hex()}  {name}\n" for name, data in sorted(files.items()))
    return _zipped(files | {SUMS: sums.encode()})


def _files(case: Case) -> dict[str, bytes]:
    """Return the files of the package by name."""
    manifest = Archive.objects.values_list("manifest", flat=True).get(case=case)
    files = {
        "manifest.json": canonical.canonical_json(manifest),
        "case.json": canonical.canonical_json(_facts(case)),
        "form.json": canonical.canonical_json(json.loads(case.answers or "{}")),
        "timeline.json": canonical.canonical_json(
            [
                {"at": e.at, "kind": e.kind, "title": e.title, "detail": e.detail, "who": e.who,
                 "state": e.state}
                for e in case.events.order_by("id")
            ]
        ),
        "clocks.json": canonical.canonical_json(
            [
                {"clock": c.clock, "action": c.action, "on": c.on, "at": c.at, "days": c.days,
                 "reason": c.reason, "basis": c.basis, "document": c.document}
                for c in case.clock_entries.order_by("id")
            ]
        ),
    }  # fmt: skip
    record = decisions.decision_of(case.number)
    if record is not None:
        files["decision.json"] = canonical.canonical_json(
            {"rule_set": record.rule_set, "version": record.number, "outcome": record.outcome,
             "inputs": json.loads(record.inputs or "{}"), "trace": record.trace, "reasons": record.reasons}
        )  # fmt: skip
    return files | _materials(case) | _documents(case)


def _facts(case: Case) -> dict[str, object]:
    return {
        "number": case.number, "item": case.item_code, "item_name": case.item_name,
        "agency": case.agency.name, "applicant": case.applicant_name, "submitted_at": case.submitted_at,
        "decided_at": case.decided_at, "outcome": case.outcome, "opinion": case.opinion,
        "legal_basis": case.legal_basis, "delivery": case.delivery, "delivered_at": case.delivered_at,
        "archived_at": case.archived_at,
    }  # fmt: skip


def _materials(case: Case) -> dict[str, bytes]:
    """Return the list of materials with source and grade, and the files that were handed in."""
    rows, files = [], {}
    for one in case.materials.order_by("seq"):
        name = ""
        if one.file_id is not None:
            stored = documents.stored_file(one.file_id)
            name = f"materials/{one.seq:02d}.{stored.name.rpartition('.')[2].lower()[:8]}"
            files[name] = documents.file_bytes(one.file_id)
        rows.append(
            {"seq": one.seq, "name": one.name, "grade": one.grade, "source": one.source,
             "receipt": one.receipt, "file": name}
        )  # fmt: skip
    return files | {"materials.json": canonical.canonical_json(rows)}


def _documents(case: Case) -> dict[str, bytes]:
    """Return each document as its signed record and, where it was sealed, its legal original."""
    files = {}
    for place, one in enumerate(documents.notices_of(case.number), 1):
        name = f"documents/{place:02d}"
        files[f"{name}.json"] = documents.record_file(
            kid=one.kid, signature=bytes(one.signature), record=bytes(one.record)
        )
        original = documents.original_of("notice", one.number)
        if original is not None:
            files[f"{name}.ofd"] = documents.original_bytes(original)
    return files


def _zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, data in sorted(files.items()):
            told = ZipInfo(name, _BEGINNING)
            told.compress_type, told.external_attr = ZIP_DEFLATED, 0o644 << 16
            package.writestr(told, data)
    return out.getvalue()
