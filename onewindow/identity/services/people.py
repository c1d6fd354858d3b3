"""Register people and organisations, and raise their assurance level."""

from django.db import IntegrityError, transaction

from onewindow.identity import ports
from onewindow.identity.errors import PersonNotFound, RegistrationInvalid, VerificationFailed
from onewindow.identity.events import LevelRaised, OrganisationRegistered, PersonRegistered
from onewindow.identity.levels import Level
from onewindow.identity.models import Account, LevelEvidence, Organisation, Person
from onewindow.identity.numbers import clean_name, mobile_key, resident_id_key
from onewindow.kernel.public import Actor, audit, clock, codes, outbox, unit


def register_person(
    *,
    by: Actor,
    username: str,
    password: str,
    name: str,
    resident_id: str,
    mobile: str,
    level: int = Level.REGISTERED,
) -> Account:
    """Open an account for a person. Raises RegistrationInvalid for a taken user name or number."""
    number = codes.ResidentId.parse(resident_id, field="resident_id")
    with unit.work():
        person = Person(
            name=clean_name(name),
            resident_id=str(number),
            resident_id_hash=resident_id_key(number),
            birth_date=number.birth_date,
            mobile=mobile,
            mobile_hash=mobile_key(mobile),
            level=level,
            created_at=clock.now(),
        )
        account = _open(username, password, person)
        audit.record(by, "person.registered", person, account)
        outbox.publish(PersonRegistered(subject=f"person:{person.pk}"))
    return account


def register_organisation(
    *, by: Actor, username: str, password: str, name: str, uscc: str, legal_representative: str,
    mobile: str = "", level: int = Level.REGISTERED,
) -> Account:  # fmt: skip
    """Open an account for an organisation. Raises RegistrationInvalid for a taken user name or code."""
    code = codes.Uscc.parse(uscc, field="uscc")
    with unit.work():
        organisation = Organisation(
            name=name.strip(),
            uscc=str(code),
            legal_representative=clean_name(legal_representative),
            mobile=mobile,
            level=level,
            created_at=clock.now(),
        )
        account = _open(username, password, organisation)
        audit.record(by, "organisation.registered", organisation, account)
        outbox.publish(OrganisationRegistered(subject=f"organisation:{organisation.pk}"))
    return account


def _open(username: str, password: str, holder: Person | Organisation) -> Account:
    """Save the holder and its account; one message whether the name or the number is taken."""
    account = Account(username=username.strip(), created_at=clock.now())
    account.set_password(password)
    try:
        with transaction.atomic():
            holder.save(force_insert=True)
            if isinstance(holder, Person):
                account.person = holder
            else:
                account.organisation = holder
            account.save(force_insert=True)
    except IntegrityError as taken:
        message = "用这些信息不能注册。如果您注册过，请直接登录；不记得账号的，请带证件到窗口查询。"
        raise RegistrationInvalid(errors={"username": [message]}) from taken
    return account


def verify_name(*, by: Actor, account_id: int) -> Account:
    """Raise a person from L1 to L2 when a registered source confirms name and number.

    Call it outside a transaction: sources are asked over the network. Raises VerificationFailed.
    """
    account = Account.objects.select_related("person").get(pk=account_id)
    person = account.person
    if person is None:
        raise PersonNotFound
    for source, verify in ports.verifiers.items():
        if verify(person.name, person.resident_id or ""):
            raise_level(by=by, person_id=person.pk, level=Level.REAL_NAME, means=source)
            return account
    raise VerificationFailed


def raise_level(*, by: Actor, person_id: int, level: int, means: str, detail: str = "") -> Person:
    """Give a person a higher level on stated evidence; a level never falls here."""
    with unit.work():
        person = Person.objects.select_for_update().filter(pk=person_id).first()
        if person is None:
            raise PersonNotFound
        if person.level < level:
            person.level = level
            person.save(update_fields=["level"])
            evidence = LevelEvidence.objects.create(
                person=person, level=level, means=means, detail=detail, at=clock.now()
            )
            audit.record(by, "person.level_raised", person, evidence)
            outbox.publish(LevelRaised(subject=f"person:{person.pk}", level=level, evidence=means))
    return person
