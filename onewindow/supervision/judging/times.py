"""Family 时限: receipt, promise, law, steps, delivery, special procedures.

行政许可法 第三十二、四十二、四十四、四十五条.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from onewindow.supervision.clocktime import Stretch, stretches
from onewindow.supervision.facts import Facts
from onewindow.supervision.judging.registry import Hit, Numbers, day, rule
from onewindow.supervision.workcount import DAY, Days


def is_after(end: object, last: date) -> bool:
    """Tell whether something had not happened by the end of a day."""
    return end is None or day(end) > last


def promised(facts: Facts, days: Days) -> list[Stretch]:
    """Return the decision clock towards the promised day."""
    limit = facts.get("promised") or facts.get("statutory")
    return stretches(facts.get("clock", []), limit, days) if limit else []


def lawful(facts: Facts, days: Days) -> list[Stretch]:
    """Return the decision clock towards the statutory day."""
    limit = facts.get("statutory")
    return stretches(facts.get("clock", []), limit, days) if limit else []


@rule("T01")
def receipt_near(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Remind on the fourth of the five days in which the applicant must be answered."""
    for since, until in facts.get("receipts", []):
        on = days.due(day(since), numbers["day"])
        if is_after(until, on - DAY):
            yield Hit(str(since), on, f"收件后第{numbers['day']}个工作日，还没有告知申请人是否受理")


@rule("T02")
def receipt_passed(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when five days passed without a word: the application is accepted by law."""
    for since, until in facts.get("receipts", []):
        last = days.due(day(since), numbers["days"])
        if is_after(until, last):
            yield Hit(
                str(since), last + DAY, f"收件后{numbers['days']}个工作日内没有告知，自收到材料之日起即为受理"
            )


@rule("T03")
def promise_near(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Remind a working day before the promised day, where the clock began earlier than that."""
    for since, until, due in promised(facts, days):
        on = days.before(due, numbers["days"])
        if on > since and (until is None or until >= on):
            yield Hit(due.isoformat(), on, f"承诺时限{due:%Y-%m-%d}将到")


@rule("T04")
def promise_passed(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when the promised day passed and the statutory one did not."""
    law = lawful(facts, days)
    for number, (_, until, due) in enumerate(promised(facts, days)):
        limit = law[number].due if number < len(law) else None
        if (limit is None or limit > due) and is_after(until, due):
            yield Hit(due.isoformat(), due + DAY, f"承诺{due:%Y-%m-%d}前办结，没有办结")


@rule("T05")
def law_passed(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when the statutory day passed."""
    for _, until, due in lawful(facts, days):
        if is_after(until, due):
            yield Hit(due.isoformat(), due + DAY, f"法定期限{due:%Y-%m-%d}已过，没有作出决定")


@rule("T06")
def step_passed(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a step passed its last day while the whole had not."""
    ends = promised(facts, days)
    for number, step in enumerate(facts.get("steps", [])):
        last = step.get("due")
        if last is None or not is_after(step.get("done"), day(last)):
            continue
        on = day(last) + DAY
        if not ends or any(due >= on for _, _, due in ends):
            yield Hit(f"{step.get('node', '')}.{number}", on, f"环节“{step.get('name', '')}”超过{last}")


@rule("T07")
def delivery_passed(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when the decision was not delivered in ten days, red five days later."""
    decided = facts.get("decided_on")
    if not decided or facts.get("decision", {}).get("outcome") not in {"granted", "refused"}:
        return
    last, told = days.due(day(decided), numbers["days"]), facts.get("delivered_on")
    if is_after(told, last):
        yield Hit("late", last + DAY, f"作出决定后{numbers['days']}个工作日内没有送达")
    worst = days.due(last, numbers["more"])
    if is_after(told, worst):
        yield Hit("very_late", worst + DAY, f"超过送达期限{numbers['more']}个工作日仍没有送达", red=True)


@rule("T08")
def pause_too_long(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a special procedure took longer than was declared."""
    for number, pause in enumerate(facts.get("pauses", [])):
        if not pause.get("days"):
            continue
        last = days.due(day(pause["since"]), pause["days"])
        if is_after(pause.get("until"), last):
            yield Hit(str(number), last + DAY, f"特别程序申明{pause['days']}个工作日，已经超过")


@rule("T09")
def pause_unfounded(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when the clock stood without a paper, or by the same officer again and again."""
    by: Counter[str] = Counter()
    for number, pause in enumerate(facts.get("pauses", [])):
        on = day(pause["since"])
        if not pause.get("document"):
            yield Hit(f"{number}.paper", on, "停止计时没有文书")
        who = pause.get("by", "")
        by[who] += 1
        if who and by[who] == numbers["times"]:
            yield Hit(f"{who}.again"[:80], on, f"同一人员在本办件停止计时{numbers['times']}次")
