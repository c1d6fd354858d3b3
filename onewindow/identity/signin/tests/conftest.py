"""What the tests of sign-in share: the simulated gateway in a folder of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from onewindow.identity.signin import spool


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Run with an empty spool; the value returns the newest code sent to a number."""
    with override_settings(HOME=tmp_path, DEMO=True):
        yield lambda mobile: next(m.code for m in spool.messages(mobile) if m.code)
