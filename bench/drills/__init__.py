"""Drills: break a scratch instance on purpose, then count what was lost and what was doubled."""

NAMES: tuple[str, ...] = (
    "crash", "exchange", "joint", "licences", "supervise",
)  # fmt: skip
