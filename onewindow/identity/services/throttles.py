"""Count tries and make people wait: one statement, the same whether or not what was typed exists."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from onewindow.identity.errors import TooManyTries
from onewindow.identity.limits import limit_of
from onewindow.identity.models import Throttle
from onewindow.kernel.public import clock, hashing

# A try counts before it is judged, so that many at once cannot slip through. The wait begins with the last
# try allowed and does not grow with tries made while waiting: nobody can lock somebody out for good.
_TAKE = """
    INSERT INTO identity_throttle AS t (purpose, key, tries, until)
    VALUES (%(purpose)s, %(key)s, 1, %(until)s)
    ON CONFLICT (purpose, key) DO UPDATE SET
        tries = CASE WHEN t.until <= %(now)s THEN 1 ELSE t.tries + 1 END,
        until = CASE WHEN t.until <= %(now)s OR t.tries < %(limit)s THEN %(until)s ELSE t.until END
    RETURNING tries
"""


def take_try(purpose: str, text: str) -> None:
    """Count a try under `text`; raise TooManyTries after too many. Call it outside a unit of work."""
    limit, now = limit_of(purpose), clock.now()
    values: dict[str, Any] = {
        "purpose": purpose,
        "key": _key(purpose, text),
        "now": now,
        "until": now + timedelta(minutes=limit.minutes),
        "limit": limit.tries,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        tries = int(cursor.fetchone()[0])
    if tries > limit.tries:
        raise TooManyTries(
            _("尝试的次数太多，请过 %(wait)s再试。忘记密码或急需办理的，请带身份证件到窗口。")
            % {"wait": _wait(limit.minutes)}
        )


def forget_tries(purpose: str, text: str) -> None:
    """Start the count anew after a success."""
    Throttle.objects.filter(purpose=purpose, key=_key(purpose, text)).delete()


def give_try_back(purpose: str, text: str) -> None:
    """Uncount a try that could not be judged for a reason of our own, such as a source that is down."""
    Throttle.objects.filter(purpose=purpose, key=_key(purpose, text), tries__gt=0).update(
        tries=F("tries") - 1
    )


def _key(purpose: str, text: str) -> bytes:
    return hashing.keyed_hash(f"throttle:{purpose}", text)


def _wait(minutes: int) -> str:
    if minutes % 60:
        return _("%(count)d 分钟") % {"count": minutes}
    return _("%(count)d 小时") % {"count": minutes // 60}
