"""Gives the tests a PostgreSQL: where DATABASE_URL names none, an embedded one in a temporary home."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

STARTED = pytest.StashKey[Path]()
# what leans on PostgreSQL's own SQL runs again on the oldest version we support
DIALECT = {
    "test_at_once.py",
    "test_audit.py",
    "test_canonical.py",
    "test_claim_draft.py",
    "test_decide_case.py",
    "test_import_items.py",
    "test_outbox.py",
    "test_publish_version.py",
    "test_record_decision.py",
    "test_search.py",
    "test_sql.py",
    "test_unit.py",
    "test_worker.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the dialect."""
    for item in items:
        if item.path.name in DIALECT:
            item.add_marker(pytest.mark.dialect)


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
