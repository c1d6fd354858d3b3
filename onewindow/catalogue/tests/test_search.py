"""Searching items."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.catalogue import wording
from onewindow.catalogue.models import ItemVersion, Tally
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.search import search
from onewindow.catalogue.services.versions import cancel_item, suspend_item
from onewindow.catalogue.tests.factories import a_content, plant_catalogue, publish
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db


def names(text: str, **wanted: Any) -> list[str]:
    return [v.name for v in search(Search(text=text, **wanted)).items]


def test_a_single_character_finds_words_that_hold_it() -> None:
    publish()
    assert names("护") == names("册") == ["护士执业注册（首次）"]
    assert names("婚") == []


def test_ranks_name_before_beginning_before_word_before_synonym() -> None:
    publish(1, "残疾人登记办法", synonyms=["登记"])
    publish(2, "出生登记", synonyms=[])
    publish(3, "登记", synonyms=[])
    publish(4, "登记查询", synonyms=[])
    publish(5, "落户", synonyms=["登记"])
    assert names("登记") == ["登记", "登记查询", "残疾人登记办法", "出生登记", "落户"]


def test_words_are_exact_phrases() -> None:
    publish(1, "生育登记", synonyms=[])
    assert names("育登") == ["生育登记"]
    assert names("生登") == []
    assert names("登记生育") == []


def test_pieces_that_do_not_follow_each_other_are_no_word() -> None:
    publish(1, "公积与积金的登记", synonyms=[])
    publish(2, "提取住房公积金", synonyms=[])
    publish(3, "公（积金）核对", synonyms=[])
    publish(4, "落户", synonyms=["公积金"])
    assert names("公积金") == ["提取住房公积金", "落户"]
    assert names("公积 积金") == ["公积与积金的登记", "提取住房公积金", "落户"]


def test_what_a_list_leaves_out_is_read_when_asked_for(django_assert_num_queries: Any) -> None:
    publish()
    (found,) = search(Search(text="护士")).items
    with django_assert_num_queries(0):
        assert (found.name, found.code, found.promise) == (
            "护士执业注册（首次）", found.item.task_code, "承诺 5 个工作日办结",
        )  # fmt: skip
    with django_assert_num_queries(2):
        assert (found.statutory_days, found.item.source) == (20, "")
    assert found == ItemVersion.objects.get(pk=found.pk)


def test_a_long_text_is_ranked_as_a_short_one_is() -> None:
    publish(1, "甲乙丙丁戊己庚辛登记", synonyms=[])
    publish(2, "落户", synonyms=["甲乙丙丁戊己庚辛登记"])
    publish(3, "办理甲乙丙丁戊己庚辛登记", synonyms=[])
    publish(4, "甲乙丙丁戊己庚辛登记（变更）", synonyms=[])
    ranked = ["甲乙丙丁戊己庚辛登记", "甲乙丙丁戊己庚辛登记（变更）", "办理甲乙丙丁戊己庚辛登记", "落户"]
    assert names("甲乙丙丁戊己庚辛登记") == ranked
    first = search(Search(text="甲乙丙丁戊己庚辛登记"), size=2)
    second = search(Search(text="甲乙丙丁戊己庚辛登记"), cursor=first.next, size=2)
    assert [v.name for v in (*first.items, *second.items)] == ranked
    back = search(Search(text="甲乙丙丁戊己庚辛登记"), cursor=second.previous, size=2)
    assert [v.name for v in back.items] == ranked[:2]
    assert names("甲丙戊庚甲丙戊庚") == []


def test_a_broken_cursor_gives_the_first_page() -> None:
    publish()
    for cursor in ("x", "n1", "n1.2.x", "p9999999999.1.1", "n-1.0.0"):
        assert len(search(Search(), cursor=cursor).items) == 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
def test_any_text_makes_queries_the_database_reads(text: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for literal in (wording.query(text), wording.query(text, "A"), wording.loose_query(text)):
            cursor.execute("SELECT %s::tsquery", [literal])
        cursor.execute("SELECT %s::tsvector", [wording.vector(("A", text), ("D", text), spelled=[text])])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="护士执业注册登记ab1 ", min_size=1, max_size=30), st.data())
def test_every_piece_of_a_name_finds_it(name: str, data: Any) -> None:
    from django.db import connection

    runs = wording.runs(name)
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    if run.isascii():
        piece = run
    else:
        start = data.draw(st.integers(0, len(run) - 1))
        piece = run[start : data.draw(st.integers(start + 1, len(run)))]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::tsvector @@ %s::tsquery", [wording.vector(("A", name)), wording.query(piece)]
        )
        assert cursor.fetchone() == (True,)


def test_imported_items_stay_apart() -> None:
    from dataclasses import replace

    from onewindow.catalogue.services.versions import publish_versions

    foreign = replace(a_content(2, "外省的护士注册"), source="gd-2021", agency_id=None)
    publish_versions(by=SYSTEM, contents=[foreign])
    assert names("护士") == []
    assert names("护士", source="gd-2021") == ["外省的护士注册"]


def counted() -> dict[tuple[str, str], int]:
    """Count items in force the slow way."""
    found: Counter[tuple[str, str]] = Counter()
    for v in ItemVersion.objects.filter(state__in=["published", "suspended"]).select_related("item"):
        if v.source:
            found["source", v.source] += 1
            continue
        found["all", ""] += 1
        found["agency", str(v.item.agency_id)] += 1
        found["city", v.region_code[:4]] += 1
        for theme in v.themes:
            found["theme", theme] += 1
    return dict(found)


def test_numbers_follow_every_change_without_counting() -> None:
    def kept() -> dict[tuple[str, str], int]:
        return {(t.kind, t.key): t.n for t in Tally.objects.filter(n__gt=0)}

    first, _, third = (
        publish(1),
        publish(2, "护士执业注册（变更）"),
        publish(3, "护士执业注册（注销）", themes=["p10"]),
    )
    assert kept() == counted()
    publish(1, themes=["p10", "p11"])
    suspend_item(by=SYSTEM, code=third.code, reason="系统升级")
    assert kept() == counted()
    cancel_item(by=SYSTEM, code=first.code, reason="取消")
    assert kept() == counted()
    assert kept()["all", ""] == 2
    plant_catalogue()
    assert kept() == counted()
