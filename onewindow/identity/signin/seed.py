"""Gives the demonstration officials their second factor: a secret of this installation only."""

import base64

from django.utils.translation import gettext as _

from onewindow.identity.cast import OFFICIALS
from onewindow.identity.models import Account
from onewindow.identity.signin.models import Authenticator
from onewindow.kernel.public import SYSTEM, audit, clock, hashing, keys, unit


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
