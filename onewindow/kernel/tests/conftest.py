"""What the kernel's tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from onewindow.kernel import keys


@pytest.fixture
def key_folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """Give the test its own empty key folder."""
    settings.KEY_DIR = tmp_path / "keys"
    yield settings.KEY_DIR
    keys.forget()
