"""Submitting: approved at once, to a human, or to be corrected; once and only once."""

from uuid import uuid4

import pytest
from django.db import connection

from onewindow.cases.errors import AnswersInvalid, NeedsCorrection, WrongApplicant
from onewindow.cases.events import CaseDecided, CaseSubmitted
from onewindow.cases.models import Case
from onewindow.cases.services.submit import submit_case
from onewindow.cases.states import Outcome, Status
from onewindow.cases.tests.factories import draft_of, pilot, submitted
from onewindow.decisions import public as decisions
from onewindow.documents import public as documents
from onewindow.exchange.tests.factories import answering
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import audit, clock, outbox

pytestmark = pytest.mark.usefixtures("world")

PILOTS = [
    ("weixiaolan", "nurse-renewal"),
    ("zhuangxiangwei", "packaged-food"),
    ("huangguifang", "senior-allowance"),
]


def account(request: pytest.FixtureRequest, username: str) -> identity.Account:
    made = request.getfixturevalue(username)
    assert isinstance(made, identity.Account)
    return made


@pytest.mark.parametrize(("username", "key"), PILOTS)
def test_grants_at_once_with_a_signed_notice(request: pytest.FixtureRequest, username: str, key: str) -> None:
    case = submitted(account(request, username), key)
    assert (case.status, case.outcome, case.automatic) == (Status.CLOSED, Outcome.GRANTED, True)
    (notice,) = documents.notices_of(case.number)
    assert documents.check_token(notice.token).verdict == documents.Verdict.GENUINE
    record = decisions.decision_of(case.number)
    assert record is not None
    assert (record.outcome, record.draft_reference) == ("approve", case.draft_reference)
    assert decisions.replay(case.number).same
    assert [event.kind for event in case.events.order_by("id")] == ["submitted", "granted"]
    assert case.materials.count() == len(_materials(key))
    assert outbox.last(CaseSubmitted) is not None
    told = outbox.last(CaseDecided)
    assert told is not None
    assert (told.subject, told.outcome, told.automatic) == (case.number, "granted", True)
    assert audit.verify().ok


def _materials(key: str) -> tuple[object, ...]:
    from onewindow.catalogue.public import guide

    return guide(pilot(key)).materials


def test_materials_carry_their_trust_grade(weixiaolan: identity.Account) -> None:
    case = submitted(weixiaolan, "nurse-renewal")
    grades = list(case.materials.order_by("seq").values_list("name", "grade"))
    assert grades == [
        ("护士延续注册申请审核表", "D"),
        ("居民身份证", "A"),
        ("护士执业证书", "A"),
        ("医疗机构执业许可证", "A"),
        ("聘用证明", "A"),
        ("6 个月内健康体检证明", "-"),
    ]


@pytest.mark.parametrize(
    ("username", "key", "changes"),
    [
        ("qinzhiyuan", "nurse-renewal", {"certificate_number": "202345000456"}),
        ("moguoqiang", "senior-allowance", {"bank_card": "6217000000000000029"}),
        ("baguitian", "packaged-food", {"principal_name": "农文斌", "principal_id": "459900197911020057"}),
        ("zhuangxiangwei", "packaged-food", {"scope": ["prepackaged", "hot"]}),
    ],
)
def test_leaves_what_rules_cannot_grant_to_people(
    request: pytest.FixtureRequest, username: str, key: str, changes: dict[str, object]
) -> None:
    case = submitted(account(request, username), key, **changes)
    assert (case.status, case.outcome, case.automatic) == (Status.RECEIVED, "", False)
    assert [d.kind for d in documents.notices_of(case.number)] == ["receipt"]
    assert case.events.order_by("-id")[0].detail


@pytest.mark.parametrize("fault", ["down", "none", "lie", "forged"])
@pytest.mark.parametrize(("username", "key"), PILOTS)
def test_never_grants_on_missing_data(
    request: pytest.FixtureRequest, username: str, key: str, fault: str
) -> None:
    applicant = account(request, username)
    by, whom = identity.actor_for(applicant), identity.applicant_of(applicant)
    for fact in pilot(key).facts:
        draft = draft_of(applicant, key)
        with answering(**{fact["resource"]: fault}):
            case = submit_case(by=by, applicant=whom, draft_id=draft.pk)
        assert (case.status, case.automatic) == (Status.RECEIVED, False), fact["resource"]
        assert [d.kind for d in documents.notices_of(case.number)] == ["receipt"]


def test_a_correction_files_nothing_and_names_the_field(weixiaolan: identity.Account) -> None:
    draft = draft_of(weixiaolan, "nurse-renewal", certificate_number="202345000999")
    by, applicant = identity.actor_for(weixiaolan), identity.applicant_of(weixiaolan)
    with pytest.raises(NeedsCorrection) as refused:
        submit_case(by=by, applicant=applicant, draft_id=draft.pk)
    assert list(refused.value.errors) == ["certificate_number"]
    assert Case.objects.count() == 0
    assert forms.draft_for(by=by, draft_id=draft.pk).status == "open"
    case = submit_case(by=by, applicant=applicant, draft_id=draft.pk, insist=True)
    assert case.status == Status.RECEIVED


def test_incomplete_answers_are_named_at_their_fields(weixiaolan: identity.Account) -> None:
    by = identity.actor_for(weixiaolan)
    version = pilot("nurse-renewal")
    draft = forms.start_draft(
        by=by, item_code=version.code, item_version_id=version.pk, form_code=version.form_code,
        applicant=identity.applicant_of(weixiaolan),
    )  # fmt: skip
    with pytest.raises(AnswersInvalid) as refused:
        submit_case(by=by, applicant=identity.applicant_of(weixiaolan), draft_id=draft.pk)
    assert {"exam_date", "declaration"} <= set(refused.value.errors)


def test_a_second_submit_leads_to_the_first_case(weixiaolan: identity.Account) -> None:
    case = submitted(weixiaolan, "nurse-renewal")
    draft = forms.Draft.objects.get(reference=case.draft_reference)
    with pytest.raises(forms.AlreadySubmitted) as refused:
        submit_case(
            by=identity.actor_for(weixiaolan), applicant=identity.applicant_of(weixiaolan), draft_id=draft.pk
        )
    assert refused.value.case_number == case.number
    assert Case.objects.count() == 1


def test_a_low_level_is_refused(luzihao: identity.Account, weixiaolan: identity.Account) -> None:
    draft = draft_of(weixiaolan, "nurse-renewal")
    forms.Draft.objects.filter(pk=draft.pk).update(account_id=luzihao.pk)
    with pytest.raises(identity.LevelTooLow):
        submit_case(
            by=identity.actor_for(luzihao), applicant=identity.applicant_of(luzihao), draft_id=draft.pk
        )


def test_a_firm_cannot_apply_for_a_persons_item(
    weixiaolan: identity.Account, zhuangxiangwei: identity.Account
) -> None:
    draft = draft_of(weixiaolan, "nurse-renewal")
    forms.Draft.objects.filter(pk=draft.pk).update(account_id=zhuangxiangwei.pk)
    with pytest.raises(WrongApplicant):
        submit_case(
            by=identity.actor_for(zhuangxiangwei), applicant=identity.applicant_of(zhuangxiangwei),
            draft_id=draft.pk,
        )  # fmt: skip


def test_somebody_elses_draft_is_unknown(weixiaolan: identity.Account, qinzhiyuan: identity.Account) -> None:
    draft = draft_of(weixiaolan, "nurse-renewal")
    for draft_id in (draft.pk, uuid4()):
        with pytest.raises(forms.UnknownDraft):
            submit_case(
                by=identity.actor_for(qinzhiyuan), applicant=identity.applicant_of(qinzhiyuan),
                draft_id=draft_id,
            )  # fmt: skip


def test_a_failure_before_the_commit_leaves_nothing(
    weixiaolan: identity.Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = draft_of(weixiaolan, "nurse-renewal")

    def broken(*_: object, **__: object) -> None:
        raise OSError("the key device is gone")

    monkeypatch.setattr(documents, "issue_notice", broken)
    by = identity.actor_for(weixiaolan)
    with pytest.raises(OSError, match="gone"):
        submit_case(by=by, applicant=identity.applicant_of(weixiaolan), draft_id=draft.pk)
    assert Case.objects.count() == 0
    assert forms.draft_for(by=by, draft_id=draft.pk).status == "open"
    assert outbox.last(CaseSubmitted) is None


def test_is_due_in_working_days(qinzhiyuan: identity.Account) -> None:
    case = submitted(qinzhiyuan, "nurse-renewal", certificate_number="202345000456")
    assert case.promised_due > clock.today()
    assert case.statutory_due is not None
    assert case.statutory_due > case.promised_due


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("cases_case", "applicant_name", "'别人'"),
        ("cases_case", "promised_due", "promised_due + 1"),
        ("decisions_decisionrecord", "outcome", "'human'"),
        ("decisions_decisionrecord", "trace", "'{}'::jsonb"),
        ("decisions_rulesetversion", "dmn_xml", "dmn_xml || ' '"),
        ("documents_document", "holder_masked", "'别*'"),
        ("forms_draft", "case_number", "''"),
    ],
)
def test_a_row_altered_past_the_verbs_is_named_by_audit_verify(
    weixiaolan: identity.Account, table: str, column: str, value: str
) -> None:
    submitted(weixiaolan, "nurse-renewal")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"UPDATE {table} SET {column} = {value}")
    told = audit.verify()
    assert not told.ok
    assert {problem.kind for problem in told.problems} == {"altered"}
    assert all(table in problem.place for problem in told.problems)
