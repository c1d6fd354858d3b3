"""Every number of the dashboard beside an independent recount, and the page itself."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.insight import hexes, periods, queries
from onewindow.insight.indicators import ALL, BY_KEY
from onewindow.insight.tests.factories import NOW
from onewindow.insight.tests.oracle import ORACLE, asked
from onewindow.kernel.public import clock

SPANS = [periods.period(key, NOW.date()) for key in ("today", "month", "quarter", "year")]
SPANS += [periods.before(one) for one in SPANS[1:]]


def client(account: Any) -> Client:
    made = Client()
    made.force_login(account)
    return made


@pytest.mark.parametrize("span", SPANS, ids=lambda one: f"{one.first}..{one.last}")
def test_every_indicator_is_what_a_recount_says(board: Any, span: periods.Period) -> None:
    numbers = queries.totals(span.first, span.last)
    assert set(ORACLE) == {one.key for one in ALL}
    assert {one.key: one.value(numbers) for one in ALL} == {
        key: asked(key, span.first, span.last) for key in ORACLE
    }


def test_every_place_and_body_is_what_a_recount_says(board: Any) -> None:
    span = periods.period("quarter", NOW.date())
    for code, _, numbers in queries.cities_table(span):
        for one in ALL:
            found = asked(one.key, span.first, span.last, "d.city = %(city)s", city=code)
            assert one.value(numbers) == found, (code, one.key)
    for body, numbers in queries.totals_by_body(span.first, span.last).items():
        found = asked("on_time", span.first, span.last, "d.agency_id = %(body)s", body=body)
        assert BY_KEY["on_time"].value(numbers) == found


def test_picture_trend_and_ranking_are_what_a_recount_says(board: Any) -> None:
    shown = queries.board_of("quarter")
    span = shown.period
    for one in shown.hexes:
        rate = asked("on_time", span.first, span.last, "d.city = %(city)s", city=one.city)
        cards = [
            asked(k, span.first, span.last, "d.city = %(city)s", city=one.city) for k in ("red", "yellow")
        ]
        assert (one.value, [one.red, one.yellow]) == ("—" if rate is None else f"{rate}%", cards)
    for month, received, cards in shown.trend:
        last = periods.over("month", month)
        assert last is not None
        assert received == asked("received", month, last.last)
        assert cards == (asked("red", month, last.last) or 0) + (asked("yellow", month, last.last) or 0)
    for ranked in shown.ranking:
        narrow = "d.agency_id = %(body)s AND d.city = '4500'"
        rate = asked("on_time", span.first, span.last, narrow, body=ranked.agency_id)
        assert ranked.value == f"{rate}%"
    values = [float(one.value.rstrip("%")) for one in shown.ranking]
    assert values == sorted(values, reverse=True) and values
    top = {one.key: one.value for one in shown.top}
    assert top["received"] == f"{int(asked('received', span.first, span.last) or 0):,}"
    assert top["faster"] == f"{asked('faster', span.first, span.last)}%"


@pytest.mark.parametrize("one", [one for one in ALL if one.signals is None], ids=lambda one: one.key)
def test_the_rows_behind_a_figure_are_those_it_counts(board: Any, one: Any) -> None:
    span = periods.period("quarter", NOW.date())
    numbers = queries.totals(span.first, span.last, city="4501")
    given = {"city": "4501"}
    whole = numbers.get(one.whole[0] if one.whole else one.part[0], 0)
    if one.key not in {"faster", "compressed", "exempted", "reused", "exchanged"}:
        assert counted(one, span, given) == whole
    if one.counted is not None:
        assert counted(one, span, {**given, "part": "in"}) == numbers.get(one.part[0], 0)
        assert counted(one, span, {**given, "part": "out"}) == whole - numbers.get(one.part[0], 0)


def counted(one: Any, span: periods.Period, given: dict[str, str]) -> int:
    found, after = 0, ""
    while True:
        page = queries.rows_behind(one, span, {**given, "after": after})
        found, after = found + len(page.items), page.next
        if not after:
            return found


def test_the_dashboard_costs_few_statements_however_much_there_is(board: Any) -> None:
    supervisor = client(board)
    supervisor.get("/supervision/")
    with CaptureQueriesContext(connection) as taken:
        answer = supervisor.get("/supervision/?period=quarter")
    assert answer.status_code == 200
    assert len(taken) <= 12, [q["sql"][:90] for q in taken.captured_queries]
    shown = answer.content.decode()
    assert all(name in shown for name in hexes.CITIES.values())
    assert "数据截至 2026-03-09 12:00" in shown


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_each_figure_opens_its_formula_and_rows(board: Any, one: Any) -> None:
    answer = client(board).get(f"/supervision/figures/{one.key}/?period=quarter&city=4501")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert one.formula in shown
    if one.signals is not None and "没有记录" not in shown:
        level = "".join(f"level={told}&amp;" for told in one.signals.values())
        assert f"{level}live=1&amp;from=2026-01-01&amp;to=2026-03-09&amp;city=4501" in shown


def test_a_month_of_the_trend_opens_its_cases_and_its_cards(board: Any) -> None:
    shown = client(board).get("/supervision/").content.decode()
    for key in ("received", "cards"):
        address = f"/supervision/figures/{key}/?period=2026-01"
        assert f'href="{address}"' in shown
        found = asked(key, date(2026, 1, 1), date(2026, 1, 31))
        page = client(board).get(address).content.decode()
        assert f"：{int(found or 0):,}</h1>" in page and "2026-01-01 至 2026-01-31" in page
    assert 'href="/desk/exchange/systems/?state=joined"' in shown


def test_other_pages_answer_and_only_to_supervision(board: Any) -> None:
    supervisor = client(board)
    for page in (
        "seven/",
        "seven/seals/",
        "seven/seals/?many=1",
        "assessments/",
        "bulletin/",
        "export.csv",
        "?period=nonsense",
        "figures/on_time/?agency=9&after=x",
    ):
        assert supervisor.get(f"/supervision/{page}").status_code == 200, page
    assert supervisor.get("/supervision/figures/nonsense/").status_code == 404
    from onewindow.identity.public import Account

    officer = client(Account.objects.get(username="menglihua"))
    for page in ("", "seven/", "assessments/", "bulletin/", "export.csv"):
        assert officer.get(f"/supervision/{page}").status_code == 403


def test_the_seven_systems_show_their_figures(board: Any) -> None:
    text = re.sub(r"<[^>]+>", " ", client(board).get("/supervision/seven/?period=quarter").content.decode())
    names = ["首问负责", "一次性告知", "限时办结", "否定报备", "一章办结", "公开公示", "责任追究"]
    assert [name for name in names if name in text] == names
    span = periods.period("quarter", clock.today())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM supervision_dossier WHERE jsonb_array_length(facts->'handed') > 0"
            " AND received_on BETWEEN %s AND %s", [span.first, span.last],
        )  # fmt: skip
        handed = cursor.fetchone()[0]
    assert re.search(rf"转办\s+{handed}\s", text)


def test_the_export_holds_every_indicator_of_every_place(board: Any) -> None:
    lines = (
        client(board).get("/supervision/export.csv?period=quarter").content.decode("utf-8-sig").splitlines()
    )
    assert len(lines) == 16
    assert lines[0].split(",")[1:] == [one.label for one in ALL]
    assert date(2026, 1, 1) == periods.period("quarter", clock.today()).first
