"""疑义: the holder reports, the issuer answers once, the holder sees the answer."""

import pytest

from onewindow.licences.errors import (
    LicenceInvalid,
    LicenceNotFound,
    NotTheHolder,
    NotTheIssuer,
    ReportClosed,
)
from onewindow.licences.models import ErrorReport
from onewindow.licences.queries.desk import reports
from onewindow.licences.services.reports import answer_report, report_error
from onewindow.licences.tests.factories import NOON, People, entries, events, nurse_licence

pytestmark = pytest.mark.django_db


def reported(people: People) -> ErrorReport:
    return report_error(
        by=people.weixiaolan, identifier=nurse_licence().identifier, text="执业地点应为第二人民医院"
    )


def test_a_report_goes_to_the_issuer_and_comes_back(people: People) -> None:
    made = reported(people)
    assert events("LicenceErrorReported").get().subject == made.licence.identifier
    assert reported(people).pk == made.pk
    assert [one.pk for one in reports(people.menglihua)[0]] == [made.pk]
    assert reports(people.liangjianguo) == ([], [])
    done = answer_report(by=people.menglihua, report_id=made.pk, outcome="fixed", answer="已更正并换发新版本")
    assert (done.answered_at, done.answered_by) == (NOON, people.menglihua.label)
    assert events("LicenceErrorAnswered").get().payload["outcome"] == "fixed"
    assert entries("licence.error_answered").count() == 1
    with pytest.raises(ReportClosed):
        answer_report(by=people.menglihua, report_id=made.pk, outcome="right", answer="再答一次")
    assert reported(people).pk != made.pk


def test_others_neither_report_nor_answer(people: People) -> None:
    made = reported(people)
    with pytest.raises(NotTheHolder):
        report_error(by=people.heyong, identifier=made.licence.identifier, text="名字不对")
    for by in (people.liangjianguo, people.zhouhaiyan, people.weixiaolan):
        with pytest.raises(NotTheIssuer):
            answer_report(by=by, report_id=made.pk, outcome="right", answer="核实无误")
    with pytest.raises(LicenceNotFound):
        answer_report(by=people.menglihua, report_id=0, outcome="right", answer="核实无误")


def test_empty_words_are_refused_at_their_fields(people: People) -> None:
    made = reported(people)
    with pytest.raises(LicenceInvalid) as refused:
        answer_report(by=people.menglihua, report_id=made.pk, outcome="", answer=" ")
    assert set(refused.value.errors) == {"outcome", "answer"}
    with pytest.raises(LicenceInvalid):
        report_error(by=people.weixiaolan, identifier=made.licence.identifier, text="")
