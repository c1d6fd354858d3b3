"""The benchmarks' quick forms: they run, count what they wrote, and say under which conditions."""

import pytest

from bench import decide, exchange, licence, notice, publish, read, search, submit, supervise


@pytest.mark.drill
def test_submit_counts_its_statements_and_its_floors() -> None:
    result = submit.run(quick=True)
    assert result.passed
    assert result.sql in (7, 8)  # the eighth draws the next twenty case numbers
    assert result.conditions["transactions"] == 1
    assert 0 < result.ratio < 1


@pytest.mark.drill
def test_a_notice_is_drawn() -> None:
    result = notice.run(quick=True)
    assert result.ours > 0
    spent = result.conditions["cpu_ms"]
    assert isinstance(spent, dict)
    assert spent["ours"] > spent["floor"]  # processor time: a busy neighbour takes none of it


@pytest.mark.drill
def test_search_walks_its_pages_and_answers_the_mix() -> None:
    result = search.run(quick=True)
    assert result.sql == 1
    assert result.conditions["items"] == search.QUICK.items
    assert result.conditions["deepest_page"] == search.QUICK.depth
    assert 0 < result.ratio < 1


@pytest.mark.drill
def test_a_standard_renews_every_inheriting_item() -> None:
    result = publish.run(quick=True)
    assert result.passed
    assert result.conditions["items"] == 60
    assert result.ratio > 1


def test_decide_keeps_every_cell_and_beats_its_peers() -> None:
    result = decide.run(quick=True)
    assert result.ours >= decide.MUST
    assert result.conditions["absent"] == {}
    assert result.ratio > 1


@pytest.mark.drill
def test_a_licence_is_verified_and_a_batch_issued() -> None:
    result = licence.run(quick=True)
    assert result.passed
    assert result.conditions["issued"] == 3_000
    assert 0 < result.ratio < 1


@pytest.mark.drill
def test_reading_a_case_takes_four_statements() -> None:
    result = read.run(quick=True)
    assert result.passed
    assert result.sql == 4
    assert result.conditions["cases"] == read.QUICK.cases
    assert 0 < result.ratio < 1


@pytest.mark.drill
def test_every_call_through_the_gateway_is_in_the_log() -> None:
    result = exchange.run(quick=True)
    assert result.passed
    assert result.conditions["logged"] == result.conditions["answered"]
    assert 0 < result.ratio < 1


@pytest.mark.drill
def test_supervision_is_measured_with_and_without() -> None:
    result = supervise.run(quick=True)
    assert result.passed
    assert len(result.conditions["with"]) == len(result.conditions["without"]) == supervise.QUICK[0]
    assert 0 < result.floor < result.ours * 1.5
