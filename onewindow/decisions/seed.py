"""Reference data of decisions: the rule sets of the pilot items, released through the verbs."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from onewindow.decisions import services
from onewindow.decisions.models import RuleSetVersion, VersionState
from onewindow.kernel.public import SYSTEM, Actor, canonical, yaml_file

DATA = Path(__file__).parent / "data"
AUTHOR = Actor(kind="system", account_id=0, name="规则起草")
START = date(2026, 1, 1)


def plant() -> str:
    """Draft and release every shipped rule set whose text is not yet the released one."""
    new = same = 0
    for path in sorted(DATA.glob("*.dmn")):
        xml = path.read_text(encoding="utf-8")
        digest = canonical.sm3(xml.encode()).hex()
        known = RuleSetVersion.objects.filter(
            rule_set__code=path.stem, digest=digest, state=VersionState.RELEASED
        )
        if known.exists():
            same += 1
            continue
        notes = read_cases(path.stem)
        version = services.draft_rule_set(
            by=AUTHOR,
            code=path.stem,
            name=notes["name"],
            dmn_xml=xml,
            cases=notes["cases"],
            items=[path.stem],
        )
        services.release_rule_set(by=SYSTEM, version_id=version.pk, effective_from=START)
        new += 1
    return f"rule sets {new} released, {same} as before"


@cache
def read_cases(key: str) -> dict[str, Any]:
    """Return the name and unit cases shipped with a rule set; dates become text."""
    found = yaml_file.read(DATA / f"{key}.cases.yaml")
    told = plain(found)
    assert isinstance(told, dict)
    return told


def plain(value: object) -> object:
    """Return data read from YAML as JSON data: dates become text."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
