"""Issue: signed, once a case, next version on renewal, one in force of a sole type, never outside a unit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, audit, codes, unit
from onewindow.licences import integrity
from onewindow.licences.errors import AlreadyInForce, LicenceInvalid, MovedMeanwhile
from onewindow.licences.models import Licence
from onewindow.licences.queries.licences import held_of_type
from onewindow.licences.records import Holder
from onewindow.licences.services.issue import issue_licence
from onewindow.licences.services.status import change_status
from onewindow.licences.tests.factories import (
    COMMISSION,
    HEALTH,
    NURSE_FACE,
    WEI,
    entries,
    events,
    nurse_licence,
)
from onewindow.licences.verification import verification_of

pytestmark = pytest.mark.django_db
GIVEN: dict[str, Any] = {
    "by": SYSTEM, "type_code": "nurse", "issuer": COMMISSION, "holder": WEI, "number": "202345000123",
    "face": NURSE_FACE, "valid_from": date(2026, 3, 2), "valid_to": date(2031, 3, 1),
    "case_number": "1145000000DM00215X260302000002", "renew": True,
}  # fmt: skip
SECOND = "1145000000DM00215X260302000002"


def test_a_licence_is_signed_identified_and_told(catalogue: None) -> None:
    made = nurse_licence()
    found = Licence.objects.get(pk=made.pk)
    identifier = codes.LicenceId.parse(found.identifier)
    assert (identifier.issuer, identifier.version) == (HEALTH, 1)
    assert identifier.type_code == f"{HEALTH}001"
    assert found.content["holder"] == {
        "kind": "person",
        "name": "韦晓兰",
        "number": "459900199005120020",
        "number_type": "111",
    }
    assert found.face["institution_name"] == "示例市第一人民医院"
    assert integrity.is_as_left(found)
    assert verification_of(found).verdict == documents.Verdict.GENUINE
    assert entries("licence.issued").get().key == str(found.pk)
    event = events("LicenceIssued").get()
    assert (event.subject, event.external) == (found.identifier, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT position('459900199005120020'::bytea in record) FROM licences_licence")
        assert cursor.fetchall() == [(0,)]


def test_the_same_case_issues_once(catalogue: None) -> None:
    first = nurse_licence()
    assert nurse_licence().pk == first.pk
    assert Licence.objects.count() == 1


def test_renewal_makes_the_next_version_and_the_old_one_lapses(catalogue: None) -> None:
    first = nurse_licence(start=date(2022, 3, 2))
    second = nurse_licence(SECOND, renew=True)
    first.refresh_from_db()
    assert (first.status, first.status_note) == ("05", "换发新版本")
    assert integrity.is_as_left(first)
    assert codes.LicenceId.parse(second.identifier).version == 2
    assert codes.LicenceId.parse(second.identifier).serial == codes.LicenceId.parse(first.identifier).serial
    assert second.previous == first.identifier


def test_of_a_sole_type_a_holder_has_one(catalogue: None) -> None:
    nurse_licence()
    with pytest.raises(AlreadyInForce):
        nurse_licence(SECOND)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"face": {"name": "韦晓兰"}}, "face.sex"),
        ({"holder": Holder("organisation", "示例公司", "91459900MA0DEM0134")}, "holder"),
        ({"valid_to": date(2031, 3, 9)}, "valid_to"),
        ({"valid_to": None}, "valid_to"),
    ],
)
def test_what_its_type_forbids_is_refused(catalogue: None, changes: dict[str, Any], field: str) -> None:
    with transaction.atomic(), pytest.raises(LicenceInvalid) as refused:
        issue_licence(**(GIVEN | changes))
    assert field in refused.value.errors


def test_outside_a_unit_nothing_is_issued() -> None:
    def issue() -> None:
        issue_licence(
            by=SYSTEM, type_code="nurse", issuer=None, holder=WEI, number="1", face={},  # type: ignore[arg-type]
            valid_from=date(2026, 3, 2), valid_to=None, case_number="X",
        )  # fmt: skip

    with ThreadPoolExecutor() as elsewhere, pytest.raises(RuntimeError):
        elsewhere.submit(issue).result()  # a connection of its own, in no transaction


def test_issuing_takes_one_statement_and_the_unit_one_more(catalogue: None) -> None:
    nurse_licence()
    other = Holder("person", "测试人", "459900198803210018")
    with CaptureQueriesContext(connection) as captured:
        nurse_licence(SECOND, other)
    told = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) == 2, told  # the licence; audit and event


def test_with_what_was_read_before_the_unit_it_is_one_statement(catalogue: None) -> None:
    first = nurse_licence(start=date(2022, 3, 2))
    known = held_of_type(WEI.number, first.type_id)
    with CaptureQueriesContext(connection) as captured, unit.work():
        second = issue_licence(**GIVEN, known=known)
    told = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) == 2, told  # both licences at once; audit and events
    first.refresh_from_db()
    assert (first.status, second.version, second.previous) == ("05", 2, first.identifier)
    assert integrity.is_as_left(first) and integrity.is_as_left(Licence.objects.get(pk=second.pk))
    assert {one.subject for one in events("LicenceChanged")} == {first.identifier}


def test_what_moved_meanwhile_is_not_overwritten(catalogue: None, menglihua: identity.Account) -> None:
    first = nurse_licence(start=date(2022, 3, 2))
    known = held_of_type(WEI.number, first.type_id)
    by = identity.actor_for(menglihua)
    change_status(by=by, identifier=first.identifier, status="02", reason="依法暂扣")
    with pytest.raises(MovedMeanwhile), unit.work():
        issue_licence(**GIVEN, known=known)
    with pytest.raises(MovedMeanwhile), unit.work():
        issue_licence(**(GIVEN | {"renew": False}), known=[])  # a sole one that was not known of
    assert Licence.objects.count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE licences_licence SET number = 'X'",
        "UPDATE licences_licence SET valid_to = '2099-01-01'",
        "DELETE FROM licences_licence",
        "UPDATE licences_licence SET status = '05', status_by = '11450000000000000X'",
    ],
)
def test_the_database_refuses_what_no_verb_does(catalogue: None, sql: str) -> None:
    nurse_licence()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_final_status_is_final_in_the_database_too(catalogue: None) -> None:
    made = nurse_licence()
    Licence.objects.filter(pk=made.pk).update(status="03")
    with pytest.raises(IntegrityError), transaction.atomic():
        Licence.objects.filter(pk=made.pk).update(status="01")
    made.refresh_from_db()
    assert verification_of(made).verdict == documents.Verdict.ALTERED  # a change past the verbs shows


def test_the_audit_log_knows_every_licence(catalogue: None) -> None:
    nurse_licence()
    assert [one for one in audit.verify().problems if "licences" in one.place] == []
