"""The portal's pages answer, with few statements, and lead only to pages that exist."""

import json
import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django import DjangoAssertNumQueries

from onewindow.kernel.public import audit

pytestmark = pytest.mark.django_db
PAGES = ["/", "/?for=firm", "/help/", "/transparency/"]


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_and_links_exist(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    dead = []
    for href in set(re.findall(r'href="(/[^"#?]*)', answer.content.decode())):
        try:
            resolve(href)
        except Resolver404:
            dead.append(href)
    assert [href for href in dead if not href.startswith("/static/")] == []


def test_home_costs_three_statements_at_most(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(3):
        client.get("/")


@pytest.mark.parametrize("address", ["/help/", "/ui/"])
def test_plain_pages_cost_no_statement(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get(address)


@pytest.mark.parametrize("address", ["/my/", "/desk/"])
def test_strangers_sign_in_first(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/sign-in/?next={address}"


def test_policy_allows_nothing_inline(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_roots_are_published(client: Client) -> None:
    answer = client.get("/transparency/roots.json")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"roots": list(audit.roots())}
