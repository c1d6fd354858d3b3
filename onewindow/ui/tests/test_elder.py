"""The elder mode is a cookie and a class; the way back stays on the site."""

import pytest
from django.test import Client


def test_switch_on_and_off(client: Client) -> None:
    answer = client.get("/elder/", {"on": "1", "next": "/ui/?a=1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ui/?a=1")
    assert '<html lang="zh-CN" class="elder">' in client.get("/ui/").content.decode()
    client.get("/elder/", {"on": "0", "next": "/ui/"})
    assert '<html lang="zh-CN">' in client.get("/ui/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_never_leads_elsewhere(client: Client, target: str) -> None:
    assert client.get("/elder/", {"on": "1", "next": target}).headers["Location"] == "/"


def test_only_reads(client: Client) -> None:
    assert client.post("/elder/").status_code == 405
