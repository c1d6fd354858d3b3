"""Opens the accounts of the demonstration cast."""

import secrets

from django.conf import settings

from onewindow.government import public as government
from onewindow.identity.cast import FIRMS, OFFICIALS, PERSONS, CastFirm, CastOfficial, CastPerson
from onewindow.identity.levels import Level
from onewindow.identity.models import Account
from onewindow.identity.services.officials import appoint_official
from onewindow.identity.services.people import register_organisation, register_person
from onewindow.kernel.public import SYSTEM, unit

EVIDENCE = "demonstration"


def demo_password() -> str:
    """Return the password of the demonstration accounts, made at the first start."""
    given = getattr(settings, "DEMO_PASSWORD", "")
    if given:
        return str(given)
    file = settings.HOME / "demo-password"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(f"{secrets.token_hex(4)}\n")
    return str(file.read_text().strip())


def plant_cast() -> str:
    """Open the accounts that are missing; return the table that `make run` prints, without the password."""
    password = demo_password()
    known = set(Account.objects.values_list("username", flat=True))
    with unit.work():
        for one in (*PERSONS, *FIRMS, *OFFICIALS):
            if one.username not in known:
                open_account(one, password)
    return _table()


def open_account(one: CastPerson | CastFirm | CastOfficial, password: str) -> Account:
    """Open the account of one of the cast; an official's agency must be there."""
    if isinstance(one, CastPerson):
        return register_person(
            by=SYSTEM, username=one.username, password=password, name=one.name, resident_id=one.resident_id,
            mobile=one.mobile, level=one.level, evidence=EVIDENCE, mobile_confirmed=True,
        )  # fmt: skip
    if isinstance(one, CastFirm):
        return register_organisation(
            by=SYSTEM, username=one.username, password=password, name=one.name, uscc=one.uscc,
            legal_representative=one.legal_representative, mobile=one.mobile, level=Level.REAL_PERSON,
            evidence=EVIDENCE,
        )  # fmt: skip
    return appoint_official(
        by=SYSTEM, username=one.username, password=password, name=one.name, resident_id=one.resident_id,
        agency_id=government.agency_named(one.agency).pk, title=one.title, roles=one.roles,
    )  # fmt: skip


def _table() -> str:
    lines = ["演示账号（人物都是虚构的）"]
    lines += [f"  {one.username:<15} L{one.level} {one.name}（{one.about}）" for one in PERSONS]
    lines += [f"  {one.username:<15} L3 {one.name}（{one.about}）" for one in FIRMS]
    lines += [f"  {one.username:<15} 工作人员 {one.name}（{one.agency} {one.title}）" for one in OFFICIALS]
    return "\n".join(lines)
