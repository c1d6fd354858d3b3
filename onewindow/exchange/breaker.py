"""Circuit breaker: a source that keeps failing is left alone for a while, then tried with one question."""

import time
from dataclasses import dataclass, field
from threading import Lock

FAILURES_TO_OPEN = 3
SECONDS_OPEN = 10.0
COUNTED = frozenset({"refused", "timeout", "status", "broken"})


@dataclass
class Breaker:
    """Per process and resource: closed, or open until a moment; then half-open, with one question a pause."""

    failures: int = 0
    open_until: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def allows(self) -> bool:
        """Tell whether a question may go out now; after the pause only to one caller."""
        with self.lock:
            if self.failures < FAILURES_TO_OPEN:
                return True
            now = time.monotonic()
            if now < self.open_until:
                return False
            self.open_until = now + SECONDS_OPEN
            return True

    def report(self, cause: str) -> None:
        """Learn how a question ended; an empty cause means it was answered."""
        with self.lock:
            if cause not in COUNTED:
                self.failures = 0
                return
            self.failures += 1
            if self.failures >= FAILURES_TO_OPEN:
                self.open_until = time.monotonic() + SECONDS_OPEN


_breakers: dict[str, Breaker] = {}


def breaker_of(resource: str) -> Breaker:
    """Return the resource's breaker."""
    return _breakers.setdefault(resource, Breaker())


def reset_breakers() -> None:
    """Close all breakers of this process."""
    _breakers.clear()
