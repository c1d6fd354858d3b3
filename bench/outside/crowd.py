"""Runs a share of the simulated systems in one process: `python -m bench.outside.crowd PLAN SHARE SHARES`."""

import asyncio
import json
import sys
from pathlib import Path

import django
from django.apps import apps

from bench.outside.rows import messages

if not apps.ready:
    django.setup()
from bench.outside.system import System


def systems(plan: dict[str, object], share: int, shares: int) -> list[System]:
    """Return the systems of a share, as the plan has them."""
    rows = plan["systems"]
    assert isinstance(rows, list)
    return [
        System(
            row["code"], row["kind"], row["purpose"], row["port"], int(str(plan["gateway"])),
            messages(row["code"], int(str(plan["cases"])), row["seed"]),
            Path(str(plan["journals"])) / f"{row['code']}.jsonl", row.get("token", ""),
        )
        for row in rows[share::shares]
    ]  # fmt: skip


async def _live(crowd: list[System]) -> None:
    await asyncio.gather(*(one.live() for one in crowd))


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text())
    asyncio.run(_live(systems(told, int(sys.argv[2]), int(sys.argv[3]))))
