"""Subjects that are no cases: ratings, complaints, rule sets, guides, told as facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from onewindow.catalogue import public as catalogue
from onewindow.kernel.public import clock, unit
from onewindow.supervision.facts import Facts
from onewindow.supervision.models import Dossier
from onewindow.supervision.services.keeping import keep

SERVICES = "广西壮族自治区政务服务监督管理办公室"


@dataclass(frozen=True)
class About:
    """Where a subject belongs: the body that answers for it, its place, the item it is about."""

    city: str
    region_code: str
    agency_id: int | None
    agency_name: str
    item_code: str = ""
    item_name: str = ""
    person: str = ""


def take_rating(
    *, subject: str, about: About, contact_due: date, contacted_on: date | None, rectify_due: date,
    rectified_on: date | None,
) -> int:  # fmt: skip
    """Watch a bad rating until it is followed up and put right; return the new signals."""
    facts = Facts(contact_due=contact_due.isoformat(), rectify_due=rectify_due.isoformat())
    if contacted_on:
        facts["contacted_on"] = contacted_on.isoformat()
    if rectified_on:
        facts["rectified_on"] = rectified_on.isoformat()
    return keep([_dossier("rating", subject, about, facts)])


def take_complaint(*, subject: str, about: About, due: date, answered_on: date | None) -> int:
    """Watch a complaint or question until it is answered; return the new signals."""
    facts = Facts(due=due.isoformat())
    if answered_on:
        facts["answered_on"] = answered_on.isoformat()
    return keep([_dossier("complaint", subject, about, facts)])


def note_anomaly(*, rule_set: str, name: str, city: str, on: date) -> int:
    """Note that a rule set decides unlike before; the same name again changes nothing."""
    with unit.work():
        old = Dossier.objects.select_for_update().filter(kind="ruleset", subject=rule_set, city=city).first()
        known: list[list[str]] = list(old.facts["anomalies"]) if old else []
        if name not in {one for one, _ in known}:
            known.append([name, on.isoformat()])
        about = About(city, f"{city[:2]}0000000000", None, SERVICES, item_name=f"规则集 {rule_set}")
        return keep([_dossier("ruleset", rule_set, about, Facts(anomalies=known))])


def take_guides(*, faults: Mapping[int, Iterable[tuple[str, str, date]]]) -> int:
    """Watch the faults of guides in force, by version; guides no longer named have none.

    Return new signals.
    """
    kept = []
    for version_id, found in faults.items():
        version = catalogue.item_version(version_id)
        facts = Facts(faults=[[code, place, since.isoformat()] for code, place, since in sorted(found)])
        about = About(
            city_of(version.region_code), version.region_code, version.item.agency_id, version.agency_name,
            version.item.task_code, version.name,
        )  # fmt: skip
        kept.append(_dossier("guide", f"{version.item.task_code}.{version.number}"[:80], about, facts))
    mended = Dossier.objects.filter(kind="guide", check_on__isnull=False).exclude(
        subject__in=[one.subject for one in kept]
    )
    for row in mended:
        row.pk, row.facts, row.taken_at = None, Facts(faults=[]), clock.now()
        kept.append(row)
    return keep(kept)


def city_of(region_code: str) -> str:
    """Return the prefecture of a region."""
    return region_code[:4] if len(region_code) >= 4 else "4500"


def _dossier(kind: str, subject: str, about: About, facts: Facts) -> Dossier:
    return Dossier(
        kind=kind, subject=subject[:80], city=about.city, region_code=about.region_code,
        agency_id=about.agency_id, agency_name=about.agency_name[:100], item_code=about.item_code,
        item_name=about.item_name[:300], person=about.person, facts=facts, taken_at=clock.now(),
    )  # fmt: skip
