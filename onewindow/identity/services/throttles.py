"""Count tries and make people wait: one statement, the same whether or not what was typed exists."""

import json
from collections.abc import Sequence
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
    SELECT purpose, key, 1, until FROM unnest(
        %(purposes)s::text[], %(keys)s::bytea[], %(untils)s::timestamptz[]
    ) AS new (purpose, key, until)
    ON CONFLICT (purpose, key) DO UPDATE SET
        tries = CASE WHEN t.until <= %(now)s THEN 1 ELSE t.tries + 1 END,
        until = CASE
            WHEN t.until <= %(now)s OR t.tries < (%(limits)s::jsonb ->> t.purpose)::int THEN excluded.until
            ELSE t.until END
    RETURNING purpose, tries
"""


def take_try(purpose: str, text: str) -> None:
    """Count a try under `text`; raise TooManyTries after too many. Call it outside a unit of work."""
    take_tries([(purpose, text)])


def take_tries(wanted: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Count a try under each (purpose, text), in one statement; return the counts by purpose.

    Raises TooManyTries when any of them has too many; its `facts` hold the purpose, and whether this was the
    first try too many. Each purpose at most once.
    """
    limits = {purpose: limit_of(purpose) for purpose, _ in wanted}
    now = clock.now()
    rows = sorted((purpose, _key(purpose, text)) for purpose, text in wanted)  # one order: no deadlock
    values: dict[str, Any] = {
        "purposes": [purpose for purpose, _ in rows],
        "keys": [key for _, key in rows],
        "untils": [now + timedelta(minutes=limits[purpose].minutes) for purpose, _ in rows],
        "limits": json.dumps({purpose: limit.tries for purpose, limit in limits.items()}),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        counts = {str(purpose): int(tries) for purpose, tries in cursor.fetchall()}
    over = [purpose for purpose in counts if counts[purpose] > limits[purpose].tries]
    if over:
        worst = max(over, key=lambda purpose: limits[purpose].minutes)
        raise too_many(worst, first=any(counts[p] == limits[p].tries + 1 for p in over))
    return counts


def too_many(purpose: str, *, first: bool = False) -> TooManyTries:
    """Return the refusal of a purpose, which says how long to wait."""
    refusal = TooManyTries(
        _("尝试的次数太多，请过 %(wait)s再试。忘记密码或急需办理的，请带身份证件到窗口。")
        % {"wait": _wait(limit_of(purpose).minutes)}
    )
    refusal.facts = {"purpose": purpose, "first": first}
    return refusal


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
