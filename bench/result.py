"""What a benchmark and a drill give back; the command line prints it as one JSON line."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Result:
    """Ours beside the floor of the same run, the SQL statements it took, and under what conditions."""

    name: str
    ours: float
    floor: float
    ratio: float
    sql: float | None
    conditions: dict[str, object] = field(default_factory=dict)
    passed: bool = True


@dataclass(frozen=True)
class Drill:
    """What was acknowledged, and what of it was lost or doubled."""

    name: str
    done: int
    lost: int
    doubled: int
    conditions: dict[str, object] = field(default_factory=dict)
    intact: bool = True

    @property
    def passed(self) -> bool:
        """Say whether something was done, nothing of it was lost or doubled, and all else is in order."""
        return self.done > 0 and self.lost == 0 and self.doubled == 0 and self.intact
