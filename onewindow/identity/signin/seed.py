"""Gives the demonstration officials their second factor: a secret of this installation only."""

import base64
import contextlib

from django.utils.translation import gettext as _

from onewindow.identity.cast import OFFICIALS
from onewindow.identity.models import Account
from onewindow.identity.queries import actor_for
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.signin.models import Authenticator, Release, SecurityEvent
from onewindow.identity.signin.places import Place
from onewindow.identity.signin.releases import ask_release, refuse_release
from onewindow.kernel.public import SYSTEM, Actor, Invalid, audit, clock, hashing, keys, unit

GUESSER = Place("203.0.113.9", "其他程序")  # an address of the documentation range: nobody's


def demo_secret(username: str) -> str:
    """Return the authenticator secret of a demonstration official, the same at each start."""
    made = hashing.hmac_sm3(keys.secret("demo-totp"), username.encode())[:20]
    return base64.b32encode(made).decode()


def plant_second_factors() -> str:
    """Give an authenticator to each official of the cast that has none; return what `make run` prints."""
    names = [one.username for one in OFFICIALS]
    with unit.work():
        have = set(Authenticator.objects.values_list("account_id", flat=True))
        for account in Account.objects.filter(username__in=names).exclude(pk__in=have):
            device = Authenticator.objects.create(
                account=account, name=_("演示动态口令器"), secret=demo_secret(account.username),
                created_at=clock.now(),
            )  # fmt: skip
            audit.record(SYSTEM, "authenticator.added", device)
    return "\n".join(
        [
            "工作人员登录要第二步验证，口令用命令看：onewindow demo otp 用户名。密钥：",
            *(f"  {name:<15} {demo_secret(name)}" for name in names),
        ]
    )


def plant_security_events() -> str:
    """Show the security administrators a guesser that was stopped and a release that was turned down."""
    if not SecurityEvent.objects.filter(kind=SecurityEvent.Kind.LOCKED).exists():
        for _serial in range(6):
            with contextlib.suppress(Invalid):
                sign_in(username="administrator", password=_("猜的密码"), place=GUESSER)
    if not Release.objects.exists():
        first, second = _administrator("wujianhua"), _administrator("lanxiaomei")
        row = ask_release(by=first, username="zhouhaiyan", reason=_("来电话说手机丢了，还没有当面核对"))
        refuse_release(by=second, release_id=row.pk)
    return _("演示的安全事件已就绪。")


def _administrator(username: str) -> Actor:
    related = Account.objects.select_related("person", "organisation", "post__agency")
    return actor_for(related.get(username=username))
