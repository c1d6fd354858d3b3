"""The virus scan: clean, found, silent; and the simulated scanner by the protocol of clamd."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onewindow.documents import public as documents
from onewindow.documents import scanner, scanning, services
from onewindow.documents.policies import Reading
from onewindow.documents.scanner import EICAR, Handler, Server
from onewindow.kernel.public import Actor, audit

OWNER = Actor(kind="person", account_id=5, person_id=9)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
READING = Reading("person", None, "试")


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def running(settings: Any) -> Iterator[None]:
    with Server(("127.0.0.1", 0), Handler) as server:
        settings.SCANNER = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield
        server.shutdown()
        thread.join()


def store(data: bytes) -> documents.StoredFile:
    return documents.store_upload(by=OWNER, file=SimpleUploadedFile("体检.pdf", data), purpose="体检证明")


def _silent(data: bytes) -> str:
    raise scanning.ScannerSilent


def test_a_clean_file_is_kept_and_says_so(db: None, running: None) -> None:
    assert store(PDF).scan == "clean"
    assert store(PDF + bytes(200_000) + b"%%EOF").scan == "clean"


def test_a_virus_is_refused_by_name_and_nothing_is_kept(db: None, running: None) -> None:
    with pytest.raises(documents.FileRefused, match="Simulated"):
        store(PDF + EICAR + b"%%EOF")
    assert not documents.StoredFile.objects.exists()


def test_unscanned_files_stay_shut_until_the_scanner_has_seen_them(db: None) -> None:
    with scanning.using(_silent):
        stored = store(PDF)
        assert services.scan_pending() == 0
    with pytest.raises(services.FileNotScanned):
        services.open_file(by=OWNER, stored=stored, reading=READING)
    with scanning.using(lambda data: ""):
        assert services.scan_pending() == 1
    stored.refresh_from_db()
    assert stored.scan == "clean"
    services.open_file(by=OWNER, stored=stored, reading=READING)
    assert audit.verify().ok


def test_a_file_found_later_stays_shut(db: None) -> None:
    with scanning.using(_silent):
        stored = store(PDF)
    with scanning.using(lambda data: "Late"):
        assert services.scan_pending() == 0
    stored.refresh_from_db()
    assert stored.scan == "found"
    with pytest.raises(services.FileNotScanned):
        services.open_file(by=OWNER, stored=stored, reading=READING)


def test_without_a_scanner_nothing_is_claimed(db: None) -> None:
    assert store(PDF).scan == "off"


def test_a_scanner_that_answers_nonsense_counts_as_silent(settings: Any) -> None:
    class Odd(Handler):
        def handle(self) -> None:
            self.wfile.write(b"stream: maybe\0")

    with Server(("127.0.0.1", 0), Odd) as server:
        settings.SCANNER = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        assert scanning.scan(b"a") == "pending"
        server.shutdown()
        thread.join()


def test_the_test_file_is_the_standard_one() -> None:
    assert len(scanner.EICAR) == 68
