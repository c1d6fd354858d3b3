"""What a granted case leaves behind: an e-licence, in the transaction of the decision (电子证照)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from onewindow.cases.models import Case
from onewindow.catalogue import public as catalogue
from onewindow.decisions import public as decisions
from onewindow.exchange import public as exchange
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock, yaml_file
from onewindow.licences import public as licences

DATA = Path(__file__).parent / "data" / "results.yaml"
HELD = "held"  # the face of the licence the applicant has now
SERIAL = slice(18, 30)  # of a case number: day and running number (GB/T 39046)
Values = Mapping[str, object]


@dataclass(frozen=True)
class Result:
    """办理结果: which licence an item leads to, and where its number, face and last day come from."""

    type: str
    renew: bool
    years: int
    until: tuple[str, ...]
    number: tuple[str, ...]
    face: Mapping[str, tuple[str, ...]]

    @property
    def uses_held(self) -> bool:
        """Tell whether some of it may come from the licence held before."""
        return any(
            path.startswith(f"{HELD}.") for paths in (self.number, *self.face.values()) for path in paths
        )


@lru_cache(maxsize=1)
def declared() -> dict[str, Result]:
    """Return the results by the key of their item."""
    return {
        told["item"]: Result(
            type=told["type"],
            renew=told["renew"],
            years=told.get("years", 0),
            until=tuple(told.get("until", ())),
            number=tuple(told["number"]),
            face={name: tuple(paths) for name, paths in told["face"].items()},
        )
        for told in yaml_file.read(DATA)
    }


def result_of(version: catalogue.ItemVersion) -> Result | None:
    """Return the licence that a version of an item leads to; nothing where it leads to none."""
    return declared().get(version.pilot_key)


def issue_for(
    case: Case,
    version: catalogue.ItemVersion,
    applicant: identity.Applicant,
    *,
    by: Actor,
    answers: Values,
    facts: Mapping[str, Values],
) -> licences.Licence | None:
    """Issue the licence of a granted case in the caller's unit of work; nothing where its item has none.

    What is held is read only where it is needed. Raises licences.LicenceInvalid when the face cannot be
    filled, licences.AlreadyInForce, licences.MovedMeanwhile.
    """
    result = result_of(version)
    if result is None:
        return None
    day = clock.today()
    values: dict[str, Values] = {
        "answers": answers,
        "applicant": {
            "name": applicant.name,
            "number": applicant.number,
            "legal_representative": applicant.legal_representative,
        },
        **{f"facts.{name}": found for name, found in facts.items()},
        "": {"day": day.isoformat(), "serial": case.number[SERIAL], **_of_number(applicant)},
    }
    if result.uses_held and _needs_held(result, values):
        rows = licences.held_of_type(applicant.number, result.type, lock=True)
        values[HELD] = next((one.face for one in rows if one.status in licences.LIVE), {})
    face = {name: found for name, paths in result.face.items() if (found := _first(paths, values))}
    return licences.issue_licence(
        by=by,
        type_code=result.type,
        issuer=licences.Issuer(version.agency_uscc, version.agency_name, version.region_code),
        holder=licences.Holder(applicant.kind, applicant.name, applicant.number),
        number=_first(result.number, values),
        face=face,
        valid_from=day,
        valid_to=_last_day(result, values, day),
        case_number=issued_under(case),
        renew=result.renew,
    )


def issued_under(case: Case) -> str:
    """Return the number a case's licence goes by: its own, after a result was taken back a further one."""
    return f"{case.number}R{case.reopened + 1}" if case.reopened else case.number


def revoke_for(case: Case, *, by: Actor, reason: str) -> None:
    """Revoke what a granted case has issued, in the caller's unit of work; what it renewed holds again.

    Whoever checks it sees so from this commit on.
    """
    for one in licences.live_of_case(issued_under(case)):
        licences.take_back_licence(by=by, identifier=one.identifier, reason=reason)


def _last_day(result: Result, values: Mapping[str, Values], day: date) -> date | None:
    """Return the last day as a register has it, but never longer than the law lets it hold from now."""
    longest = licences.last_day(day, result.years) if result.years else None
    told = _first(result.until, values)
    if not told:
        return longest
    until = date.fromisoformat(told)
    return until if longest is None else min(until, longest)


def _needs_held(result: Result, values: Mapping[str, Values]) -> bool:
    """Tell whether something is still unknown before what is held is asked."""
    wanted = (paths for paths in (result.number, *result.face.values()) if any(_is_held(p) for p in paths))
    return any(
        not _first(list(takewhile(lambda path: not _is_held(path), paths)), values) for paths in wanted
    )


def _is_held(path: str) -> bool:
    return path.startswith(f"{HELD}.")


def of_people(case: Case, version: catalogue.ItemVersion, *, by: Actor) -> licences.Licence | None:
    """Issue the licence of a case that an officer granted, from what was filed and what was found then."""
    if result_of(version) is None:
        return None
    record = decisions.decision_of(case.number)
    inputs: dict[str, Any] = json.loads((record.inputs if record else "") or "{}")
    found = {
        name: fact["value"] for name, fact in inputs.get("facts", {}).items() if fact.get("value") is not None
    }
    answers = json.loads(case.answers or "{}")
    return issue_for(case, version, case.applicant, by=by, answers=answers, facts=found)


def plain(facts: Mapping[str, exchange.Fact]) -> dict[str, Values]:
    """Return what the registers told, by resource."""
    return {name: fact.value for name, fact in facts.items() if fact.value is not None}


def _first(paths: Sequence[str], values: Mapping[str, Values]) -> str:
    """Return the first value there is as text, or an empty one."""
    for path in paths:
        if path.startswith("="):
            return path[1:]
        path, _, unit = path.partition("|")
        source, _, field = path.rpartition(".")
        if source == "region":
            found: object = _region(str(values["answers"].get(field, "")))
        else:
            found = values.get(source, {}).get(field)
        if found not in (None, ""):
            return f"{found}{unit}"
    return ""


def _region(code: str) -> str:
    return "".join(one.name for one in government.path_of(code)) if code else ""


def _of_number(applicant: identity.Applicant) -> dict[str, str]:
    """Return sex and birth as a citizen's number tells them (GB 11643)."""
    number = applicant.number
    if applicant.kind != "person" or len(number) != 18 or not number[:17].isdigit():
        return {}
    try:
        birth = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return {}
    return {"sex": "男" if int(number[16]) % 2 else "女", "birth_date": birth.isoformat()}
