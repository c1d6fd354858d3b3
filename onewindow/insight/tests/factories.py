"""The day of the tests."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
"""Monday 2026-03-09, noon in China."""
