"""A case's answers as an officer reads them: labels, readable values, numbers masked."""

import json

from onewindow.cases.models import Case
from onewindow.catalogue import public as catalogue
from onewindow.forms import public as forms


def answers_shown(case: Case) -> list[forms.SummaryRow]:
    """Return one row per answer, with the form the case's item version was applied for with."""
    version = catalogue.item_version(case.item_version_id)
    form = forms.form(version.form_code, case.form_version)
    return forms.summary(form, json.loads(case.answers or "{}"), masked=True)
