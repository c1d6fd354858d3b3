"""Complained about, an officer finds nothing of the author on any page, in the interface or in a log."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onewindow.feedback.models import Author, Concern, Task
from onewindow.feedback.services import answering, centre
from onewindow.feedback.tests.conftest import People
from onewindow.identity.tests.factories import person_account
from onewindow.kernel.public import outbox

pytestmark = pytest.mark.django_db
NAME, MOBILE, SAID = "钟离雪梅", "19900007788", "那天我穿绿色雨衣在三号窗口"
FILLED = ("number", "task_id", "answer_id", "case_number", "remedy_id")


def addresses(values: dict[str, str]) -> Iterator[str]:
    """Give every address of the product that takes nothing, or only what is known here."""

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, route)
            elif isinstance(one, URLPattern):
                yield route

    for route in walk(get_resolver().url_patterns, "/"):
        path = route.replace("^", "").replace("$", "").replace("\\Z", "")
        for name, value in values.items():
            for kind in ("str", "int", "uuid"):
                path = path.replace(f"<{kind}:{name}>", value)
            path = path.replace(f"<{name}>", value)
        if not set("<>()[]") & set(path) and "sign-out" not in path:
            yield path


@pytest.fixture
def complained(people: People, client: Client, caplog: pytest.LogCaptureFixture) -> Iterator[Concern]:
    """A complaint about the officer, sent through the page and on its way."""
    caplog.set_level(logging.DEBUG)
    author = person_account(name=NAME, mobile=MOBILE)
    client.force_login(author)
    sent = {
        "act": "send", "kind": "complaint", "title": "三号窗口工作人员态度生硬", "region": "450000000000",
        "text": f"我叫{NAME}，电话{MOBILE}，{SAID}，请处理。",
    }  # fmt: skip
    assert client.post("/ask/", sent).status_code == 201
    client.logout()
    concern = Concern.objects.get()
    centre.classify_concern(by=people.centre, number=concern.number, kind="complaint", category="health")
    body = int(people.officer.agency)
    centre.dispatch_concern(
        by=people.centre, number=concern.number, agency_ids=[body], lead_id=body, officers=["menglihua"]
    )
    outbox.drain()
    yield concern
    assert NAME not in caplog.text and MOBILE not in caplog.text and SAID not in caplog.text


def test_nothing_of_the_author_anywhere(people: People, client: Client, complained: Concern) -> None:
    task = Task.objects.get()
    code = Author.objects.get().query_code
    client.force_login(people.accounts["menglihua"])
    seen, asked = [], 0
    for value in (complained.number, people.decided):
        values = dict.fromkeys(FILLED, value) | {"task_id": str(task.pk), "answer_id": "1"}
        for path in sorted(set(addresses(values))):
            answer = client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            text, asked = body.decode(errors="replace"), asked + 1
            seen += [(path, one) for one in (NAME, MOBILE, code, "绿色雨衣") if one in text]
            if answer.status_code == 200 and complained.number in text:
                seen.append((path, complained.number))
    assert seen == []
    assert asked > 150
    assert client.get(f"/desk/concerns/tasks/{task.pk}/").status_code == 404
    assert client.get(f"/desk/concerns/{complained.number}/").status_code == 403


def test_the_colleague_who_answers_reads_the_matter_without_the_author(
    people: People, client: Client, complained: Concern
) -> None:
    task = Task.objects.get()
    client.force_login(people.accounts["nongzhiping"])
    for path in ("/desk/concerns/", f"/desk/concerns/tasks/{task.pk}/"):
        page = client.get(path).content.decode()
        assert "三号窗口工作人员态度生硬" in page
        assert not [one for one in (NAME, MOBILE, Author.objects.get().query_code) if one in page]
    assert (
        "穿绿色雨衣" in client.get(f"/desk/concerns/tasks/{task.pk}/").content.decode()
    )  # the matter itself
    assert client.get(f"/desk/concerns/{complained.number}/").status_code == 403
    answering.answer_task(by=people.chief, task_id=task.pk, text="已核实并批评教育。")


def test_no_event_and_no_audit_entry_names_the_author(people: People, complained: Concern) -> None:
    account = Author.objects.get().account_id
    rows: Any = apps.get_model("kernel", "OutboxEvent").objects
    for event in rows.values_list("payload", flat=True):
        assert not [one for one in (NAME, MOBILE, SAID) if one in str(event)]
    entries: Any = apps.get_model("kernel", "AuditEntry").objects.filter(table__startswith="feedback_")
    assert f"person:{account}" not in set(entries.values_list("actor", flat=True))
    assert not [one for one in entries if NAME in f"{one.reason}{one.facts}"]


def test_the_table_of_concerns_itself_holds_no_author(complained: Concern) -> None:
    kept = Concern.objects.filter(pk=complained.pk).values().get()
    assert not [one for one in (NAME, MOBILE) if one in str(kept)]
    assert not [one for one in kept if "person" in one or "account" in one or "author" in one]
