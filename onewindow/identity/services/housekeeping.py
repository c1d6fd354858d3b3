"""Forget what has run out: sessions, counted tries, codes."""

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from onewindow.identity.models import MobileCode, Throttle
from onewindow.identity.signin.models import Recovery, ResetSlip, SentCode, SignIn
from onewindow.kernel.public import clock


def forget_expired() -> int:
    """Delete sessions, tries and codes that are over; return how many rows went."""
    now = clock.now()
    alive = Session.objects.filter(session_key=OuterRef("session"), expire_date__gte=now)
    return sum(
        rows.delete()[0]
        for rows in (
            SignIn.objects.filter(~Exists(alive)),
            Session.objects.filter(expire_date__lt=now),
            Recovery.objects.filter(account=None, due_at__lt=now),
            Throttle.objects.filter(until__lt=now),
            MobileCode.objects.filter(good_until__lt=now),
            ResetSlip.objects.filter(good_until__lt=now),
            SentCode.objects.filter(good_until__lt=now),
        )
    )
