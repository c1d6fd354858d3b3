"""First values of fields: from sources registered by whoever owns the data, or from shared resources."""

from collections.abc import Mapping
from typing import Protocol

from onewindow.exchange.public import FactRequest, Purpose, collect
from onewindow.forms.definition import Form, Prefilled
from onewindow.identity.public import Applicant
from onewindow.kernel.public import Actor, clock


class PrefillSource(Protocol):
    """A source of first values: it gets the applicant and the purpose, returns values by field."""

    def __call__(self, applicant: Applicant, purpose: Purpose) -> Mapping[str, Prefilled]: ...


sources: dict[str, PrefillSource] = {}


def register_prefill(name: str, source: PrefillSource) -> None:
    """Register a source of first values; it gets the applicant and the purpose, returns values by field."""
    if name in sources:
        raise ValueError(f"prefill source {name!r} is registered twice")
    sources[name] = source


def first_values(
    form: Form, *, by: Actor, applicant: Applicant, purpose: Purpose, city: str
) -> dict[str, Prefilled]:
    """Ask every source the form names and return what they know by field; a silent source is no error."""
    wanted = {f.prefill.source for page in form.all_pages for f in page.fields if f.prefill}
    known = {name: sources[name](applicant, purpose) for name in sorted(wanted) if name in sources}
    asked = [
        FactRequest(name, {key: _of(applicant, path) for key, path in form.prefill_keys[name].items()})
        for name in sorted(wanted)
        if name in form.prefill_keys and name not in sources
    ]
    facts = collect(asked, by=by, subject=applicant, purpose=purpose, city=city)
    for name, fact in facts.items():
        known[name] = {
            field: Prefilled(value, fact.source, fact.at, fact.receipt)
            for field, value in (fact.value or {}).items()
        }
    return {
        f.name: known[f.prefill.source][f.prefill.field]
        for page in form.all_pages
        for f in page.fields
        if f.prefill and f.prefill.field in known.get(f.prefill.source, {})
    }


def _of(applicant: Applicant, path: str) -> str:
    holder, _, attribute = path.partition(".")
    if holder != "applicant":
        raise ValueError(f"a prefill key is applicant.<attribute>, not {path!r}")
    return str(getattr(applicant, attribute))


def of_applicant(applicant: Applicant, purpose: Purpose) -> dict[str, Prefilled]:
    """Tell what the account itself knows: name, number, mobile, legal representative."""
    told = {
        "name": applicant.name,
        "number": applicant.number,
        "mobile": applicant.mobile,
        "legal_representative": applicant.legal_representative,
    }
    return {name: Prefilled(str(value), "账号实名信息", clock.now()) for name, value in told.items() if value}
