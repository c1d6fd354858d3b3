"""Which fees of its item version a case owes: chosen by its answers, or by what an officer found."""

import json
from collections.abc import Mapping, Sequence

from onewindow.cases.models import Case
from onewindow.catalogue import public as catalogue
from onewindow.forms import public as forms

BEFORE_DECISION, BEFORE_DELIVERY = "before_decision", "before_delivery"
Fees = Sequence[Mapping[str, object]]


def charged(case: Case, version: catalogue.ItemVersion) -> catalogue.Charged:
    """Return what applies to a case; what an officer found comes before what the applicant answered."""
    found = case.situation if case.situation is not None else told(case, version)
    return catalogue.charged(version.situations, version.fees, found)


def told(case: Case, version: catalogue.ItemVersion) -> dict[str, str]:
    """Return the answers to the questions of the situation that the application form asked too, in words."""
    linked = {str(one["field"]): str(one["key"]) for one in version.situations if one.get("field")}
    if not linked:
        return {}
    answers = json.loads(case.answers or "{}")
    form = forms.form(version.form_code, case.form_version)
    fields = {field.name: field for page in form.all_pages for field in page.fields}
    found = {}
    for name, key in linked.items():
        value = answers.get(name)
        labels = {one.value: one.label for one in fields[name].choices} if name in fields else {}
        if isinstance(value, bool):
            found[key] = "是" if value else "否"
        elif isinstance(value, str):
            found[key] = labels.get(value, value)
    return found


def situations_of(version: catalogue.ItemVersion) -> dict[str, dict[str, str]]:
    """Return the situations between which the fees differ, by the words an officer chooses one with."""
    every = catalogue.fee_situations(version.situations, version.fees)
    texts = {str(one["key"]): str(one["text"]) for one in version.situations}
    by_one = len({key for one in every for key in one}) == 1
    return {
        "；".join(option if by_one else f"{texts[key]}{option}" for key, option in one.items())
        or "其他情形": one
        for one in every
    }


def pays(fees: Fees) -> str:
    """Return when fees must be paid, "" where none has an amount."""
    said = [str(fee.get("pay") or BEFORE_DECISION) for fee in fees if fee.get("amount")]
    return BEFORE_DECISION if BEFORE_DECISION in said else (said[0] if said else "")
