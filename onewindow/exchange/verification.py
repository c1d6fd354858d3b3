"""Registers as identity's proofs: that a name and a number belong together, that somebody heads a firm."""

from onewindow.exchange.facts import FactRequest, Purpose
from onewindow.exchange.services import collect
from onewindow.identity.public import Applicant, Person, applicant_from
from onewindow.kernel.public import Actor

HEAD_PURPOSE = Purpose(item="", case="", reason="本人申请绑定单位，核对是否为法定代表人（负责人）")
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


def register_names_head(uscc: str, person: Person, by: Actor) -> str | bool | None:
    """Return the firm's name when the enterprise register has the person as its head, by name and number.

    False when it has not, None when it cannot tell; the look is in the person's access log.
    """
    keys = {"uscc": uscc, "name": person.name, "resident_id": person.resident_id or ""}
    subject = applicant_from(person, account_id=by.account_id or 0)
    facts = collect([FactRequest("enterprise_head", keys)], by=by, subject=subject, purpose=HEAD_PURPOSE)
    fact = facts["enterprise_head"]
    if fact.status == "down":
        return None
    if fact.value is None or fact.value["matches"] is not True or not fact.value["enterprise_name"]:
        return False
    return str(fact.value["enterprise_name"])
