"""A search gives the same page however its plan was made; what is asked often is planned once."""

from typing import Any

import pytest
from django.db import connection

from onewindow.catalogue import wording
from onewindow.catalogue.queries import conditions, planning
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.planning import Lately, Plan
from onewindow.catalogue.queries.search import lines

pytestmark = pytest.mark.usefixtures("shipped", "db")
LONG = "护士执业注册 广西壮族自治区"
QUESTIONS = [
    Search(text="登记"), Search(text="注册", audience="person"), Search(text="dj"),
    Search(text="证", level="2"),
    Search(text=LONG), Search(text=LONG, region="450100000000"), Search(level="2"), Search(item_type="01"),
    Search(text="护士's \\执业"), Search(text="%s 登记 $1 %%"), Search(text="登记", source="没有的'来源"),
]  # fmt: skip


def walked(wanted: Search) -> list[tuple[Any, ...]]:
    """Return the rows of three pages forward and of one back."""
    rows, page = [], lines(wanted, size=2)
    for _ in range(3):
        rows += page.rows
        if not page.next:
            return rows
        page = lines(wanted, cursor=page.next, size=2)
    return rows + (lines(wanted, cursor=page.previous, size=2).rows if page.previous else [])


def _prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%catalogue_item%'")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("wanted", QUESTIONS)
def test_every_plan_gives_the_same_pages(wanted: Search) -> None:
    anew = walked(wanted)
    for _ in range(planning.OFTEN):
        lines(wanted, size=2)
    assert walked(wanted) == anew


def test_a_question_asked_often_is_prepared_with_its_words() -> None:
    wanted = Search(text="变更登记")
    for _ in range(planning.OFTEN - 1):
        lines(wanted)
    assert not any("变更" in one for one in _prepared())
    lines(wanted)
    told = [one for one in _prepared() if "变更" in one]
    assert len(told) in {1, 2}  # two where ranks end in the page
    lines(wanted)
    assert [one for one in _prepared() if "变更" in one] == told


def test_long_texts_share_one_statement() -> None:
    before = len(_prepared())
    for text in (LONG, "护士执业注册延续办理 南宁市", "企业设立登记一次办 柳州市"):
        lines(Search(text=text))
    told = _prepared()
    assert len(told) - before <= 1 and not any("护士执业" in one for one in told if "coalesce" in one)


def test_what_was_asked_long_ago_no_longer_counts() -> None:
    lately = Lately(kept=4)
    wanted, others = Search(text="甲"), [Search(text=str(number)) for number in range(4)]
    assert [lately.often(wanted) for _ in range(3)] == [False, False, True]
    for other in others:
        assert not lately.often(other)
    assert not lately.often(wanted)


def test_only_long_texts_without_filters_are_planned_for_all() -> None:
    found = conditions.branches(LONG, wording.query(LONG))
    assert planning.plan_of(Search(text=LONG), found, filtered=False) is Plan.SHAPE
    assert planning.plan_of(Search(text=LONG, level="9"), found, filtered=True) is Plan.ANEW
