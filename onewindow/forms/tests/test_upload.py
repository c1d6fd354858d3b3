"""Uploading on a page: what documents refuses is said at the field, and nothing half-kept stays."""

import struct
from io import BytesIO

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile

from onewindow.documents.public import StoredFile
from onewindow.forms.public import draft_for, read_page, save_page, summary
from onewindow.kernel.public import Invalid

MEBIBYTE = 1024 * 1024
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 2, 2) + bytes(9)


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def upload(start, by, nurse_form):
    """Read and save the page with a file, as the view does; return the draft."""
    draft = start()

    def uploaded(name: str = "", data: bytes = b"", typed: dict[str, str] | None = None):
        files = {"exam_file": SimpleUploadedFile(name, data)} if name else {}
        before = draft_for(by, draft.pk)
        read = read_page(nurse_form, "exam-file", typed or {}, files, draft=before)
        if read.errors:
            raise Invalid(errors=read.errors)
        return save_page(
            by=by, draft_id=draft.pk, page_key="exam-file", values=read.values, revision=before.revision
        )

    return uploaded


def refusal(upload, *file) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        upload(*file)
    assert not StoredFile.objects.exists()
    return refused.value.errors


def test_keeps_the_file_by_its_id(upload, by, nurse_form):
    draft = upload("体检表.pdf", PDF)

    stored = StoredFile.objects.get()
    assert draft.answers["exam_file"] == {"id": str(stored.pk), "name": "体检表.pdf", "size": len(PDF)}
    assert (stored.account_id, stored.purpose) == (by.account_id, draft.reference)
    assert {row.field: row.value for row in summary(nurse_form, draft.answers)}["exam_file"] == "体检表.pdf"


@pytest.mark.parametrize("name", ["病毒.exe", "体检表.pdf", "照片.png", "网页.html"])
def test_refuses_a_wrong_type_whatever_its_name(upload, name):
    assert refusal(upload, name, b"MZ\x90\x00 this is no document") == {
        "exam_file": ["文件没有收下：只能上传PDF、OFD、PNG、JPG或HEIC文件；改了扩展名的其他文件不行。"]
    }


def test_refuses_a_file_above_twenty_megabytes(upload, shelf):
    assert refusal(upload, "大.pdf", PDF + b" " * (20 * MEBIBYTE - len(PDF) + 1)) == {
        "exam_file": ["文件没有收下：文件超过20 MB，请压缩后再传。"]
    }
    assert not list(shelf.rglob("*.*"))


def test_takes_a_file_of_exactly_twenty_megabytes(upload):
    draft = upload("大.pdf", PDF[:-6] + b" " * (20 * MEBIBYTE - len(PDF)) + PDF[-6:])

    assert draft.answers["exam_file"]["size"] == 20 * MEBIBYTE


def test_refuses_a_file_that_lies_about_its_size(start, by):
    data = PDF + b" " * (20 * MEBIBYTE)
    liar = InMemoryUploadedFile(BytesIO(data), "exam_file", "小.pdf", "application/pdf", 10, None)
    with pytest.raises(Invalid) as refused:
        save_page(by=by, draft_id=start().pk, page_key="exam-file", values={"exam_file": liar}, revision=1)

    assert refused.value.errors == {"exam_file": ["文件没有收下：文件超过20 MB，请压缩后再传。"]}


def test_refuses_an_empty_file(upload):
    assert refusal(upload, "空.pdf", b"") == {"exam_file": ["健康体检证明是空文件，请重新选择"]}


def test_refuses_half_a_file(upload):
    assert refusal(upload, "断.pdf", b"%PDF-1.7\n1 0 obj") == {
        "exam_file": ["文件没有收下：PDF文件不完整，请重新导出后再传。"]
    }


def test_a_missing_optional_file_is_no_fault(upload):
    draft = upload()

    assert "exam_file" not in draft.answers
    assert draft.revision == 2


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("体检表.pdf.exe", PDF, "体检表.pdf.pdf"),
        ("体检表.exe.pdf", PDF, "体检表.exe.pdf"),
        ("照片.pdf", PNG, "照片.png"),
        ("../../etc/体检表.pdf", PDF, "体检表.pdf"),
    ],
)
def test_names_a_file_by_what_it_is(upload, name, data, kept):
    assert upload(name, data).answers["exam_file"]["name"] == kept


def test_keeps_the_earlier_file_until_it_is_replaced_or_removed(upload):
    first = upload("一.pdf", PDF).answers["exam_file"]

    assert upload().answers["exam_file"] == first
    with pytest.raises(Invalid):
        upload("二.pdf", b"not a pdf")
    assert upload().answers["exam_file"] == first
    assert upload("二.pdf", PDF).answers["exam_file"]["name"] == "二.pdf"
    assert "exam_file" not in upload(typed={"exam_file__remove": "1"}).answers


def test_a_stranger_in_the_answers_is_no_file(start, by):
    with pytest.raises(Invalid) as refused:
        save_page(by=by, draft_id=start().pk, page_key="exam-file", values={"exam_file": "../x"}, revision=1)

    assert refused.value.errors == {"exam_file": ["健康体检证明的内容不对，请重新选择"]}
