"""Family 数据: times that cannot be, and what outside systems left out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from onewindow.supervision.facts import Facts
from onewindow.supervision.judging.registry import Hit, Numbers, day, rule
from onewindow.supervision.workcount import Days


@rule("D01")
def keyed_in_later(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a case went from first to last within minutes, or its times are out of order."""
    moments = [datetime.fromisoformat(one) for one in facts.get("moments", [])]
    if len(moments) < 2 or facts.get("automatic") or not facts.get("decided_on"):
        return
    on = day(facts["decided_on"])
    if any(later < earlier for earlier, later in pairwise(moments)):
        yield Hit("order", on, "申请、收件、受理、决定的时间先后颠倒")
    elif not facts.get("immediate") and moments[-1] - moments[0] < timedelta(minutes=numbers["minutes"]):
        yield Hit("fast", on, f"从申请到决定不足{numbers['minutes']}分钟，疑似线下办理后补录")


@rule("D02")
def missing(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when an outside system did not hand in what the standard requires."""
    for name in facts.get("missing", []):
        yield Hit(name[:80], day(facts["seen_on"]), f"对接系统没有报送“{name}”")
