"""Standards of basic items: publishing one brings every inheriting item of the region into line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onewindow.catalogue.content import TABLES
from onewindow.catalogue.drafting import entries
from onewindow.catalogue.errors import InvalidProposal, UnknownItem
from onewindow.catalogue.events import StandardPublished
from onewindow.catalogue.inheritance import Entry, Held, Rule, held, settle, strays
from onewindow.catalogue.models import BasicItem, ItemVersion, Standard
from onewindow.catalogue.policies import DRAFTER, require_role_here
from onewindow.catalogue.queries.inheriting import inheriting
from onewindow.catalogue.services.renewals import Renewal, differing, renew
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit

NOT_GOVERNED = {
    "region_code", "handle_code", "agency_name", "agency_uscc", "uscc_provisional", "body_nature", "level",
    "local", "aliases", "marks", "priority", "options",
}  # fmt: skip
GOVERNED = [*(name for name in entries.FIELDS if name not in NOT_GOVERNED), *TABLES]


@dataclass(frozen=True)
class Inherited:
    """What publishing a standard did: how many items have a new version, how many stay as they are."""

    standard: Standard
    changed: int
    unchanged: int


def rules_of(basic_code: str) -> list[Rule]:
    """Return the standards of a basic item in force, at all levels, in one statement."""
    rows = Standard.objects.filter(basic_id=basic_code, replaced_at__isnull=True)
    return [Rule(row.prefix, row.elements, frozenset(row.open)) for row in rows]


def settled(entry: Entry, rules: Sequence[Rule] | None = None) -> Entry:
    """Return an entry as the standards of its basic item let it be."""
    if rules is None:
        rules = rules_of(entry["basic_code"])
    return settle(entry, held(rules, entry["fields"]["region_code"])) if rules else entry


def publish_standard(
    *, by: Actor, basic_code: str, prefix: str, elements: Mapping[str, Any], open_elements: Iterable[str]
) -> Inherited:
    """Bring a standard into force for a region and renew every inheriting item below that it changes.

    Overrides of open elements stay; what said the former default follows the new one. All of it is one
    transaction. Raises UnknownItem, CannotPropose, and InvalidProposal for an element that an upper level
    has fixed or that no standard may govern.
    """
    require_role_here(by, DRAFTER, prefix.ljust(12, "0"))
    opened = sorted(set(open_elements) & set(elements))
    with unit.work():
        basic = BasicItem.objects.select_for_update().filter(pk=basic_code).first()
        if basic is None:
            raise UnknownItem
        before = rules_of(basic_code)
        rule = Rule(prefix, dict(elements), frozenset(opened))
        wrong = [name for name in elements if name not in GOVERNED] + strays(rule, before)
        if wrong:
            said = "、".join(wrong)
            raise InvalidProposal(errors={"elements": [f"这些内容已由上级统一规定，不能另行规定：{said}。"]})
        standard = _replace(basic, rule)
        after = [r for r in before if r.prefix != prefix] + [rule]
        changed, unchanged = _renew(basic_code, prefix, before, after)
        audit.record(by, "catalogue.standard_published", standard, facts={"changed": changed})
        outbox.publish(
            StandardPublished(
                subject=f"basic:{basic_code}", basic_code=basic_code, prefix=prefix, items=changed
            )
        )
    return Inherited(standard, changed, unchanged)


def _replace(basic: BasicItem, rule: Rule) -> Standard:
    moment = clock.now()
    of_region = Standard.objects.filter(basic=basic, prefix=rule.prefix)
    of_region.filter(replaced_at__isnull=True).update(replaced_at=moment)
    last = of_region.order_by("-number").values_list("number", flat=True).first() or 0
    return Standard.objects.create(
        basic=basic,
        prefix=rule.prefix,
        number=last + 1,
        elements=dict(rule.elements),
        open=sorted(rule.open),
        published_at=moment,
    )


def _renew(basic_code: str, prefix: str, before: Sequence[Rule], after: Sequence[Rule]) -> tuple[int, int]:
    changed = unchanged = 0
    was = _by_region(before)
    now = _by_region(after)
    for batch in inheriting(basic_code, prefix):
        fresh = []
        for version, entry in batch:
            made = settle(entry, now(version.region_code), was(version.region_code))
            differs = differing(entry, made)
            if differs:
                fresh.append(Renewal(version, made, differs))
        renew(by=SYSTEM, renewals=fresh)
        changed, unchanged = changed + len(fresh), unchanged + len(batch) - len(fresh)
    return changed, unchanged


@dataclass(frozen=True)
class Foreseen:
    """What publishing a standard would do: how many change, stay, keep something local; some of them."""

    changed: int
    unchanged: int
    kept: int
    first: tuple[tuple[ItemVersion, frozenset[str]], ...]

    @property
    def total(self) -> int:
        """How many items inherit."""
        return self.changed + self.unchanged


def foreseen(*, basic_code: str, rule: Rule, shown: int = 20) -> Foreseen:
    """Return what publishing a standard would do now; nothing is written."""
    before = rules_of(basic_code)
    was, now = _by_region(before), _by_region([*(r for r in before if r.prefix != rule.prefix), rule])
    changed = unchanged = kept = 0
    first: list[tuple[ItemVersion, frozenset[str]]] = []
    for batch in inheriting(basic_code, rule.prefix):
        for version, entry in batch:
            made = settle(entry, now(version.region_code), was(version.region_code))
            differs = differing(entry, made) - {"local"}
            kept += bool(made["fields"]["local"])
            if differs:
                changed += 1
                first += [(version, differs)] if len(first) < shown else []
            else:
                unchanged += 1
    return Foreseen(changed, unchanged, kept, tuple(first))


def _by_region(rules: Sequence[Rule]) -> Any:
    """Return a function from a region to what is held there; regions under the same standards share it."""
    known: dict[tuple[str, ...], dict[str, Held]] = {}

    def of(region: str) -> dict[str, Held]:
        key = tuple(sorted(rule.prefix for rule in rules if region.startswith(rule.prefix)))
        if key not in known:
            known[key] = held(rules, region)
        return known[key]

    return of
