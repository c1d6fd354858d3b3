"""What a scope releases of an account, claim by claim; the words for people are in `data/provider.yaml`."""

import base64
from datetime import date
from typing import Any

from onewindow.government import public as government
from onewindow.identity import papers
from onewindow.identity.applicants import Applicant
from onewindow.identity.models import Account
from onewindow.identity.posts import duties
from onewindow.identity.provider import rules
from onewindow.identity.queries import applicant_of, duties_of
from onewindow.kernel.public import hashing, masking

Claims = dict[str, Any]
SECRETIVE = {"id_number": masking.resident_id, "phone_number": masking.mobile}


def subject(party_id: int, account_id: int) -> str:
    """Return whom a system knows an account as: each another, so that they cannot be joined."""
    made = hashing.keyed_hash("oidc-subject", f"{party_id}:{account_id}")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def kind_of(account: Account) -> str:
    """Return the kind of account, as scopes name it."""
    if account.post_id is not None:
        return "official"
    return "organisation" if account.organisation_id is not None else "person"


def released(account: Account, scopes: list[str]) -> Claims:
    """Return the claims of a loaded account that the scopes release; empty ones are left out."""
    kind = kind_of(account)
    found: Claims = {}
    for name, make in _MAKERS.items():
        if name in scopes and kind in rules.scopes()[name].kinds:
            found |= make(account)
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def shown(account: Account, scopes: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return by scope, in words, each field a system would get and its value, numbers masked."""
    values, kind = released(account, scopes), kind_of(account)
    return [
        (scope.title, [(words, _shown(claim, values.get(claim))) for claim, words in scope.fields.items()])
        for scope in rules.scopes().values()
        if scope.name in scopes and kind in scope.kinds
    ]


def words_of(values: Claims) -> str:
    """Return the claims in words, as the record of the look names them."""
    names = {claim: words for scope in rules.scopes().values() for claim, words in scope.fields.items()}
    return "、".join(names[claim] for claim in values if claim in names)


def _shown(claim: str, value: object) -> str:
    if value is None:
        return ""
    if claim == "id_type":
        return next((kind.name for kind in papers.kinds().values() if kind.code == value), str(value))
    if claim in SECRETIVE:
        return SECRETIVE[claim](str(value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _person(account: Account) -> Claims:
    one: Applicant = applicant_of(account)
    born: date | None = account.person.birth_date if account.person else None
    return {
        "name": one.name,
        "id_type": one.number_type,
        "id_number": one.number,
        "birthdate": born.isoformat() if born else "",
        "phone_number": one.mobile,
        "level": f"L{one.level}",
    }


def _organisation(account: Account) -> Claims:
    one = applicant_of(account)
    return {
        "org_name": one.name,
        "org_uscc": one.number,
        "org_legal_representative": one.legal_representative,
        "org_level": f"L{one.level}",
    }


def _official(account: Account) -> Claims:
    """Return the main post held today; who holds none is no official any more."""
    duty = duties.chosen(duties_of(account))
    if duty is None:
        return {}
    return {
        "official_name": account.person.name if account.person else "",
        "official_agency": duty.agency,
        "official_agency_code": government.agency(duty.agency_id).uscc,
        "official_post": duty.title,
        "official_roles": sorted(duty.roles),
        "official_region": duty.region_prefix,
    }


_MAKERS = {"person": _person, "organisation": _organisation, "official": _official}
