"""What the tests of all contexts stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def planted_once(blocker: Any) -> Iterator[None]:
    """Keep what is planted inside for many tests: an outer transaction, rolled back at the end.

    For fixtures of a module or package that depend on `django_db_setup`. Tests inside roll back to what was
    planted; a test that commits for real (`transaction=True`) must plant for itself, in a module of its own.
    """
    with blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # sources may be asked inside it, as inside a test's own
        with outer:
            yield
            transaction.set_rollback(True)
