"""Verdicts on names: every reason with its article, the same name never kept twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.collaboration.naming.rules import (
    KEPT,
    REFUSED,
    REVIEW,
    Parts,
    Taken,
    judge,
    parts_of,
    rules,
)

PLACES = {"南宁市", "南宁", "柳州"}
ANY = st.text(st.sampled_from("壮乡味香米红豆绿茶山水"), min_size=2, max_size=6)


def parts(word: str, industry: str = "F51", form: str = "有限公司") -> Parts:
    return Parts("南宁市", word, industry, form)


@pytest.mark.parametrize(
    ("word", "state", "said"),
    [
        ("壮乡味", KEPT, ""),
        ("香", REFUSED, "第八条"),
        ("ABC", REFUSED, "第八条"),
        ("柳州", REFUSED, "是行政区划名称"),
        ("人民法院", REFUSED, "第十一条第三项"),
        ("美国红豆", REFUSED, "第十一条第四项"),
        ("博彩红豆", REFUSED, "第十一条第五项"),
        ("国家级茶", REFUSED, "第十一条第八项"),
        ("中国红豆", REVIEW, "第十二条"),
        ("红豆银行", REVIEW, "第十八条第二款"),
    ],
)
def test_words(word: str, state: str, said: str) -> None:
    told = judge(parts(word), places=PLACES, taken=[])
    assert told.state == state
    assert bool(told.reasons) == (state != KEPT)
    assert said in "".join(told.reasons)


def test_sameness_counts_within_an_industry_and_for_names_without_one() -> None:
    taken = [Taken("南宁市红豆商贸有限公司", "红豆", "F51")]
    assert judge(parts("红豆"), places=PLACES, taken=taken).state == REFUSED
    assert judge(parts("红豆", "M75"), places=PLACES, taken=taken).state == KEPT
    assert (
        judge(parts("红豆", "M75"), places=PLACES, taken=[Taken("南宁市红豆公司", "红豆", "")]).state
        == REFUSED
    )
    assert judge(parts("鸿豆"), places=PLACES, taken=taken).state == REVIEW


@pytest.mark.parametrize("changes", [{"industry": "X"}, {"form": "商行"}])
def test_industry_and_form_are_of_the_list(changes: dict) -> None:
    assert judge(parts("红豆", **changes), places=PLACES, taken=[]).state == REFUSED


@given(ANY, st.sampled_from(sorted(rules().industries)), st.sampled_from(rules().forms))
def test_a_name_taken_apart_and_asked_for_again_is_refused(word: str, industry: str, form: str) -> None:
    first = parts(word, industry, form)
    known = parts_of(first.name, "南宁市")
    assert (known.word, known.industry) == (word, industry)
    assert judge(first, places=PLACES, taken=[known]).state == REFUSED
