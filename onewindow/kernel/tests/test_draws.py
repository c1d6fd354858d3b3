"""Reproducible draws: the same from the same, fair, and bound to pool and nonce."""

import random

from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel import draws

NONCE = "00" * 32
keys = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1), max_size=30)


@given(keys, st.integers(0, 40), st.randoms())
def test_the_order_of_the_pool_does_not_matter(pool: list[str], count: int, chance: random.Random) -> None:
    first = draws.draw(pool, count, NONCE)
    shuffled = list(pool)
    chance.shuffle(shuffled)
    assert draws.draw(shuffled, count, NONCE) == first
    assert set(first.chosen) <= set(pool)
    assert len(set(first.chosen)) == len(first.chosen) == min(count, len(set(pool)))


@given(st.integers(0, 100_000), st.integers(1, 100))
def test_a_share_is_never_below_its_percentage(size: int, percent: int) -> None:
    count = draws.share_of(size, percent)
    assert count * 100 >= size * percent
    assert (count - 1) * 100 < size * percent or count == 0


def test_known_values() -> None:
    pool = [str(n) for n in range(100)]
    found = draws.draw(pool, 5, NONCE)
    assert found.chosen == draws.draw(pool, 7, NONCE).chosen[:5]
    assert draws.draw(pool, 5, "01" * 32).chosen != found.chosen
    assert draws.draw([*pool, "x"], 5, NONCE).seed != found.seed
    assert len(draws.commitment(draws.new_nonce())) == 64


def test_every_key_is_drawn_about_as_often() -> None:
    times = dict.fromkeys("abcdefghij", 0)
    for n in range(2000):
        for key in draws.draw(list(times), 2, f"{n:064x}").chosen:
            times[key] += 1
    assert sum(times.values()) == 4000
    assert all(320 < count < 480 for count in times.values())
