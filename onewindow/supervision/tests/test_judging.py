"""Each rule on plain facts: what it finds, what it leaves alone, and from which day."""

# ruff: noqa: E501 (tables of facts)

from datetime import date
from typing import Any

import pytest

from onewindow.kernel.public import workdays
from onewindow.supervision.facts import Facts
from onewindow.supervision.judging import RuleInForce, codes, judge
from onewindow.supervision.judging.registry import tests as kinds
from onewindow.supervision.standing import shipped
from onewindow.supervision.workcount import Days

DAYS = Days(workdays.Calendar({}, frozenset({2026})))
RULES = {
    code: RuleInForce(code, 1, one["level"], one["numbers"], date(2015, 1, 1))
    for code, one in shipped("rules")["rules"].items()
}
LATER = date(2026, 12, 31)
GRANTED = {"outcome": "granted", "opinion": True, "basis": True, "remedy": True, "by": "official:1"}
REFUSED = {"outcome": "refused", "opinion": True, "basis": True, "remedy": True, "by": "official:1"}
CLOCK = {"promised": [5, "1"], "statutory": [20, "1"]}
DONE: dict[str, Any] = {"decided_on": "2026-03-05", "delivered_on": "2026-03-05", "decision": GRANTED}


def found(code: str, facts: Any, as_of: date = LATER) -> list[tuple[str, str, str]]:
    """Return key, level and day of what one rule finds."""
    hits, _ = judge(kinds[code][0], Facts(**facts), [RULES[code]], DAYS, as_of)
    return [(one.key, one.level, one.on.isoformat()) for one in hits]


def pair(since: str, until: str | None) -> dict[str, Any]:
    return {"receipts": [[since, until]]}


def clock(*entries: list[Any]) -> dict[str, Any]:
    return {**CLOCK, "clock": list(entries)}


START = ["start", "2026-03-02", None]  # a Monday
SILENT = [
    ("T01", pair("2026-03-02", "2026-03-05")),
    ("T02", pair("2026-03-02", "2026-03-09")),
    ("T03", clock(START, ["stop", "2026-03-05", None])),
    ("T03", {**clock(START, ["stop", "2026-03-03", None]), "promised": [1, "1"]}),
    ("T04", clock(START, ["stop", "2026-03-09", None])),
    ("T04", clock(START, ["pause", "2026-03-04", None], ["resume", "2026-03-18", None], ["stop", "2026-03-23", None])),
    ("T04", {**clock(START, ["stop", "2026-03-31", None]), "promised": [20, "1"]}),
    ("T05", clock(START, ["extend", "2026-03-20", 10], ["stop", "2026-04-13", None])),
    ("T06", {**clock(START), "steps": [{"node": "a", "due": "2026-03-04", "done": "2026-03-04T17:00:00"}]}),
    ("T06", {**clock(START), "steps": [{"node": "a", "due": "2026-03-09", "done": None}]}),
    ("T07", {**DONE, "delivered_on": "2026-03-19"}),
    ("T08", {"pauses": [{"since": "2026-03-02", "days": 3, "until": "2026-03-05"}]}),
    ("T09", {"pauses": [{"since": "2026-03-02", "document": "x", "by": "a"}, {"since": "2026-03-09", "document": "y", "by": "b"}]}),
    ("P01", {**DONE, "flow": ["a", "b"], "steps": [{"node": "a", "done": "2026-03-03"}, {"node": "b", "done": "2026-03-04"}]}),
    ("P02", {"acts": [{"kind": "review", "by": "a", "on": "2026-03-02"}, {"kind": "approve", "by": "b", "on": "2026-03-03"}]}),
    ("P03", {"extensions": [{"on": "2026-03-02", "asked_by": "a", "by": "b"}]}),
    ("P04", {"corrections": [{"on": "2026-03-02", "items": []}]}),
    ("P05", {"hearing": {"host": "c", "called_on": "2026-03-02", "on": "2026-03-11", "reviewers": ["a"]}}),
    ("P06", {**DONE, "decision": REFUSED, "filings": ["2026-03-06"]}),
    ("P06", {**DONE, "filings": []}),
    ("C01", {"guide": ["申请表"], "corrections": [{"on": "2026-03-02", "items": ["申请表"]}]}),
    ("C02", {**DONE, "decision": REFUSED}),
    ("C03", {**DONE, "decision": {**GRANTED, "opinion": False}, "automatic": True}),
    ("C04", {"steps": [{"node": "a", "points": 3, "ticked": 3, "done": "2026-03-03"}]}),
    ("F01", {"bill": {"on": "2026-03-02", "charged": "80.00", "standard": "80", "free": False}}),
    ("F02", {"bill": {"on": "2026-03-02", "charged": "80", "standard": "80", "reductions": ["某办法第三条"]}}),
    ("I01", {"faults": []}),
    ("I02", {**DONE, "publish": True, "published_on": "2026-03-16"}),
    ("S01", {"contact_due": "2026-03-03", "contacted_on": "2026-03-03", "rectify_due": "2026-03-10", "rectified_on": "2026-03-10"}),
    ("S02", {"due": "2026-03-03", "answered_on": "2026-03-03"}),
    ("D01", {**DONE, "moments": ["2026-03-02T09:00:00", "2026-03-05T10:00:00"]}),
    ("D01", {**DONE, "immediate": True, "moments": ["2026-03-05T09:00:00", "2026-03-05T09:01:00"]}),
    ("D02", {"missing": [], "seen_on": "2026-03-02"}),
    ("A01", {"automatic": True}),
    ("A02", {"anomalies": []}),
]  # fmt: skip
FOUND = [
    ("T01", pair("2026-03-02", "2026-03-06"), [("2026-03-02", "reminder", "2026-03-06")]),
    ("T02", pair("2026-03-02", None), [("2026-03-02", "red", "2026-03-10")]),
    ("T03", clock(START), [("2026-03-09", "reminder", "2026-03-06")]),
    ("T04", clock(START, ["stop", "2026-03-10", None]), [("2026-03-09", "yellow", "2026-03-10")]),
    ("T05", clock(START), [("2026-03-30", "red", "2026-03-31")]),
    (
        "T05",
        clock(START, ["extend", "2026-03-20", 10], ["stop", "2026-04-14", None]),
        [("2026-04-13", "red", "2026-04-14")],
    ),
    ("T06", {**clock(START), "steps": [{"node": "a", "due": "2026-03-04", "done": None}]}, [("a.0", "yellow", "2026-03-05")]),
    ("T07", {**DONE, "delivered_on": "2026-03-20"}, [("late", "yellow", "2026-03-20")]),
    ("T07", {**DONE, "delivered_on": None}, [("late", "yellow", "2026-03-20"), ("very_late", "red", "2026-03-27")]),
    ("T08", {"pauses": [{"since": "2026-03-02", "days": 3, "until": None}]}, [("0", "yellow", "2026-03-06")]),
    (
        "T09",
        {"pauses": [{"since": "2026-03-02", "by": "a"}, {"since": "2026-03-09", "document": "y", "by": "a"}]},
        [("0.paper", "yellow", "2026-03-02"), ("a.again", "yellow", "2026-03-09")],
    ),
    ("P01", {**DONE, "flow": ["a", "b"], "steps": [{"node": "b", "done": "2026-03-03"}]}, [("skipped.a", "red", "2026-03-05")]),
    (
        "P01",
        {**DONE, "flow": ["a", "b"], "steps": [{"node": "b", "done": "2026-03-03"}, {"node": "a", "done": "2026-03-04"}]},
        [("order.b", "red", "2026-03-05")],
    ),
    ("P02", {"acts": [{"kind": "accept", "by": "a", "on": "2026-03-02", "may": False}]}, [("0.accept", "red", "2026-03-02")]),
    (
        "P02",
        {"acts": [{"kind": "review", "by": "a", "on": "2026-03-02"}, {"kind": "approve", "by": "a", "on": "2026-03-03"}]},
        [("1.same", "red", "2026-03-03")],
    ),
    (
        "P03",
        {"extensions": [{"on": "2026-03-02", "asked_by": "a", "by": "a"}, {"on": "2026-03-09", "asked_by": "a", "by": "b"}]},
        [("0.head", "red", "2026-03-02"), ("1.again", "red", "2026-03-09")],
    ),
    ("P04", {"corrections": [{"on": "2026-03-02"}, {"on": "2026-03-09"}]}, [("1", "yellow", "2026-03-09")]),
    (
        "P05",
        {"hearing": {"host": "a", "called_on": "2026-03-02", "on": "2026-03-10", "reviewers": ["a"]}},
        [("host", "red", "2026-03-02"), ("notice", "red", "2026-03-02")],
    ),
    ("P06", {**DONE, "decision": REFUSED, "filings": ["2026-03-09"]}, [("filing", "red", "2026-03-07")]),
    ("C01", {"guide": ["申请表"], "corrections": [{"on": "2026-03-02", "items": ["申请表", "户口本"]}]}, [("0.1", "red", "2026-03-02")]),
    ("C02", {**DONE, "decision": {**REFUSED, "remedy": False}}, [("refusal", "red", "2026-03-05")]),
    ("C03", {**DONE, "decision": {**GRANTED, "opinion": False}}, [("empty", "yellow", "2026-03-05")]),
    (
        "C04",
        {**DONE, "steps": [{"node": "a", "points": 3, "ticked": 2, "done": "2026-03-03"}]},
        [("a.0", "yellow", "2026-03-05")],
    ),
    ("F01", {"bill": {"on": "2026-03-02", "charged": "1", "standard": "0", "free": True}}, [("free", "red", "2026-03-02")]),
    ("F01", {"bill": {"on": "2026-03-02", "charged": "81", "standard": "80", "free": False}}, [("amount", "red", "2026-03-02")]),
    ("F02", {"bill": {"on": "2026-03-02", "charged": "8", "standard": "8", "reductions": ["x", ""]}}, [("1", "yellow", "2026-03-02")]),
    ("I01", {"faults": [["no_fee", "fees", "2026-03-02"]]}, [("no_fee.fees", "yellow", "2026-03-10")]),
    ("I02", {**DONE, "publish": True, "published_on": None}, [("late", "yellow", "2026-03-17")]),
    (
        "S01",
        {"contact_due": "2026-03-03", "contacted_on": "2026-03-04", "rectify_due": "2026-03-10", "rectified_on": None},
        [("contact", "yellow", "2026-03-04"), ("rectify", "yellow", "2026-03-11"), ("rectify_red", "red", "2026-03-18")],
    ),
    ("S02", {"due": "2026-03-03"}, [("2026-03-03", "yellow", "2026-03-04")]),
    ("D01", {**DONE, "moments": ["2026-03-05T09:00:00", "2026-03-05T09:04:00"]}, [("fast", "yellow", "2026-03-05")]),
    ("D01", {**DONE, "moments": ["2026-03-05T09:00:00", "2026-03-04T09:04:00"]}, [("order", "yellow", "2026-03-05")]),
    ("D02", {"missing": ["办理过程"], "seen_on": "2026-03-02"}, [("办理过程", "yellow", "2026-03-02")]),
    ("A01", {"automatic": True, "reversed_on": "2026-03-09"}, [("reversed", "yellow", "2026-03-09")]),
    ("A02", {"anomalies": [["7", "2026-03-09"]]}, [("7", "yellow", "2026-03-09")]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "facts"), SILENT)
def test_a_rule_is_silent_where_it_was_kept(code: str, facts: Any) -> None:
    assert found(code, facts) == []


@pytest.mark.parametrize(("code", "facts", "wanted"), FOUND)
def test_a_rule_finds_its_breach_on_its_day(code: str, facts: Any, wanted: Any) -> None:
    assert found(code, facts) == wanted


def test_every_rule_ships_with_numbers_and_is_tried_both_ways() -> None:
    assert codes() == sorted(RULES)
    assert {code for code, *_ in FOUND} == {code for code, _ in SILENT} == set(RULES)


def test_what_comes_later_is_told_as_the_next_day_to_look() -> None:
    hits, ahead = judge(
        "case", Facts(**pair("2026-03-02", None)), list(RULES.values()), DAYS, date(2026, 3, 5)
    )
    assert (hits, ahead) == ([], date(2026, 3, 6))


def test_each_version_judges_its_own_days() -> None:
    old = RuleInForce("T02", 1, "red", {"days": 5}, date(2015, 1, 1), date(2026, 3, 9))
    new = RuleInForce("T02", 2, "yellow", {"days": 3}, date(2026, 3, 9))
    hits, _ = judge("case", Facts(**pair("2026-03-04", None)), [old, new], DAYS, LATER)
    assert [(one.version, one.level, one.on.isoformat()) for one in hits] == [(2, "yellow", "2026-03-10")]
