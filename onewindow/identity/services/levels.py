"""Raise assurance levels: by name and number against a register, or at the counter on seen evidence."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onewindow.identity import papers, policies, ports
from onewindow.identity.errors import (
    PaperNotOnline,
    PersonNotFound,
    VerificationFailed,
    VerificationUnavailable,
)
from onewindow.identity.events import LevelRaised
from onewindow.identity.levels import Level
from onewindow.identity.models import Account, LevelEvidence, Organisation, Person
from onewindow.identity.queries import applicant_of, post_name
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.identity.services.throttles import give_try_back, take_try
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit

Holder = Person | Organisation


def verify_name(*, by: Actor, account_id: int) -> Account:
    """Raise a person from L1 to L2 when a registered source confirms name and number.

    Everybody proves oneself. Call it outside a transaction: sources are asked over the network and record
    the look. Raises NotSignedIn; VerificationFailed, with the same words when the number is another
    account's, whose owner sees the try; VerificationUnavailable, which changes nothing and does not count as
    a try; PaperNotOnline; TooManyTries.
    """
    policies.require_own(by, account_id)
    account = Account.objects.select_related("person").get(pk=account_id)
    person = account.person
    if person is None:
        raise PersonNotFound
    if person.level >= Level.REAL_NAME:
        return account
    if not papers.kind(person.paper).online:
        raise PaperNotOnline
    take_try("verify", str(account.pk))
    source = _confirming_source(by, account)
    owner = _owner(person)
    if owner is not None:
        with unit.work():
            record_accesses(SYSTEM, [_attempt_on(owner)])
            audit.record(by, "person.verification_refused", person)
        raise VerificationFailed
    try:
        with unit.work():
            _raise(by, locked_holder(person.pk, None), Level.REAL_NAME, source)
    except IntegrityError as meanwhile:
        raise VerificationFailed from meanwhile
    return account


def raise_level(
    *,
    by: Actor,
    level: int,
    means: str,
    person_id: int | None = None,
    organisation_id: int | None = None,
    detail: str = "",
) -> Holder:
    """Give a person or an organisation a higher level on stated evidence, at the counter; never lowers.

    Raises LevelNotGiven, PersonNotFound, and VerificationFailed when another account holds the number.
    """
    policies.require_giver(by, person_id=person_id)
    try:
        with unit.work():
            return _raise(by, locked_holder(person_id, organisation_id), level, means, detail)
    except IntegrityError as taken:
        raise VerificationFailed from taken


def locked_holder(person_id: int | None, organisation_id: int | None) -> Holder:
    holder: Holder | None
    if person_id is not None:
        holder = Person.objects.select_for_update().filter(pk=person_id).first()
    else:
        holder = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if holder is None:
        raise PersonNotFound
    return holder


def _raise(by: Actor, holder: Holder, level: int, means: str, detail: str = "") -> Holder:
    if holder.level >= level:
        return holder
    return prove_level(by, holder, level, means, detail=detail)


def prove_level(
    by: Actor,
    holder: Holder,
    level: int,
    means: str,
    *,
    detail: str = "",
    valid_until: date | None = None,
) -> Holder:
    """Keep the evidence of a level; raise the locked holder to it when it is higher, never lower."""
    raised = holder.level < level
    if raised:
        holder.level = level
        with transaction.atomic():
            holder.save(update_fields=["level"])
    evidence = LevelEvidence.objects.create(
        person=holder if isinstance(holder, Person) else None,
        organisation=holder if isinstance(holder, Organisation) else None,
        level=level,
        means=means,
        detail=detail,
        by=by.label,
        at=clock.now(),
        who=post_name(by.post_id) if by.kind == "official" else "",
        valid_until=valid_until,
    )
    kind = "person" if isinstance(holder, Person) else "organisation"
    audit.record(by, f"{kind}.level_raised" if raised else f"{kind}.level_proved", holder, evidence)
    if raised:
        outbox.publish(LevelRaised(subject=f"{kind}:{holder.pk}", level=level, evidence=means))
    return holder


def _confirming_source(by: Actor, account: Account) -> str:
    applicant, answers = applicant_of(account), []
    for source, verify in ports.verifiers.items():
        answer = verify(applicant, by)
        if answer:
            return source
        answers.append(answer)
    if False in answers:
        raise VerificationFailed
    give_try_back("verify", str(account.pk))
    raise VerificationUnavailable


def _owner(person: Person) -> Person | None:
    """Return who else already proved this number."""
    others = Person.objects.filter(resident_id_hash=person.resident_id_hash, level__gte=Level.REAL_NAME)
    return others.exclude(pk=person.pk).first()


def _attempt_on(owner: Person) -> Access:
    reason = _("有人用您的姓名和证件号码申请实名认证，系统没有通过")
    return Access("person", owner.pk, _("没有给出任何信息"), reason)
