"""What of an earlier case need not be typed again: no promises, no files, nothing registers know."""

import json

from onewindow.cases.models import Case
from onewindow.forms import public as forms

ONCE = frozenset({"declaration", "upload", "date"})


def last_answers(case: Case | None, form: forms.Form) -> dict[str, object]:
    """Return the answers of an earlier case that may stand again in a form of the same item."""
    if case is None or not case.answers:
        return {}
    told = json.loads(case.answers)
    kept = {f.name for page in form.all_pages for f in page.fields if f.widget not in ONCE and not f.prefill}
    return {name: value for name, value in told.items() if name in kept}
