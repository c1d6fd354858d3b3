"""Writing the next edition of a list at the desk: start from the one in force, change, publish by another."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from onewindow.catalogue.errors import (
    InvalidEdition,
    ListDraftMoved,
    ListDraftOpen,
    OwnProposal,
    UnknownListDraft,
)
from onewindow.catalogue.models import ListDraft, ListDraftState, ListEdition, ListKind, ListRow
from onewindow.catalogue.policies import require_maintainer
from onewindow.catalogue.services.editions import (
    OWN,
    plain_row,
    publish_edition,
    require_rows,
)
from onewindow.kernel.public import Actor, audit, clock, unit


def start_list(*, by: Actor, kind: str) -> ListDraft:
    """Start the next edition of a list with the rows of the newest one.

    Raises CannotMaintain, ListDraftOpen while there is a draft of this kind.
    """
    require_maintainer(by)
    kind = ListKind(kind)
    with unit.work():
        if ListDraft.objects.select_for_update().filter(kind=kind, state=ListDraftState.DRAFT).exists():
            raise ListDraftOpen
        newest = ListEdition.objects.filter(kind=kind).first()
        moment = clock.now()
        draft = ListDraft.objects.create(
            kind=kind,
            name=newest.name if newest else kind.label,
            rows=[as_plain(row) for row in ListRow.objects.filter(edition=newest)] if newest else [],
            drafter_id=by.account_id,
            created_at=moment,
            updated_at=moment,
        )
        audit.record(by, "catalogue.list_started", draft)
    return draft


def change_list(
    *,
    by: Actor,
    draft_id: int,
    revision: int,
    heading: Mapping[str, Any] | None = None,
    rows: Sequence[Mapping[str, Any]] | None = None,
) -> ListDraft:
    """Keep the heading (name, source, issued_on, in_force_from) or the rows; `revision` is the one opened.

    Rows are checked whole. Raises CannotMaintain, UnknownListDraft, ListDraftMoved, InvalidEdition.
    """
    require_maintainer(by)
    with unit.work():
        draft = _open(draft_id)
        if draft.revision != revision:
            raise ListDraftMoved
        if heading is not None:
            _require_heading(heading)
            draft.name, draft.source = heading["name"], heading["source"]
            draft.issued_on, draft.in_force_from = heading["issued_on"], heading["in_force_from"]
        if rows is not None:
            draft.rows = [plain_row(draft.kind, row) for row in rows]
            require_rows(draft.kind, draft.rows)
        draft.revision += 1
        draft.updated_at = clock.now()
        draft.save()
        audit.record(by, "catalogue.list_changed", draft)
    return draft


def publish_list(*, by: Actor, draft_id: int) -> ListEdition:
    """Publish a draft as the next edition, by another keeper than the one who started it.

    Raises CannotMaintain, UnknownListDraft, ListDraftMoved, OwnProposal, InvalidEdition.
    """
    require_maintainer(by)
    with unit.work():
        draft = _open(draft_id)
        if by.kind != "system" and draft.drafter_id == by.account_id:
            raise OwnProposal
        _require_heading(vars(draft))
        edition = publish_edition(
            by=by, kind=draft.kind, name=draft.name, source=draft.source,
            issued_on=draft.issued_on or clock.today(), in_force_from=draft.in_force_from or clock.today(),
            rows=draft.rows,
        )  # fmt: skip
        _close(by, draft, ListDraftState.PUBLISHED, edition)
    return edition


def withdraw_list(*, by: Actor, draft_id: int) -> ListDraft:
    """Take a draft back for good. Raises CannotMaintain, UnknownListDraft, ListDraftMoved."""
    require_maintainer(by)
    with unit.work():
        draft = _open(draft_id)
        _close(by, draft, ListDraftState.WITHDRAWN, None)
    return draft


def as_plain(row: ListRow) -> dict[str, Any]:
    """Return a stored row as plain data, by the columns of its kind."""
    return {**{name: getattr(row, name) for name in OWN}, **row.fields}


def _open(draft_id: int) -> ListDraft:
    draft = ListDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise UnknownListDraft
    if draft.state != ListDraftState.DRAFT:
        raise ListDraftMoved
    return draft


def _close(by: Actor, draft: ListDraft, state: ListDraftState, edition: ListEdition | None) -> None:
    draft.state, draft.edition, draft.updated_at = state, edition, clock.now()
    draft.save(update_fields=["state", "edition", "updated_at"])
    audit.record(by, f"catalogue.list_{state}", draft)


def _require_heading(heading: Mapping[str, Any]) -> None:
    errors = {}
    for name, label in (("name", "清单名称"), ("source", "公布的文件或者网址")):
        if not str(heading.get(name) or "").strip():
            errors[name] = [f"请填写{label}。"]
    for name, label in (("issued_on", "公布日期"), ("in_force_from", "施行日期")):
        if not isinstance(heading.get(name), date):
            errors[name] = [f"{label}请写成 2026-12-01 的样子。"]
    if errors:
        raise InvalidEdition(errors=errors)
