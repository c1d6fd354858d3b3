"""Register people and organisations."""

from datetime import date

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from onewindow.identity import numbers, papers, policies
from onewindow.identity.errors import LevelNotGiven, RegistrationInvalid, UsernameTaken
from onewindow.identity.events import OrganisationRegistered, PersonRegistered
from onewindow.identity.levels import Level
from onewindow.identity.limits import GUARDIAN_AGE
from onewindow.identity.models import Account, LevelEvidence, Organisation, Person
from onewindow.identity.reading import Reading
from onewindow.identity.signin.strength import about_name
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
    evidence: str = "",
    mobile_confirmed: bool = False,
    paper: str = papers.RESIDENT_ID,
    issuer: str = "",
    birth_date: date | None = None,
) -> Account:
    """Open an account for a person. Raises RegistrationInvalid (every field's fault at once), UsernameTaken.

    At L1 the identity number is a claim: registering a number somebody else holds succeeds and tells
    nothing; it is refused where the number is proved (`verify_name`). Levels above L1 need the system as `by`
    and name their `evidence`. `resident_id` is the number of `paper` (a kind of data/papers.yaml); papers
    that do not tell the birth date need `birth_date`, passports the `issuer`, three letters.
    """
    _guard(by, level, mobile_confirmed=mobile_confirmed)
    read = Reading()
    proof = papers.read_paper(read, paper, resident_id, issuer, birth_date)
    phone = read("mobile", lambda: numbers.mobile(mobile)) if mobile or by.kind != "system" else ""
    called = read("name", lambda: numbers.name(name))
    login = read("username", lambda: numbers.username(username))
    if proof is not None:
        known = (proof.number, f"{proof.birth_date:%Y%m%d}", phone, *about_name(called or ""))
        _check_password(read, by, password, login, *known)
        if by.kind != "system" and _age(proof.birth_date) < GUARDIAN_AGE:
            read.refuse("resident_id", _("不满 14 周岁的，请由父母或其他监护人到窗口办理。"))
    read.raise_faults()
    assert proof is not None and called is not None and login is not None and phone is not None
    person = Person(
        name=called,
        resident_id=proof.number,
        resident_id_hash=proof.key,
        birth_date=proof.birth_date,
        paper=proof.stored_kind,
        issuer=proof.issuer,
        mobile=phone,
        mobile_hash=numbers.mobile_key(phone) if phone and mobile_confirmed else None,
        level=level,
        created_at=clock.now(),
    )
    with unit.work():
        account = _open(Account(username=login, person=person), password, person)
        rows = [person, account, *_evidence(by, evidence, person=person)]
        audit.record(by, "person.registered", *rows)
        outbox.publish(PersonRegistered(subject=f"person:{person.pk}"))
    return account


def register_organisation(
    *, by: Actor, username: str, password: str, name: str, uscc: str, legal_representative: str,
    mobile: str = "", level: int = Level.REGISTERED, evidence: str = "",
) -> Account:  # fmt: skip
    """Open an account for an organisation; as `register_person`, the code is a claim at L1."""
    _guard(by, level)
    read = Reading()
    code = read("uscc", lambda: codes.Uscc.parse(uscc))
    phone = read("mobile", lambda: numbers.mobile(mobile)) if mobile or by.kind != "system" else ""
    called = read("name", lambda: numbers.name(name))
    head = read("legal_representative", lambda: numbers.name(legal_representative))
    login = read("username", lambda: numbers.username(username))
    _check_password(read, by, password, login, code, phone, *about_name(called or ""))
    read.raise_faults()
    assert code is not None and called is not None and head is not None
    assert login is not None and phone is not None
    organisation = Organisation(
        name=called,
        uscc=str(code),
        legal_representative=head,
        region_code=f"{code.region}000000",
        mobile=phone,
        level=level,
        created_at=clock.now(),
    )
    with unit.work():
        account = _open(Account(username=login, organisation=organisation), password, organisation)
        rows = [organisation, account, *_evidence(by, evidence, organisation=organisation)]
        audit.record(by, "organisation.registered", *rows)
        outbox.publish(OrganisationRegistered(subject=f"organisation:{organisation.pk}"))
    return account


def _guard(by: Actor, level: int, *, mobile_confirmed: bool = False) -> None:
    if not policies.may_register_at(by, level) or (mobile_confirmed and by.kind != "system"):
        raise LevelNotGiven


def _check_password(read: Reading, by: Actor, password: str, *about: str | None) -> None:
    """Judge a password that a person chose; those the system makes are its own."""
    if by.kind != "system":
        read("password", lambda: numbers.password(password, about=tuple(known or "" for known in about)))


def _age(born: date) -> int:
    today = clock.today()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _open(account: Account, password: str, holder: Person | Organisation) -> Account:
    """Save holder and account together; a taken user name leaves nothing behind."""
    account.created_at = clock.now()
    account.set_password(password)
    try:
        with transaction.atomic():
            holder.save(force_insert=True)
            account.person_id = holder.pk if isinstance(holder, Person) else None
            account.organisation_id = holder.pk if isinstance(holder, Organisation) else None
            account.save(force_insert=True)
    except IntegrityError as taken:
        raise _why(str(taken)) from taken
    return account


def _why(violation: str) -> RegistrationInvalid:
    if "username" in violation:
        refusal = UsernameTaken()
        refusal.errors = {"username": [refusal.message]}
        return refusal
    field = "mobile" if "mobile" in violation else "resident_id"
    return RegistrationInvalid(errors={field: [_("这个号码已经属于一个认证过的账号。")]})


def _evidence(by: Actor, means: str, **holder: Person | Organisation) -> list[models.Model]:
    (owner,) = holder.values()
    if owner.level == Level.REGISTERED:
        return []
    row = LevelEvidence(level=owner.level, means=means or "system", by=by.label, at=clock.now(), **holder)
    row.save(force_insert=True)
    return [row]
