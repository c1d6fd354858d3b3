"""The watched are told, in their inbox, what was found, what to do and until when; each once."""

from typing import Any

from django.apps import apps
from django.test import Client

from onewindow.identity.public import Account
from onewindow.kernel.public import Actor, clock, outbox
from onewindow.supervision.models import Signal
from onewindow.supervision.services import holding, recommending, settling
from onewindow.supervision.services.watching import check_due
from onewindow.supervision.tests.factories import People, at
from onewindow.supervision.tests.test_pages import signed_in

Message: Any = apps.get_model("notices", "Message")


def told(person: Actor) -> list[tuple[str, str]]:
    """Return template and what to do of what a person was told by supervision, oldest first."""
    rows = Message.objects.filter(person_id=person.person_id).order_by("id")
    known = ("signal-", "accountability-", "recommendation-")
    return [(one.template, one.next) for one in rows if one.template.startswith(known)]


def test_a_reminder_and_a_red_card_reach_the_head_where_nobody_holds_the_case(people: People) -> None:
    for days in (4, 8):
        with clock.at(at(days)):
            check_due()
            outbox.drain()
    assert told(people.chief) == [
        ("signal-reminder", "请尽快办理，过了期限会发出黄牌或者红牌。"),
        ("signal-red", "请在 3月11日 前提交书面说明；没有说明的，过期可以直接认定，认定后可能追究责任。"),
    ]
    one = Message.objects.get(person_id=people.chief.person_id, template="signal-red")
    signal = Signal.objects.get(rule="T02")
    assert (one.title, one.link) == ("收到红牌", f"/supervision/signals/{signal.number}/")
    assert "收件后5个工作日内没有告知" in one.text
    assert (told(people.applicant), told(people.elsewhere)) == ([], [])


def test_each_turn_of_a_card_is_told(people: People) -> None:
    with clock.at(at(8)):
        check_due()
        number = Signal.objects.get(rule="T02").number
        settling.explain_signal(by=people.chief, number=number, words="系统升级。")
        settling.confirm_signal(by=people.first, number=number, words="理由不成立。")
        outbox.drain()
        settling.appeal_signal(by=people.chief, number=number, words="确属系统原因。")
        settling.answer_appeal(by=people.second, number=number, uphold=True, words="没有证据。")
        settling.correct_signal(by=people.chief, number=number, words="已补。")
        settling.close_signal(by=people.first, number=number, enough=False, words="没有附制度。")
        one = holding.propose_accountability(
            by=people.first, number=number, measure="remind", fact="逾期未告知。", basis="第七十四条"
        )
        holding.decide_accountability(by=people.second, number=one.number, agree=True, words="同意。")
        recommending.recommend(
            by=people.first,
            agency_id=int(people.chief.agency),
            title="健全收件告知制度",
            text="建议专人盯办。",
        )
        outbox.drain()
        outbox.drain()
    assert told(people.chief)[1:] == [
        ("signal-red", "请在 3月11日 前提交书面说明；没有说明的，过期可以直接认定，认定后可能追究责任。"),
        ("signal-confirmed", "不同意的，请在 3月13日 前申诉一次；同意的，请在 3月24日 前整改并报告。"),
        ("signal-upheld", "请在 3月24日 前整改并报告。"),
        ("signal-correction-returned", "请继续整改，做完再报告。"),
        ("accountability-decided", "不同意的，请在 3月17日 前申诉。"),
        ("recommendation-sent", "请负责人在 3月31日 前答复采纳和整改的情况。"),
    ]


def test_it_is_read_at_the_desk_and_not_at_home(people: People) -> None:
    with clock.at(at(8)):
        check_due()
        outbox.drain()
    at_desk = signed_in("nongzhiping").get("/my/messages/").content.decode()
    assert [one in at_desk for one in ("收到红牌", "条未读", "接收设置")] == [True, True, False]
    at_home = person_of(people.chief)
    assert "收到红牌" not in at_home.get("/my/messages/").content.decode()


def person_of(official: Actor) -> Client:
    """Return a browser in which the same human is signed in with an account of their own."""
    account = Account.objects.create(
        username="at-home", person_id=official.person_id, created_at=clock.now(), password="x"
    )
    client = Client()
    client.force_login(account)
    return client


def test_a_revoked_card_is_told_too(people: People) -> None:
    with clock.at(at(8)):
        check_due()
        number = Signal.objects.get(rule="T02").number
        settling.revoke_signal(by=people.first, number=number, words="收件日有误。")
        outbox.drain()
    assert told(people.chief)[-1] == ("signal-revoked", "现在不用做什么。")
