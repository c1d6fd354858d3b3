"""Reproducible measures: each gives ours as a ratio to a floor measured in the same run."""

from bench.result import Drill, Result

NAMES: tuple[str, ...] = (
    "decide", "exchange", "joint", "licence", "list", "notice", "publish", "read", "search", "submit",
    "supervise",
)  # fmt: skip

__all__ = ["NAMES", "Drill", "Result"]
