"""Bad input on the way of an application: a clear message at the field or page, and nothing half-written."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.cases.models import Case
from onewindow.cases.tests.factories import draft_of, pilot, submitted
from onewindow.forms import public as forms
from onewindow.identity import public as identity

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def draft(weixiaolan: identity.Account, client: Client) -> forms.Draft:
    client.force_login(weixiaolan)
    return draft_of(weixiaolan, "nurse-renewal")


def page(draft: forms.Draft, key: str) -> str:
    return f"/apply/draft/{draft.pk}/{key}/"


def unchanged(draft: forms.Draft) -> bool:
    kept = forms.Draft.objects.get(pk=draft.pk)
    return (kept.revision, kept.answers) == (draft.revision, draft.answers)


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        ("certificate", "certificate_number", "长" * 3_400_000),
        ("certificate", "certificate_number", "2023"),
        ("certificate", "certificate_number", "20234500012\x00"),
        ("certificate", "certificate_number", ""),
        ("contact", "mobile", "1" * 10_000_000),
        ("contact", "mobile", "<script>alert(1)</script>"),
        ("exam", "exam_date", "2026-02-30"),
        ("declaration", "declaration", "no"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(
    client: Client, draft: forms.Draft, key: str, field: str, value: str
) -> None:
    answer = client.post(page(draft, key), {field: value, "revision": draft.revision})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in text
    assert "<script>alert" not in text
    assert len(text) < 100_000
    assert unchanged(draft)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("证明.pdf", b"MZ\x90\x00 not a pdf"),
        ("证明.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("空.pdf", b""),
        ("../../etc/passwd.exe", b"\x7fELF"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field(
    client: Client, draft: forms.Draft, name: str, content: bytes
) -> None:
    file = SimpleUploadedFile(name, content, "application/pdf")
    answer = client.post(page(draft, "exam-file"), {"exam_file": file, "revision": draft.revision})
    assert answer.status_code == 422
    assert 'href="#exam_file"' in answer.content.decode()
    assert unchanged(draft)


def test_an_ended_session_says_so_and_keeps_the_draft(client: Client, draft: forms.Draft) -> None:
    client.logout()
    answer = client.post(page(draft, "contact"), {"mobile": "19911112222"}, follow=True)
    assert "登录已过期" in answer.content.decode()
    assert unchanged(draft)


def test_a_stale_form_token_is_explained(draft: forms.Draft, weixiaolan: identity.Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(weixiaolan)
    for path in (page(draft, "contact"), f"/apply/draft/{draft.pk}/submit/"):
        answer = strict.post(path, {"mobile": "19911112222"})
        assert answer.status_code == 403
        assert "没有" in answer.content.decode()
    assert unchanged(draft)
    assert Case.objects.count() == 0


def test_a_second_window_sees_both_sides(client: Client, draft: forms.Draft) -> None:
    client.post(page(draft, "contact"), {"mobile": "19911112222", "revision": draft.revision})
    answer = client.post(page(draft, "contact"), {"mobile": "19933334444", "revision": draft.revision})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "19911112222" in text
    assert "19933334444" in text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/apply/UNKNOWN/", 404),
        ("/apply/%00/", 404),
        ("/items/11450000000000000X2450118001000/", 404),
        ("/cases/1145000000DM00215X2611230000000/", 404),
        (f"/apply/draft/{uuid4()}/contact/", 404),
        (f"/apply/draft/{uuid4()}/check/", 404),
    ],
)
def test_unknown_codes_get_a_page_that_helps(
    client: Client, draft: forms.Draft, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "首页" in answer.content.decode()


def test_an_unknown_question_is_not_found(client: Client, draft: forms.Draft) -> None:
    assert client.get(page(draft, "nothing")).status_code == 404
    assert client.post(page(draft, "nothing"), {"revision": 1}).status_code == 404


def test_somebody_elses_draft_is_not_found(draft: forms.Draft, qinzhiyuan: identity.Account) -> None:
    other = Client()
    other.force_login(qinzhiyuan)
    for key in ("contact", "check", "discard"):
        assert other.get(page(draft, key)).status_code == 404
    assert other.post(f"/apply/draft/{draft.pk}/submit/").status_code == 404
    assert unchanged(draft)


def test_a_submit_again_goes_to_the_case(client: Client, weixiaolan: identity.Account) -> None:
    case = submitted(weixiaolan, "nurse-renewal")
    client.force_login(weixiaolan)
    draft = forms.Draft.objects.get(reference=case.draft_reference)
    answer = client.post(f"/apply/draft/{draft.pk}/submit/")
    assert answer["Location"] == f"/cases/{case.number}/"
    assert client.get(page(draft, "contact")).status_code == 409
    assert Case.objects.count() == 1


def test_a_low_level_is_told_before_a_draft_is_made(client: Client, luzihao: identity.Account) -> None:
    client.force_login(luzihao)
    answer = client.post(f"/apply/{pilot('nurse-renewal').code}/")
    assert answer.status_code == 403
    assert "/account/level/" in answer.content.decode()
    assert forms.Draft.objects.count() == 0


def test_a_page_saves_itself_with_its_version(client: Client, draft: forms.Draft) -> None:
    def autosaved(**given: object) -> tuple[int, dict[str, object]]:
        answer = client.post(page(draft, "contact"), given, headers={"X-Autosave": "1"})
        return answer.status_code, answer.json() if answer.content else {}

    status, told = autosaved(mobile="199 0000 0009", revision=draft.revision)
    assert (status, told["revision"], len(str(told["at"]))) == (200, draft.revision + 1, 5)
    assert forms.Draft.objects.get(pk=draft.pk).answers["mobile"] == "19900000009"
    status, told = autosaved(mobile="19900000008", revision=draft.revision)
    assert (status, "另一个窗口" in str(told["message"])) == (409, True)
    status, told = autosaved(mobile="1", revision=draft.revision + 1)
    assert (status, told["revision"]) == (200, draft.revision + 2)  # what is wrong waits for the button
    assert forms.Draft.objects.get(pk=draft.pk).answers["mobile"] == "19900000009"
