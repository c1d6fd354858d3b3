"""Mandates of the demonstration: a head with an agent, a mother with a child, an old lady with a helper."""

from onewindow.identity.cast import CHILD, FIRMS, PERSONS
from onewindow.identity.mandates import heads, policies, services
from onewindow.identity.mandates.models import Kind, Mandate
from onewindow.identity.models import Account
from onewindow.identity.queries import actor_for
from onewindow.kernel.public import unit

HEAD, AGENT, MOTHER, ELDER, CLERK = "luxiaoyan", "heyong", "weixiaolan", "huangguifang", "zhouhaiyan"


def plant() -> str:
    """Give the demonstration's mandates once."""
    names = (HEAD, AGENT, MOTHER, ELDER, CLERK)
    found = Account.objects.select_related("person", "organisation", "post__agency")
    accounts = {one.username: one for one in found.filter(username__in=names)}
    if len(accounts) < len(names) or Mandate.objects.exists():
        return ""
    numbers = {one.username: one.resident_id for one in PERSONS}
    firm = FIRMS[0]
    with unit.work():
        head = accounts[HEAD]
        assert head.person is not None
        bound = heads.bind_proved(by=actor_for(head), human=head.person, code=firm.uscc, name=firm.name)
        services.record_at_counter(
            by=actor_for(accounts[CLERK]), kind=Kind.GUARDIAN, name=CHILD.name, number=CHILD.resident_id,
            agent_number=numbers[MOTHER], seen="出生医学证明和母亲身份证原件（演示）",
        )  # fmt: skip
    whole = policies.in_force(head.person.pk).select_related("person", "organisation").get(pk=bound.pk)
    for giver, mandate, name, agent in (
        (head, whole, "何勇", AGENT), (accounts[ELDER], None, "韦晓兰", MOTHER),
    ):  # fmt: skip
        offered = services.offer_mandate(
            by=actor_for(giver, mandate=mandate), agent_name=name, agent_number=numbers[agent], items=[],
            valid_from=None, valid_until=None,
        )  # fmt: skip
        services.accept_mandate(by=actor_for(accounts[agent]), reference=offered.reference)
    return "代办关系：4 个（单位法定代表人、经办人、监护人、老人的代办人）"
