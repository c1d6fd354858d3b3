"""Reads of names: one's own, those to look at, the one an application may begin with."""

from collections.abc import Mapping

from onewindow.collaboration.models import NameClaim, NameState
from onewindow.collaboration.naming import policies
from onewindow.collaboration.naming.rules import rules
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock


def my_names(by: Actor, *, limit: int = 20) -> list[NameClaim]:
    """Return the names the actor declared, the newest first."""
    return list(policies.names_of(by).select_related("agency").order_by("-id")[:limit])


def names_to_review(by: Actor) -> list[NameClaim]:
    """Return the doubtful names of the actor's registrar, the oldest first."""
    return list(policies.to_review(by).order_by("id")[:100])


def kept_for(applicant: identity.Applicant, purpose: object) -> Mapping[str, forms.Prefilled]:
    """Return the newest name kept for an applicant, as the first value of the registration's form."""
    key = (
        {"organisation": applicant.organisation_id}
        if applicant.organisation_id
        else {"person": applicant.person_id}
    )
    one = (
        NameClaim.objects.filter(state=NameState.KEPT, kept_until__gte=clock.today(), case_number="", **key)
        .order_by("-id")
        .first()
    )
    return {} if one is None else {"name": forms.Prefilled(one.name, "企业名称自主申报", one.claimed_at)}


def register() -> None:
    """Let forms begin with the kept name."""
    forms.register_prefill("company_name", kept_for)


def comes_first(procedure: str) -> bool:
    """Tell whether a procedure begins with the name."""
    return procedure == rules().procedure
