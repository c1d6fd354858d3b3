"""What a dossier or a signal adds to the figures of a day. Pure.

A change of a row adds what it gives now and takes away what it gave before, so figures never need a recount.
"""

from collections import Counter
from datetime import date

from onewindow.supervision.public import Dossier, Signal

DECIDED = frozenset({"granted", "refused", "not_accepted"})
NEGATIVE = frozenset({"refused", "not_accepted"})
HANDED_OVER = "handed_over"
ONLINE = frozenset({"2", "3"})
Parts = Counter[tuple[str, date]]


def of_dossier(one: Dossier | None) -> Parts:
    """Return the measures of a dossier by name and day."""
    found: Parts = Counter()
    if one is None:
        return found
    if one.kind == "case":
        _received(one, found)
        _decided(one, found)
    elif one.kind == "rating":
        due = date.fromisoformat(one.facts["rectify_due"])
        found["bad_ratings", due] += 1
        found["bad_rectified", due] += "rectified_on" in one.facts
    elif one.kind == "complaint":
        due = date.fromisoformat(one.facts["due"])
        answered = one.facts.get("answered_on")
        found["complaints", due] += 1
        found["complaints_on_time", due] += bool(answered and answered <= one.facts["due"])
    return found


def _received(one: Dossier, found: Parts) -> None:
    day = one.received_on
    if day is None:
        return
    found["received", day] += 1
    found["online", day] += one.channel in ONLINE
    handed = one.facts.get("rows_handed", 0)
    found["exchanged", day] += handed
    found["exchanged_on_time", day] += handed - one.facts.get("rows_late", 0)
    for since, taken in one.facts.get("handed", []):
        found["handed", date.fromisoformat(since)] += 1
        found["handed_taken", date.fromisoformat(since)] += taken is not None


def _decided(one: Dossier, found: Parts) -> None:
    day = one.decided_on
    if day is not None and one.outcome == HANDED_OVER:
        found["sent_away", day] += 1
    if day is None or one.outcome not in DECIDED:
        return
    found["decided", day] += 1
    found["on_time", day] += one.promised_due is None or day <= one.promised_due
    found["early", day] += one.promised_due is not None and day < one.promised_due
    found["at_once", day] += one.received_on == day
    found["automatic", day] += one.automatic
    found["once", day] += one.corrections == 0
    found["corrected", day] += one.corrections > 0
    found["corrected_again", day] += one.corrections > 1
    found["no_visit", day] += one.visits == 0
    found["materials", day] += one.materials
    found["exempted", day] += one.exempted
    found["reused", day] += one.reused
    found["whole_online", day] += one.channel in ONLINE and one.visits == 0
    found["used", day] += one.used_days or 0
    found["negative", day] += one.outcome in NEGATIVE
    found["negative_filed", day] += one.outcome in NEGATIVE and bool(one.facts.get("filings"))
    if one.statutory_days:
        found["law_days", day] += one.statutory_days
        found["law_used", day] += min(one.used_days or 0, one.statutory_days)
        found["law_promised", day] += (
            one.statutory_days if one.promised_days is None else min(one.promised_days, one.statutory_days)
        )


def of_signal(state: str, one: Signal) -> Parts:
    """Return the measures of a signal in a state; none before it was raised. Revoked ones count apart."""
    found: Parts = Counter()
    if not state:
        return found
    name = f"{one.level}_revoked" if state == "revoked" else str(one.level)
    found[name, one.on] += 1
    if state != "revoked":
        found[f"rule.{one.rule}", one.on] += 1
    return found
