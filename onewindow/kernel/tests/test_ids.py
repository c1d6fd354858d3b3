"""Identifiers rise and never repeat."""

from concurrent.futures import ThreadPoolExecutor

from onewindow.kernel.ids import new_id


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
