"""The counter: a clerk takes an application in for somebody who stands there with the papers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files import File

from onewindow.cases import elsewhere, policies
from onewindow.cases.errors import CaseNotFound, NotAppliableOnline
from onewindow.cases.models import Case
from onewindow.cases.services.submit import submit_case
from onewindow.cases.states import Channel
from onewindow.catalogue import public as catalogue
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, Invalid, clock

Holder = identity.Person | identity.Organisation
SEEN_LEVEL = 3  # the paper was read and compared with the person at the counter: as at check_at_counter
RECENT = timedelta(days=400)
Takes = Callable[[catalogue.ItemVersion], bool]
_counters: dict[str, Callable[[Actor], Takes]] = {}


def register_counter(name: str, taking: Callable[[Actor], Takes]) -> None:
    """Let a context above say what a clerk's counter takes in for other bodies of its centre (一窗通办)."""
    _counters[name] = taking


def taking(by: Actor) -> Takes:
    """Return what tells whether the clerk takes an item in, asked once for many items.

    Items of the own body, what the counter takes for others, and what is done across cities (异地收件).
    """
    own = int(by.agency) if by.agency.isdecimal() else None
    counters = [one(by) for one in _counters.values()]
    return lambda version: (
        version.item.agency_id == own
        or any(takes(version) for takes in counters)
        or elsewhere.may_receive(by, version)
    )


def acting_for(by: Actor, holder: Holder) -> Actor:
    """Return the clerk as who acts for the person at the counter; raise RoleMissing.

    The mandate is the presence of the person: it lasts for this application and gives no other right.
    """
    identity.require_role(by, "window")
    own = isinstance(holder, identity.Person) and holder.pk == by.person_id
    policies.require(not own)
    return replace(
        by,
        person_id=holder.pk if isinstance(holder, identity.Person) else None,
        organisation_id=holder.pk if isinstance(holder, identity.Organisation) else None,
        level=SEEN_LEVEL,
        mandate=policies.COUNTER,
        mandate_kind=policies.COUNTER,
        items=None,
    )


def applicant_at_counter(by: Actor, holder: Holder) -> identity.Applicant:
    """Return whom the application is for; the case hangs on their own account where they have one."""
    key = {"person_id": holder.pk} if isinstance(holder, identity.Person) else {"organisation_id": holder.pk}
    own = identity.Account.objects.filter(**key, is_active=True).order_by("pk").first()
    return identity.applicant_from(holder, account_id=own.pk if own else by.account_id or 0)


def acting_as_person(holder: Holder) -> Actor:
    """Return the person as who looks at the own cases: what the clerk shows of them is theirs to see."""
    if isinstance(holder, identity.Person):
        return Actor(kind="person", person_id=holder.pk)
    return Actor(kind="person", organisation_id=holder.pk)


def start_at_counter(*, by: Actor, holder: Holder, code: str) -> forms.Draft:
    """Open the clerk's draft for the person and an item that the clerk's counter takes in.

    Raises RoleMissing, CaseNotYours, NotAppliableOnline, and what catalogue and forms raise.
    """
    acting, version = acting_for(by, holder), catalogue.published(code)
    policies.require(taking(by)(version))
    if not version.form_code:
        raise NotAppliableOnline
    return forms.start_draft(
        by=acting,
        item_code=version.code,
        item_version_id=version.pk,
        form_code=version.form_code,
        applicant=applicant_at_counter(by, holder),
    )


def answers_of_last(by: Actor, holder: Holder, item_code: str) -> Case | None:
    """Return the last case of the same item by the same applicant, for what need not be typed again."""
    cases = Case.objects.filter(item_code=item_code, submitted_at__gte=clock.now() - RECENT)
    kind = "person_id" if isinstance(holder, identity.Person) else "organisation_id"
    return cases.filter(**{kind: holder.pk}).order_by("-id").first()


def save_form(
    *, by: Actor, holder: Holder, draft_id: UUID, data: Any, files: dict[str, "File[Any]"]
) -> dict[str, list[str]]:
    """Save all pages of a form that was posted at once; return what is wrong, by field."""
    acting = acting_for(by, holder)
    errors: dict[str, list[str]] = {}
    draft = forms.draft_for(acting, draft_id)
    form = forms.form(draft.form_code, draft.form_version)
    for page in form.all_pages:
        if page.key not in {one.key for one in form.pages(draft.answers)}:
            continue
        given = forms.read_page(form, page.key, data, files, draft=draft)
        errors |= given.errors
        try:
            draft = forms.save_page(
                by=acting, draft_id=draft_id, page_key=page.key, values=given.sound, revision=draft.revision,
                disputes=given.disputes,
            )  # fmt: skip
        except Invalid as refusal:
            errors |= refusal.errors
    return errors


def receive_at_counter(*, by: Actor, holder: Holder, draft_id: UUID, originals: bool) -> Case:
    """Submit what was taken in; uploads whose originals lay on the table count as checked (grade B).

    Raises as submit_case does, RoleMissing, CaseNotYours.
    """
    acting = acting_for(by, holder)
    return submit_case(
        by=acting,
        applicant=applicant_at_counter(by, holder),
        draft_id=draft_id,
        insist=True,
        channel=Channel.COUNTER,
        originals=originals,
    )


def received_case(*, by: Actor, number: str) -> Case:
    """Return a case the clerk's counter received, for the receipt; raise CaseNotFound, CaseNotYours."""
    identity.require_role(by, "window")
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise CaseNotFound
    policies.require(policies.is_received_by(by, case) or elsewhere.was_received_by(by, case))
    return case
