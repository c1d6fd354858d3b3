"""What the tests of documents share."""

import pytest

from onewindow.documents import public as documents
from onewindow.documents.tests.factories import notice_of
from onewindow.kernel.public import keys


@pytest.fixture
def notice(db: None) -> documents.Document:
    """A nurse's notice as it lies in the database."""
    return documents.Document.objects.get(pk=notice_of().pk)


@pytest.fixture
def keyring() -> dict[str, bytes]:
    """The published notice keys."""
    return {k.kid: bytes.fromhex(k.public_hex) for k in keys.published() if k.purpose == "notice"}
