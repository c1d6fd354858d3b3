"""The population register as identity's proof that a name and a number belong together."""

from onewindow.exchange.facts import FactRequest, Purpose
from onewindow.exchange.services import collect
from onewindow.identity.public import Applicant
from onewindow.kernel.public import SYSTEM


def population_confirms(name: str, number: str) -> bool | None:
    """Tell whether the population register has this name under this number; None when it cannot tell."""
    subject = Applicant("person", 0, name, number, "", 1)
    fact = collect(
        [FactRequest("population", {"resident_id": number})],
        by=SYSTEM,
        subject=subject,
        purpose=Purpose(item="", case="identity", reason="核验姓名和身份证号码是否一致"),
    )["population"]
    if fact.status == "down":
        return None
    return fact.value is not None and fact.value["name"] == name and fact.value["alive"] is True
