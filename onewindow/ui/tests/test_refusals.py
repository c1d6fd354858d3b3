"""Refusals and faults become pages in plain words, or problem+json for programs."""

import json
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound
from onewindow.ui import refusals
from onewindow.ui.urls import urlpatterns as pages


class Full(Conflict):
    """今天的号已经取完。"""

    code = "full"


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def only_post(request: HttpRequest) -> HttpResponse:
    from django.http import HttpResponseNotAllowed

    return HttpResponseNotAllowed(["POST"]) if request.method == "GET" else HttpResponse("saved")


urlpatterns = [
    *pages,
    path("full/", raising(Full())),
    path("api/full/", raising(Full())),
    path("gone/", raising(NotFound())),
    path("no/", raising(NotAllowed())),
    path("denied/", raising(PermissionDenied())),
    path("invalid/", raising(Invalid(errors={"mobile": ["手机号码应为 11 位数字"]}))),
    path("bug/", raising(ValueError("secret of the house"))),
    path("lost/", raising(OperationalError("server closed the connection"))),
    path("post/", only_post),
]
handler404 = "onewindow.ui.refusals.page_not_found"
handler500 = "onewindow.ui.refusals.server_error"


@pytest.fixture(autouse=True)
def own_urls() -> None:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/full/", 409, "今天的号已经取完。"),
        ("/gone/", 404, "没有找到"),
        ("/no/", 403, "没有办理这项操作的权限"),
        ("/denied/", 403, "没有办理这项操作的权限"),
        ("/invalid/", 422, "手机号码应为 11 位数字"),
        ("/nowhere/", 404, "没有找到这个页面"),
        ("/full/%00/", 404, "没有找到这个页面"),
        ("/post/", 405, "只用来提交表单"),
    ],
)
def test_refusal_becomes_a_page(client: Client, address: str, status: int, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "现在可以怎么做" in answer.content.decode()


def test_405_keeps_its_allow_header(client: Client) -> None:
    assert client.get("/post/").headers["Allow"] == "POST"


def test_programs_get_problem_json(client: Client) -> None:
    answer = client.get("/invalid/", headers={"accept": "application/json"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content) == {
        "type": "urn:onewindow:problem:invalid",
        "title": "填写的内容需要改正",
        "status": 422,
        "code": "invalid",
        "detail": "填写的内容有误，请改正后再提交。",
        "instance": answer.headers["X-Request-Id"],
        "errors": {"mobile": ["手机号码应为 11 位数字"]},
    }


def test_api_paths_always_get_problem_json(client: Client) -> None:
    for address, status, code in [("/api/full/", 409, "full"), ("/api/nowhere/", 404, "not_found")]:
        answer = client.get(address, headers={"accept": "text/html"})
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
        assert json.loads(answer.content)["code"] == code


def test_a_bug_gives_a_reference_and_no_stack() -> None:
    answer = Client(raise_request_exception=False).get("/bug/")
    text = answer.content.decode()
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in text
    assert "secret of the house" not in text
    assert "Traceback" not in text


def test_a_lost_database_is_said_plainly() -> None:
    answer = Client(raise_request_exception=False).get("/lost/")
    assert answer.status_code == 503
    assert "系统暂时不能使用" in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_text_too_large_is_refused_in_plain_words(client: Client) -> None:
    answer = client.post("/post/", "note=" + "x" * 1000, "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "提交的内容太大" in answer.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_large_multipart_text_is_refused_too(client: Client) -> None:
    answer = client.post("/post/", {"note": "x" * 1000})
    assert answer.status_code == 413


def test_too_many_fields_are_refused(client: Client) -> None:
    answer = client.post("/post/", {f"f{n}": "1" for n in range(501)})
    assert answer.status_code == 413


def test_a_broken_multipart_body_is_refused(client: Client) -> None:
    answer = client.post("/post/", b"no boundary here", "multipart/form-data; boundary=")
    assert answer.status_code == 400


def test_a_wrong_token_says_that_nothing_was_saved() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/post/", {}, headers={"referer": "http://testserver/apply/1/?a=2"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "这次提交没有保存" in text
    assert 'href="/apply/1/?a=2"' in text


@pytest.mark.parametrize(
    "referer", ["https://elsewhere.example/x", "http://testserver//evil", "", "nonsense"]
)
def test_the_way_back_never_leaves_the_site(referer: str) -> None:
    request = RequestFactory().get("/", headers={"referer": referer})
    assert refusals._own_referer(request) == ""
