"""Identifiers rise and never repeat."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from onewindow.kernel.ids import letters, new_id, new_number


def test_ids_of_one_process_rise_strictly() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_are_version_7() -> None:
    assert new_id().version == 7
    assert new_id().variant == "specified in RFC 4122"


def test_threads_never_share_an_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [one for many in pool.map(lambda _: [new_id() for _ in range(2000)], range(8)) for one in many]
    assert len(set(made)) == 16_000


def test_a_number_tells_its_date_in_china() -> None:
    before, after = datetime(2026, 3, 1, 15, 59, 59, 999_999, UTC), datetime(2026, 3, 1, 16, tzinfo=UTC)
    made = [new_number("R", moment, 12) for moment in (before, after)]
    assert [(text[:7], len(text)) for text in made] == [("R260301", 19), ("R260302", 19)]


def test_numbers_do_not_repeat_whatever_is_drawn_at_a_time() -> None:
    made = [letters(length) for length in (12, 1000, 2000, 12) for _ in range(50)]
    assert len(set(made)) == len(made)


def test_a_forked_process_draws_its_own() -> None:
    letters(1)
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.write(theirs, letters(40).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(ours, 100).decode() != letters(40)
    os.close(ours)
    os.close(theirs)
