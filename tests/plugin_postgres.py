"""Gives the tests a PostgreSQL: where DATABASE_URL names none, an embedded one in a temporary home."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

STARTED = pytest.StashKey[Path]()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the server before Django's settings are read."""
    if os.environ.get("DATABASE_URL"):
        return
    from onewindow.config.postgres.cluster import Cluster

    home = Path(tempfile.mkdtemp(prefix="ow-pytest-"))
    home.chmod(0o711)
    early_config.stash[STARTED] = home
    cluster = Cluster.under(home)
    cluster.start()
    os.environ |= {"DATABASE_URL": cluster.administrator_url, "PGPASSFILE": str(cluster.at.passfile)}


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that was started for these tests."""
    home = config.stash.get(STARTED, None)
    if home is None:
        return
    from onewindow.config.postgres.cluster import Cluster

    cluster = Cluster.under(home)
    cluster.stop()
    os.environ.pop("DATABASE_URL", None)
    for folder in (cluster.at.base, cluster.at.socket, home):
        shutil.rmtree(folder, ignore_errors=True)
