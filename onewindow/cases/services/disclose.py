"""许可公示: what was granted is made public as soon as the worker hears of it."""

from collections.abc import Iterable

from onewindow.cases.disclosing import is_disclosed
from onewindow.cases.models import Case, Disclosure
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import clock, unit


def disclose_decisions(*, numbers: Iterable[str]) -> int:
    """Make granted permits public, each once; return how many are new. Three statements for all."""
    with unit.work():
        cases = Case.objects.select_related("agency", "person", "organisation").filter(
            number__in=set(numbers), outcome="granted", disclosure=None
        )
        made = [_disclosure(one) for one in cases if is_disclosed(one, _version(one))]
        Disclosure.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _version(case: Case) -> catalogue.ItemVersion:
    return catalogue.item_version(case.item_version_id)


def _disclosure(case: Case) -> Disclosure:
    assert case.decided_at is not None, "a granted case was decided"
    holder = case.applicant
    return Disclosure(
        case=case, item_code=case.item_code, item_name=case.item_name, agency=case.agency,
        holder=holder.masked_name if holder.kind == "person" else holder.name,
        decided_on=clock.local(case.decided_at).date(), published_at=clock.now(), city=case.city,
    )  # fmt: skip
