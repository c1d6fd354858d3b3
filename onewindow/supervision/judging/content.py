"""Families 内容、收费、公开: what was asked for, said, charged and published."""

from collections.abc import Iterator
from decimal import Decimal

from onewindow.supervision.facts import Facts
from onewindow.supervision.judging.procedure import NEGATIVE
from onewindow.supervision.judging.registry import Hit, Numbers, day, rule
from onewindow.supervision.judging.times import is_after
from onewindow.supervision.workcount import DAY, Days


@rule("C01")
def beyond_guide(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when something was asked for that the guide does not list."""
    if "guide" not in facts:
        return
    listed = set(facts["guide"])
    for number, one in enumerate(facts.get("corrections", [])):
        for place, name in enumerate(one.get("items", [])):
            if name not in listed:
                yield Hit(f"{number}.{place}", day(one["on"]), f"要求提供办事指南以外的材料“{name[:60]}”")


@rule("C02")
def reasons(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when a refusal has no reason, no basis or no remedy (第三十八条)."""
    told, decided = facts.get("decision", {}), facts.get("decided_on")
    if not decided or told.get("outcome") not in NEGATIVE:
        return
    words = {"opinion": "理由", "basis": "法律依据", "remedy": "救济途径"}
    missing = [said for name, said in words.items() if not told.get(name)]
    if missing:
        yield Hit("refusal", day(decided), f"否定决定没有写明{'、'.join(missing)}")


@rule("C03")
def opinion(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a person decided without a word; identical texts are counted across cases (boilerplate)."""
    told, decided = facts.get("decision", {}), facts.get("decided_on")
    if (
        decided
        and told.get("outcome") == "granted"
        and not facts.get("automatic")
        and not told.get("opinion")
    ):
        yield Hit("empty", day(decided), "审批意见是空的")


@rule("C04")
def checklist(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when something was granted though a reviewer had left points unticked (审查工作细则)."""
    decided = facts.get("decided_on")
    if not decided or facts.get("decision", {}).get("outcome") != "granted":
        return
    for number, step in enumerate(facts.get("steps", [])):
        left = step.get("points", 0) - step.get("ticked", 0)
        if step.get("done") and left > 0:
            yield Hit(
                f"{step['node']}.{number}",
                day(decided),
                f"环节“{step.get('name', '')}”有{left}个审查要点没有勾选就准予",
            )


@rule("F01")
def fee(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when a fee was charged where there is none, or another amount than the standard's (第五十八条)."""
    bill = facts.get("bill")
    if not bill:
        return
    charged = Decimal(bill["charged"])
    if bill.get("free") and charged > 0:
        yield Hit("free", day(bill["on"]), f"事项不收费，收取了{bill['charged']}元")
    elif not bill.get("free") and charged != Decimal(bill["standard"]):
        yield Hit("amount", day(bill["on"]), f"标准{bill['standard']}元，收取了{bill['charged']}元")


@rule("F02")
def reduction(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a fee was reduced without a basis."""
    bill = facts.get("bill")
    for number, basis in enumerate(bill.get("reductions", []) if bill else []):
        if bill and not basis:
            yield Hit(str(number), day(bill["on"]), "减免收费没有依据")


@rule("I01", "guide")
def guide(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow for each fault of a guide in force that has not been mended in time."""
    for code, place, since in facts.get("faults", []):
        last = days.due(day(since), numbers["days"])
        yield Hit(
            f"{code}.{place}"[:80],
            last + DAY,
            f"办事指南“{place or code}”有误，{numbers['days']}个工作日没有改正",
        )


@rule("I02")
def published(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a result that must be public was not published in time (第四十条)."""
    decided = facts.get("decided_on")
    if not decided or not facts.get("publish"):
        return
    last = days.due(day(decided), numbers["days"])
    if is_after(facts.get("published_on"), last):
        yield Hit("late", last + DAY, f"办理结果{numbers['days']}个工作日内没有公开")
