"""Verbs of heads: bind an organisation by the register, stop and resume the login of the organisation."""

from datetime import timedelta

from django.db import IntegrityError
from django.utils.translation import gettext as _

from onewindow.identity import ports
from onewindow.identity.levels import Level
from onewindow.identity.mandates import policies
from onewindow.identity.mandates.errors import (
    HeadNotAsked,
    MandateInvalid,
    MandateNotFound,
    MandateOver,
    NotTheHead,
)
from onewindow.identity.mandates.events import OrganisationBound
from onewindow.identity.mandates.kinds import kinds
from onewindow.identity.mandates.models import Kind, Mandate, Status
from onewindow.identity.mandates.services import _written, end
from onewindow.identity.models import Account, Organisation, Person
from onewindow.identity.services.levels import prove_level
from onewindow.identity.services.throttles import give_try_back, take_try
from onewindow.identity.signin.sessions import end_sessions
from onewindow.kernel.public import Actor, Invalid, audit, clock, codes, outbox, unit


def bind_organisation(*, by: Actor, uscc: str) -> Mandate:
    """Give the person whom the register names as head the whole right over the organisation.

    Whoever registered the organisation first cannot keep the head out: the head may end every mandate and
    stop the organisation's own login. An earlier head's mandate ends. Binding again asks again and renews.
    Call it outside a transaction: the register is asked over the network. Raises LevelTooLow, NotTheHead,
    HeadNotAsked, MandateInvalid at `uscc`, TooManyTries. (《民法典》第六十一条)
    """
    rule = kinds()[Kind.HEAD]
    human = policies.human_of(by, level=rule.level)
    try:
        code = str(codes.Uscc.parse(uscc))
    except Invalid as fault:
        raise MandateInvalid(errors={"uscc": [fault.message]}) from fault
    take_try("bind", str(by.account_id))
    name = _registered_name(by, code, human)
    try:
        with unit.work():
            return bind_proved(by=by, human=human, code=code, name=name)
    except IntegrityError as meanwhile:
        raise MandateOver from meanwhile


def set_login(*, by: Actor, usable: bool) -> Account:
    """Stop the organisation's own login, signed out everywhere at once, or let it in again; for its head.

    Raises MandateNotYours, MandateNotFound when the organisation has no login of its own.
    """
    policies.require_principal(by)
    with unit.work():
        account = Account.objects.select_for_update().filter(organisation_id=by.organisation_id or 0).first()
        if account is None or by.mandate_kind != Kind.HEAD:
            raise MandateNotFound
        if account.is_active == usable:
            return account
        account.is_active = usable
        account.save(update_fields=["is_active"])
        if not usable:
            end_sessions(account.pk)
        audit.record(by, "account.resumed" if usable else "account.stopped", account)
    return account


def login_of(actor: Actor) -> Account | None:
    """Return the own login of the organisation in whose name its head acts."""
    if actor.mandate_kind != Kind.HEAD or actor.organisation_id is None:
        return None
    return Account.objects.filter(organisation_id=actor.organisation_id).first()


def _registered_name(by: Actor, code: str, human: Person) -> str:
    """Ask the registers until one knows; return the organisation's registered name."""
    heard = False
    for check in ports.head_checks.values():
        answer = check(code, human, by)
        if isinstance(answer, str):
            return answer
        heard = heard or answer is False
    if heard:
        raise NotTheHead
    give_try_back("bind", str(by.account_id))
    raise HeadNotAsked


def bind_proved(*, by: Actor, human: Person, code: str, name: str) -> Mandate:
    """Bind a person to the organisation of a code, both proved before; inside a unit of work."""
    organisation = _organisation(by, human, code, name)
    today, days = clock.today(), kinds()[Kind.HEAD].days
    last = today + timedelta(days=days - 1)
    held = Mandate.objects.select_for_update().filter(
        organisation=organisation, kind=Kind.HEAD, status=Status.ACTIVE
    )
    for earlier in held:
        if earlier.agent_id == human.pk and earlier.valid_until == last:
            return earlier
        end(by, earlier, _("重新核对") if earlier.agent_id == human.pk else _("法定代表人已变更"))
    mandate = _written(
        by, Kind.HEAD, None, organisation, agent=human, agent_name=human.name,
        agent_key=bytes(human.resident_id_hash), items=[], valid_from=today, valid_until=last,
        status=Status.ACTIVE, accepted_at=clock.now(), basis=kinds()[Kind.HEAD].basis,
    )  # fmt: skip
    audit.record(by, "organisation.bound", mandate)
    outbox.publish(OrganisationBound(subject=f"organisation:{organisation.pk}", reference=mandate.reference))
    return mandate


def _organisation(by: Actor, human: Person, code: str, name: str) -> Organisation:
    """Return the proved organisation of a code, entered or brought up to date by what the register says."""
    found = Organisation.objects.select_for_update().filter(uscc=code, level__gte=Level.REAL_NAME).first()
    if found is None:
        found = Organisation.objects.create(
            name=name, uscc=code, legal_representative=human.name, region_code=f"{code[2:8]}000000",
            created_at=clock.now(),
        )  # fmt: skip
        audit.record(by, "organisation.registered", found)
    elif (found.name, found.legal_representative) != (name, human.name):
        found.name, found.legal_representative = name, human.name
        found.save(update_fields=["name", "legal_representative"])
        audit.record(by, "organisation.brought_up_to_date", found)
    if found.level < Level.REAL_PERSON:
        prove_level(by, found, Level.REAL_PERSON, "register", detail=_("登记信息：法定代表人本人"))
    return found
