"""Drafted applications for the pilots, made through the verbs of the contexts below."""

import re
from datetime import timedelta

from onewindow.cases.models import Case
from onewindow.cases.services import counter
from onewindow.cases.services.submit import submit_case
from onewindow.cases.tests import pilots as newer_pilots
from onewindow.catalogue.public import ItemVersion, pilots
from onewindow.catalogue.tests.factories import forget_all, plant_catalogue
from onewindow.exchange.tests.factories import plant_resources
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import Mandate
from onewindow.kernel.public import Actor, clock, seeds, workdays

ASKED_AGAIN = re.compile(r'FROM "decisions_rulesetversion"|cases_number_seq')  # in seconds, or of twenty
"""The rules in force, read once in five seconds: no count of statements may rest on when that was."""
NURSE = {
    "certificate_number": "202345000123",
    "institution_code": "459900000001",
    "institution_name": "示例市第一人民医院",
    "mobile": "19900000001",
    "declaration": True,
}
FOOD = {
    "premises_same": True,
    "business_form": "sale",
    "scope": ["prepackaged"],
    "principal_name": "陆小燕",
    "principal_id": "459900198507300086",
    "safety_manager": "陆小燕",
    "mobile": "19900000011",
    "premises_promise": True,
}
SENIOR = {
    "household_region": "450102001003",
    "bank_name": "示例银行",
    "bank_card": "6217000000000000011",
    "mobile": "19900000003",
    "declaration": True,
}
HEALTH_FOOD = {
    "site_address": "南宁市兴宁区示例路1号一层",
    "product_kind": "tablet",
    "principal_name": "陆小燕",
    "principal_id": "459900198507300086",
    "mobile": "19900000011",
    "declaration": True,
}
ANSWERS: dict[str, dict[str, object]] = {
    "nurse-renewal": {**NURSE},
    "packaged-food": {**FOOD},
    "senior-allowance": {**SENIOR},
    **newer_pilots.ANSWERS,
    "health-food-production": {**HEALTH_FOOD},
}


def plant_world() -> None:
    """Plant regions, calendar, resources, forms, the catalogue and the rule sets."""
    forget_all()
    workdays.forget()
    plant_catalogue()
    plant_resources()
    for seed in seeds.in_order("reference"):
        if seed.order in {5, 40, 60}:
            seed.plant()


def pilot(key: str) -> ItemVersion:
    """Return the version in force of a pilot item, or of the item with the form of that name."""
    found = next((version for version in pilots() if version.pilot_key == key), None)
    return found or ItemVersion.objects.get(form_code=key, state="published")


def draft_of(
    account: identity.Account, key: str, mandate: Mandate | None = None, **changes: object
) -> forms.Draft:
    """Return a draft with every page answered; `changes` override answers, None takes one out."""
    by, version = identity.actor_for(account, mandate=mandate), pilot(key)
    draft = forms.start_draft(
        by=by,
        item_code=version.code,
        item_version_id=version.pk,
        form_code=version.form_code,
        applicant=_applicant(account, mandate),
    )
    form = forms.form(draft.form_code, draft.form_version)
    answers: dict[str, object] = {**ANSWERS[key]}
    if key == "nurse-renewal":
        answers["exam_date"] = (clock.today() - timedelta(days=10)).isoformat()
    answers.update(changes)
    for page in form.all_pages:
        if page.key in {one.key for one in form.pages(draft.answers)}:
            values = {f.name: answers[f.name] for f in page.fields if answers.get(f.name) is not None}
            draft = forms.save_page(
                by=by, draft_id=draft.pk, page_key=page.key, values=values, revision=draft.revision
            )
    return draft


def submitted(account: identity.Account, key: str, mandate: Mandate | None = None, **changes: object) -> Case:
    """Return the case of a submitted draft."""
    draft = draft_of(account, key, mandate, **changes)
    by = identity.actor_for(account, mandate=mandate)
    return submit_case(by=by, applicant=_applicant(account, mandate), draft_id=draft.pk)


def _applicant(account: identity.Account, mandate: Mandate | None) -> identity.Applicant:
    if mandate is None:
        return identity.applicant_of(account)
    return identity.applicant_from(mandate.principal, account_id=account.pk)


def taken_in_at_counter(
    by: Actor, holder: counter.Holder, version: ItemVersion, answers: dict[str, object]
) -> Case:
    """Return the case of an application that a clerk took in for somebody, originals seen."""
    draft = counter.start_at_counter(by=by, holder=holder, code=version.code)
    acting, form = counter.acting_for(by, holder), forms.form(draft.form_code, draft.form_version)
    for page in form.all_pages:
        values = {f.name: answers[f.name] for f in page.fields if answers.get(f.name) is not None}
        draft = forms.save_page(
            by=acting, draft_id=draft.pk, page_key=page.key, values=values, revision=draft.revision
        )
    return counter.receive_at_counter(by=by, holder=holder, draft_id=draft.pk, originals=True)


def receipt_again(by: Actor, number: str) -> Case:
    """Return a case for its receipt, as the counter that received it may print it again."""
    return counter.received_case(by=by, number=number)


def takes(by: Actor, version: ItemVersion) -> bool:
    """Tell whether a clerk takes an item in."""
    return counter.taking(by)(version)
