"""Verbs about officials that only the system uses: the first administrators, the demonstration cast."""

from django.contrib.auth.hashers import make_password

from onewindow.identity import numbers
from onewindow.identity.errors import PostDiffers, RoleMissing
from onewindow.identity.models import Account, Post
from onewindow.identity.posts.holding import RANKS
from onewindow.identity.posts.models import Holding, RoleGrant
from onewindow.identity.posts.officials import open_account, proved_person
from onewindow.identity.reading import Reading
from onewindow.kernel.public import Actor, audit, clock, codes, unit


def appoint_official(
    *,
    by: Actor,
    username: str,
    password: str,
    name: str,
    resident_id: str,
    agency_id: int,
    title: str,
    roles: tuple[str, ...],
    region_prefix: str = "45",
) -> Account:
    """Open an official's account in a post, which is made when the agency lacks it, with its rights in force.

    For the system only: people go through `posts`, where one administrator asks and another one gives. Raises
    RoleMissing, PostDiffers when the post exists with other rights, RegistrationInvalid.
    """
    if by.kind != "system":
        raise RoleMissing
    read = Reading()
    number = read("resident_id", lambda: codes.ResidentId.parse(resident_id))
    called = read("name", lambda: numbers.name(name))
    login = read("username", lambda: numbers.username(username))
    read.raise_faults()
    assert number is not None and called is not None and login is not None
    with unit.work():
        post = _post(by, agency_id, title, roles, region_prefix)
        person = proved_person(by, called, number)
        account = open_account(by, login, person, post, make_password(password))
        hold(by, account, post, Holding.Kind.MAIN)
    return account


def hold(by: Actor, account: Account, post: Post, kind: Holding.Kind) -> Holding:
    """Give an official a post as the system, from today on."""
    row = Holding.objects.create(
        account=account, post=post, kind=kind, rank=RANKS[kind], starts_on=clock.today(), reason="任职",
        status=Holding.Status.GIVEN, asked_at=clock.now(), judged_at=clock.now(),
    )  # fmt: skip
    audit.record(by, "holding.given", row)
    return row


def _post(by: Actor, agency_id: int, title: str, roles: tuple[str, ...], region_prefix: str) -> Post:
    post, made = Post.objects.get_or_create(
        agency_id=agency_id,
        title=title,
        defaults={"roles": sorted(roles), "region_prefix": region_prefix},
    )
    if made:
        grant = RoleGrant.objects.create(
            post=post, roles=post.roles, reason="设岗", status=RoleGrant.Status.GIVEN, asked_at=clock.now(),
            judged_at=clock.now(),
        )  # fmt: skip
        audit.record(by, "post.made", post, grant)
    elif set(post.roles) != set(roles) or post.region_prefix != region_prefix:
        raise PostDiffers
    return post
