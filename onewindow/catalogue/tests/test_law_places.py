"""Places in statutes: numerals, and what people write when they cite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.catalogue.laws import numerals
from onewindow.catalogue.laws.places import Place, places_in, references_in, short_title


@given(st.integers(0, 9999))
def test_numerals_round_trip(number):
    assert numerals.read(numerals.write(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("二十三", 23), ("一百零五", 105), ("一百一十", 110), ("〇", 0), ("两百", 200), ("35", 35)],
)
def test_numerals_read(text, number):
    assert numerals.read(text) == number


@pytest.mark.parametrize("text", ["甲", "5a", "第"])
def test_numerals_refuse_the_rest(text):
    with pytest.raises(ValueError):
        numerals.read(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("第十条", [Place(10)]),
        ("第五十条第一款、第二款第（三）项", [Place(50, 0, 1), Place(50, 0, 2, 3)]),
        ("第十二条之一", [Place(12, 1)]),
        ("第三条至第五条", [Place(3), Place(4), Place(5)]),
        ("第35条第(一)、(二)项", [Place(35, 0, 0, 1), Place(35, 0, 0, 2)]),
        ("第八条、第十条", [Place(8), Place(10)]),
        ("第二款", []),
        ("第一条至第九千条", [Place(1)]),
        ("", []),
    ],
)
def test_places_in_a_citation(text, places):
    assert places_in(text) == places


@given(st.builds(Place, st.integers(1, 999), st.integers(0, 9), st.integers(0, 30), st.integers(0, 30)))
def test_a_place_reads_back_what_it_says(place):
    assert places_in(str(place)) == [place]


@given(st.text(alphabet="第条款项之至（）()一二十百千《》法、 x1", max_size=60))
def test_never_fails_on_what_people_write(text):
    assert all(p.article >= 0 for p in places_in(text))
    assert all(r.title for r in references_in(text))


def test_references_belong_to_the_title_before_them():
    found = references_in(
        "依据《中华人民共和国行政许可法》（2019年修正）第五十条和《护士条例》第八条、第十条；《民法典》"
    )

    assert [(r.title, str(r.place)) for r in found] == [
        ("行政许可法", "第五十条"),
        ("护士条例", "第八条"),
        ("护士条例", "第十条"),
        ("民法典", ""),
    ]


@pytest.mark.parametrize(
    "written",
    ["中华人民共和国行政许可法", "《行政许可法》", "中华人民共和国行政许可法（2019年修正）", " 行政 许可法 "],
)
def test_one_statute_has_one_short_title(written):
    assert short_title(written) == "行政许可法"
