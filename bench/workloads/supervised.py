"""A year of handling over five levels as dossiers: sound ones, some with a breach planted on purpose.

Each breach names exactly what must be found: rule, key within the rule, level, day. All else is sound by
construction, so that what is found beyond the list was invented.
"""

# ruff: noqa: E501 (rows of data)

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from onewindow.supervision.workcount import DAY, Days

CITIES = ("4500", *(f"45{n:02d}" for n in range(1, 15)))
LEVELS = ("2", "3", "4", "5", "6")  # 自治区、市、县、乡镇、村
FIRST, LAST = date(2025, 1, 2), date(2025, 12, 31)
AS_OF = date(2026, 3, 31)
SAME_WORDS = 50
Found = tuple[str, str, str, str, str]
"""Rule, subject, key, level, day."""


@dataclass
class Made:
    """A dossier's columns and facts, and what must be found in it."""

    row: dict[str, Any]
    facts: dict[str, Any]
    expected: list[tuple[str, str, str, date]]


class Year:
    """The generator: the same seed gives the same year."""

    def __init__(self, days: Days, seed: int = 20260331) -> None:
        """Prepare a year counted in the working days of a calendar."""
        self.days, self.draw = days, Random(seed)
        self._works = [FIRST + DAY * n for n in range((LAST - FIRST).days + 1)]
        self._works = [day for day in self._works if days.between(day - DAY, day)]

    def made(self, count: int, planted: int) -> Iterator[Made]:
        """Give so many subjects, among them each kind of breach `planted` times."""
        ways = list(BREACHES)
        places = set(self.draw.sample(range(count), planted * len(ways)))
        order = self.draw.sample(range(planted * len(ways)), planted * len(ways))
        turn = iter(order)
        for number in range(count):
            one = self._sound(number)
            if number in places:
                BREACHES[ways[next(turn) % len(ways)]](self, one)
            yield one
        yield from self._same_words(count)

    def _sound(self, number: int) -> Made:
        draw, days = self.draw, self.days
        city, level = draw.choice(CITIES), draw.choice(LEVELS)
        received = self._works[draw.randrange(len(self._works))]
        accepted = days.due(received, draw.randrange(1, 4))
        promised, law = draw.choice(((5, 20), (10, 20), (3, 15)))
        decided = days.due(accepted, draw.randrange(1, promised - 1))
        who = f"official:{draw.randrange(900)}"
        facts: dict[str, Any] = {
            "automatic": False, "immediate": False, "promised": [promised, "1"], "statutory": [law, "1"],
            "receipts": [[str(received), str(accepted)]],
            "clock": [["start", str(accepted), None], ["stop", str(decided), None]],
            "decided_on": str(decided), "delivered_on": str(decided), "guide": ["申请表", "身份证明"],
            "corrections": [], "pauses": [], "extensions": [], "filings": [], "handed": [],
            "flow": ["review", "approve"],
            "steps": [
                {"node": "review", "name": "审查", "due": str(decided), "done": f"{accepted}T10:00:00",
                 "by": "official:1", "points": 3, "ticked": 3},
                {"node": "approve", "name": "审批", "due": str(decided), "done": f"{decided}T16:00:00", "by": who,
                 "points": 2, "ticked": 2},
            ],
            "acts": [{"kind": "accept", "by": "official:1", "on": str(accepted), "may": True},
                     {"kind": "review", "by": "official:1", "on": str(accepted), "may": True},
                     {"kind": "approve", "by": f"{who}a", "on": str(decided), "may": True}],
            "decision": {"outcome": "granted", "opinion": True, "basis": True, "remedy": True, "by": who},
            "moments": [f"{received}T09:00:00", f"{accepted}T09:30:00", f"{decided}T16:00:00"],
            "bill": {"on": str(accepted), "charged": "80.00", "standard": "80", "free": False, "reductions": []},
            "publish": True, "published_on": str(days.due(decided, 2)),
        }  # fmt: skip
        row = {
            "kind": "case", "subject": f"D{number:09d}", "source": "", "city": city, "level": level,
            "region_code": _region(city, level), "agency_id": 1 + draw.randrange(500), "person": who,
            "channel": draw.choice("123"), "received_on": received, "accepted_on": accepted,
            "decided_on": decided, "promised_due": days.due(accepted, promised), "outcome": "granted",
            "statutory_due": days.due(accepted, law), "promised_days": promised, "statutory_days": law,
            "used_days": days.between(accepted, decided), "words": "",
        }  # fmt: skip
        return Made(row, facts, [])

    def _same_words(self, count: int) -> Iterator[Made]:
        """Give cases one officer decided in one month with the same words: once enough, once one too few."""
        for turn, many in enumerate((SAME_WORDS, SAME_WORDS - 1)):
            for n in range(many):
                one = self._sound(count + turn * 1000 + n)
                day = self.days.due(date(2025, 5, 6), n % 15)
                _move(self, one, day)
                one.row |= {"person": f"official:same{turn}", "words": f"{turn:032d}"}
                yield one

    def decided(self, one: Made) -> date:
        """Return the day of the decision."""
        return date.fromisoformat(one.facts["decided_on"])

    def accepted(self, one: Made) -> date:
        """Return the day of acceptance."""
        return date.fromisoformat(one.facts["clock"][0][1])


def same_words_found() -> tuple[str, str]:
    """Return the subject and day of the one run of identical opinions that is long enough."""
    return f"official:same0/{'0' * 12}/2025-05", "2025-05-01"


def _region(city: str, level: str) -> str:
    return {"2": f"{city}00000000", "3": f"{city}00000000", "4": f"{city}02000000", "5": f"{city}02001000",
            "6": f"{city}02001003"}[level]  # fmt: skip


def _move(year: Year, one: Made, decided: date) -> None:
    """Move a sound case so that it is decided on a day, accepted a working day before."""
    days = year.days
    accepted = days.before(decided, 1)
    received = days.before(accepted, 1)
    facts = one.facts
    facts["receipts"] = [[str(received), str(accepted)]]
    facts["clock"] = [["start", str(accepted), None], ["stop", str(decided), None]]
    facts["decided_on"] = facts["delivered_on"] = str(decided)
    facts["steps"][0] |= {"due": str(decided), "done": f"{accepted}T10:00:00"}
    facts["steps"][1] |= {"due": str(decided), "done": f"{decided}T16:00:00"}
    facts["moments"] = [f"{received}T09:00:00", f"{accepted}T09:30:00", f"{decided}T16:00:00"]
    facts["published_on"] = str(days.due(decided, 2))
    facts["bill"]["on"] = str(accepted)
    for act in facts["acts"]:
        act["on"] = str(decided if act["kind"] == "approve" else accepted)
    one.row |= {
        "received_on": received, "accepted_on": accepted, "decided_on": decided,
        "used_days": 1, "promised_due": days.due(accepted, one.row["promised_days"]),
        "statutory_due": days.due(accepted, one.row["statutory_days"]),
    }  # fmt: skip


def _late_by(year: Year, one: Made, after: date) -> None:
    """Let a case be decided on a day, all else of the decision with it."""
    facts = one.facts
    facts["clock"][1][1] = facts["decided_on"] = facts["delivered_on"] = str(after)
    facts["steps"][1] |= {"due": str(after), "done": f"{after}T16:00:00"}
    facts["acts"][2]["on"] = str(after)
    facts["moments"][-1] = f"{after}T16:00:00"
    facts["published_on"] = str(year.days.due(after, 2))
    one.row |= {"decided_on": after, "used_days": year.days.between(year.accepted(one), after)}


def _refuse(one: Made) -> None:
    one.facts["decision"]["outcome"] = one.row["outcome"] = "refused"
    one.facts["filings"] = [one.facts["decided_on"]]


Breach = Callable[[Year, Made], None]
BREACHES: dict[str, Breach] = {}


def breach(name: str) -> Callable[[Breach], Breach]:
    """Register a way to plant a breach."""

    def register(way: Breach) -> Breach:
        BREACHES[name] = way
        return way

    return register


@breach("T01")
def _t01(year: Year, one: Made) -> None:
    received = one.row["received_on"]
    fourth, fifth = year.days.due(received, 4), year.days.due(received, 5)
    _move(year, one, year.days.due(fifth, 1))
    one.facts["receipts"] = [[str(received), str(fifth)]]
    one.facts["moments"][0] = f"{received}T09:00:00"
    one.row["received_on"] = received
    one.expected += [("T01", str(received), "reminder", fourth)]


@breach("T02")
def _t02(year: Year, one: Made) -> None:
    received = one.row["received_on"]
    fifth = year.days.due(received, 5)
    _move(year, one, year.days.due(fifth, 2))
    one.facts["receipts"] = [[str(received), str(year.days.due(fifth, 1))]]
    one.facts["moments"][0] = f"{received}T09:00:00"
    one.row["received_on"] = received
    one.expected += [
        ("T01", str(received), "reminder", year.days.due(received, 4)), ("T02", str(received), "red", fifth + DAY),
    ]  # fmt: skip


@breach("T03")
def _t03(year: Year, one: Made) -> None:
    due = one.row["promised_due"]
    _late_by(year, one, due)
    one.expected += [("T03", str(due), "reminder", year.days.before(due, 1))]


@breach("T04")
def _t04(year: Year, one: Made) -> None:
    due = one.row["promised_due"]
    _late_by(year, one, year.days.due(due, 1))
    one.expected += [
        ("T03", str(due), "reminder", year.days.before(due, 1)), ("T04", str(due), "yellow", due + DAY),
    ]  # fmt: skip


@breach("T05")
def _t05(year: Year, one: Made) -> None:
    due, law = one.row["promised_due"], one.row["statutory_due"]
    _late_by(year, one, year.days.due(law, 1))
    one.expected += [
        ("T03", str(due), "reminder", year.days.before(due, 1)), ("T04", str(due), "yellow", due + DAY),
        ("T05", str(law), "red", law + DAY),
    ]  # fmt: skip


@breach("T06")
def _t06(year: Year, one: Made) -> None:
    decided = year.decided(one)
    last = year.days.before(decided, 1)
    one.facts["steps"][1]["due"] = str(last)
    one.expected += [("T06", "approve.1", "yellow", last + DAY)]


@breach("T07")
def _t07(year: Year, one: Made) -> None:
    last = year.days.due(year.decided(one), 10)
    one.facts["delivered_on"] = str(year.days.due(last, 1))
    one.expected += [("T07", "late", "yellow", last + DAY)]


@breach("T07 red")
def _t07_red(year: Year, one: Made) -> None:
    last = year.days.due(year.decided(one), 10)
    worst = year.days.due(last, 5)
    one.facts["delivered_on"] = None
    one.expected += [("T07", "late", "yellow", last + DAY), ("T07", "very_late", "red", worst + DAY)]


@breach("T08")
def _t08(year: Year, one: Made) -> None:
    accepted = year.accepted(one)
    until = year.days.due(accepted, 9)
    one.facts["clock"].insert(1, ["pause", str(accepted), None])
    one.facts["clock"].insert(2, ["resume", str(until), None])
    one.facts["pauses"] = [
        {"since": str(accepted), "days": 5, "until": str(until), "document": "特1", "by": "official:1"}
    ]
    _late_by_pause(year, one, until)
    one.expected += [("T08", "0", "yellow", year.days.due(accepted, 5) + DAY)]


def _late_by_pause(year: Year, one: Made, until: date) -> None:
    decided = year.days.due(until, 1)
    facts = one.facts
    facts["clock"][-1][1] = facts["decided_on"] = facts["delivered_on"] = str(decided)
    facts["steps"][1] |= {"due": str(decided), "done": f"{decided}T16:00:00"}
    facts["acts"][2]["on"] = str(decided)
    facts["moments"][-1] = f"{decided}T16:00:00"
    facts["published_on"] = str(year.days.due(decided, 2))
    one.row |= {"decided_on": decided, "used_days": 1}


@breach("T09")
def _t09(year: Year, one: Made) -> None:
    accepted = year.accepted(one)
    pause = {"since": str(accepted), "days": 5, "until": str(accepted), "by": "official:7"}
    one.facts["pauses"] = [{**pause, "document": ""}, {**pause, "document": "特2"}]
    one.expected += [
        ("T09", "0.paper", "yellow", accepted), ("T09", "official:7.again", "yellow", accepted),
    ]  # fmt: skip


@breach("P01 skipped")
def _p01_skipped(year: Year, one: Made) -> None:
    del one.facts["steps"][0]
    one.expected += [("P01", "skipped.review", "red", year.decided(one))]


@breach("P01 order")
def _p01_order(year: Year, one: Made) -> None:
    first, second = one.facts["steps"]
    first["done"], second["done"] = second["done"], first["done"]
    one.expected += [("P01", "order.approve", "red", year.decided(one))]


@breach("P02 authority")
def _p02(year: Year, one: Made) -> None:
    one.facts["acts"][0]["may"] = False
    one.expected += [("P02", "0.accept", "red", year.accepted(one))]


@breach("P02 same")
def _p02_same(year: Year, one: Made) -> None:
    one.facts["acts"][2]["by"] = one.facts["acts"][1]["by"]
    one.expected += [("P02", "2.same", "red", year.decided(one))]


@breach("P03")
def _p03(year: Year, one: Made) -> None:
    on = year.accepted(one)
    one.facts["extensions"] = [
        {"on": str(on), "asked_by": "a", "by": "a"}, {"on": str(on), "asked_by": "a", "by": "b"},
    ]  # fmt: skip
    one.expected += [("P03", "0.head", "red", on), ("P03", "1.again", "red", on)]


@breach("P04")
def _p04(year: Year, one: Made) -> None:
    on = one.row["received_on"]
    one.facts["corrections"] = [{"on": str(on), "items": ["申请表"]}, {"on": str(on), "items": []}]
    one.row["corrections"] = 2
    one.expected += [("P04", "1", "yellow", on)]


@breach("P05")
def _p05(year: Year, one: Made) -> None:
    on = year.accepted(one)
    one.facts["hearing"] = {
        "host": "official:1", "reviewers": ["official:1"], "called_on": str(on),
        "on": str(year.days.due(on, 6)),
    }  # fmt: skip
    one.expected += [("P05", "host", "red", on), ("P05", "notice", "red", on)]


@breach("P06")
def _p06(year: Year, one: Made) -> None:
    _refuse(one)
    decided = year.decided(one)
    one.facts["filings"] = [str(year.days.due(decided, 2))]
    one.expected += [("P06", "filing", "red", year.days.due(decided, 1) + DAY)]


@breach("C01")
def _c01(year: Year, one: Made) -> None:
    on = one.row["received_on"]
    one.facts["corrections"] = [{"on": str(on), "items": ["申请表", "单位介绍信"]}]
    one.expected += [("C01", "0.1", "red", on)]


@breach("C02")
def _c02(year: Year, one: Made) -> None:
    _refuse(one)
    one.facts["decision"][year.draw.choice(("opinion", "basis", "remedy"))] = False
    one.expected += [("C02", "refusal", "red", year.decided(one))]


@breach("C03")
def _c03(year: Year, one: Made) -> None:
    one.facts["decision"]["opinion"] = False
    one.expected += [("C03", "empty", "yellow", year.decided(one))]


@breach("C04")
def _c04(year: Year, one: Made) -> None:
    one.facts["steps"][0]["ticked"] = 2
    one.expected += [("C04", "review.0", "yellow", year.decided(one))]


@breach("F01 free")
def _f01_free(year: Year, one: Made) -> None:
    one.facts["bill"] |= {"free": True, "standard": "0"}
    one.expected += [("F01", "free", "red", year.accepted(one))]


@breach("F01 amount")
def _f01(year: Year, one: Made) -> None:
    one.facts["bill"]["charged"] = "80.01"
    one.expected += [("F01", "amount", "red", year.accepted(one))]


@breach("F02")
def _f02(year: Year, one: Made) -> None:
    one.facts["bill"]["reductions"] = ["某办法第三条", ""]
    one.expected += [("F02", "1", "yellow", year.accepted(one))]


@breach("I02")
def _i02(year: Year, one: Made) -> None:
    last = year.days.due(year.decided(one), 7)
    one.facts["published_on"] = str(year.days.due(last, 1))
    one.expected += [("I02", "late", "yellow", last + DAY)]


@breach("D01 fast")
def _d01(year: Year, one: Made) -> None:
    decided = year.decided(one)
    one.facts["moments"] = [f"{decided}T16:00:00", f"{decided}T16:02:00", f"{decided}T16:04:59"]
    one.expected += [("D01", "fast", "yellow", decided)]


@breach("D01 order")
def _d01_order(year: Year, one: Made) -> None:
    moments = one.facts["moments"]
    moments[0], moments[1] = moments[1], moments[0]
    one.expected += [("D01", "order", "yellow", year.decided(one))]


@breach("D02")
def _d02(year: Year, one: Made) -> None:
    one.row["source"] = "sys-lz-03"
    one.facts |= {"missing": ["办理过程"], "seen_on": one.facts["decided_on"]}
    one.expected += [("D02", "办理过程", "yellow", year.decided(one))]


@breach("A01")
def _a01(year: Year, one: Made) -> None:
    on = year.days.due(year.decided(one), 5)
    one.facts |= {"automatic": True, "reversed_on": str(on)}
    one.row["automatic"] = True
    one.expected += [("A01", "reversed", "yellow", on)]


def _other(one: Made, kind: str, facts: dict[str, Any]) -> None:
    """Make the subject no case at all."""
    one.row |= {
        "kind": kind, "received_on": None, "accepted_on": None, "decided_on": None, "promised_due": None,
        "statutory_due": None, "outcome": "", "used_days": None,
    }  # fmt: skip
    one.facts = facts


@breach("A02")
def _a02(year: Year, one: Made) -> None:
    on = year.decided(one)
    _other(one, "ruleset", {"anomalies": [["7", str(on)]]})
    one.expected += [("A02", "7", "yellow", on)]


@breach("I01")
def _i01(year: Year, one: Made) -> None:
    on = year.decided(one)
    _other(one, "guide", {"faults": [["dead_link", "link", str(on)]]})
    one.expected += [("I01", "dead_link.link", "yellow", year.days.due(on, 5) + DAY)]


@breach("S01")
def _s01(year: Year, one: Made) -> None:
    on = year.decided(one)
    last, rectify = year.days.due(on, 1), year.days.due(on, 15)
    _other(
        one,
        "rating",
        {
            "contact_due": str(last),
            "contacted_on": str(last + timedelta(days=1)),
            "rectify_due": str(rectify),
        },
    )
    one.expected += [
        ("S01", "contact", "yellow", last + DAY), ("S01", "rectify", "yellow", rectify + DAY),
        ("S01", "rectify_red", "red", year.days.due(rectify, 5) + DAY),
    ]  # fmt: skip


@breach("S02")
def _s02(year: Year, one: Made) -> None:
    due = year.days.due(year.decided(one), 5)
    _other(one, "complaint", {"due": str(due), "answered_on": str(due + DAY)})
    one.expected += [("S02", str(due), "yellow", due + DAY)]
