"""Verbs of the person: confirm an offer, or say that it is not wanted."""

import json
from uuid import UUID

from onewindow.cases.models import Case
from onewindow.cases.offers.batch import settle
from onewindow.cases.offers.errors import OfferClosed, OfferNotAgreed, OfferNotFound
from onewindow.cases.offers.models import Offer, OfferState
from onewindow.cases.offers.queries import offer_for
from onewindow.cases.services.submit import submit_case
from onewindow.catalogue import public as catalogue
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, unit


def confirm_offer(*, by: Actor, applicant: identity.Applicant, offer_id: UUID, agreed: bool) -> Case | str:
    """File the application the offer stands for and let the rules decide.

    Returns the case, or its number when it was filed before.
    The draft is kept with the offer first, so confirming twice files once. Raises OfferNotFound, OfferClosed,
    OfferNotAgreed at `agreed`, and what `submit_case` raises: then the draft (`Offer.draft_id`) holds what is
    to be corrected.
    """
    offer = offer_for(by, offer_id)
    if offer.state == OfferState.CONFIRMED:
        return offer.case_number
    if not offer.is_waiting or offer.expires_on < clock.today():
        raise OfferClosed
    if not agreed:
        raise OfferNotAgreed(errors={"agreed": ["请勾选确认后再提交。"]})
    draft = _draft_of(by, applicant, offer)
    if draft.status == "submitted":
        _settle(by, offer_id, OfferState.CONFIRMED, draft.case_number)
        return str(draft.case_number)
    case = submit_case(by=by, applicant=applicant, draft_id=draft.pk)
    _settle(by, offer_id, OfferState.CONFIRMED, case.number)
    return case


def decline_offer(*, by: Actor, offer_id: UUID) -> Offer:
    """Close an offer the person does not want; the right to apply stays. Declined again, nothing changes."""
    offer = offer_for(by, offer_id)
    if offer.state == OfferState.DECLINED:
        return offer
    return _settle(by, offer_id, OfferState.DECLINED)


def _draft_of(by: Actor, applicant: identity.Applicant, offer: Offer) -> forms.Draft:
    """Return the offer's draft with everything known filled in."""
    if offer.draft_id is not None:
        draft = forms.draft_for(by=by, draft_id=offer.draft_id)
        if draft.status == "submitted":
            return draft
    version = catalogue.published(offer.item_code)
    draft = forms.start_draft(
        by=by,
        item_code=version.code,
        item_version_id=version.pk,
        form_code=version.form_code,
        applicant=applicant,
    )
    form = forms.form(draft.form_code, draft.form_version)
    answers = json.loads(offer.answers or "{}") | {"mobile": applicant.mobile, "declaration": True}
    for page in form.all_pages:
        values = {one.name: answers[one.name] for one in page.fields if answers.get(one.name)}
        if values:
            draft = forms.save_page(
                by=by, draft_id=draft.pk, page_key=page.key, values=values, revision=draft.revision
            )
    with unit.work():
        held = Offer.objects.select_for_update().get(pk=offer.pk)
        if not held.is_waiting:
            raise OfferClosed
        held.draft_id = draft.pk
        held.save(update_fields=["draft_id"])
        audit.record(by, "offer.drafted", held)
    return draft


def _settle(by: Actor, offer_id: UUID, state: OfferState, case_number: str = "") -> Offer:
    with unit.work():
        offer = Offer.objects.select_for_update().filter(pk=offer_id).first()
        if offer is None:
            raise OfferNotFound
        if offer.is_waiting:
            settle(offer, state, case_number)
            audit.record(by, f"offer.{state}", offer)
        elif offer.state != state:
            raise OfferClosed
    return offer
