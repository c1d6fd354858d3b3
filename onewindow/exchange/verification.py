"""The population register as identity's proof that a name and a number belong together."""

from onewindow.exchange.facts import FactRequest, Purpose
from onewindow.exchange.services import collect
from onewindow.identity.public import Applicant
from onewindow.kernel.public import Actor

PURPOSE = Purpose(item="", case="", reason="本人申请实名认证（L2），核对姓名与公民身份号码是否一致、是否在世")


def population_confirms(applicant: Applicant, by: Actor) -> bool | None:
    """Tell whether the population register has this name under this number; None when it cannot tell.

    The look is in the applicant's access log before the answer is returned; a register that is down was not
    read.
    """
    keys = {"resident_id": applicant.number}
    facts = collect([FactRequest("population", keys)], by=by, subject=applicant, purpose=PURPOSE)
    fact = facts["population"]
    if fact.status == "down":
        return None
    return fact.value is not None and fact.value["name"] == applicant.name and fact.value["alive"] is True
