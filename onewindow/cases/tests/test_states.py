"""The machine as data: what the database guards, and that every way ends."""

from hypothesis import given
from hypothesis import strategies as st

from onewindow.cases.models import Case
from onewindow.cases.states import FINAL, MOVES, TODO, TRANSITIONS, WAITING, Status


def test_the_database_guards_the_same_moves() -> None:
    from importlib import import_module

    guarded = import_module("onewindow.cases.migrations.0008_reopen").MOVES
    declared = {str(s): {str(t) for t in targets} for s, targets in TRANSITIONS.items() if targets}
    found = {s: set(targets.split()) for s, targets in guarded.items()}
    assert found == declared


def test_every_state_is_of_one_kind_and_can_end() -> None:
    assert set(Status) == TODO | WAITING | FINAL
    assert not (TODO & WAITING or TODO & FINAL or WAITING & FINAL)
    for begin in Status:
        seen, edge = {begin}, {begin}
        while edge:
            edge = {t for s in edge for t in TRANSITIONS[s]} - seen
            seen |= edge
        assert Status.ARCHIVED in seen


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=40), st.sampled_from(["pre_review", "received"]))
def test_random_steps_never_leave_the_machine(names: list[str], begin: str) -> None:
    case = Case(status=begin)
    for name in names:
        before = Status(case.status)
        try:
            case.move(name)
        except Exception as refused:
            assert type(refused).__name__ in {"WrongState", "CaseAlreadyClosed"}
            assert case.status == before
            assert before not in MOVES[name].sources
        else:
            assert case.status in TRANSITIONS[before]
            assert before in MOVES[name].sources
    if case.status in FINAL:
        assert not TRANSITIONS[Status(case.status)] - {Status.ARCHIVED}
