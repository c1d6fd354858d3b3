"""Archive: a finished case gets a manifest of all its parts with their SM3 digests, and changes no more."""

from uuid import UUID

from onewindow.cases import policies
from onewindow.cases.deadlines import due_after
from onewindow.cases.errors import PromiseOpen, WrongState
from onewindow.cases.events import CaseArchived
from onewindow.cases.models import Archive, Case
from onewindow.cases.models.promise import PromiseKind, PromiseState
from onewindow.cases.services.steps import leave_trace, locked
from onewindow.cases.states import Status
from onewindow.decisions import public as decisions
from onewindow.documents import public as documents
from onewindow.kernel.public import Actor, canonical, clock, outbox, unit


def archive_case(*, by: Actor, number: str) -> Archive:
    """Archive a closed case: form, materials, timeline, clocks, papers and trace, each with its digest.

    Raises CaseNotYours, WrongState, PromiseOpen.
    """
    with unit.work():
        case = locked(number)
        policies.require(policies.can_archive(by, case))
        case.move("archive")
        if _awaits(case):
            raise PromiseOpen
        case.archived_at = clock.now()
        leave_trace(case, by, "archived", "已归档")
        manifest = manifest_of(case)
        made = Archive(
            case=case, manifest=manifest, digest=canonical.sm3(canonical.canonical_json(manifest)),
            at=case.archived_at, city=case.city,
        )  # fmt: skip
        made.save(force_insert=True)
        outbox.publish(CaseArchived(subject=case.number, city=case.city, digest=made.digest.hex()))
    return made


def archive_due(case: Case) -> bool:
    """Tell whether a closed case has rested long enough to be archived."""
    if case.status != Status.CLOSED or case.decided_at is None:
        raise WrongState(status=Status(case.status).label)
    rested = clock.local(case.closed_at or case.decided_at).date()
    return due_after("archive", rested, case.region_code) < clock.today() and not _awaits(case)


def _awaits(case: Case) -> bool:
    """Tell whether a material that was promised for later may still come: it belongs into the archive."""
    open_ = case.promises.filter(kind=PromiseKind.DEFICIENCY, state=PromiseState.OPEN)
    return open_.filter(due_on__gte=clock.today()).exists()


def manifest_of(case: Case) -> dict[str, object]:
    """Return the parts of a case with their digests, in a stable order; texts of people stay out of it."""
    record = decisions.decision_of(case.number)
    files = [row.file_id for row in case.materials.all() if row.file_id]
    return {
        "schema": "onewindow.archive/1",
        "case": case.number,
        "item": case.item_code,
        "outcome": case.outcome,
        "form": canonical.sm3((case.answers or "").encode()).hex(),
        "materials": [
            {"seq": m.seq, "name": m.name, "grade": m.grade, "file": _file(m.file_id)}
            for m in case.materials.order_by("seq")
        ],
        "files": len(files),
        "timeline": [canonical.row_state(event).hex() for event in case.events.order_by("id")],
        "clocks": [canonical.row_state(entry).hex() for entry in case.clock_entries.order_by("id")],
        "papers": [
            {"number": paper.number, "digest": bytes(paper.digest).hex()}
            for paper in documents.notices_of(case.number)
        ],
        "decision": canonical.row_state(record).hex() if record else "",
    }


def _file(file_id: UUID | None) -> str:
    return bytes(documents.stored_file(file_id).digest).hex() if file_id else ""
