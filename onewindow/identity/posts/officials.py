"""Verbs: open an official's account, which has no rights before a security administrator gives them."""

import secrets
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onewindow.identity import numbers
from onewindow.identity.errors import RegistrationInvalid, UsernameTaken
from onewindow.identity.levels import Level
from onewindow.identity.models import Account, LevelEvidence, Person, Post
from onewindow.identity.posts import policies, reading
from onewindow.identity.posts.errors import PostNotFound
from onewindow.identity.posts.holding import ask_holding
from onewindow.identity.posts.models import Holding
from onewindow.identity.reading import Reading
from onewindow.kernel.public import Actor, audit, clock, codes, unit


def open_official(
    *, by: Actor, username: str, name: str, resident_id: str, post_id: int, reason: str,
    starts_on: date | None = None, ends_on: date | None = None,
) -> Account:  # fmt: skip
    """Open an account for an official and ask for the first holding, the main post.

    It has a password nobody knows: the holder chooses one with a reset slip made in person. Somebody whose
    number is proved already keeps that person and the citizen's account. Raises RoleMissing, PostNotFound,
    RegistrationInvalid (every field's fault at once), UsernameTaken, ReasonMissing.
    """
    policies.require_opener(by)
    said = reading.reason(reason)
    read = Reading()
    number = read("resident_id", lambda: codes.ResidentId.parse(resident_id))
    called = read("name", lambda: numbers.name(name))
    login = read("username", lambda: numbers.username(username))
    read.raise_faults()
    assert number is not None and called is not None and login is not None
    post = policies.posts_kept_by(by).filter(pk=post_id, closed_on=None).first()
    if post is None:
        raise PostNotFound
    with unit.work():
        person = proved_person(by, called, number, reason=said)
        account = open_account(by, login, person, post, make_password(secrets.token_urlsafe(32)))
        ask_holding(
            by=by, username=login, post_id=post_id, kind=Holding.Kind.MAIN, reason=said, starts_on=starts_on,
            ends_on=ends_on,
        )  # fmt: skip
    return account


def proved_person(by: Actor, name: str, number: codes.ResidentId, *, reason: str = "") -> Person:
    """Return the person whose number is proved, or register it on the strength of the appointment.

    Raises RegistrationInvalid when the number is proved under another name.
    """
    key = numbers.resident_id_key(number)
    known = Person.objects.filter(resident_id_hash=key, level__gte=Level.REAL_NAME).first()
    if known is not None:
        if known.name != name:
            raise RegistrationInvalid(errors={"name": [_("这个号码已认证的姓名不同，请核对。")]})
        return known
    person = Person.objects.create(
        name=name, resident_id=str(number), resident_id_hash=key, birth_date=number.birth_date, mobile="",
        level=Level.REAL_PERSON, created_at=clock.now(),
    )  # fmt: skip
    evidence = LevelEvidence.objects.create(
        person=person, level=person.level, means="appointment", by=by.label, at=clock.now()
    )
    audit.record(by, "person.registered", person, evidence, reason=reason)
    return person


def open_account(by: Actor, username: str, person: Person, post: Post, password: str) -> Account:
    """Save an official's account; `password` is hashed. Raises UsernameTaken."""
    account = Account(username=username, person=person, post=post, password=password, created_at=clock.now())
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as taken:
        raise UsernameTaken(errors={"username": [UsernameTaken().message]}) from taken
    audit.record(by, "account.opened", account)
    return account
