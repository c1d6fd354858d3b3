"""Gives the tests a PostgreSQL: where DATABASE_URL names none, an embedded one in a temporary home.

The empty, migrated test database is made once for each state of the migrations and copied afterwards. What a
test committed is deleted after it, table by table that holds rows.
"""

import contextlib
import gc
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from onewindow.config.postgres.cluster import Cluster

EVER = {"django_content_type", "auth_permission"}  # planted by the migrations, written by no test
ROOT = Path(__file__).resolve().parents[1]
KEPT = 2
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


def pytest_collection_finish() -> None:
    """Leave what was loaded out of every later collection of garbage."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Clean up after tests that commit in a moment; Django empties all 350 tables, which takes seconds."""
    from django.test import TransactionTestCase

    emptied = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        if not _delete_rows():
            emptied(case)

    TransactionTestCase._fixture_teardown = teardown


def _delete_rows() -> bool:
    """Delete every row past triggers and foreign keys; say whether we may, as an administrator may."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() != ("on",):
            return False
        tables = [connection.ops.quote_name(name) for name in _tables()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT 1 FROM {t})" for t in tables))
        deletes = "; ".join(f"DELETE FROM {name}" for (name,) in cursor.fetchall())
        cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deletes}; COMMIT")
    return True


@cache
def _tables() -> list[str]:
    from django.db import connection

    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(found) - EVER)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Start the server before Django's settings are read; no test waits for a virus scanner."""
    gc.disable()  # until the tests are collected
    os.environ["ONEWINDOW_SCANNER"] = "off"
    if os.environ.get("DATABASE_URL"):
        return
    from onewindow.config.postgres.cluster import Cluster

    home = Path(tempfile.mkdtemp(prefix="ow-pytest-"))
    early_config.stash[STARTED] = home
    subprocess.run(["cp", "-a", f"{_migrated()}/.", str(home)], check=True)
    home.chmod(0o711)
    cluster = Cluster.under(home)
    cluster.start()
    os.environ |= _address(cluster)
    args.append("--reuse-db")


def _migrated() -> Path:
    """Return a home whose server holds the migrated test database, made when it is missing."""
    from onewindow.config.postgres.cluster import Cluster

    shelf = Path(tempfile.gettempdir()) / f"onewindow-tests-{os.geteuid()}-{_digest(str(ROOT))}"
    shelf.mkdir(mode=0o711, exist_ok=True)
    ready = shelf / _migrations()
    if ready.exists():
        return ready
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=shelf))
    draft.chmod(0o711)
    cluster = Cluster.under(draft)
    cluster.start()
    make = (
        "import django; django.setup(); from django.db import connection as c; c.creation.create_test_db(0)"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "onewindow.config.settings_test"}
    try:
        command = [sys.executable, "-c", make]
        subprocess.run(command, cwd=ROOT, env=os.environ | settings | _address(cluster), check=True)
    finally:
        cluster.stop()
    with contextlib.suppress(OSError):
        draft.rename(ready)
    for old in sorted(shelf.glob("[!.]*"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return ready


def _address(cluster: "Cluster") -> dict[str, str]:
    return {"DATABASE_URL": cluster.administrator_url, "PGPASSFILE": str(cluster.at.passfile)}


def _migrations() -> str:
    """Return a digest over all migrations, the packages they run on, and which server was asked for."""
    files = [*sorted((ROOT / "onewindow").glob("**/migrations/*.py")), ROOT / "requirements.lock"]
    asked = os.environ.get("ONEWINDOW_PG_BIN", "")
    return _digest(asked, *(f"{file.relative_to(ROOT)} {file.read_text()}" for file in files))


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


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
