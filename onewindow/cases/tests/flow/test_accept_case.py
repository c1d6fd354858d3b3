"""Accepting: by an officer of the body, once, with both limits running from that day."""

from datetime import date

import pytest
from django.apps import apps

from onewindow.cases.errors import CaseNotYours, MarketForbidden, WrongState
from onewindow.cases.models import ClockEntry
from onewindow.cases.public import accept_case, withdraw_case
from onewindow.cases.services.accept import check_market
from onewindow.cases.states import Status
from onewindow.cases.tests.flow.conftest import at, events
from onewindow.documents import public as documents
from onewindow.kernel.public import audit, clock


def test_accepts_with_a_notice_and_both_limits(people, case) -> None:
    with clock.at(at(3)):
        accept_case(by=people.officer, number=people.number)
    now = case()
    assert (now.status, now.accepted_how, now.accepted_at) == (Status.REVIEWING, "officer", at(3))
    assert (now.promised_due, now.statutory_due) == (date(2026, 3, 6), date(2026, 4, 2))
    assert now.next_due == now.promised_due
    assert [d.kind for d in documents.notices_of(people.number) if d.kind != "receipt"] == ["acceptance"]
    told = [(e.clock, e.action, e.on, e.days) for e in ClockEntry.objects.filter(case=now).order_by("id")]
    assert told == [
        ("receipt", "start", date(2026, 3, 2), 5),
        ("receipt", "stop", date(2026, 3, 5), None),
        ("decision", "start", date(2026, 3, 5), 20),
    ]
    step = now.events.order_by("-id")[0]
    assert (step.kind, step.title, step.state) == ("accepted", "受理", "reviewing")
    assert step.detail == "市场准入负面清单尚未公布，未作核对。"
    assert events("CaseAccepted")[-1].payload["how"] == "officer"
    assert audit.verify().ok


def test_outsiders_accept_nothing(people, case) -> None:
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            accept_case(by=other, number=people.number)
    assert case().status == Status.RECEIVED


def test_a_second_time_and_after_withdrawal_is_refused(people, case) -> None:
    accept_case(by=people.officer, number=people.number)
    with pytest.raises(WrongState):
        accept_case(by=people.chief, number=people.number)
    withdraw_case(by=people.applicant, number=people.number)
    assert len(events("CaseAccepted")) == 1


def listed(*rows: tuple[str, str, list[str]]) -> None:
    """Put a negative list in force: code, category and industries of its rows."""
    day = date(2026, 1, 1)
    ListEdition, ListRow = (apps.get_model("catalogue", name) for name in ("ListEdition", "ListRow"))
    edition = ListEdition.objects.create(
        kind="negative", name="市场准入负面清单", source="测试", issued_on=day, in_force_from=day,
        rows=len(rows), digest=repr(rows)[:64], published_at=at(0),
    )  # fmt: skip
    ListRow.objects.bulk_create(
        ListRow(edition=edition, seq=n, code=code, category=category, name="某事项", industries=industries)
        for n, (code, category, industries) in enumerate(rows)
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [("6-3", "许可准入", ["Q84"]), ("1", "禁止准入", [])],
            "已按市场准入负面清单核对：许可准入第 6-3 项。",
        ),
        ([("6-1", "许可准入", ["F52"])], "市场准入负面清单没有列入本行业，清单之外不另设准入条件。"),
        ([], "市场准入负面清单没有列入本行业，清单之外不另设准入条件。"),
    ],
)
def test_the_negative_list_is_asked_and_the_answer_kept(people, case, rows, said: str) -> None:
    listed(*rows)
    accept_case(by=people.officer, number=people.number)
    assert case().events.order_by("-id")[0].detail == said


def test_what_the_negative_list_forbids_is_not_accepted(people, case) -> None:
    listed(("6-3", "禁止准入", ["Q8"]))
    with pytest.raises(MarketForbidden, match="6-3"):
        accept_case(by=people.officer, number=people.number)
    assert case().status == Status.RECEIVED


def test_an_item_that_opens_no_market_is_not_checked(case, django_assert_num_queries) -> None:
    now = case()
    now.item_code = "1145000000DM0009842450511001000"
    with django_assert_num_queries(0):
        assert check_market(now) == ""
