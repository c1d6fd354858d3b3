"""A column's remembered results are those of asking every cell."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.rules.dmn.model import compile_model
from onewindow.rules.feel.budget import bounded
from onewindow.rules.feel.frames import Frame
from onewindow.rules.feel.temporal import Date
from onewindow.rules.feel.values import to_feel
from onewindow.rules.tests.tables import table_xml
from onewindow.rules.tests.test_check_table import CELLS

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.decimals(-1, 5, places=2),
    st.sampled_from(["", "a", "b", "ab", "other"]),
    st.sampled_from([Date(2026, 1, day) for day in range(1, 6)]),
    st.just([1, 2]),
    st.just({"a": 1}),
)
ALL = sorted({cell for cells in CELLS.values() for cell in cells} - {"-"})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=6), st.lists(VALUES, min_size=1, max_size=12))
def test_remembered_results_are_the_cells_own(cells: list[str], values: list[object]) -> None:
    model = compile_model(table_xml([("a", "Any")], [[cell] for cell in cells], "COLLECT"))
    column = model.tables["d"].columns[0]
    for value in map(to_feel, values):
        with bounded():
            found = column.lookup.verdicts(value, Frame(), [])
            assert found.results == [column.tests[place](value, Frame()) for place in column.places]


def test_equal_numbers_share_a_stretch_and_neighbours_do_not() -> None:
    model = compile_model(table_xml([("a", "number")], [["< 5"], ["5"], ["-2"]], "COLLECT"))
    lookup = model.tables["d"].columns[0].lookup
    assert lookup.key is not None
    keys = [lookup.key(Decimal(v)) for v in ("4", "4.99", "5", "5.0", "5.01", "900", "-2", "-3")]
    assert keys[0] == keys[1] and keys[2] == keys[3] and keys[4] == keys[5]
    assert len(set(keys)) == 5
