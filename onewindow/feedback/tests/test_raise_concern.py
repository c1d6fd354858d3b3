"""Taking concerns in: by oneself, without a name, by a clerk; what tells the author is kept apart."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.feedback.errors import CentreOnly, ConcernInvalid
from onewindow.feedback.models import Author, Concern
from onewindow.feedback.queries import concerns as reads
from onewindow.feedback.services.raising import raise_concern
from onewindow.feedback.tests.conftest import People, events
from onewindow.feedback.tests.factories import raised, told
from onewindow.kernel.public import ANONYMOUS, Actor, audit

pytestmark = pytest.mark.django_db


def test_the_author_is_kept_apart(people: People) -> None:
    concern = raised(people, case_number=people.decided)
    kept, author = Concern.objects.get(pk=concern.pk), Author.objects.get(concern=concern)
    assert (
        kept.text == "我（姓名已隐去），3月2日上午去办护士延续，等了两个小时，联系电话（已隐去），希望改进。"
        or ("覃志远" not in (kept.text or "") and "19900000002" not in (kept.text or ""))
    )
    assert (author.name, author.mobile, author.person_id) == (
        "覃志远", "19900000002", people.applicant.person_id,
    )  # fmt: skip
    assert "覃志远" in (author.said or "") and author.case_number == people.decided
    assert (kept.state, f"{kept.accept_due}", kept.about_id) == (
        "received",
        "2026-03-09",
        int(people.chief.agency),
    )
    assert kept.kept_from == [people.officer.account_id]  # who decided the case
    (event,) = events("ConcernReceived")
    assert event.subject == kept.number and people.decided not in str(event.payload)
    entries = [one for one in audit.log().entries if one.table.startswith("feedback_")]
    assert {one.actor for one in entries} == {"anonymous:-"}
    columns: Any = apps.get_model("kernel", "OutboxEvent").objects.values_list("payload", flat=True)
    assert not [one for one in columns if "覃志远" in str(one) or "等了两个小时" in str(one)]


def test_without_a_name_nothing_leads_back(people: People) -> None:
    concern = raised(people, nameless=True)
    author = Author.objects.get(concern=concern)
    assert (author.account_id, author.person_id, author.name, author.mobile) == (None, None, None, None)
    assert reads.own(people.applicant) == []
    found = reads.concern_of(ANONYMOUS, concern.number, author.query_code.lower())
    assert found.pk == concern.pk
    stranger = raise_concern(by=ANONYMOUS, told=told())
    assert Author.objects.get(concern=stranger).account_id is None


def test_a_clerk_writes_down_what_is_said(people: People) -> None:
    concern = raise_concern(
        by=people.window,
        told=told(name="黄桂芳", mobile="19900000003", case_number=people.automatic),
        source="phone",
    )
    author = Author.objects.get(concern=concern)
    assert (concern.source, author.name, author.account_id) == ("phone", "黄桂芳", None)
    assert concern.kept_from == []  # the system decided that case
    for by in (people.chief, people.officer):
        with pytest.raises(CentreOnly):
            raise_concern(by=by, told=told())


def test_an_outside_system_brings_one(people: People) -> None:
    by = Actor(kind="client", client="hotline", agency="1")
    concern = raise_concern(by=by, told=told(), source="api")
    assert (concern.client, concern.source) == ("hotline", "api")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "rant"}, "kind"),
        ({"title": "短"}, "title"),
        ({"text": "长" * 3001}, "text"),
        ({"region_code": "110000000000"}, "region"),
        ({"mobile": "123"}, "mobile"),
        ({"about": "没有这个局"}, "about"),
        ({"case_number": "没有"}, "case"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(people: People, given: dict[str, str], field: str) -> None:
    with pytest.raises(ConcernInvalid) as refusal:
        raised(people, **given)
    assert list(refusal.value.errors) == [field]


def test_nobody_names_a_case_of_others(people: People) -> None:
    with pytest.raises(ConcernInvalid):
        raised(people, case_number=people.automatic)
    with pytest.raises(ConcernInvalid):
        raise_concern(by=ANONYMOUS, told=told(case_number=people.decided))


def test_the_suggestion_is_kept_and_only_suggested(people: People) -> None:
    concern = raised(
        people, title="医院乱收费过度检查", text="住院三天重复检查，医生态度恶劣，请卫生部门处理。"
    )
    assert (concern.suggested, concern.category) == ("health", "")


def test_it_costs_few_statements(people: People) -> None:
    raised(people)
    with CaptureQueriesContext(connection) as captured:
        raised(people)
    writes = [one["sql"] for one in captured if one["sql"].startswith(("INSERT", "UPDATE", "WITH"))]
    assert (len(writes), len(captured)) == (4, 7)
