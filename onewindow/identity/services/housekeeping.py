"""Forget what has run out: sessions, counted tries, codes."""

from django.contrib.sessions.models import Session

from onewindow.identity.models import MobileCode, Throttle
from onewindow.identity.signin.models import SentCode
from onewindow.kernel.public import clock


def forget_expired() -> int:
    """Delete sessions, tries and codes that are over; return how many rows went."""
    now = clock.now()
    return sum(
        rows.delete()[0]
        for rows in (
            Session.objects.filter(expire_date__lt=now),
            Throttle.objects.filter(until__lt=now),
            MobileCode.objects.filter(good_until__lt=now),
            SentCode.objects.filter(good_until__lt=now),
        )
    )
