"""Families 服务、智能: ratings, complaints, and what automatic decisions turned out to be."""

from collections.abc import Iterator

from onewindow.supervision.facts import Facts
from onewindow.supervision.judging.registry import Hit, Numbers, day, rule
from onewindow.supervision.judging.times import is_after
from onewindow.supervision.workcount import DAY, Days


@rule("S01", "rating")
def bad_rating(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a bad rating was not followed up or put right in time, red some days later."""
    ways = {
        "contact": ("contact_due", "contacted_on", "回访"),
        "rectify": ("rectify_due", "rectified_on", "整改"),
    }
    for name, (due, done, said) in ways.items():
        if due not in facts:
            continue
        last = day(facts.get(due))
        if is_after(facts.get(done), last):
            yield Hit(name, last + DAY, f"差评没有在{last:%Y-%m-%d}前{said}")
        worst = days.due(last, numbers["more"])
        if is_after(facts.get(done), worst):
            yield Hit(f"{name}_red", worst + DAY, f"差评{said}超期{numbers['more']}个工作日", red=True)


@rule("S02", "complaint")
def complaint(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a complaint or question was not answered in time."""
    if facts.get("due") and is_after(facts.get("answered_on"), day(facts["due"])):
        yield Hit(facts["due"], day(facts["due"]) + DAY, f"应在{facts['due']}前答复，没有答复")


@rule("A01")
def reversed_decision(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when an automatic decision was found wrong afterwards."""
    if facts.get("automatic") and facts.get("reversed_on"):
        yield Hit("reversed", day(facts["reversed_on"]), "自动决定经人工复查认定有误")


@rule("A02", "ruleset")
def anomaly(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when a rule set decides unlike before (命中率异常)."""
    for name, on in facts.get("anomalies", []):
        yield Hit(name[:80], day(on), "自动审批规则的命中情况异常")
