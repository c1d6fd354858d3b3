"""The interface for apps and handling systems: submit once, read on record, follow every step."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from onewindow.cases.models import ApiSubmission, Case
from onewindow.cases.services.take_in import _claimed
from onewindow.cases.tests.factories import ANSWERS, pilot, submitted
from onewindow.cases.tests.test_sql import statements
from onewindow.cases.tests.test_supply_material import PNG
from onewindow.documents import public as documents
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import clock, hashing

pytestmark = pytest.mark.usefixtures("world")
KEY = "0123-abcd-4567"


def token(agency_id: int, *scopes: str, account: identity.Account | None = None) -> str:
    """Return the text of a good token: of a system itself, or given by an account."""
    party, _ = apps.get_model("identity", "RelyingParty").objects.get_or_create(
        client_id=f"app-{agency_id}",
        defaults={"name": "示例应用", "purpose": "测试", "agency_id": agency_id, "contact": "示例",
                  "kind": "system", "registered_at": clock.now()},
    )  # fmt: skip
    given, now, text = (
        None,
        clock.now(),
        f"token-{agency_id}-{account.pk if account else 0}-{'-'.join(scopes)}",
    )
    if account is not None:
        given = apps.get_model("identity", "Authorisation").objects.create(
            party=party, account=account, scopes=list(scopes), code=text.encode()[:32].ljust(32, b"."),
            code_until=now, redirect="https://app.example/", challenge="c", auth_time=now, sid="s",
            begun_at=now,
        )  # fmt: skip
    apps.get_model("identity", "AccessToken").objects.create(
        digest=hashing.keyed_hash("oidc-access", text), party=party, authorisation=given,
        scopes=list(scopes), good_until=now + timedelta(hours=1),
    )  # fmt: skip
    return text


def call(method: str, path: str, text: str = "", body: object = None, **headers: str):
    if text:
        headers["authorization"] = f"Bearer {text}"
    answer = Client().generic(
        method, f"/api/v1/cases{path}", json.dumps(body) if body is not None else "",
        content_type="application/json", headers=headers,
    )  # fmt: skip
    return answer.status_code, answer.json()


def nurse() -> dict[str, object]:
    day = (clock.today() - timedelta(days=10)).isoformat()
    return {"item": pilot("nurse-renewal").code, "answers": {**ANSWERS["nurse-renewal"], "exam_date": day}}


def test_an_app_submits_once_however_often_it_sends(weixiaolan) -> None:
    text = token(pilot("nurse-renewal").item.agency_id, "openid", "apply", account=weixiaolan)
    first = call("POST", "/", text, nurse(), **{"idempotency-key": KEY})
    again = call("POST", "/", text, nurse(), **{"idempotency-key": KEY})
    assert first == again
    assert (first[0], first[1]["automatic"], first[1]["outcome"]) == (201, True, "granted")
    case = Case.objects.get()
    assert (case.number, case.account_id) == (first[1]["number"], weixiaolan.pk)
    changed = nurse() | {"insist": True, "answers": {**nurse()["answers"], "mobile": "19900000009"}}
    other = call("POST", "/", text, changed, **{"idempotency-key": KEY})
    assert (other[0], other[1]["code"]) == (409, "idempotency_key_reused")
    ApiSubmission.objects.update(number="")
    assert call("POST", "/", text, nurse(), **{"idempotency-key": KEY}) == first
    assert Case.objects.count() == 1


def test_who_was_overtaken_finds_the_case_of_the_other_under_the_key(weixiaolan) -> None:
    text = token(pilot("nurse-renewal").item.agency_id, "openid", "apply", account=weixiaolan)
    number = call("POST", "/", text, nurse(), **{"idempotency-key": KEY})[1]["number"]
    row, by = ApiSubmission.objects.get(), identity.actor_for(weixiaolan)
    version = pilot("nurse-renewal")
    late = forms.start_draft(
        by=by, item_code=version.code, item_version_id=version.pk, form_code=version.form_code,
        applicant=identity.applicant_of(weixiaolan),
    )  # fmt: skip
    for noted in (number, ""):
        ApiSubmission.objects.update(number=noted)
        assert _claimed(row.client, KEY, bytes(row.digest), late, by) == (row, number)
        assert ApiSubmission.objects.get().draft == row.draft != late.pk


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_filed(weixiaolan) -> None:
    text = token(pilot("nurse-renewal").item.agency_id, "apply", account=weixiaolan)
    assert call("POST", "/", text, nurse())[1]["code"] == "idempotency_key_missing"
    odd = nurse()
    odd["answers"] = {**odd["answers"], "surprise": 1}
    status, said = call("POST", "/", text, odd, **{"idempotency-key": KEY})
    assert (status, list(said["errors"])) == (422, ["surprise"])
    empty = {"item": nurse()["item"], "answers": {}}
    assert call("POST", "/", text, empty, **{"idempotency-key": KEY})[0] == 422
    nowhere = {"item": "X", "answers": {}}
    assert call("POST", "/", text, nowhere, **{"idempotency-key": "another-key"})[0] == 404
    assert Case.objects.count() == 0
    assert call("POST", "/", text, nurse(), **{"idempotency-key": KEY})[0] == 201


def test_the_file_of_another_is_no_answer(weixiaolan, qinzhiyuan) -> None:
    text = token(pilot("nurse-renewal").item.agency_id, "apply", account=weixiaolan)
    theirs, own = (
        documents.store_upload(
            by=identity.actor_for(one), file=SimpleUploadedFile("体检.png", PNG, "image/png"), purpose="体检"
        )
        for one in (qinzhiyuan, weixiaolan)
    )

    def sent(file_id: object, key: str):
        told = nurse()
        upload = {"id": str(file_id), "name": "体检.png", "size": 9}
        told["answers"] = {**told["answers"], "exam_file": upload}
        return call("POST", "/", text, told, **{"idempotency-key": key})

    for wrong, key in ((theirs.pk, "of-another"), ("x", "of-nobody")):
        status, said = sent(wrong, key)
        assert (status, said["errors"]) == (422, {"exam_file": ["请先用这个账号上传文件，再填它的编号。"]})
    assert Case.objects.count() == 0
    assert sent(own.pk, "of-myself")[0] == 201


def test_a_system_never_submits_and_a_stranger_is_nobody(weixiaolan) -> None:
    agency = pilot("nurse-renewal").item.agency_id
    assert call("POST", "/", token(agency, "api"), nurse(), **{"idempotency-key": KEY})[0] == 403
    assert call("POST", "/", "", nurse(), **{"idempotency-key": KEY})[0] == 401
    without = token(agency, "openid", account=weixiaolan)
    assert call("POST", "/", without, nurse(), **{"idempotency-key": KEY})[0] == 403


def test_the_bodys_system_reads_on_record_and_no_other_does(qinzhiyuan, weixiaolan) -> None:
    case = submitted(qinzhiyuan, "nurse-renewal", certificate_number="202345000456")
    mine, other = token(case.agency_id, "api"), token(pilot("packaged-food").item.agency_id, "api")
    status, said = call("GET", f"/{case.number}", mine)
    assert (status, said["status"], said["answers"]) == (200, "received", [])
    assert call("GET", f"/{case.number}?reason=审查", mine)[1]["answers"]
    looks = [(one.reason, one.case) for one in identity.AccessRecord.objects.order_by("id")][-2:]
    assert looks == [("办理系统查看进度", case.number), ("审查", case.number)]
    assert call("GET", f"/{case.number}", other)[0] == 403
    own = token(case.agency_id, "apply", account=qinzhiyuan)
    with CaptureQueriesContext(connection) as captured:
        assert call("GET", f"/{case.number}", own)[1]["applicant"] == "覃志远"
    assert len(statements(captured.captured_queries)) == 4  # token, case, materials, steps
    assert [p["title"] for p in call("GET", f"/{case.number}/papers", own)[1]] == ["接收回执"]
    strange = token(case.agency_id, "apply", account=weixiaolan)
    assert call("GET", f"/{case.number}", strange)[0] == 403
    assert call("GET", "/NOSUCH", mine)[0] == 404


def test_changes_are_told_in_order_once_and_only_ones_own(qinzhiyuan, zhuangxiangwei) -> None:
    nurse_case = submitted(qinzhiyuan, "nurse-renewal", certificate_number="202345000456")
    submitted(zhuangxiangwei, "packaged-food")
    mine = token(nurse_case.agency_id, "api")
    assert call("GET", "/changes", mine)[1]["changes"] == []
    with clock.at(clock.now() + timedelta(seconds=6)):
        status, said = call("GET", "/changes?size=1", mine)
        assert (status, len(said["changes"]), said["more"]) == (200, 1, True)
        rest = call("GET", f"/changes?after={said['cursor']}", mine)[1]
        assert [c["step"]["kind"] for c in said["changes"] + rest["changes"]] == ["submitted", "reviewing"]
        assert {c["number"] for c in rest["changes"]} == {nurse_case.number}
        end = call("GET", f"/changes?after={rest['cursor']}", mine)[1]
        assert (end["changes"], end["cursor"], end["more"]) == ([], rest["cursor"], False)
    own = token(nurse_case.agency_id, "apply", account=qinzhiyuan)
    assert call("GET", "/changes", own)[1]["code"] == "system_only"
    assert call("GET", "/changes")[0] == 403
