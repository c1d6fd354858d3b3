"""Asking for a correction and deciding it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client

from onewindow.identity import cast
from onewindow.identity.models import AccessRecord, Account, Organisation, Person
from onewindow.identity.queries import actor_for
from onewindow.identity.rights.correcting import Wish, ask_correction, decide_correction, open_for
from onewindow.identity.rights.errors import (
    CorrectionDecided,
    CorrectionInvalid,
    CorrectionNotFound,
    DecisionInvalid,
    OwnCorrection,
    SourceNotFound,
)
from onewindow.identity.rights.events import DataCorrectionAsked, DataCorrectionSettled
from onewindow.identity.rights.models import Correction
from onewindow.identity.rights.picture import demo_picture
from onewindow.identity.tests.factories import agency, official, organisation_account, person_account
from onewindow.kernel.public import audit, outbox

StoredFile: Any = apps.get_model("documents", "StoredFile")
pytestmark = pytest.mark.django_db
SAID, REASONS = "户口簿上的名字不是这个", "核对了户口簿，与申请一致"


def officer(name: str = "keeper", at: str = cast.DATA, roles: tuple[str, ...] = ("data",)) -> Account:
    return official(name, agency(at), roles=roles)


def asked(account: Account, field: str = "name", after: str = "新名字", **more: str) -> Correction:
    agency(cast.DATA)
    wish = Wish(more.get("source", "account"), field, after, SAID, more.get("row", ""))
    return ask_correction(by=actor_for(account), wish=wish, evidence=[uuid4()])


def test_agreed_takes_effect_and_keeps_the_history() -> None:
    citizen, keeper = person_account(name="旧名字"), officer()
    request = asked(citizen)
    assert outbox.last(DataCorrectionAsked) is not None
    done = decide_correction(by=actor_for(keeper), correction_id=request.pk, outcome="agreed", answer=REASONS)
    assert Person.objects.get(pk=citizen.person_id).name == "新名字"
    kept = Correction.objects.get(pk=done.pk)
    assert (kept.before, kept.after, kept.outcome, kept.answer) == ("旧名字", "新名字", "agreed", REASONS)
    told = outbox.last(DataCorrectionSettled)
    assert told is not None and told.outcome == "agreed"
    assert [one for one in audit.verify().problems if one.place.startswith("identity_")] == []


def test_refused_changes_nothing() -> None:
    citizen, keeper = person_account(name="旧名字"), officer()
    decide_correction(
        by=actor_for(keeper), correction_id=asked(citizen).pk, outcome="refused", answer=REASONS
    )
    assert Person.objects.get(pk=citizen.person_id).name == "旧名字"


def test_a_firm_corrects_its_representative() -> None:
    firm, keeper = organisation_account(representative="旧代表"), officer()
    request = asked(firm, "representative", "新代表")
    decide_correction(by=actor_for(keeper), correction_id=request.pk, outcome="agreed", answer=REASONS)
    assert Organisation.objects.get(pk=firm.organisation_id).legal_representative == "新代表"


def test_asked_twice_is_asked_once_and_decided_once() -> None:
    citizen, keeper = person_account(), officer()
    first, again = asked(citizen), asked(citizen, after="又一个")
    assert (again.pk, again.after) == (first.pk, "新名字")
    wish = {"by": actor_for(keeper), "correction_id": first.pk, "outcome": "refused", "answer": REASONS}
    decide_correction(**wish)
    with pytest.raises(CorrectionDecided):
        decide_correction(**wish)
    for change in (
        lambda: Correction.objects.update(answer="改"),
        lambda: Correction.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert asked(citizen).pk != first.pk


@pytest.mark.parametrize(
    ("field", "after", "said", "files", "at"),
    [
        ("name", "", SAID, 1, ["after"]),
        ("name", "123", SAID, 1, ["after"]),
        ("name", "名" * 1001, SAID, 1, ["after"]),
        ("name", "新名字", "短", 0, ["said", "evidence"]),
        ("representative", "新名字", SAID, 1, ["field"]),
        ("resident_id", "459900199005120020", SAID, 1, ["field"]),
    ],
)
def test_faults_are_told_at_the_field(field: str, after: str, said: str, files: int, at: list[str]) -> None:
    with pytest.raises(CorrectionInvalid) as refused:
        wish = Wish("account", field, after, said)
        ask_correction(by=actor_for(person_account()), wish=wish, evidence=[uuid4()] * files)
    assert list(refused.value.errors) == at
    assert not Correction.objects.exists()


def test_only_officers_of_the_keeping_body_decide() -> None:
    request = asked(person_account())
    others = (
        officer("elsewhere", cast.HEALTH),
        officer("window", roles=("window",)),
        person_account(),
    )
    for other in others:
        with pytest.raises(CorrectionNotFound):
            decide_correction(by=actor_for(other), correction_id=request.pk, outcome="agreed", answer=REASONS)
        assert not open_for(actor_for(other)).exists()
    with pytest.raises(SourceNotFound):
        asked(person_account(), source="nothing")
    with pytest.raises(CorrectionInvalid):  # a case number that is not one's own
        asked(person_account(), "", source="cases", row="1" * 31)


def test_nobody_decides_the_own_request_or_without_reasons() -> None:
    keeper = officer()
    own = asked(keeper)
    with pytest.raises(OwnCorrection):
        decide_correction(by=actor_for(keeper), correction_id=own.pk, outcome="agreed", answer=REASONS)
    with pytest.raises(DecisionInvalid) as refused:
        decide_correction(by=actor_for(keeper), correction_id=own.pk, outcome="maybe", answer="")
    assert list(refused.value.errors) == ["outcome", "answer"]


def test_the_pages_from_form_to_decision(client: Client) -> None:
    citizen, keeper = person_account(name="旧名字"), officer()
    client.force_login(citizen)
    page = client.post("/my/data/account/correct/", {"field": "name", "after": "新名字", "said": SAID})
    assert page.status_code == 422 and "请上传能证明的材料" in page.content.decode()
    assert not StoredFile.objects.exists()
    form = {"field": "name", "after": "新名字", "said": SAID, "evidence": demo_picture()}
    assert client.post("/my/data/account/correct/", form).status_code == 302
    request = Correction.objects.get()
    assert "正在核实" in client.get("/my/data/").content.decode()
    client.force_login(keeper)
    assert client.get("/desk/corrections/").status_code == 200
    assert "旧名字" in client.get(f"/desk/corrections/{request.pk}/").content.decode()
    file = client.get(f"/files/{UUID(str(request.evidence[0]))}/")
    assert file.status_code == 200
    looks = AccessRecord.objects.filter(subject_id=citizen.person_id).values_list("reason", flat=True)
    assert list(looks) == ["处理您的更正申请"] * 2
    bad = client.post(f"/desk/corrections/{request.pk}/", {"outcome": "agreed"})
    assert bad.status_code == 422
    form = {"outcome": "agreed", "answer": REASONS}
    assert client.post(f"/desk/corrections/{request.pk}/", form).status_code == 302
    client.force_login(citizen)
    assert "核对了户口簿" in client.get("/my/data/").content.decode()
    assert client.get("/desk/corrections/").status_code == 403
