"""An offer in words: what is known, masked as on paper."""

import json

from onewindow.cases.offers.models import Offer
from onewindow.cases.offers.plans import plans
from onewindow.government import public as government


def known_of(offer: Offer) -> list[tuple[str, str]]:
    """Return the known answers by label; an account number with its last digits only."""
    plan = plans()[offer.plan]
    answers = json.loads(offer.answers or "{}")
    return [(label, _said(name, answers[name])) for name, label in plan.shown.items() if name in answers]


def _said(name: str, value: object) -> str:
    if name == "bank_card":
        return f"尾号 {str(value)[-4:]}"
    if name.endswith("_region"):
        return " ".join(region.name for region in government.path_of(str(value))[1:]) or str(value)
    return str(value)
