"""The pages: people find, book and follow; clerks call and serve; managers watch and arrange."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from onewindow.catalogue.tests.factories import forget_all, publish
from onewindow.halls.models import Appointment, Ticket
from onewindow.halls.services.counters import sit_down
from onewindow.halls.services.tickets import call_next, finish_ticket, take_number
from onewindow.halls.tests.factories import MONDAY, Place
from onewindow.identity.public import Account
from onewindow.kernel.public import clock


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_people_find_a_hall_and_see_who_waits(place: Place) -> None:
    take_number(by=place.clerk, line_id=place.joint.pk)
    client = Client()
    found = text(client.get("/halls/", {"q": "南宁", "level": "city"}))
    assert "正在开放" in found and "等候 1 人" in found and "09:00—12:00" in found
    assert "没有符合条件的大厅" in text(client.get("/halls/", {"q": "没有的"}))
    assert client.get("/halls/?q=%00&level=x&after=zz&item=%00").status_code == 200
    page = text(client.get(f"/halls/{place.hall.pk}/"))
    assert (
        "A 综合受理" in page and "1 人" in page and f"/halls/{place.hall.pk}/book/{place.joint.pk}/" in page
    )
    assert "3 月 7 日" in page
    assert client.get("/halls/999999/").status_code == 404
    with clock.at(MONDAY + timedelta(hours=2)):
        assert "现在不开放" in text(client.get("/halls/"))


def test_an_item_leads_to_the_halls_and_lines_that_take_it(place: Place) -> None:
    version = publish(in_hall=True)
    client = Client()
    found = text(client.get("/halls/", {"item": version.code}))
    assert f"能办“{version.name}”的大厅" in found
    page = text(client.get(f"/halls/{place.hall.pk}/", {"item": version.code}))
    assert page.count("能办</span>") == 2
    assert "没有找到这个事项" in text(client.get("/halls/?item=none"))
    assert f'href="/halls/?item={version.code}"' in text(client.get(f"/items/{version.code}/"))
    forget_all()


def test_booking_and_cancelling(place: Place) -> None:
    path = f"/halls/{place.hall.pk}/book/{place.joint.pk}/"
    assert "余 1" in text(Client().get(path))
    assert Client().post(path, {"day": "2026-03-03", "start": "09:00"}).status_code == 302
    assert not Appointment.objects.exists()
    client = signed_in("weixiaolan")
    assert client.post(path, {"day": "2026-03-03"}).status_code == 422
    assert client.post(path, {"day": "2026-03-03", "start": "12:00"}).status_code == 422
    assert client.post(path, {"day": "2026-03-03", "start": "09:00"}).status_code == 302
    made = Appointment.objects.get()
    mine = text(client.get("/halls/appointments/"))
    assert made.code in mine
    assert "约满" in text(client.get(path, {"day": "2026-03-03"}))
    again = client.post(path, {"day": "2026-03-03", "start": "10:00"})
    assert again.status_code == 422 and "已经有预约" in text(again)
    assert "取消预约？" in text(client.get("/halls/appointments/", {"cancel": made.pk}))
    assert signed_in("qinzhiyuan").post("/halls/appointments/", {"appointment": made.pk}).status_code == 403
    assert client.post("/halls/appointments/", {"appointment": made.pk}).status_code == 302
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert Client().get(f"/halls/{place.hall.pk}/book/{place.topic.pk}/").status_code == 409


def test_from_the_machine_to_the_counter(place: Place) -> None:
    clerk = signed_in("zhouhaiyan")
    kiosk = f"/desk/halls/{place.hall.pk}/kiosk/"
    assert "取号：南宁市政务服务中心" in text(clerk.get(kiosk))
    slip = clerk.post(kiosk, {"line": place.joint.pk}, follow=True)
    assert "A001" in text(slip) and "data:image/svg+xml" in text(slip)
    assert clerk.post(kiosk, {"line": "x"}).status_code == 422
    assert "没有这个预约" in text(clerk.post(kiosk, {"code": "000000"}))
    made = Ticket.objects.get()
    assert "下一个就是您" in text(Client().get(f"/halls/tickets/{made.token}/"))
    counter = f"/desk/halls/counters/{place.one.pk}/"
    assert "窗口空着" in text(clerk.get(counter))
    assert clerk.post(counter, {"act": "next"}).status_code == 409
    for act, said in (("sit", "窗口空闲"), ("next", "开始办理"), ("begin", "办理中")):
        answer = clerk.post(counter, {"act": act, "ticket": made.pk}, follow=True)
        assert said in text(answer), act
    screen = text(Client().get(f"/halls/{place.hall.pk}/screen/"))
    assert "A001" in screen and "1 号窗口" in screen and "周海燕" not in screen
    assert '"includeIndicatorStyles": false' in screen  # htmx adds no style the policy forbids
    part = text(Client().get(f"/halls/{place.hall.pk}/screen/", headers={"HX-Request": "true"}))
    assert "<html" not in part and "A001" in part
    done = clerk.post(counter, {"act": "finish", "ticket": made.pk, "case": "4500"}, follow=True)
    assert "A001 号已办结" in text(done)
    assert "没有人等候" in text(clerk.get(counter))
    assert clerk.post(counter, {"act": "leave"}).status_code == 302
    assert clerk.post(counter, {"act": "?"}).status_code == 302
    dual = f"/desk/halls/counters/{place.two.pk}/"
    assert "部门自己的系统" not in text(clerk.get(counter))
    assert "部门自己的系统" in text(clerk.post(dual, {"act": "sit"}, follow=True))
    assert "已办结" in text(Client().get(f"/halls/tickets/{made.token}/"))


def test_the_holder_gives_a_number_back_after_a_question(place: Place) -> None:
    made = take_number(by=place.clerk, line_id=place.joint.pk)
    path = f"/halls/tickets/{made.token}/"
    assert "确认放弃" in text(Client().get(path, {"give_up": "1"}))
    assert Client().post(path).status_code == 302
    assert Client().post(path).status_code == 409
    assert Client().get("/halls/tickets/none/").status_code == 404


def test_pages_of_the_hall_belong_to_its_people(place: Place) -> None:
    hall, counter = place.hall.pk, place.one.pk
    inside = [f"/desk/halls/{hall}/{page}/" for page in ("kiosk", "board", "report", "setup")]
    inside += [f"/desk/halls/counters/{counter}/", f"/desk/halls/{hall}/report.csv"]
    for path in inside:
        assert Client().get(path).status_code == 302, path
        assert signed_in("liangjianguo").get(path).status_code == 403, path
        assert signed_in("weixiaolan").get(path).status_code == 403, path
    for path in inside[1:4]:
        assert signed_in("zhouhaiyan").get(path).status_code == 403, path
    assert "不在任何大厅" in text(signed_in("liangjianguo").get("/desk/halls/"))
    assert "1 号窗口" in text(signed_in("zhouhaiyan").get("/desk/halls/"))


def test_the_manager_watches_counts_and_arranges(place: Place) -> None:
    sit_down(by=place.clerk, counter_id=place.one.pk)
    take_number(by=place.clerk, line_id=place.joint.pk)
    with clock.at(MONDAY + timedelta(minutes=4)):
        ticket = call_next(by=place.clerk, counter_id=place.one.pk)
    with clock.at(MONDAY + timedelta(minutes=10)):
        finish_ticket(by=place.clerk, ticket_id=ticket.pk)
        take_number(by=place.clerk, line_id=place.topic.pk)
        manager = signed_in("luzhiqiang")
        board = text(manager.get(f"/desk/halls/{place.hall.pk}/board/"))
        assert "空闲，10:10 起" in board and "<dd>4 分钟</dd>" in board and "周海燕，10:00 起" in board
        report = text(manager.get(f"/desk/halls/{place.hall.pk}/report/"))
        assert 'data-t="平均等候">4 分钟' in report and 'data-t="平均办理">6 分钟' in report
        assert manager.get(f"/desk/halls/{place.hall.pk}/report/?from=x&to=1999-13-01").status_code == 200
        lines = text(manager.get(f"/desk/halls/{place.hall.pk}/report.csv")).splitlines()
        assert lines[1] == "A 综合受理,1,1,0,0,4.0,4.0,6.0"
        assert lines[-1].startswith("合计,2,1,0,0,")
        relieved = manager.post(f"/desk/halls/{place.hall.pk}/board/", {"relieve": place.one.pk})
        assert relieved.status_code == 302
        assert (
            manager.post(f"/desk/halls/{place.hall.pk}/board/", {"relieve": place.one.pk}).status_code == 409
        )


def test_arranging_on_the_page(place: Place) -> None:
    manager, path = signed_in("luzhiqiang"), f"/desk/halls/{place.hall.pk}/setup/"
    good = [
        {"what": "line", "letter": "c", "name": "出件", "kind": "delivery", "capacity": "0", "items": ""},
        {"what": "counter", "number": "3", "letters": "ac", "dual": "true"},
        {"what": "day", "day": "2026-03-07", "sessions": "09:00-11:00 13:00-15:00", "note": "周末延时"},
        {"what": "staff", "username": "liangjianguo"},
    ]
    for given in good:
        assert manager.post(path, given).status_code == 302, given
    page = text(manager.get(path))
    assert "C 出件" in page and "3 号窗口" in page and "周末延时" in page and "梁建国" in page
    bad = [
        {"what": "line", "letter": "cc", "name": "", "kind": "", "capacity": "x"},
        {"what": "counter", "number": "", "letters": "A"},
        {"what": "day", "day": "明天"},
        {"what": "day", "day": "2026-03-07", "sessions": "九点"},
        {"what": "staff", "username": "nobody"},
        {"what": "?"},
    ]
    for given in bad:
        assert manager.post(path, given).status_code == 422, given


@pytest.mark.parametrize(("path", "most"), [("", 4), ("{hall}/", 8), ("{hall}/screen/", 5)])
def test_public_pages_cost_few_statements_however_many_wait(
    place: Place, django_assert_max_num_queries: Any, path: str, most: int
) -> None:
    for _ in range(6):
        take_number(by=place.clerk, line_id=place.joint.pk)
    client = Client()
    with django_assert_max_num_queries(most):
        answer = client.get(f"/halls/{path.format(hall=place.hall.pk)}")
    assert re.search("6 ?人", text(answer))
