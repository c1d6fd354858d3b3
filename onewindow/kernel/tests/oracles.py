"""Where answers of independent libraries lie, for the tests that compare with them."""

import json
import os
from pathlib import Path

import pytest


def shared() -> Path:
    given = os.environ.get("ONEWINDOW_SHARED")
    root = Path(__file__).resolve().parents[3]
    places = [Path(given)] if given else [root.parent / "shared", root.parent.parent / "shared"]
    found = next((place / "data" for place in places if (place / "data").is_dir()), None)
    if found is None:
        pytest.skip("the shared test data is not beside the repository; set ONEWINDOW_SHARED to its folder")
    return found


def rows(name: str) -> list[dict[str, object]]:
    path = shared() / "oracles" / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return [json.loads(line) for line in path.read_text().splitlines()]
