"""Named reads of forms and drafts."""

import time
from uuid import UUID

from onewindow.forms.building import build
from onewindow.forms.definition import Form
from onewindow.forms.errors import NoAccount, OtherParty, UnknownDraft, UnknownForm
from onewindow.forms.models import Draft, DraftStatus, FormVersion
from onewindow.kernel.public import Actor, clock, prepared

LATEST_SECONDS = 60.0
_forms: dict[tuple[str, int], Form] = {}
_latest: dict[str, tuple[float, int]] = {}


def form(code: str, version: int | None = None) -> Form:
    """Return a form, the latest version unless one is named; raise UnknownForm.

    A version is kept for ever; which one is the latest is asked again once a minute.
    """
    if version is None:
        asked, number = _latest.get(code, (0.0, 0))
        if number and time.monotonic() - asked < LATEST_SECONDS:
            return form(code, number)
        row = FormVersion.objects.filter(code=code).order_by("-version").first()
    elif (code, version) in _forms:
        return _forms[code, version]
    else:
        row = FormVersion.objects.filter(code=code, version=version).first()
    if row is None:
        raise UnknownForm(code=code)
    if version is None:
        _latest[code] = (time.monotonic(), row.version)
    key = (code, row.version)
    if key not in _forms or _forms[key].digest != bytes(row.digest).hex():
        _forms[key] = build(
            code,
            version=row.version,
            title=row.title,
            digest=bytes(row.digest).hex(),
            schema=row.schema,
            ui=row.ui,
        )
    return _forms[key]


def latest_version(code: str) -> FormVersion:
    """Return the stored latest version of a form, schema and UI as published; raise UnknownForm."""
    row = FormVersion.objects.filter(code=code).order_by("-version").first()
    if row is None:
        raise UnknownForm(code=code)
    return row


def forget_forms() -> None:
    """Read forms anew at the next question."""
    _forms.clear()
    _latest.clear()


def draft_for(by: Actor, draft_id: UUID) -> Draft:
    """Return the actor's own draft, in any state, in one statement; raise UnknownDraft, OtherParty."""
    found = _OWN.first(draft_id, account_of(by))
    if found is None:
        raise UnknownDraft
    if found.on_behalf != by.on_behalf:
        raise OtherParty
    return found


_OWN = prepared.Kept(
    lambda: Draft.objects.filter(pk=prepared.Place(1), account_id=prepared.Place(2)).order_by()
)


def drafts_of(by: Actor) -> list[Draft]:
    """Return the actor's open drafts, latest change first."""
    mine = Draft.objects.filter(account_id=account_of(by), on_behalf=by.on_behalf, status=DraftStatus.OPEN)
    return list(mine.filter(expires_at__gt=clock.now()).order_by("-updated_at"))


def account_of(by: Actor) -> int:
    """Return the account that owns what the actor drafts; raise NoAccount."""
    if by.account_id is None:
        raise NoAccount
    return by.account_id
