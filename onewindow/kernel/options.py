"""The kernel's options, from `settings.KERNEL`, each with a default."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Options:
    """Numbers of the worker: seconds, days, attempts."""

    delivery_attempts: int = 10
    delivery_first_delay: int = 5
    delivery_longest_delay: int = 3600
    delivery_time_limit: int = 60
    outbox_poll: float = 1.0
    outbox_linger: float = 0.2  # a woken worker waits so long for what comes close behind
    outbox_busy_linger: float = 0.5  # and so long while much is coming in
    outbox_kept_days: int = 30


def options() -> Options:
    """Return the options as the settings have them."""
    return Options(**getattr(settings, "KERNEL", {}))
