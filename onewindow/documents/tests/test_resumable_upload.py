"""Uploads in pieces: opened, sent, broken off, gone on with, checked whole; only by who began."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from onewindow.documents import public as documents
from onewindow.documents import resuming
from onewindow.documents.errors import UploadConflict
from onewindow.documents.models import PartialUpload, StoredFile
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, audit, canonical, clock

OWNER = Actor(kind="person", account_id=5, person_id=9)
OTHER = Actor(kind="person", account_id=6, person_id=10)
PDF = b"%PDF-1.7\n" + b"% filler\n" * 200 + b"startxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def begun(db: None) -> PartialUpload:
    return resuming.begin_upload(by=OWNER, name="体检.pdf", size=len(PDF))


def test_pieces_become_one_file(begun: PartialUpload, shelf: Path) -> None:
    for at in range(0, len(PDF), 700):
        row = resuming.add_piece(by=OWNER, upload_id=begun.pk, offset=at, piece=PDF[at : at + 700])
    assert row.state == "done"
    stored = documents.finished(by=OWNER, upload_id=begun.pk, purpose="S1")
    assert (stored.name, stored.purpose, stored.size) == ("体检.pdf", "S1", len(PDF))
    assert bytes(stored.digest) == canonical.sm3(PDF)
    assert not list((shelf / "partial").iterdir())
    assert audit.verify().ok


def test_a_broken_line_goes_on_from_where_it_was(begun: PartialUpload) -> None:
    resuming.add_piece(by=OWNER, upload_id=begun.pk, offset=0, piece=PDF[:100])
    assert resuming.upload_of(by=OWNER, upload_id=begun.pk).received == 100
    for wrong in (0, 50, 101):
        with pytest.raises(UploadConflict):
            resuming.add_piece(by=OWNER, upload_id=begun.pk, offset=wrong, piece=PDF[wrong : wrong + 9])
    assert resuming.add_piece(by=OWNER, upload_id=begun.pk, offset=100, piece=PDF[100:]).state == "done"


def test_what_is_no_document_is_refused_when_whole(db: None) -> None:
    row = resuming.begin_upload(by=OWNER, name="病毒.pdf", size=4)
    assert resuming.add_piece(by=OWNER, upload_id=row.pk, offset=0, piece=b"MZ\x90\x00").state == "refused"
    with pytest.raises(documents.FileRefused, match="只能上传"):
        documents.finished(by=OWNER, upload_id=row.pk, purpose="S1")
    assert not StoredFile.objects.exists()


def test_nobody_else_sees_or_feeds_it(begun: PartialUpload) -> None:
    for call in (
        lambda: resuming.upload_of(by=OTHER, upload_id=begun.pk),
        lambda: resuming.add_piece(by=OTHER, upload_id=begun.pk, offset=0, piece=b"a"),
        lambda: documents.finished(by=OTHER, upload_id=begun.pk, purpose="S1"),
    ):
        with pytest.raises(documents.FileNotFound):
            call()
    resuming.drop_upload(by=OTHER, upload_id=begun.pk)
    assert PartialUpload.objects.filter(pk=begun.pk).exists()


def test_more_than_was_told_is_not_taken(begun: PartialUpload) -> None:
    with pytest.raises(UploadConflict):
        resuming.add_piece(by=OWNER, upload_id=begun.pk, offset=0, piece=PDF + b"x")


@pytest.mark.parametrize("size", [0, -1, 20 * 1024 * 1024 + 1])
def test_no_size_and_too_large_are_refused_before_a_byte(db: None, size: int) -> None:
    with pytest.raises(documents.FileRefused):
        resuming.begin_upload(by=OWNER, name="a", size=size)


def test_an_unfinished_one_cannot_be_used(begun: PartialUpload) -> None:
    with pytest.raises(documents.FileRefused, match="还没有传完"):
        documents.finished(by=OWNER, upload_id=begun.pk, purpose="S1")


def test_expired_ones_go_with_their_pieces(begun: PartialUpload, shelf: Path) -> None:
    resuming.add_piece(by=OWNER, upload_id=begun.pk, offset=0, piece=PDF[:10])
    with clock.at(begun.expires_at):
        assert resuming.drop_expired_uploads() == 1
        assert resuming.drop_expired_uploads() == 0
    assert not PartialUpload.objects.exists()
    assert not list((shelf / "partial").iterdir())


@pytest.fixture
def browser(client: Client, db: None) -> Client:
    account = identity.register_person(
        by=SYSTEM, username="weixiaolan", password="only-for-tests", name="韦晓兰",
        resident_id="459900199005120020", mobile="19900000001", level=3,
    )  # fmt: skip
    client.force_login(account)
    return client


def patch(browser: Client, url: str, offset: int, piece: bytes) -> Any:
    return browser.patch(
        url, piece, content_type="application/offset+octet-stream", HTTP_UPLOAD_OFFSET=str(offset)
    )


def test_the_protocol_over_http(browser: Client) -> None:
    opened = browser.post(
        "/uploads/", HTTP_UPLOAD_LENGTH=str(len(PDF)), HTTP_UPLOAD_METADATA="filename 5L2T5qOALnBkZg=="
    )
    assert opened.status_code == 201
    url = opened["Location"]
    assert opened.json()["name"] == "体检.pdf"
    assert patch(browser, url, 0, PDF[:50]).json()["offset"] == 50
    again = patch(browser, url, 0, PDF[:50])
    assert (again.status_code, again["Upload-Offset"]) == (409, "50")
    assert browser.head(url)["Upload-Offset"] == "50"
    assert browser.patch(url, b"x", content_type="text/plain").status_code == 415
    done = patch(browser, url, 50, PDF[50:]).json()
    assert (done["state"], done["offset"]) == ("done", len(PDF))
    assert StoredFile.objects.get().pk == PartialUpload.objects.get().file_id
    assert browser.delete(url).status_code == 204


def test_strangers_are_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.post("/uploads/", HTTP_UPLOAD_LENGTH="5").status_code == 302


def test_an_unknown_one_is_not_found(browser: Client) -> None:
    unknown: UUID = uuid4()
    assert browser.head(f"/uploads/{unknown}/").status_code == 404
