"""Appoint officials: an account in a post of an agency."""

from onewindow.identity import policies
from onewindow.identity.errors import PostDiffers
from onewindow.identity.levels import Level, Role
from onewindow.identity.models import Account, Post
from onewindow.identity.services.people import register_person
from onewindow.kernel.public import SYSTEM, Actor, audit, unit


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
    """Open an official's account in a post, which is made when the agency lacks it.

    Raises RoleMissing unless the system or an administrator acts, PostDiffers when the post exists with other
    rights, RegistrationInvalid.
    """
    if by.kind != "system":
        policies.require_role(by, Role.ADMIN)
    with unit.work():
        post = _post(by, agency_id, title, roles, region_prefix)
        account = register_person(
            by=SYSTEM, username=username, password=password, name=name, resident_id=resident_id, mobile="",
            level=Level.REAL_PERSON, evidence="appointment",
        )  # fmt: skip
        account.post = post
        account.save(update_fields=["post"])
        audit.record(by, "account.appointed", account)
    return account


def _post(by: Actor, agency_id: int, title: str, roles: tuple[str, ...], region_prefix: str) -> Post:
    post, made = Post.objects.get_or_create(
        agency_id=agency_id,
        title=title,
        defaults={"roles": sorted(roles), "region_prefix": region_prefix},
    )
    if made:
        audit.record(by, "post.made", post)
    elif set(post.roles) != set(roles) or post.region_prefix != region_prefix:
        raise PostDiffers
    return post
