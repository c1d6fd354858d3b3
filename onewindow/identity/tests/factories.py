"""Builders of people and accounts for tests, through the verbs."""

from itertools import count

from onewindow.government.public import Agency
from onewindow.identity import cast
from onewindow.identity.mandates.models import Mandate
from onewindow.identity.mandates.services import accept_mandate, end_mandate, offer_mandate
from onewindow.identity.models import Account
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.seed import open_account
from onewindow.identity.services.officials import appoint_official
from onewindow.identity.services.people import register_organisation, register_person
from onewindow.kernel.public import SYSTEM, codes

PASSWORD = "demo-password"
_serial = count(1)
_CAST = {one.username: one for one in (*cast.PERSONS, *cast.FIRMS, *cast.OFFICIALS)}


def resident_id(birth: str = "19900101", prefix: str = "459901") -> str:
    """Return a number with a right check character under an unassigned region prefix."""
    body = f"{prefix}{birth}{next(_serial) % 1000:03d}"
    return body + codes.ResidentId.check_character(body)


def credit_code() -> str:
    """Return a credit code with a right check character under an unassigned region prefix."""
    body = f"91459901MA{next(_serial):07d}"
    return body + codes.Uscc.check_character(body)


def person_account(
    username: str = "", *, name: str = "测试人", number: str = "", level: int = 3, mobile: str = ""
) -> Account:
    """Open a person's account; a mobile given is confirmed."""
    return register_person(
        by=SYSTEM, username=username or f"person{next(_serial)}", password=PASSWORD, name=name,
        resident_id=number or resident_id(), mobile=mobile, level=level, mobile_confirmed=bool(mobile),
    )  # fmt: skip


def organisation_account(
    username: str = "",
    *,
    name: str = "测试公司",
    uscc: str = "",
    representative: str = "测试人",
    level: int = 3,
) -> Account:
    """Open an organisation's account."""
    return register_organisation(
        by=SYSTEM, username=username or f"firm{next(_serial)}", password=PASSWORD, name=name,
        uscc=uscc or credit_code(), legal_representative=representative, level=level,
    )  # fmt: skip


def agency(name: str) -> Agency:
    """Return the agency of that name, made with a provisional code when there is none."""
    found, _ = Agency.objects.get_or_create(
        name=name,
        defaults={
            "uscc": f"PROVISIONAL{next(_serial):07d}",
            "uscc_provisional": True,
            "short_name": name[:60],
            "region_code": "450000000000",
            "kind": "department",
        },
    )
    return found


def official(
    username: str, at: Agency, *, roles: tuple[str, ...] = ("review", "approve"), region_prefix: str = "45"
) -> Account:
    """Open an official's account with a post in the agency."""
    return appoint_official(
        by=SYSTEM, username=username, password=PASSWORD, name="测试工作人员", resident_id=resident_id(),
        agency_id=at.pk, title=f"{'+'.join(roles)}@{region_prefix}", roles=roles, region_prefix=region_prefix,
    )  # fmt: skip


def of_the_cast(username: str) -> Account:
    """Open the account of one of the fixed cast where it is not open yet, loaded as a request has it."""
    one = _CAST[username]
    if isinstance(one, cast.CastOfficial):
        agency(one.agency)
    open_ = Account.objects.filter(username=username).first()
    found = account_by_id((open_ or open_account(one, PASSWORD)).pk)
    assert found is not None
    return found


def mandate_of(party: Account, agent: Account, *items: str) -> Mandate:
    """Return a mandate that a party gave and the agent took."""
    assert agent.person is not None
    made = offer_mandate(
        by=actor_for(party), agent_name=agent.person.name, items=items, valid_from=None,
        agent_number=agent.person.resident_id or "", valid_until=None,
    )  # fmt: skip
    accept_mandate(by=actor_for(agent), reference=made.reference)
    return Mandate.objects.select_related("person", "organisation", "agent").get(pk=made.pk)


def take_back(party: Account, mandate: Mandate) -> None:
    """Let the party end a mandate."""
    end_mandate(by=actor_for(party), reference=mandate.reference, reason="经办人已经离职")


def system_client(owner: str) -> tuple[str, str]:
    """Register a machine's connection with the scope of interfaces; return its id and secret."""
    from onewindow.identity.provider import registry, scoping

    about = {"name": f"系统{next(_serial)}", "purpose": "办理示例业务", "contact": "示例处 0771-0000000"}
    row, secret = registry.register_party(by=SYSTEM, kind="system", agency=agency(owner).name, given=about)
    asked = scoping.ask_scopes(by=SYSTEM, client_id=row.client_id, scopes=["api"], reason="测试需要")
    scoping.release_scopes(by=SYSTEM, request_id=asked.pk)
    return row.client_id, secret
