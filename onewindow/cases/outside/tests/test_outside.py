"""Cases of outside systems: taken in by the exchange, read by holder and body, never changed here."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.cases.errors import CaseNotFound
from onewindow.cases.outside import queries, sinks
from onewindow.cases.outside.models import OutsideCase, OutsideStep
from onewindow.exchange.public import Incoming
from onewindow.identity.public import Level, accesses_of, actor_for
from onewindow.identity.tests.factories import agency, official, person_account, resident_id

pytestmark = pytest.mark.django_db
BODY = "南宁市卫生健康委员会"
NUMBER = "B2026-1"


def told(kind: str, operation: str = "i", **row: object) -> None:
    moment = datetime(2026, 3, 2, 8, tzinfo=UTC)
    given = {"case_number": NUMBER} | row
    sinks.take([Incoming("nn-health", kind, operation, given, "R260302AAAAAAAAAAAA", moment, "4501")])


def applied(number: str | None = None, operation: str = "i", **changed: object) -> None:
    code = f"{agency(BODY).uscc}2000123001001"
    row = {
        "task_code": code, "task_name": "示例事项", "applicant_type": "1", "applicant_name": "测试人",
        "applicant_number": number, "apply_time": "2026-03-02T08:00:00+08:00", "channel": "2",
    }  # fmt: skip
    told("apply", operation, **(row | changed))


def walked(number: str | None = None) -> None:
    applied(number)
    told(
        "accept",
        accepted=True,
        accept_time="2026-03-03T09:00:00+08:00",
        handler="甲",
        promise_day="2026-03-20",
    )
    told(
        "process", step_number="s1", step_name="审查", handler="乙", begin_time="2026-03-04T09:00:00+08:00",
        end_time=None, opinion="材料齐全",
    )  # fmt: skip
    told("finish", result="1", finish_time="2026-03-10T10:00:00+08:00", reason=None)


@pytest.fixture
def holder(noon):
    number = resident_id()
    return person_account(number=number, level=Level.REAL_NAME), number


def test_its_holder_sees_the_whole_way(holder):
    account, number = holder
    walked(number)
    by = actor_for(account)
    (case,) = queries.outside_cases(by).cases
    assert (case.state, case.result_label, str(case.promised_due)) == ("finished", "准予", "2026-03-20")
    assert [step.title for step in queries.outside_case(by, case.pk).steps.all()] == ["受理", "审查", "办结"]
    client = Client()
    client.force_login(account)
    page = client.get(f"/my/outside/{case.pk}/").content.decode()
    assert "材料齐全" in page
    assert number not in page
    assert "示例事项" in client.get("/my/outside/").content.decode()


def test_nobody_else_sees_it(holder):
    walked(holder[1])
    case = OutsideCase.objects.get()
    stranger = actor_for(person_account(level=Level.REAL_NAME))
    assert queries.outside_cases(stranger).cases == []
    with pytest.raises(CaseNotFound):
        queries.outside_case(stranger, case.pk)
    unproved = actor_for(person_account(number=holder[1], level=Level.REGISTERED))
    assert queries.outside_cases(unproved).cases == []


def test_officers_of_the_body_see_it_and_others_do_not():
    walked()
    ours, theirs = official("ours", agency(BODY)), official("theirs", agency("南宁市行政审批局"))
    assert [one.number for one in queries.outside_cases(actor_for(ours)).cases] == [NUMBER]
    assert queries.outside_cases(actor_for(theirs)).cases == []
    client = Client()
    client.force_login(ours)
    assert NUMBER in client.get("/desk/outside/?state=finished&q=测试").content.decode()
    assert "没有找到" in client.get("/desk/outside/?state=applied").content.decode()


def test_an_officers_look_is_seen_by_the_holder(holder):
    account, number = holder
    walked(number)
    ours, theirs = official("ours", agency(BODY)), official("theirs", agency("南宁市行政审批局"))
    case, client = OutsideCase.objects.get(), Client()
    client.force_login(theirs)
    assert client.get(f"/desk/outside/{case.pk}/").status_code == 404
    client.force_login(ours)
    assert "材料齐全" in client.get(f"/desk/outside/{case.pk}/").content.decode()
    (look,) = accesses_of(actor_for(account))
    assert (look.case, look.reason) == (NUMBER, "查看本机关事项的办件")


def test_told_again_it_is_changed_and_not_doubled():
    walked()
    applied(task_name="改过的事项")
    told("process", "u", step_number="s1", step_name="复审", handler="乙",
         begin_time="2026-03-04T09:00:00+08:00", end_time=None, opinion=None)  # fmt: skip
    assert OutsideCase.objects.get().item_name == "改过的事项"
    assert sorted(OutsideStep.objects.values_list("title", flat=True)) == ["办结", "受理", "复审"]


def test_what_is_taken_back_is_gone_and_only_that():
    walked()
    told("finish", "d", result="1", finish_time="2026-03-10T10:00:00+08:00", reason=None)
    case = OutsideCase.objects.get()
    assert (case.state, case.finished_at, case.result) == ("accepted", None, "")
    assert sorted(OutsideStep.objects.values_list("title", flat=True)) == ["受理", "审查"]
    applied(operation="d")
    assert queries.outside_cases(actor_for(official("ours", agency(BODY)))).cases == []


def test_a_special_procedure_pauses_until_it_ends():
    applied()
    row = {"special_number": "t1", "special_name": "专家评审", "begin_time": "2026-03-04T09:00:00+08:00",
           "basis": "《行政许可法》第四十五条"}  # fmt: skip
    told("special", end_time=None, **row)
    assert OutsideCase.objects.get().state == "paused"
    told("special", "u", end_time="2026-03-06T09:00:00+08:00", **row)
    assert OutsideCase.objects.get().state == "accepted"


def test_an_unknown_body_is_no_reason_to_lose_it():
    applied(task_code="11450000MB0000001X4000123001001")
    assert OutsideCase.objects.get().agency is None


def test_a_page_is_one_statement_and_goes_on_by_keys(monkeypatch):
    monkeypatch.setattr(queries, "A_PAGE", 2)
    for n in range(5):
        applied(case_number=f"B{n}")
    by = actor_for(official("ours", agency(BODY)))
    with CaptureQueriesContext(connection) as said:
        page = queries.outside_cases(by)
    assert len(said) == 1
    seen = [one.number for one in page.cases]
    while page.after:
        page = queries.outside_cases(by, after=page.after)
        seen += [one.number for one in page.cases]
    assert seen == ["B4", "B3", "B2", "B1", "B0"]


def test_a_row_takes_few_statements():
    applied()
    with CaptureQueriesContext(connection) as said:
        told("accept", accepted=True, accept_time="2026-03-03T09:00:00+08:00", handler=None, promise_day=None)
    assert len([one for one in said if "SAVEPOINT" not in one["sql"]]) == 3


def test_many_rows_take_as_many_statements_as_few(noon):
    def rows(first: int, count: int) -> list[Incoming]:
        made = []
        for number in range(first, first + count):
            told = {
                "apply": {
                    "task_code": f"{agency(BODY).uscc}2000123001001", "task_name": "示例事项",
                    "applicant_name": "测试人", "apply_time": "2026-03-02T08:00:00+08:00",
                },
                "accept": {"accepted": True, "accept_time": "2026-03-03T09:00:00+08:00"},
                "finish": {"result": "1", "finish_time": "2026-03-10T10:00:00+08:00"},
            }  # fmt: skip
            moment = datetime(2026, 3, 2, 8, tzinfo=UTC)
            made += [
                Incoming("nn-health", kind, "i", {"case_number": f"M{number}", **row}, "R1", moment, "4501")
                for kind, row in told.items()
            ]
        return made

    few, many = rows(0, 2), rows(2, 60)
    with CaptureQueriesContext(connection) as captured:
        sinks.take(few)
    with CaptureQueriesContext(connection) as again:
        sinks.take(many)
    assert len(again) == len(captured)
    assert len([one for one in again if "SAVEPOINT" not in one["sql"]]) <= 6
    assert OutsideCase.objects.filter(state="finished", result="1").count() == 62
    assert OutsideStep.objects.count() == 124


def test_a_row_of_an_unknown_case_is_no_row(noon):
    with pytest.raises(sinks.UnknownCase):
        told("finish", result="1", finish_time="2026-03-10T10:00:00+08:00", reason=None)
    assert OutsideStep.objects.count() == 0
