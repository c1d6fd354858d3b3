"""Verbs of forms and drafts: publish a form; start, save a page, discard, claim."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from onewindow.exchange.public import Purpose
from onewindow.forms.building import build
from onewindow.forms.definition import Form, Page, Prefilled, Sent
from onewindow.forms.errors import AlreadySubmitted, DraftClosed, StaleDraft, UnknownDraft
from onewindow.forms.models import Draft, DraftStatus, FormVersion
from onewindow.forms.prefill import first_values
from onewindow.forms.queries import account_of, draft_for, forget_forms, form
from onewindow.forms.uploads import store
from onewindow.forms.validation import EMPTY, faults_of_page
from onewindow.identity.public import Applicant
from onewindow.kernel.public import SYSTEM, Actor, audit, canonical, clock, ids, inserting, prepared, unit

LIFE = timedelta(days=30)
PREFILL_REASON = "为您预填申请表"


def publish_form(
    *, by: Actor, code: str, title: str, schema: Mapping[str, Any], ui: Mapping[str, Any]
) -> FormVersion:
    """Store a form as a new immutable version unless the latest is the same; raise BadForm."""
    digest = canonical.sm3(canonical.canonical_json({"title": title, "schema": schema, "ui": ui}))
    build(code, version=0, title=title, digest=digest.hex(), schema=schema, ui=ui)
    with unit.work():
        latest = FormVersion.objects.filter(code=code).order_by("-version").first()
        if latest is not None and bytes(latest.digest) == digest:
            return latest
        row = FormVersion(
            code=code,
            version=latest.version + 1 if latest else 1,
            title=title,
            schema=dict(schema),
            ui=dict(ui),
            digest=digest,
            created_at=clock.now(),
        )
        row.save(force_insert=True)
        audit.record(by, "form.published", row)
    forget_forms()
    return row


def start_draft(
    *,
    by: Actor,
    item_code: str,
    item_version_id: int,
    form_code: str,
    applicant: Applicant,
    city: str = "4500",
    values: Mapping[str, object] | None = None,
    about: Mapping[str, str] | None = None,
) -> Draft:
    """Return the account's open draft for the item, or start one with prefilled values; lives 30 days.

    `values` are laid over it as by `fill_draft`, which may raise; a new draft is written once with them.
    `about` is kept for the verb that submits it. Prefilling asks shared resources, so call it outside a
    transaction.
    """
    account, now = account_of(by), clock.now()
    existing = _open_draft(by, item_code)
    if existing is not None and existing.is_open(now):
        return _gone_on(by, existing, values, about)
    definition = form(form_code)
    reference = _reference(now)
    purpose = Purpose(item=item_code, case=reference, reason=PREFILL_REASON)
    known = _sound(
        definition, first_values(definition, by=by, applicant=applicant, purpose=purpose, city=city)
    )
    draft = Draft(
        id=ids.new_id(),
        reference=reference,
        account_id=account,
        on_behalf=by.on_behalf,
        item_code=item_code,
        item_version_id=item_version_id,
        form_code=form_code,
        form_version=definition.version,
        sources={name: _provenance(value) for name, value in known.items()},
        city=city,
        created_at=now,
        updated_at=now,
        expires_at=now + LIFE,
    )
    draft.keep({name: value.value for name, value in known.items()}, {}, about or {})
    if values is not None:
        pages, kept = _sound_of(by, draft, definition, values)
        _merge(draft, definition, kept, {}, locked=_locked(pages))
    other = None
    with unit.work(joined=True):
        if existing is not None:
            _throw_away(by, existing)
        if inserting.claim(draft):
            audit.record(by, "draft.started", draft)
        elif (other := _open_draft(by, item_code)) is None:
            raise RuntimeError(f"the reference {reference} is another draft's")
    return draft if other is None else _gone_on(by, other, values, about)


def _gone_on(
    by: Actor, draft: Draft, values: Mapping[str, object] | None, about: Mapping[str, str] | None
) -> Draft:
    """Go on with an open draft: what it is about, and the values laid over it."""
    if about is not None and draft.about != about:
        with unit.work(joined=True):
            draft = Draft.objects.select_for_update().get(pk=draft.pk)
            draft.keep(draft.answers, draft.disputes, about)
            draft.save(update_fields=["sealed"])
            audit.record(by, "draft.saved", draft)
    if values is None:
        return draft
    return fill_draft(by=by, draft_id=draft.pk, values=values, revision=draft.revision)


def tell_draft(*, reference: str, about: Mapping[str, str]) -> bool:
    """Let an open draft be about something else than when it began; False where it is submitted or gone."""
    with unit.work(joined=True):
        draft = Draft.objects.select_for_update().filter(reference=reference, status=DraftStatus.OPEN).first()
        if draft is None:
            return False
        draft.keep(draft.answers, draft.disputes, about)
        draft.save(update_fields=["sealed"])
        audit.record(SYSTEM, "draft.told", draft)
    return True


def save_page(
    *,
    by: Actor,
    draft_id: UUID,
    page_key: str,
    values: Mapping[str, object],
    revision: int,
    disputes: Mapping[str, str] | None = None,
) -> Draft:
    """Keep one page's values (uploads may still be files) if the draft is still at `revision`.

    Answers of pages that become invisible are dropped. Raises StaleDraft (with `saved` and `typed`),
    AlreadySubmitted, DraftClosed, UnknownDraft, UnknownPage, and Invalid with messages per field when a value
    or a file is refused.
    """
    before = draft_for(by, draft_id)
    definition = form(before.form_code, before.form_version)
    page = definition.page(page_key, {**before.answers, **values})
    typed = {f.name: values[f.name] for f in page.fields if f.name in values and not f.only_shown}
    _require_current(before, revision, page_key, typed)
    sound = {n: v for n, v in typed.items() if not isinstance(v, (UploadedFile, Sent))}
    faults = faults_of_page(definition, page, sound)
    kept = store(by, before, page.fields, typed, faults)
    return _kept(
        by, draft_id, definition, (page,), kept, revision=revision, disputes=disputes or {}, key=page_key
    )


def fill_draft(*, by: Actor, draft_id: UUID, values: Mapping[str, object], revision: int) -> Draft:
    """Keep the values of all pages that they make visible, as if each page were saved, in one unit of work.

    Raises as `save_page`, with the messages of all pages.
    """
    before = draft_for(by, draft_id)
    definition = form(before.form_code, before.form_version)
    _require_current(before, revision, "", values)
    pages, kept = _sound_of(by, before, definition, values)
    return _kept(by, draft_id, definition, pages, kept, revision=revision)


def _sound_of(
    by: Actor, draft: Draft, definition: Form, values: Mapping[str, object]
) -> tuple[Sequence[Page], dict[str, object]]:
    """Return the pages that values and the draft's own make visible, and their values, files stored.

    Raises Invalid with the messages of all pages.
    """
    fixed = {f.name for page in definition.all_pages for f in page.fields if f.locked} & draft.sources.keys()
    told = {**draft.answers, **{name: value for name, value in values.items() if name not in fixed}}
    pages = definition.pages({name: value for name, value in told.items() if value not in EMPTY})
    typed: dict[str, object] = {}
    faults: dict[str, list[str]] = {}
    for page in pages:
        mine = {f.name: values[f.name] for f in page.fields if f.name in values and not f.only_shown}
        sound = {n: v for n, v in mine.items() if not isinstance(v, (UploadedFile, Sent))}
        faults |= faults_of_page(definition, page, sound)
        typed |= mine
    return pages, store(by, draft, [field for page in pages for field in page.fields], typed, faults)


def _kept(
    by: Actor,
    draft_id: UUID,
    definition: Form,
    pages: Sequence[Page],
    kept: Mapping[str, object],
    *,
    revision: int,
    disputes: Mapping[str, str] = MappingProxyType({}),
    key: str = "",
) -> Draft:
    """Lock the draft and lay the values of pages over it, if it is still at the revision."""
    with unit.work():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        _require_current(draft, revision, key, kept)
        _merge(draft, definition, kept, disputes, locked=_locked(pages))
        draft.revision += 1
        draft.updated_at = clock.now()
        draft.expires_at = draft.updated_at + LIFE
        draft.save()
        audit.record(by, "draft.saved", draft)
    return draft


def _locked(pages: Sequence[Page]) -> set[str]:
    return {f.name for page in pages for f in page.fields if f.locked}


def discard_draft(*, by: Actor, draft_id: UUID) -> None:
    """Throw the draft's answers away; discarding again changes nothing, a submitted draft is refused."""
    account = account_of(by)
    with unit.work():
        draft = (
            Draft.objects.select_for_update()
            .filter(pk=draft_id, account_id=account, on_behalf=by.on_behalf)
            .first()
        )
        if draft is None:
            raise UnknownDraft
        if draft.status == DraftStatus.SUBMITTED:
            raise AlreadySubmitted(case_number=draft.case_number)
        if draft.status == DraftStatus.OPEN:
            _throw_away(by, draft)


def discard_expired_drafts(*, at_once: int = 500) -> int:
    """Empty the drafts whose time is over; return how many. A draft in use at the moment waits."""
    gone = 0
    while True:
        with unit.work():
            over = Draft.objects.filter(status=DraftStatus.OPEN, expires_at__lte=clock.now())
            batch = list(over.select_for_update(skip_locked=True).order_by("pk")[:at_once])
            for draft in batch:
                _throw_away(SYSTEM, draft)
        gone += len(batch)
        if len(batch) < at_once:
            return gone


def claim_draft(*, by: Actor, draft_id: UUID, case_number: str, revision: int | None = None) -> Draft:
    """Mark the open draft as submitted under the case number, in one statement; exactly one claim succeeds.

    Raises AlreadySubmitted, StaleDraft (when `revision` is given and another page was saved since),
    DraftClosed, UnknownDraft.
    """
    now = clock.now()
    with unit.work(joined=True):
        won = _CLAIM.first(case_number, now, draft_id, account_of(by), by.on_behalf, revision)
        if won is not None:
            audit.record(by, "draft.submitted", won)
            return won
    draft = draft_for(by, draft_id)
    if draft.is_open(now):
        raise StaleDraft(revision=draft.revision)
    raise _closed(draft)


_CLAIM = prepared.Kept(
    Draft.objects.all,
    "UPDATE forms_draft SET status = 'submitted', case_number = $1, updated_at = $2"
    " WHERE id = $3 AND account_id = $4 AND on_behalf = $5 AND status = 'open' AND expires_at > $2"
    " AND ($6::int IS NULL OR revision = $6) RETURNING {columns}",
)


def _closed(draft: Draft) -> Exception:
    if draft.status == DraftStatus.SUBMITTED:
        return AlreadySubmitted(case_number=draft.case_number)
    return DraftClosed()


def _require_current(draft: Draft, revision: int, page: str, typed: Mapping[str, object]) -> None:
    if not draft.is_open(clock.now()):
        raise _closed(draft)
    if draft.revision != revision:
        saved = {name: draft.answers.get(name) for name in typed}
        raise StaleDraft(page=page, saved=saved, typed=typed, revision=draft.revision)


def _merge(
    draft: Draft,
    definition: Form,
    kept: Mapping[str, object],
    disputes: Mapping[str, str],
    *,
    locked: set[str],
) -> None:
    """Lay the page's values over the draft's; a value typed anew loses its source, a locked one stays.

    A dispute outlives the change of the value: the register is as wrong as before.
    """
    answers, sources, said = draft.answers, dict(draft.sources), draft.disputes
    prefilled = {*sources, *said}
    for name, value in kept.items():
        if name in locked and name in sources:
            continue
        if answers.get(name) != value:
            sources.pop(name, None)
        if value in EMPTY:
            answers.pop(name, None)
        else:
            answers[name] = value
    answers = definition.relevant(answers)
    said |= {name: note for name, note in disputes.items() if name in prefilled}
    draft.sources = {name: told for name, told in sources.items() if name in answers}
    draft.keep(answers, {name: note for name, note in said.items() if note and name in answers})


def _sound(definition: Form, known: Mapping[str, Prefilled]) -> dict[str, Prefilled]:
    """Leave out what a source knows but the form would refuse."""
    kept: dict[str, Prefilled] = {}
    for page in definition.all_pages:
        mine = {f.name: known[f.name] for f in page.fields if f.name in known}
        faults = faults_of_page(definition, page, {name: value.value for name, value in mine.items()})
        kept |= {n: v for n, v in mine.items() if n not in faults and v.value not in EMPTY}
    return kept


def _provenance(value: Prefilled) -> dict[str, str]:
    return {"source": value.source, "at": value.at.isoformat(), "receipt": value.receipt}


def _throw_away(by: Actor, draft: Draft) -> None:
    draft.keep({}, {}, {})
    draft.sources, draft.status, draft.updated_at = {}, DraftStatus.DISCARDED, clock.now()
    draft.save()
    audit.record(by, "draft.discarded", draft)


def _open_draft(by: Actor, item_code: str) -> Draft | None:
    return _OPEN.first(account_of(by), by.on_behalf, item_code)


_OPEN = prepared.Lookup(
    lambda: Draft.objects.filter(status=DraftStatus.OPEN), "account_id", "on_behalf", "item_code"
)


def _reference(now: datetime) -> str:
    return f"S{clock.local(now):%y%m%d}{secrets.randbelow(10**8):08d}"
