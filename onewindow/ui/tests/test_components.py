"""Components draw exact markup; what people typed is escaped."""

from datetime import date

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from onewindow.ui import fields, lights, menus
from onewindow.ui.pages import Page


def draw(source: str, **values: object) -> str:
    context = {"request": RequestFactory().get("/items/?q=a&after=old"), **values}
    return Template("{% load ui %}" + source).render(Context(context))


def test_icon_is_decoration_unless_labelled() -> None:
    assert draw('{% icon "search" %}') == '<svg class="i" aria-hidden="true"><use href="#i-search"/></svg>'
    assert 'role="img" aria-label="搜索"' in draw('{% icon "search" "搜索" %}')


@pytest.mark.parametrize(
    ("due", "tone", "text"),
    [
        (date(2026, 3, 1), "r", "超期 1 天"),
        (date(2026, 3, 2), "y", "今天到期"),
        (date(2026, 3, 3), "y", "剩 1 天"),
        (date(2026, 3, 9), "g", "剩 7 天"),
    ],
)
def test_deadline_says_it_in_words(due: date, tone: str, text: str) -> None:
    drawn = draw("{% deadline due today %}", due=due, today=date(2026, 3, 2))
    assert f"light-{tone}" in drawn
    assert text in drawn


def test_deadline_counts_working_days_when_told() -> None:
    drawn = lights.light(date(2026, 3, 9), date(2026, 3, 2), left=5, paused="", done=False, near=1)
    assert drawn == {"tone": "g", "text": "剩 5 个工作日"}


def test_deadline_names_the_reason_of_a_pause() -> None:
    drawn = draw('{% deadline due today paused="补正" %}', due=date(2026, 3, 9), today=date(2026, 3, 2))
    assert "停钟：补正" in drawn


def test_error_summary_links_to_fields() -> None:
    drawn = draw("{% error_summary errors %}", errors={"mobile": ["太短", "不是数字"], "": "整体有误"})
    assert "有 3 处需要改正" in drawn
    assert drawn.count('<a href="#mobile">') == 2
    assert "<li>整体有误</li>" in drawn


def test_no_errors_no_summary() -> None:
    assert draw("{% error_summary errors %}", errors={}) == ""


def test_field_is_tied_to_hint_and_error() -> None:
    drawn = draw(
        '{% field "mobile" "手机号码" hint="11 位" errors=errors value=value %}',
        errors=["太短"],
        value='"><b',
    )
    assert 'aria-describedby="mobile-h mobile-e" aria-invalid="true"' in drawn
    assert 'value="&quot;&gt;&lt;b"' in drawn
    assert '<label for="mobile">' in drawn


def test_password_is_never_sent_back() -> None:
    assert "secret" not in draw('{% field "p" "密码" type="password" value="secret" %}')


@pytest.mark.parametrize(("value", "chosen"), [("a", 1), (["a", "b"], 2), (None, 0), (True, 0)])
def test_choices_mark_what_was_chosen(value: object, chosen: int) -> None:
    assert sum(bool(c["on"]) for c in fields.choices([("a", "甲"), ("b", "乙", "注")], value)) == chosen


def test_pagination_keeps_the_other_parameters() -> None:
    drawn = draw("{% pagination page %}", page=Page([1], next="n1"))
    assert 'href="?q=a&amp;after=n1"' in drawn
    assert "上一页" not in drawn


def test_breadcrumbs_end_with_this_page() -> None:
    drawn = draw('{% breadcrumbs "首页" "/" "我的" %}')
    assert '<li><a href="/">首页</a></li><li aria-current="page">我的</li>' in drawn


def test_note_wraps_its_content() -> None:
    assert draw('{% note tone="a" icon="warn" %}<p>{{ x }}</p>{% endnote %}', x="<") == (
        '<div class="note note-a"><svg class="i" aria-hidden="true"><use href="#i-warn"/></svg>'
        "<div><p>&lt;</p></div></div>"
    )


def test_menu_shows_only_pages_that_exist() -> None:
    menus.add("test", "有", "/help/", 2)
    menus.add("test", "无", "/no-such-page/", 1)
    menus.add("test", "未命名", "nowhere:page", 3)
    menus.add("test", "看不见", "/help/", 4, lambda request: False)
    request = RequestFactory().get("/help/x/")
    assert [(link.label, link.href, link.current) for link in menus.links("test", request)] == [
        ("有", "/help/", True)
    ]


def test_menu_keeps_a_group_in_one_piece() -> None:
    for order, (label, group) in enumerate([("一", "甲"), ("二", "乙"), ("三", "甲"), ("四", "")]):
        menus.add("grouped", label, "/help/", order, group=group)
    links = menus.links("grouped", RequestFactory().get("/"))
    assert [(link.label, link.group) for link in links] == [
        ("一", "甲"),
        ("三", "甲"),
        ("二", "乙"),
        ("四", ""),
    ]
