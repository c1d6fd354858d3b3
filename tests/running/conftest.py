"""One scratch instance for the tests that break a running product."""

from collections.abc import Iterator

import pytest

from bench.instance import Instance, instance


@pytest.fixture(scope="module")
def running() -> Iterator[Instance]:
    """A running product with demonstration data."""
    with instance() as it:
        yield it
