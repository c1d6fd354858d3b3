"""What the rules read: plain facts of one subject, alike for our own cases and those of outside systems.

Every value is plain JSON: days as ISO dates, moments as ISO date-times, people as stable labels, never names.
Nothing of an applicant is in it. A fact that is not known is absent.
"""

from typing import TypedDict

Spell = tuple[str, str | None]
"""A time of waiting: from a day, to a day or still."""


class Pause(TypedDict, total=False):
    """特别程序: since when, for how many working days as declared, until when, by which paper, who."""

    since: str
    days: int
    until: str | None
    document: str
    by: str


class StepFact(TypedDict, total=False):
    """环节: its node in the flow, its last day, when done, by whom; checklist points and those ticked."""

    node: str
    name: str
    due: str | None
    done: str | None
    by: str
    points: int
    ticked: int


class Act(TypedDict, total=False):
    """An act that needs authority: accept, review, approve, decide; `may` tells whether the actor had it."""

    kind: str
    by: str
    on: str
    may: bool


class ExtensionFact(TypedDict, total=False):
    """延长: granted on a day, asked for and granted by whom."""

    on: str
    asked_by: str
    by: str


class CorrectionFact(TypedDict, total=False):
    """补正告知: on a day, what was asked for."""

    on: str
    items: list[str]


class HearingFact(TypedDict, total=False):
    """听证: host, when called, the day; who reviewed the case."""

    host: str
    called_on: str
    on: str
    reviewers: list[str]


class BillFact(TypedDict, total=False):
    """收费: what was charged and what the standard says, in yuan as text; the basis of each reduction."""

    on: str
    charged: str
    standard: str
    free: bool
    reductions: list[str]


class Decision(TypedDict, total=False):
    """决定: its outcome, and whether opinion, legal basis and remedies were written."""

    outcome: str
    opinion: bool
    basis: bool
    remedy: bool
    by: str
    words: str


class Facts(TypedDict, total=False):
    """All of a subject; which keys there are follows from its kind."""

    # a case
    automatic: bool
    immediate: bool
    receipts: list[list[str | None]]
    clock: list[list[str | int | None]]
    promised: list[str | int]
    statutory: list[str | int]
    decided_on: str
    delivered_on: str
    pauses: list[Pause]
    steps: list[StepFact]
    flow: list[str]
    acts: list[Act]
    extensions: list[ExtensionFact]
    corrections: list[CorrectionFact]
    guide: list[str]
    hearing: HearingFact
    filings: list[str]
    decision: Decision
    bill: BillFact
    publish: bool
    published_on: str
    moments: list[str]
    reversed_on: str
    handed: list[Spell]
    missing: list[str]
    seen_on: str
    rows_handed: int
    rows_late: int
    # a guide
    faults: list[list[str]]
    # a rating
    contact_due: str
    contacted_on: str
    rectify_due: str
    rectified_on: str
    # a complaint or question
    due: str
    answered_on: str
    # a rule set
    anomalies: list[list[str]]
