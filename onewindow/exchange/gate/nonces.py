"""Forgets nonces the clock excludes anyway."""

from datetime import timedelta

from onewindow.exchange.gate.limits import limit
from onewindow.exchange.gate.models import Nonce
from onewindow.kernel.public import clock


def forget() -> int:
    """Delete nonces older than twice the allowed skew; return how many."""
    before = clock.now() - timedelta(seconds=2 * limit("clock_skew"))
    return Nonce.objects.filter(at__lt=before).delete()[0]
