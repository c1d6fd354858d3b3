"""A composed procedure as a form's fields and back: rows of members by stage, situations by name. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST_MEMBERS, MOST_SITUATIONS = 12, 4
UNASKED = (
    "key",
    "attempts",
    "again_days",
    "then",
    "silence",
    "silence_basis",
    "pause",
)
LEAD = ("body", "nr", "who", "promised", "statutory", "visits")
WHO = (("p", "个人"), ("f", "企业等法人"), ("pf", "个人和法人"))
Given = Mapping[str, str]


def told_from(given: Given, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the procedure that a form describes; members of one stage run at once."""
    situations = list(_situations(given, before))
    names = {one["name"] for one in situations}
    members = [
        row for row in (_member(given, n, before, names) for n in range(MOST_MEMBERS)) if row is not None
    ]
    stages: dict[int, list[str]] = {}
    for row in members:
        stages.setdefault(row.pop("stage"), []).append(row["key"])
    return {
        "key": given.get("key", str(before.get("key", ""))).strip(),
        "name": given.get("name", "").strip(),
        "lead": {**_assumed(given, before), **before.get("lead", {}), **dict(_lead(given, before))},
        "situations": situations,
        "members": members,
        "stages": [
            {**_lanes(keys, before), "name": given.get(f"stage-{n}", "").strip() or f"第 {at} 阶段"}
            for at, (n, keys) in enumerate(sorted(stages.items()), 1)
        ],
    }


def _lanes(keys: list[str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the members of a stage run: as before where it has the same ones, else all at once."""
    for stage in before.get("stages", ()):
        if sorted(key for lane in stage["lanes"] for key in lane) == sorted(keys):
            return dict(stage)
    return {"lanes": [[key] for key in keys]}


def _assumed(given: Given, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a lead is taken to say that the form does not ask."""
    name = given.get("name", "").strip()[:30]
    return {
        "conditions": ["符合各成员事项的办理条件。"], "words": [name], "result": "各成员事项的办理结果",
        "themes": _themes(given),
    }  # fmt: skip


def _themes(given: Given) -> list[str]:
    return ["p99"] if given.get("lead-who", "p").startswith("p") else ["f99"]


def _lead(given: Given, before: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in LEAD:
        text = given.get(f"lead-{name}", "").strip()
        if name in {"promised", "statutory", "visits"}:
            if text.isdecimal() and len(text) < 4:
                yield name, int(text)
        elif text:
            yield name, text[:100]
    if given.get("lead-who", "") not in {"", before.get("lead", {}).get("who", "")}:
        yield "themes", _themes(given)


def _situations(given: Given, before: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Return the situations; one that was there keeps its name, by which members ask for it."""
    kept = [dict(one) for one in before.get("situations", ())][:MOST_SITUATIONS]
    free = [f"situation_{n}" for n in range(1, 2 * MOST_SITUATIONS + 1)]
    free = [name for name in free if name not in {one["name"] for one in kept}]
    for number in range(MOST_SITUATIONS):
        label = given.get(f"situation-{number}", "").strip()[:100]
        if label:
            one = kept[number] if number < len(kept) else {"name": free.pop(0), "title": "您的情况"}
            yield {**one, "label": label}


def _member(
    given: Given, number: int, before: Mapping[str, Any], situations: set[str]
) -> dict[str, Any] | None:
    """Return a member's row, None where the row is empty or taken out; what no field asks stays as it was."""
    item, body = given.get(f"m{number}-item", "").strip(), given.get(f"m{number}-body", "").strip()
    if not item or given.get(f"m{number}-out"):
        return None
    stage, days = given.get(f"m{number}-stage", "1"), given.get(f"m{number}-days", "").strip()
    when = given.get(f"m{number}-when", "")
    was: Mapping[str, Any] = next(
        (r for r in before.get("members", ()) if (r["item"], r["body"]) == (item, body)), {}
    )
    row: dict[str, Any] = {
        "key": f"part{number + 1}", **{name: was[name] for name in UNASKED if name in was}, "item": item,
        "body": body, "stage": int(stage) if stage.isdecimal() and len(stage) < 3 else 1,
        "refusal": given.get(f"m{number}-refusal", "go_on"),
    }  # fmt: skip
    if row["refusal"] == "again" and row.get("attempts", 1) < 2:
        row["attempts"] = 3
    if days.isdecimal() and len(days) < 4:
        row["days"] = int(days)
    if when in situations:
        row["when"] = f"{when} = true"
    return row


def rows_of(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the members of a procedure as the form shows them, with the number of their stage."""
    stage = {
        key: n for n, one in enumerate(told.get("stages", ()), 1) for lane in one["lanes"] for key in lane
    }
    return [
        {**row, "stage": stage.get(row["key"], 1), "when": str(row.get("when", "")).partition(" ")[0]}
        for row in told.get("members", ())
    ]


def cannot_add(told: Mapping[str, Any], item: str, body: str) -> str:
    """Return why an item has no place in a procedure, "" where it has."""
    members = told.get("members", ())
    if any((row["item"], row["body"]) == (item, body) for row in members):
        return "这个事项已经在里面，不用再加入。"
    return f"最多 {MOST_MEMBERS} 个成员，请先移出一个。" if len(members) >= MOST_MEMBERS else ""


def with_member(told: Mapping[str, Any], item: str, body: str) -> dict[str, Any]:
    """Return a procedure with one item more, in its last stage."""
    members: Sequence[Mapping[str, Any]] = told.get("members", ())
    taken = {row["key"] for row in members}
    key = next(f"part{n}" for n in range(1, MOST_MEMBERS + 2) if f"part{n}" not in taken)
    stages = [dict(one) for one in told.get("stages", ())] or [{"name": "第 1 阶段", "lanes": []}]
    stages[-1] = {**stages[-1], "lanes": [*stages[-1]["lanes"], [key]]}
    return {
        **told,
        "members": [*members, {"key": key, "item": item, "body": body, "refusal": "go_on"}],
        "stages": stages,
    }
