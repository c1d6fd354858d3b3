"""What may be promised instead of handed in: by the data, the guide and the record of broken promises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.cases.deadlines import due_after
from onewindow.cases.models import Breach, Case, CaseMaterial
from onewindow.cases.models.promise import Promise, PromiseKind
from onewindow.cases.states import Grade
from onewindow.catalogue import public as catalogue
from onewindow.exchange import public as exchange
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, prepared, yaml_file

LATER = "3"  # 材料必要性: 可容缺后补


@dataclass(frozen=True)
class Proof:
    """告知承诺 for one material: what is required, what is promised, how and within how many days checked."""

    told: str
    text: str
    check: str
    days: int
    basis: str


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "promises.yaml"
    read = yaml_file.read(path)
    assert isinstance(read, dict)
    return read


def proofs_of(item_code: str) -> Mapping[str, Proof]:
    """Return what an item lets one promise instead of proving, by the name of the material."""
    rows = _data()["proofs"].get(item_code[19:31], {})
    return {name: Proof(**row) for name, row in rows.items()}


def later_text(material: str, due: date) -> str:
    """Return the words of a promise to hand a material in later."""
    told = f"{due.year}年{due.month}月{due.day}日"
    return str(_data()["deficiency"]["text"]).format(material=material, due=told)


def is_excluded(item_code: str) -> bool:
    """Tell whether nobody may promise for the item, for what could not be undone."""
    return item_code[19:31] in _data()["excluded"]


def later_due(case: Case, on: date) -> date:
    """Return the last day for what follows later: the days of the data, never beyond the promised limit."""
    most = due_after("correction", on, case.region_code, days=int(_data()["deficiency"]["days"]))
    return min(most, case.promised_due) if case.promised_due else most


def promises_in(
    case: Case, materials: Iterable[CaseMaterial], version: catalogue.ItemVersion, *, by: Actor, at: datetime
) -> list[Promise]:
    """Return what the applicant promises by submitting: what follows later, and what need not be proved."""
    guide = {material.seq: material for material in catalogue.guide(version).materials}
    proofs, made = proofs_of(case.item_code), []
    for row in materials:
        proof = proofs.get(row.name)
        said: dict[str, Any] = {}
        if row.grade == Grade.MISSING and guide[row.seq].necessity == LATER:
            due = later_due(case, at.date())
            said = {"kind": PromiseKind.DEFICIENCY, "due_on": due, "text": later_text(row.name, due)}
            said["basis"] = str(_data()["deficiency"]["basis"])
        elif proof is not None and row.grade == Grade.PROMISED:
            said = {"kind": PromiseKind.PROOF, "check_by": proof.check, "basis": proof.basis}
            said["text"] = f"{proof.told}\n{proof.text}"
            said["due_on"] = due_after("correction", at.date(), case.region_code, days=proof.days)
        if said:
            about = {"case": case, "seq": row.seq, "material": row.name, "city": case.city}
            made.append(Promise(**about, **said, made_at=at, made_by=by.label))
    return made


def bars(applicant: identity.Applicant, facts: Mapping[str, exchange.Fact]) -> str:
    """Return why the applicant may not promise now, "" when nothing stands against it; one statement."""
    for resource, field in _data()["barred"]["registers"].items():
        fact = facts.get(resource)
        if fact is not None and fact.value and fact.value.get(field) is True:
            return "列入严重失信主体名单"
    if applicant.kind == "person":
        broken = _OF_PERSON.first(applicant.person_id)
    else:
        broken = _OF_FIRM.first(applicant.organisation_id)
    return "有没有修复的失信记录（以前的承诺没有履行）" if broken is not None else ""


_OF_PERSON = prepared.Kept(
    lambda: Breach.objects.filter(repaired_at=None, person_id=prepared.Place(1)).order_by()[:1]
)
_OF_FIRM = prepared.Kept(
    lambda: Breach.objects.filter(repaired_at=None, organisation_id=prepared.Place(1)).order_by()[:1]
)


def offered(version: catalogue.ItemVersion, uploaded: Mapping[int, object]) -> list[str]:
    """Return the words shown before submitting: what follows later, by the guide and what is uploaded."""
    return [
        material.name
        for material in catalogue.guide(version).materials
        if material.necessity == LATER and material.is_uploaded and not uploaded.get(material.seq)
    ]
