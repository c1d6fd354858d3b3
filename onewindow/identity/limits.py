"""How often something may be tried before one has to wait: local rule, set by whoever runs the platform."""

from dataclasses import dataclass

from django.conf import settings

from onewindow.identity.signin import rules


@dataclass(frozen=True, slots=True)
class Limit:
    """`tries` in a row, then a wait of `minutes`."""

    tries: int
    minutes: int


CODE_MINUTES = rules.minutes("code")  # how long a code sent to a mobile is good
GUARDIAN_AGE = 14  # 个人信息保护法 第三十一条: below it the guardian consents, so no account by oneself
REASON_LENGTH = 4  # a typed reason shorter than this says nothing


def limit_of(purpose: str) -> Limit:
    """Return the limit of a purpose: data/sign_in.yaml, for `sign-in` the environment."""
    if purpose == "sign-in":
        return Limit(settings.SIGN_IN_TRIES, settings.SIGN_IN_LOCK_MINUTES)
    return Limit(*rules.limit(purpose))
