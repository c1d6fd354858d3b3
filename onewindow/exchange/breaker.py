"""Circuit breaker: a source that keeps failing is left alone for a while, then tried with one question."""

import time
from dataclasses import dataclass, field
from threading import Lock

FAILURES_TO_OPEN = 3
SECONDS_OPEN = 10.0
COUNTED = frozenset({"refused", "timeout", "status", "broken"})


@dataclass
class Breaker:
    """Per process and resource: closed, open until a moment, or half-open with one probe under way."""

    failures: int = 0
    open_until: float = 0.0
    probing: bool = False
    lock: Lock = field(default_factory=Lock)

    def allows(self) -> bool:
        """Tell whether a question may go out now; after the pause, only to one caller at a time."""
        with self.lock:
            if self.failures < FAILURES_TO_OPEN:
                return True
            if time.monotonic() < self.open_until or self.probing:
                return False
            self.probing = True
            return True

    def report(self, cause: str) -> None:
        """Learn how a question ended; an empty cause means it was answered."""
        with self.lock:
            self.probing = False
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
