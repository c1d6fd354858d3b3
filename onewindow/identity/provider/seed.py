"""Two connected systems of the demonstration, released by the security administrator, one of them in use."""

from django.conf import settings
from django.utils.translation import gettext as _

from onewindow.government import public as government
from onewindow.identity.cast import DATA, HEALTH, OFFICIALS
from onewindow.identity.levels import Role
from onewindow.identity.models import Account
from onewindow.identity.provider import consents, registry, scoping
from onewindow.identity.provider.models import Consent, RelyingParty
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.kernel.public import SYSTEM, Actor, audit, hashing, keys, seeds, unit

SITE, MACHINE, ASKING = "demo-site", "demo-system", "demo-asking"
PEOPLE = ["openid", "person", "organisation", "official", "offline_access"]


def demo_client_secret(client_id: str) -> str:
    """Return the secret of a demonstration system: of this installation only, the same at each start."""
    return hashing.hmac_sm3(keys.secret("demo-client"), client_id.encode()).hex()[:43]


def register() -> None:
    """Add the demonstration systems to what the first start plants."""
    seeds.register(seeds.Seed("demonstration connected systems", "demo", 23, plant_parties))


def plant_parties() -> str:
    """Register the systems that are missing; return what `make run` prints."""
    site = f"http://127.0.0.1:{settings.PORT + 200}"
    web = {"redirects": f"{site}/callback", "logouts": f"{site}/"}
    learn = (_("演示：护士继续教育网"), _("登录后选课、记学分，学分同步到护士注册。"))
    check = (_("演示：数据共享对账系统"), _("每天核对事项目录的变化。"))
    health = (_("演示：掌上健康"), _("预约挂号、查看报告。"))
    _plant(SITE, "web", HEALTH, about=learn, addresses=web, scopes=PEOPLE)
    _plant(MACHINE, "system", DATA, about=check, addresses={}, scopes=["api"])
    _plant(ASKING, "native", HEALTH, about=health, addresses=web, scopes=[])
    _agree()
    return "\n".join(
        [
            _("接入系统（演示，client_id 和密钥）"),
            *(f"  {name:<15} {demo_client_secret(name)}" for name in (SITE, MACHINE)),
            _("  登录后返回的地址 %(address)s") % {"address": web["redirects"]},
        ]
    )


def _plant(
    client_id: str,
    kind: str,
    agency: str,
    *,
    about: tuple[str, str],
    addresses: dict[str, str],
    scopes: list[str],
) -> None:
    if RelyingParty.objects.filter(client_id=client_id).exists():
        return
    admin, security = _official(Role.ADMIN), _official(Role.SECURITY)
    given = {"name": about[0], "purpose": about[1], "contact": _("示例处 0771-0000000"), **addresses}
    owner = government.agency_named(agency).name
    with unit.work():
        party, _secret = registry.register_party(by=admin, kind=kind, agency=owner, given=given)
        party.client_id = client_id
        if party.secret is not None:
            party.secret = registry.digest_of(demo_client_secret(client_id))
        party.save(update_fields=["client_id", "secret"])
        audit.record(SYSTEM, "party.of_demonstration", party)
    wanted = scopes or ["openid", "person"]
    row = scoping.ask_scopes(by=admin, client_id=client_id, scopes=wanted, reason=_("演示用，业务需要登录"))
    if scopes:
        scoping.release_scopes(by=security, request_id=row.pk)


def _agree() -> None:
    """Let one of the cast have agreed, so that 我的授权 shows something."""
    known = Account.objects.filter(username="weixiaolan").first()
    party = RelyingParty.objects.filter(client_id=SITE).first()
    account = account_by_id(known.pk) if known else None
    if account is None or party is None or Consent.objects.filter(account=account, party=party).exists():
        return
    consents.give_consent(by=actor_for(account), party=party, scopes=["openid", "person"])


def _official(role: str) -> Actor:
    username = next(one.username for one in OFFICIALS if role in one.roles)
    account = account_by_id(Account.objects.get(username=username).pk)
    assert account is not None
    return actor_for(account)
