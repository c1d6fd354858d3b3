"""The desk of processes: in from BPMN, drawn, published by another hand, out again."""

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.identity.tests.factories import of_the_cast
from onewindow.workflow import designing
from onewindow.workflow.bpmn.writing import write_bpmn
from onewindow.workflow.graph import graph_from
from onewindow.workflow.models import Definition
from onewindow.workflow.tests.processes import LINE

pytestmark = pytest.mark.django_db
WHOLE = write_bpmn(graph_from(LINE), key="line", name="两级审查").encode()


def client(username: str) -> Client:
    found = Client()
    found.force_login(of_the_cast(username))
    return found


def test_taken_in_drawn_published_by_another_and_given_out() -> None:
    author, other = client("tanjing"), client("luzhiqiang")
    answer = author.post("/desk/processes/", {"key": "my-line", "file": SimpleUploadedFile("a.bpmn", WHOLE)})
    assert answer["Location"] == "/desk/processes/my-line/1/"
    page = author.get(answer["Location"]).content.decode()
    for words in ("两级审查", "<svg", "已逐个核对全部可能的状态"):
        assert words in page
    assert author.post("/desk/processes/my-line/1/publish/").status_code == 403
    assert other.post("/desk/processes/my-line/1/publish/").status_code == 302
    assert Definition.objects.get().state == "published"
    assert author.get("/desk/processes/my-line/1/bpmn/").content.startswith(b"<?xml")
    assert author.get("/desk/processes/my-line/2/").status_code == 404


@pytest.mark.parametrize("data", [b"", b"{}", WHOLE.replace(b"userTask", b"subProcess")])
def test_what_cannot_be_read_is_told_element_by_element(data: bytes) -> None:
    answer = client("tanjing").post(
        "/desk/processes/", {"key": "x", "file": SimpleUploadedFile("a.bpmn", data)}
    )
    assert answer.status_code == 422
    assert client("menglihua").get("/desk/processes/").status_code == 403
    assert Definition.objects.count() == 0


def test_the_drawing_tool_keeps_a_draft_or_says_where_it_is_not(settings, tmp_path) -> None:
    author = client("tanjing")
    author.post("/desk/processes/", {"key": "my-line", "file": SimpleUploadedFile("a.bpmn", WHOLE)})
    url = "/desk/processes/my-line/1/designer/"
    settings.STATIC_ROOT = str(tmp_path)
    if finders.find(designing.TOOL) is None:
        assert "这里没有画图工具" in author.get(url, follow=True).content.decode()
        (tmp_path / "designers" / "bpmn-js").mkdir(parents=True)
        (tmp_path / designing.TOOL).write_text("")
    page = author.get(url)
    assert "unsafe-inline" in page["Content-Security-Policy"]
    assert "userTask" in page.content.decode()
    assert author.post(url, {"xml": WHOLE.decode()})["Location"] == "/desk/processes/my-line/1/"
    assert author.post(url, {"xml": "<html/>"}).status_code == 422
