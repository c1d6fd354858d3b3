"""Take an application in from an outside app, for who let it: a draft, its answers, then submitted."""

import re
from collections.abc import Mapping
from uuid import UUID

from onewindow.cases.errors import AnswersInvalid, KeyMissing, KeyReused, NotAppliableOnline
from onewindow.cases.models import ApiSubmission, Case
from onewindow.cases.services.submit import check_applicant, submit_case
from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, canonical, clock, inserting, prepared, unit

KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
_KNOWN = prepared.Lookup(ApiSubmission.objects.all, "client", "key")
_NUMBERED = "UPDATE cases_apisubmission SET number = $1 WHERE client = $2 AND key = $3 AND number = ''"


def take_in(
    *,
    by: Actor,
    applicant: identity.Applicant,
    client: str,
    key: str,
    item: str,
    answers: Mapping[str, object],
    insist: bool = False,
    about: Mapping[str, str] | None = None,
    own_files: bool = False,
) -> Case:
    """Submit an application with all its answers; sent again under the same key it is the same case.

    `about` is what submitting is to know besides the answers (`of_project`); with `own_files` only what the
    account itself uploaded may be answered with.
    Raises KeyMissing, KeyReused for another content, NotAppliableOnline, AnswersInvalid with faults at their
    fields, and what `submit_case` refuses; nothing is filed then, and the key may be used again.
    """
    if not KEY.fullmatch(key):
        raise KeyMissing
    digest = canonical.sm3(canonical.canonical_json({"item": item, "answers": dict(answers), "by": by.label}))
    known = _KNOWN.first(client, key)
    number = _filed(known, by)
    if not number:
        if own_files:
            _require_own_files(by, answers)
        draft = _draft(by, applicant, item, answers, about)
        known, number = _claimed(client, key, digest, draft, by)
        if number:
            forms.discard_draft(by=by, draft_id=draft.pk)  # another hand filed it between our two looks
    if number:
        if known is not None and bytes(known.digest) != digest:
            raise KeyReused
        return _kept(client, key, Case.objects.get(number=number))
    try:
        case = submit_case(by=by, applicant=applicant, draft_id=draft.pk, insist=insist, draft=draft)
    except forms.AlreadySubmitted as twice:
        case = Case.objects.get(number=twice.case_number)
    return _kept(client, key, case)


def _require_own_files(by: Actor, answers: Mapping[str, object]) -> None:
    """Raise AnswersInvalid for a file that another account sent: to know its id gives no right to read it."""
    told = {name: _file_id(value) for name, value in answers.items() if isinstance(value, Mapping)}
    ids = [key for key in told.values() if key is not None]
    mine = documents.StoredFile.objects.filter(pk__in=ids, account_id=by.account_id) if ids else ()
    own = {one.pk for one in mine}
    if wrong := [name for name, key in told.items() if key not in own]:
        raise AnswersInvalid(errors={name: ["请先用这个账号上传文件，再填它的编号。"] for name in wrong})


def _file_id(value: Mapping[object, object]) -> UUID | None:
    try:
        return UUID(str(value.get("id")))
    except ValueError:
        return None


def _filed(known: ApiSubmission | None, by: Actor) -> str:
    """Return the case of a key, also where the answer was lost between submitting and noting it."""
    if known is None or known.number:
        return known.number if known else ""
    return forms.draft_for(by=by, draft_id=known.draft).case_number


def _claimed(
    client: str, key: str, digest: bytes, draft: forms.Draft, by: Actor
) -> tuple[ApiSubmission, str]:
    """Let a key stand for our draft, unless a case was filed under it meanwhile: then return its number."""
    about = {"digest": digest, "draft": draft.pk, "at": clock.now(), "city": draft.city}
    row = ApiSubmission(client=client, key=key, **about)
    with unit.work(joined=True):
        if inserting.claim(row):
            return row, ""
        row = ApiSubmission.objects.select_for_update().get(client=client, key=key)
        number = "" if row.draft == draft.pk else _filed(row, by)
        if not number:
            ApiSubmission.objects.filter(pk=row.pk).update(**about)
    return row, number


def _kept(client: str, key: str, case: Case) -> Case:
    with unit.work(joined=True), prepared.cursor() as cursor:
        cursor.execute(_NUMBERED, [case.number, client, key])
    return case


def _draft(
    by: Actor,
    applicant: identity.Applicant,
    item: str,
    answers: Mapping[str, object],
    about: Mapping[str, str] | None,
) -> forms.Draft:
    version = catalogue.in_force(item)
    if not version.form_code:
        raise NotAppliableOnline
    check_applicant(by, applicant, version)
    form = forms.form(version.form_code)
    unknown = sorted(set(answers) - {field.name for page in form.all_pages for field in page.fields})
    if unknown:
        raise AnswersInvalid(errors={name: ["这个事项的申请表里没有这一项。"] for name in unknown})
    return forms.start_draft(
        by=by, item_code=version.code, item_version_id=version.pk, form_code=version.form_code,
        applicant=applicant, values=answers, about=about or {},
    )  # fmt: skip
