"""How often something may be tried before one has to wait: local rule, set by whoever runs the platform."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Limit:
    """`tries` in a row, then a wait of `minutes`."""

    tries: int
    minutes: int


# Project rule [K]; no law fixes these numbers.
_FIXED = {
    "verify": Limit(5, 24 * 60),  # name and number against the population register, per account
    "send-code": Limit(5, 60),  # text messages to one mobile number
    "enter-code": Limit(5, 10),  # guesses at one code of six digits
}
CODE_MINUTES = 10  # how long a code sent to a mobile is good
GUARDIAN_AGE = 14  # 个人信息保护法 第三十一条: below it the guardian consents, so no account by oneself
REASON_LENGTH = 4  # a typed reason shorter than this says nothing


def limit_of(purpose: str) -> Limit:
    """Return the limit of a purpose: `sign-in`, `verify`, `send-code`, `enter-code`."""
    if purpose == "sign-in":
        return Limit(settings.SIGN_IN_TRIES, settings.SIGN_IN_LOCK_MINUTES)
    return _FIXED[purpose]
