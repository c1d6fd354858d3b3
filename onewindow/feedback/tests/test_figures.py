"""Figures come from what was counted, agree with the rows, and show how sure they are; odd patterns."""

from datetime import date, datetime, timedelta
from math import comb

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from onewindow.cases import public as cases
from onewindow.feedback import invitations, oddities
from onewindow.feedback.errors import CentreOnly, SuspicionNotFound
from onewindow.feedback.intervals import wilson
from onewindow.feedback.models import Rater, Rating, RatingTally, Suspicion
from onewindow.feedback.queries import figures
from onewindow.feedback.redaction import redacted
from onewindow.feedback.services.watching import look_for_oddities, settle_suspicion
from onewindow.feedback.tests.conftest import MONDAY, People, events
from onewindow.feedback.tests.factories import rated
from onewindow.kernel.public import clock, outbox

MARCH = date(2026, 3, 1)


def many(people: People, count: int, **more: object) -> list[Rating]:
    """Store ratings of the body as if so many people had given them, counted."""
    case = cases.Case.objects.get(number=people.decided)
    about: dict[str, object] = {
        "occasion": "result", "item_code": case.item_code, "item_name": case.item_name, "stars": 5,
        "agency_id": case.agency_id, "region_code": case.region_code, "city": case.city, "channel": "4",
        "handler_id": people.officer.account_id, "at": MONDAY, "month": MARCH, **more,
    }  # fmt: skip
    moments = about.pop("moments", [about["at"]] * count)
    rows = [
        Rating(handling=invitations.handling_key(f"N{n}", "result"), **(about | {"at": moments[n]}))
        for n in range(count)
    ]
    Rating.objects.bulk_create(rows)
    RatingTally.objects.update_or_create(
        agency_id=case.agency_id, month=MARCH, defaults={"city": case.city, f"n{about['stars']}": count}
    )
    return rows


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_share(hits: int, more: int) -> None:
    of = hits + more
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    assert high - low < 4.0 / of**0.5


def test_the_interval_covers_what_it_says() -> None:
    """At 40 of a share of 0.8 the true share is inside in about 95 of 100 samples."""
    chance = sum(
        comb(40, n) * 0.8**n * 0.2 ** (40 - n)
        for n in range(41)
        if wilson(n, 40)[0] <= 0.8 <= wilson(n, 40)[1]
    )
    assert 0.92 < chance < 0.97
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40), st.integers(1, 60))
def test_the_longest_run_is_the_longest(minutes: list[int], span: int) -> None:
    moments = [datetime(2026, 3, 2) + timedelta(minutes=n) for n in sorted(minutes)]
    start, end = oddities.longest_run(moments, span)
    best = max(
        sum(timedelta(0) <= other - one <= timedelta(minutes=span) for other in moments) for one in moments
    )
    assert end - start == best
    assert moments[end - 1] - moments[start] <= timedelta(minutes=span)


def test_texts_lose_what_tells_who_wrote_them() -> None:
    said = "我叫覃志远，电话199-0000-0002，身份证459900198803210018，QQ号:12345678，a.b@c.cn，等了2小时3次。"
    shown = redacted(said, ["覃志远", "", "x"])
    for secret in ("覃志远", "0002", "4599", "12345678", "a.b@c.cn"):
        assert secret not in shown
    assert shown.endswith("等了2小时3次。")


@pytest.mark.django_db
def test_figures_agree_with_the_rows(people: People, client: Client) -> None:
    outbox.drain()  # what was decided is counted
    tally = RatingTally.objects.get()
    assert (tally.handled, tally.month) == (2, MARCH)
    many(people, 6)
    rated(people, 1)
    (body,) = figures.bodies(MARCH)
    grouped = dict.fromkeys(range(1, 6), 0)
    for stars in Rating.objects.filter(turn="first", excluded="").values_list("stars", flat=True):
        grouped[stars or 0] += 1
    assert body.figures.counts == tuple(grouped.values()) == (1, 0, 0, 0, 6)
    assert (body.figures.good, body.figures.bad, body.figures.handled) == (85.7, 1, 2)
    page = client.get("/ratings/?month=2026-03").content.decode()
    assert "85.7%" in page and "48.7% 至 97.4%" in page
    rows = client.get(f"/ratings/bodies/{body.agency_id}/?month=2026-03&stars=1").content.decode()
    assert rows.count('<tr><th scope="row">') == 1 and people.decided not in rows and "覃" not in rows
    with CaptureQueriesContext(connection) as captured:
        client.get("/ratings/?month=2026-03")
    assert len(captured) <= 3


@pytest.mark.django_db
def test_few_ratings_are_not_shown_by_themselves(people: People, client: Client) -> None:
    rated(people, 1)
    page = client.get("/ratings/?month=2026-03").content.decode()
    assert "不足 5 个" in page
    agency = Rating.objects.get().agency_id
    assert client.get(f"/ratings/bodies/{agency}/?month=2026-03").status_code == 404
    assert client.get("/ratings/?month=x&city=zz").status_code == 200


@pytest.mark.django_db
def test_odd_patterns_are_found_once_and_a_human_decides(people: People) -> None:
    start = MONDAY - timedelta(hours=2)
    rows = many(people, 40, moments=[start + timedelta(minutes=n % 7) for n in range(40)])
    raters = [
        Rater(
            rating=row, case_number=f"N{n}", device=b"d" * 32 if n < 6 else None, since=row.at, city=row.city
        )
        for n, row in enumerate(rows)
    ]
    Rater.objects.bulk_create(raters)
    Rater.objects.filter(case_number__in=[f"N{n}" for n in range(30, 34)]).update(
        since=start - timedelta(hours=5)
    )
    assert look_for_oddities() == 3
    assert look_for_oddities() == 0
    found = {one.rule: len(one.ratings) for one in Suspicion.objects.all()}
    assert found == {"burst": 6, "hasty": 36, "bare": 40}
    assert sorted(e.payload["rule"] for e in events("RatingsSuspected")) == ["bare", "burst", "hasty"]
    burst, bare = (Suspicion.objects.get(rule=one) for one in ("burst", "bare"))
    about = {"confirmed": True, "text": "同一台手机连续评价，窗口人员承认代评。"}
    for by in (people.chief, people.officer, people.applicant):
        with pytest.raises(CentreOnly):
            settle_suspicion(by=by, suspicion_id=burst.pk, **about)
    with pytest.raises(SuspicionNotFound):  # the body's own supervisor
        settle_suspicion(by=people.inside, suspicion_id=burst.pk, **about)
    settle_suspicion(by=people.centre, suspicion_id=burst.pk, **about)
    settle_suspicion(
        by=people.centre, suspicion_id=bare.pk, confirmed=False, text="活动日人多，确属本人评价。"
    )
    with pytest.raises(SuspicionNotFound):
        settle_suspicion(by=people.centre, suspicion_id=burst.pk, **about)
    tally = RatingTally.objects.get()
    assert (tally.n5, tally.excluded, Rating.objects.filter(excluded="suspicion").count()) == (34, 6, 6)


@pytest.mark.django_db
def test_usual_ratings_are_not_odd(people: People) -> None:
    rows = many(people, 8, moments=[MONDAY - timedelta(minutes=20 * n) for n in range(8)], channel="1")
    Rater.objects.bulk_create(
        [
            Rater(
                rating=row,
                case_number=f"N{n}",
                device=b"d" * 32,
                since=row.at - timedelta(days=1),
                city=row.city,
            )
            for n, row in enumerate(rows)
        ]
    )
    with clock.at(MONDAY):
        assert look_for_oddities() == 0
