"""Standards: what an upper level fixes, what stays local, what publishing one does to those below."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.catalogue.drafting.entries import content_of
from onewindow.catalogue.errors import CannotPropose, InvalidProposal, UnknownItem
from onewindow.catalogue.inheritance import Rule, held, settle, strays, value_of
from onewindow.catalogue.models import Assessment, Citation, ItemVersion, Material, Standard
from onewindow.catalogue.queries import guides, versions
from onewindow.catalogue.queries.inheriting import inheriting
from onewindow.catalogue.services.proposals import current_entry
from onewindow.catalogue.services.standards import publish_standard, rules_of, settled
from onewindow.catalogue.services.versions import publish_versions, suspend_item
from onewindow.catalogue.tests.factories import forget_all
from onewindow.catalogue.tests.test_proposals import AuditEntry, OutboxEvent, drafter, legality
from onewindow.catalogue.tests.test_quality import whole
from onewindow.kernel.public import SYSTEM, canonical

ELEMENTS = ["statutory_days", "result_name", "phone", "materials"]
PREFIXES = ["45", "4501", "450102", "450102001", "4502"]
VALUES = st.integers(0, 3)


@st.composite
def rule_sets(draw: st.DrawFn) -> list[Rule]:
    """Standards as they can come into force: none says otherwise where an upper one is fixed."""
    made: list[Rule] = []
    for prefix in draw(st.lists(st.sampled_from(PREFIXES), unique=True)):
        elements = draw(st.dictionaries(st.sampled_from(ELEMENTS), VALUES, max_size=4))
        opened = draw(st.sets(st.sampled_from(ELEMENTS)))
        rule = Rule(prefix, elements, frozenset(opened & elements.keys()))
        if not strays(rule, made):
            made.append(rule)
    return made


def entry_with(values: dict[str, int], region: str) -> dict[str, Any]:
    fields: dict[str, Any] = {name: values[name] for name in ELEMENTS if name != "materials"}
    fields |= {"region_code": region.ljust(12, "0"), "local": []}
    return {"fields": fields, "materials": values["materials"], "bases": [], "questions": []}


entries_drawn = st.builds(
    entry_with, st.fixed_dictionaries(dict.fromkeys(ELEMENTS, VALUES)), st.sampled_from(PREFIXES)
)


@given(rule_sets(), entries_drawn)
def test_fixed_elements_follow_and_open_ones_stay(rules: list[Rule], entry: dict[str, Any]) -> None:
    above = held(rules, entry["fields"]["region_code"])
    made = settle(entry, above)
    for element in ELEMENTS:
        said = value_of(made, element)
        if element not in above:
            assert said == value_of(entry, element)
        elif above[element].fixed:
            assert said == above[element].value
        else:
            assert said == value_of(entry, element)
            assert (element in made["fields"]["local"]) == (said != above[element].value)
    assert settle(made, above) == made


@settings(deadline=None)
@given(rule_sets(), entries_drawn, st.data())
def test_a_change_above_never_loses_an_override(
    rules: list[Rule], entry: dict[str, Any], data: st.DataObject
) -> None:
    region = entry["fields"]["region_code"]
    before = held(rules, region)
    mine = settle(entry, before)
    if not rules:
        return
    at = data.draw(st.integers(0, len(rules) - 1))
    values = {name: data.draw(VALUES) for name in rules[at].elements}
    changed = replace(rules[at], elements=values)
    after = held([*rules[:at], changed, *rules[at + 1 :]], region)
    made = settle(mine, after, before)
    for element in ELEMENTS:
        if element in after and not after[element].fixed:
            if element in mine["fields"]["local"]:
                assert value_of(made, element) == value_of(mine, element)
            else:
                assert value_of(made, element) == after[element].value


def planted(count: int = 3) -> list[ItemVersion]:
    first = whole()
    regions = ["450000000000", "450100000000", "450102000000"]
    contents = [
        replace(
            first,
            task_code=f"{first.task_code[:27]}{n:04d}",
            fields={
                **first.fields,
                "region_code": regions[n % 3],
                "phone": "12345" if n % 2 == 0 else "0771-1",
            },
        )
        for n in range(count)
    ]
    publish_versions(by=SYSTEM, contents=contents)
    return [versions.in_force(c.task_code) for c in contents]


def standard(elements: dict[str, Any], *opened: str, prefix: str = "45") -> Any:
    return publish_standard(
        by=SYSTEM, basic_code=whole().basic_code, prefix=prefix, elements=elements, open_elements=opened
    )


@pytest.mark.django_db
def test_publishing_renews_those_below_and_keeps_what_they_override() -> None:
    olds = planted()
    done = standard({"statutory_days": 15, "phone": "12345"}, "phone")
    assert (done.changed, done.unchanged, done.standard.number) == (3, 0, 1)
    forget_all()
    now = [versions.in_force(v.code) for v in olds]
    assert [(v.number, v.statutory_days, v.phone, v.local) for v in now] == [
        (2, 15, "12345", []),
        (2, 15, "0771-1", ["phone"]),
        (2, 15, "12345", []),
    ]
    again = standard({"statutory_days": 15, "phone": "12333"}, "phone")
    assert (again.changed, again.unchanged, again.standard.number) == (2, 1, 2)
    forget_all()
    assert [versions.in_force(v.code).phone for v in olds] == ["12333", "0771-1", "12333"]
    assert ItemVersion.objects.get(pk=olds[0].pk).state == "superseded"


@pytest.mark.django_db
def test_a_renewed_version_is_whole() -> None:
    old = planted(1)[0]
    standard({"statutory_days": 15})
    forget_all()
    new = versions.in_force(old.code)
    was, now = current_entry(old), current_entry(new)
    was["fields"] |= {"statutory_days": 15}
    assert now == was
    entry = AuditEntry.objects.filter(table="catalogue_itemversion", key=str(new.pk)).last()
    assert bytes(entry.state) == canonical.row_state(ItemVersion.objects.get(pk=new.pk))
    gone = AuditEntry.objects.filter(table="catalogue_itemversion", key=str(old.pk)).last()
    assert gone.action == "catalogue.version_superseded"
    assert bytes(gone.state) == canonical.row_state(ItemVersion.objects.get(pk=old.pk))
    assert Assessment.objects.get(version=new).score == 100
    assert Citation.objects.filter(version=new).count() == Citation.objects.filter(version=old).count() > 0
    stored = ItemVersion.objects.get(pk=new.pk)
    assert stored.words == ItemVersion.objects.get(pk=old.pk).words
    assert stored.digest == content_of(now).digest != old.digest
    told = OutboxEvent.objects.filter(type="ItemPublished").last()
    assert (told.payload["version_id"], told.payload["number"]) == (new.pk, 2)


@pytest.mark.django_db
def test_many_are_read_as_each_is_alone() -> None:
    olds = planted(4)
    standard({"statutory_days": 15, "phone": "12345"}, "phone")
    forget_all()
    now = [versions.in_force(v.code) for v in olds]
    ((first, *others),) = inheriting(whole().basic_code, "45")
    assert [entry for _, entry in (first, *others)] == [current_entry(version) for version in now]
    for version, _ in (first, *others):
        stored = ItemVersion.objects.select_related("item").get(pk=version.pk)
        held = vars(stored) | {"words": stored.words}
        assert vars(version) | {"words": version.words, "_state": None} == held | {"_state": None}
        assert vars(version.item) | {"_state": None} == vars(stored.item) | {"_state": None}
    assert [len(batch) for batch in inheriting(whole().basic_code, "4501")] == [2]


@pytest.mark.django_db
def test_what_is_suspended_stays_so_under_a_new_standard() -> None:
    old = planted(1)[0]
    suspend_item(by=SYSTEM, code=old.code, reason="系统改造")
    standard({"statutory_days": 15})
    forget_all()
    new = versions.in_force(old.code)
    assert (new.number, new.state, new.statutory_days) == (2, "suspended", 15)
    entry = AuditEntry.objects.filter(table="catalogue_itemversion", key=str(new.pk)).last()
    assert bytes(entry.state) == canonical.row_state(ItemVersion.objects.get(pk=new.pk))


@pytest.mark.django_db
def test_tables_are_inherited_as_a_whole() -> None:
    old = planted(1)[0]
    row = {**current_entry(old)["materials"][0], "name": "统一体检表", "form_name": "体检表"}
    standard({"materials": [row], "name": "护士首次注册"})
    forget_all()
    new = versions.in_force(old.code)
    assert [m.name for m in guides.guide(new).materials] == ["统一体检表"]
    assert Material.objects.filter(version=old).get().name == "健康体检证明"
    assert (new.name, new.pinyin) == ("护士首次注册", "hushishoucizhuce")


@pytest.mark.django_db
def test_a_lower_level_may_not_say_otherwise_where_the_upper_is_fixed() -> None:
    planted()
    standard({"statutory_days": 15, "hours": "工作日"}, "hours")
    with pytest.raises(InvalidProposal) as refused:
        standard({"statutory_days": 10}, prefix="4501")
    assert "statutory_days" in refused.value.errors["elements"][0]
    done = standard({"hours": "每天"}, prefix="4501")
    assert (done.changed, done.unchanged) == (2, 0)
    with pytest.raises(InvalidProposal):
        standard({"agency_name": "某局"})
    with pytest.raises(UnknownItem):
        publish_standard(by=SYSTEM, basic_code="450000000000", prefix="45", elements={}, open_elements=[])
    with pytest.raises(CannotPropose):
        publish_standard(
            by=legality(), basic_code=whole().basic_code, prefix="45", elements={}, open_elements=[]
        )


@pytest.mark.django_db
def test_a_draft_is_held_to_the_standard() -> None:
    old = planted(1)[0]
    standard({"statutory_days": 15, "phone": "12345"}, "phone")
    forget_all()
    entry = current_entry(versions.in_force(old.code))
    tried = {**entry, "fields": {**entry["fields"], "statutory_days": 99, "phone": "0771-2"}}
    made = settled(tried)
    assert (made["fields"]["statutory_days"], made["fields"]["phone"]) == (15, "0771-2")
    assert made["fields"]["local"] == ["phone"]
    assert drafter().has_role("catalogue")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_standard SET elements = '{}'",
        "DELETE FROM catalogue_standard",
        "UPDATE catalogue_standard SET replaced_at = now(), number = 9",
    ],
)
def test_a_published_standard_never_changes(statement: str) -> None:
    from django.db import connection

    planted(1)
    standard({"statutory_days": 15})
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert rules_of(whole().basic_code) == [Rule("45", {"statutory_days": 15}, frozenset())]
    assert Standard.objects.get().published_at.date() >= date(2026, 1, 1)


@pytest.mark.django_db
def test_publishing_takes_as_many_statements_for_many_as_for_few(django_assert_max_num_queries: Any) -> None:
    planted(40)
    with django_assert_max_num_queries(35):
        assert standard({"statutory_days": 15}).changed == 40
