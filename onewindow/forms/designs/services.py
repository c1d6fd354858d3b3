"""Verbs of designing: start, change, take in a file, submit, send back, drop; another hand publishes."""

import re

from onewindow.forms.building import BadForm
from onewindow.forms.designs.editing import Told, blank
from onewindow.forms.designs.files import from_file, is_same
from onewindow.forms.designs.problems import problems
from onewindow.forms.designs.uses import uses_of
from onewindow.forms.errors import (
    DesignNotSubmitted,
    DesignSubmitted,
    DesignUnsound,
    StaleDesign,
    UnknownDesign,
    UnknownForm,
)
from onewindow.forms.models import DesignState, FormDesign, FormVersion
from onewindow.forms.services import publish_form
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, Invalid, audit, clock, unit

DESIGNERS, RELEASERS = ("catalogue",), ("catalogue", "legality")
ROLES = RELEASERS
CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
OPEN = (DesignState.DRAFT, DesignState.SUBMITTED)


def start_design(*, by: Actor, code: str, title: str = "") -> FormDesign:
    """Return the open design of a form, or start one from its latest version, or an empty one with a title.

    Raises RoleMissing, Invalid for a new form without code or title, UnknownForm.
    """
    identity.require_role(by, *DESIGNERS)
    if title:
        _require_words(code, title)
    with unit.work():
        latest = FormVersion.objects.select_for_update().filter(code=code).order_by("-version").first()
        found = FormDesign.objects.filter(code=code, state__in=OPEN).first()
        if title and (found or latest):
            raise Invalid(errors={"code": ["这个编号已经有表单了，请从列表里打开它。"]})
        if found is not None:
            return found
        if latest is None and not title:
            raise UnknownForm(code=code)
        told = blank(title) if latest is None else told_of(latest)
        return _opened(by, code, told, latest)


def change_design(*, by: Actor, code: str, revision: int, told: Told) -> FormDesign:
    """Keep a changed definition if the design is still at `revision`; nothing changed writes nothing.

    Raises RoleMissing, UnknownDesign, DesignSubmitted, StaleDesign.
    """
    identity.require_role(by, *DESIGNERS)
    with unit.work():
        one = _locked(code)
        if one.state != DesignState.DRAFT:
            raise DesignSubmitted
        if one.revision != revision:
            raise StaleDesign
        if is_same(one.told, told):
            return one
        _keep(one, told)
        one.revision += 1
        one.changed_at, one.changed_by = clock.now(), by.label
        one.save()
        audit.record(by, "form.designed", one)
    return one


def import_design(*, by: Actor, code: str, data: bytes) -> FormDesign:
    """Make a file the design of a form, new or known; what was designed before is replaced.

    Raises RoleMissing, Invalid with what is wrong with code or file, DesignSubmitted.
    """
    identity.require_role(by, *DESIGNERS)
    try:
        told = from_file(data)
    except BadForm as fault:
        raise Invalid(errors={"file": [str(fault)]}) from fault
    _require_words(code, told["title"])
    with unit.work():
        latest = FormVersion.objects.filter(code=code).order_by("-version").first()
        one = FormDesign.objects.select_for_update().filter(code=code, state__in=OPEN).first()
        if one is None:
            return _opened(by, code, told, latest)
        return change_design(by=by, code=code, revision=one.revision, told=told)


def submit_design(*, by: Actor, code: str) -> FormDesign:
    """Hand the design to who publishes; raise RoleMissing, DesignUnsound with every problem."""
    identity.require_role(by, *DESIGNERS)
    with unit.work():
        one = _locked(code)
        if one.state != DesignState.DRAFT:
            raise DesignSubmitted
        _require_sound(one)
        one.state, one.submitted_by, one.answer = DesignState.SUBMITTED, by.label, ""
        one.save()
        audit.record(by, "form.submitted", one)
    return one


def return_design(*, by: Actor, code: str, answer: str) -> FormDesign:
    """Give a submitted design back to be changed; raise RoleMissing, DesignNotSubmitted, Invalid."""
    identity.require_role(by, *RELEASERS)
    if not answer.strip():
        raise Invalid(errors={"answer": ["请写明要改什么。"]})
    with unit.work():
        one = _locked(code)
        if one.state != DesignState.SUBMITTED:
            raise DesignNotSubmitted
        one.state, one.answer = DesignState.DRAFT, answer.strip()[:500]
        one.save()
        audit.record(by, "form.returned", one)
    return one


def publish_design(*, by: Actor, code: str) -> FormVersion:
    """Publish a submitted design as the next version; drafts and cases already begun keep theirs.

    Raises RoleMissing, DesignNotSubmitted, DesignUnsound, SameHand for who changed or submitted it.
    """
    identity.require_role(by, *RELEASERS)
    with unit.work():
        one = _locked(code)
        if one.state != DesignState.SUBMITTED:
            raise DesignNotSubmitted
        identity.require_another_hand(by, one.changed_by, one.submitted_by)
        _require_sound(one)
        row = publish_form(by=by, code=code, title=one.title, schema=one.schema, ui=one.ui)
        one.state, one.published_as = DesignState.PUBLISHED, row.version
        one.closed_at, one.closed_by = clock.now(), by.label
        one.save()
        audit.record(by, "form.released", one)
    return row


def drop_design(*, by: Actor, code: str) -> FormDesign:
    """Give up the open design; the published form stays as it is. Raises RoleMissing, UnknownDesign."""
    identity.require_role(by, *DESIGNERS)
    with unit.work():
        one = _locked(code)
        one.state, one.closed_at, one.closed_by = DesignState.DROPPED, clock.now(), by.label
        one.save()
        audit.record(by, "form.dropped", one)
    return one


def told_of(version: FormVersion) -> Told:
    """Return a version's definition as plain data."""
    return {"title": version.title, "schema": version.schema, "ui": version.ui}


def _opened(by: Actor, code: str, told: Told, latest: FormVersion | None) -> FormDesign:
    one = FormDesign(
        code=code, based_on=latest.version if latest else 0, changed_at=clock.now(), changed_by=by.label
    )
    _keep(one, told)
    one.save(force_insert=True)
    audit.record(by, "form.designed", one)
    return one


def _keep(one: FormDesign, told: Told) -> None:
    one.title, one.schema, one.ui = str(told["title"])[:120], told["schema"], told["ui"]


def _locked(code: str) -> FormDesign:
    one = FormDesign.objects.select_for_update().filter(code=code, state__in=OPEN).first()
    if one is None:
        raise UnknownDesign
    return one


def _require_sound(one: FormDesign) -> None:
    found = problems(one.told, uses_of(one.code))
    if found:
        raise DesignUnsound(errors={"": found})


def _require_words(code: str, title: str) -> None:
    errors = {}
    if not CODE.fullmatch(code):
        errors["code"] = ["表单编号用小写字母、数字和短横线，以字母开头，2 到 40 个字符。"]
    if not title.strip() or len(title) > 120:
        errors["title"] = ["请填写表单名称，不超过 120 个字。"]
    if errors:
        raise Invalid(errors=errors)
