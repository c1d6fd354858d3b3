"""许可公示: what was granted is made public as soon as the worker hears of it."""

from collections.abc import Iterable

from onewindow.cases import policies
from onewindow.cases.disclosing import grounds, is_disclosed, is_of_public_kind
from onewindow.cases.errors import FlowInvalid
from onewindow.cases.events import DisclosureWithheld
from onewindow.cases.models import Case, Disclosure, NonDisclosure
from onewindow.cases.services.steps import leave_trace, locked, words
from onewindow.cases.states import Outcome
from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import Actor, clock, outbox, unit


def disclose_decisions(*, numbers: Iterable[str]) -> int:
    """Make granted permits public, each once; return how many are new. Three statements for all."""
    with unit.work():
        cases = Case.objects.select_related("agency", "person", "organisation").filter(
            number__in=set(numbers), outcome="granted", disclosure=None, nondisclosure=None
        )
        made = [_disclosure(one) for one in cases if is_disclosed(one, _version(one))]
        Disclosure.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def withhold_disclosure(*, by: Actor, number: str, ground: str, reason: str) -> NonDisclosure:
    """Keep the grant of a case from the public on a ground of the law (不予公开); take down what is public.

    Before the decision or after it, once. Raises CaseNotYours, FlowInvalid at the field.
    """
    said = words("reason", reason, missing="请写明涉及什么、为什么不能公开。")
    with unit.work():
        case = locked(number)
        policies.require(policies.can_decide(by, case))
        if ground not in grounds():
            raise FlowInvalid(errors={"ground": ["请选择不予公开的理由。"]})
        if not may_be_withheld(case):
            raise FlowInvalid(
                errors={"ground": ["只有许可类办件的准予结果要公开；这件不在其中，或者已经不予公开。"]}
            )
        made = NonDisclosure(
            case=case, ground=ground, reason=said, by=by.label, at=clock.now(), city=case.city
        )
        made.save(force_insert=True)
        told = grounds()[ground]["name"]
        leave_trace(
            case, by, "undisclosed", "结果不予公开", detail=f"{told}：{said}", facts={"ground": ground}
        )
        outbox.publish(DisclosureWithheld(subject=case.number, city=case.city, ground=ground))
    return made


def may_be_withheld(case: Case) -> bool:
    """Tell whether the result would be made public and is not kept from it yet; one statement."""
    if case.outcome not in {"", Outcome.GRANTED} or not is_of_public_kind(case, _version(case)):
        return False
    return not NonDisclosure.objects.filter(case=case).exists()


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
