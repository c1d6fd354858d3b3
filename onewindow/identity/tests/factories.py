"""Builders of people and accounts for tests, through the verbs."""

from itertools import count

from onewindow.government.public import Agency
from onewindow.identity.models import Account, Post
from onewindow.identity.services.people import register_organisation, register_person
from onewindow.kernel.public import SYSTEM

PASSWORD = "demo-password"
_serial = count(1)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(birth: str = "19900101", prefix: str = "459901") -> str:
    """Return a number with a right check character under an unassigned region prefix."""
    body = f"{prefix}{birth}{next(_serial) % 1000:03d}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]


def person_account(username: str = "", *, name: str = "测试人", number: str = "", level: int = 3) -> Account:
    """Open a person's account."""
    return register_person(
        by=SYSTEM, username=username or f"person{next(_serial)}", password=PASSWORD, name=name,
        resident_id=number or resident_id(), mobile="", level=level,
    )  # fmt: skip


def organisation_account(username: str, *, name: str, uscc: str, representative: str = "测试人") -> Account:
    """Open an organisation's account at L3."""
    return register_organisation(
        by=SYSTEM, username=username, password=PASSWORD, name=name, uscc=uscc,
        legal_representative=representative, level=3,
    )  # fmt: skip


def official(username: str, agency: Agency, *, roles: tuple[str, ...] = ("review", "approve")) -> Account:
    """Open an official's account with a post in the agency."""
    account = person_account(username, name="测试工作人员")
    account.post, _ = Post.objects.get_or_create(
        agency=agency, title="+".join(roles), defaults={"roles": list(roles), "region_prefix": "45"}
    )
    account.save(update_fields=["post"])
    return account
