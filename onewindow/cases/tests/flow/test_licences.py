"""E-licences and cases: issued with the decision, taken in instead of asked for, used by the officer."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from onewindow.cases import exempt, results
from onewindow.cases.errors import FlowInvalid
from onewindow.cases.models import Case, CaseMaterial
from onewindow.cases.public import (
    Ask,
    Delivery,
    Outcome,
    answer_item,
    ask_for_correction,
    decide_case,
    supply_correction,
    supply_material,
    withhold_result,
)
from onewindow.cases.tests.factories import draft_of, pilot, submitted
from onewindow.cases.tests.flow.conftest import events, paper
from onewindow.exchange import public as exchange
from onewindow.exchange.tests.factories import answering
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import SYSTEM, audit, unit
from onewindow.licences import public as licences

WEI = "459900199005120020"
EMPLOYMENT = 5  # the number of 聘用证明 in the guide
FACE = {
    "name": "覃志远", "sex": "男", "birth_date": "1988-03-21", "certificate_number": "202345000456",
    "institution_code": "459900000001", "institution_name": "示例市第一人民医院",
    "registered_on": "2022-03-02",
}  # fmt: skip


def held(number: str = "459900198803210018", name: str = "覃志远") -> licences.Licence:
    version = pilot("nurse-renewal")
    with unit.work():
        return licences.issue_licence(
            by=SYSTEM, type_code="nurse", number="202345000456", face=FACE,
            issuer=licences.Issuer(version.agency_uscc, version.agency_name, version.region_code),
            holder=licences.Holder("person", name, number), valid_from=date(2022, 3, 2),
            valid_to=date(2027, 3, 1), case_number="OLD",
        )  # fmt: skip


def _account(name: str) -> identity.Account:
    rows = identity.Account.objects.select_related("person", "organisation", "post__agency")
    return rows.get(username=name)


def automatic(name: str, key: str) -> Case:
    with answering():
        return submitted(_account(name), key)


def test_every_declared_result_names_a_type_that_its_item_issues(people) -> None:
    for key, result in results.declared().items():
        kind, version = licences.licence_type(result.type), pilot(key)
        assert version.item.basic.name in kind.item_names, key
        assert set(kind.schema["required"]) <= set(result.face), key
        assert result.years <= kind.validity.get("years", 99), key
        assert "1" in version.audience if kind.holder_class == "person" else "1" not in version.audience, key


@pytest.mark.parametrize(
    ("name", "key", "shown"),
    [
        ("weiqimin", "doctor-change", {"category": "临床"}),
        ("lijianfang", "constructor-change", {"profession": "建筑工程"}),
        ("lijianfang", "safety-officer-renewal", {"category": "C"}),
        ("guijian", "qualification-change", {"capital": "4000万元", "uscc": "91459900MA0DEM048N"}),
        ("suyating", "pharmacist-registration", {"name": "苏雅婷"}),
        ("lvyuan", "forest-seed", {"legal_representative": "林秀珍"}),
        ("luzhifang", "ride-driver", {"category": "网络预约出租汽车驾驶员"}),
    ],
)
def test_each_pilot_leaves_its_licence_behind(people, name: str, key: str, shown: dict[str, str]) -> None:
    of_the_cast(name)
    case = automatic(name, key)
    assert case.outcome == "granted", key
    (made,) = licences.live_of_case(case.number)
    assert shown.items() <= made.face.items()
    assert made.holder_name == case.applicant_name
    assert made.number


def test_an_automatic_grant_issues_the_licence_in_its_transaction(people) -> None:
    case = automatic("weixiaolan", "nurse-renewal")
    assert (case.automatic, case.outcome) == (True, "granted")
    (made,) = licences.licences_of(WEI)
    assert (made.case_number, made.number, made.status) == (case.number, "202345000123", "01")
    assert (made.valid_from, made.valid_to) == (date(2026, 3, 2), date(2031, 3, 1))
    assert made.face == {
        "name": "韦晓兰", "sex": "女", "birth_date": "1990-05-12", "certificate_number": "202345000123",
        "institution_code": "459900000001", "institution_name": "示例市第一人民医院",
        "registered_on": "2026-03-02",
    }  # fmt: skip
    assert events("LicenceIssued")[-1].payload["case_number"] == case.number


def test_a_renewal_makes_the_next_version_of_what_was_held(people) -> None:
    old = held(WEI, "韦晓兰")
    automatic("weixiaolan", "nurse-renewal")
    new, before = licences.licences_of(WEI)
    assert (new.version, new.previous, before.identifier, before.status) == (
        2, old.identifier, old.identifier, "05",
    )  # fmt: skip


def test_an_officers_grant_issues_it_too_and_a_refusal_does_not(people) -> None:
    old = held()
    granted = {"outcome": Outcome.GRANTED, "opinion": "核实无误，准予延续。"}
    decide_case(by=people.officer, number=people.number, **granted)
    made = next(one for one in licences.licences_of(old.content["holder"]["number"]) if one.status == "01")
    assert (made.case_number, made.version, made.face["institution_name"]) == (
        people.number, 2, "示例市第一人民医院",
    )  # fmt: skip


def test_a_result_taken_back_takes_the_licence_along_and_a_new_grant_makes_another(people) -> None:
    ask_for_correction(by=people.officer, number=people.number, asks=[Ask("护士执业证书", "看不清")])
    answer_item(by=people.applicant, number=people.number, seq=3, file=paper())
    supply_correction(by=people.applicant, number=people.number)
    granted = {"outcome": Outcome.GRANTED, "opinion": "核实无误。", "delivery": Delivery.COUNTER}
    decide_case(by=people.officer, number=people.number, **granted)
    withhold_result(by=people.officer, number=people.number, seq=3, finding="照片被改过")
    (first,) = licences.live_of_case(people.number)
    assert (first.status, first.status_note) == ("03", "核对原件不符：照片被改过")
    assert events("LicenceChanged")[-1].payload["after"] == "03"
    supply_material(by=people.applicant, number=people.number, seq=3, file=paper("真.png"))
    decide_case(by=people.officer, number=people.number, **granted)
    (second,) = licences.live_of_case(f"{people.number}R2")
    assert (second.status, second.identifier != first.identifier) == ("01", True)
    assert [
        one.status for one in licences.licences_of("459900198803210018") if one.status in licences.LIVE
    ] == ["01"]
    assert audit.verify().ok


def test_a_renewal_taken_back_leaves_the_licence_held_before_in_force(people) -> None:
    old = held()
    ask_for_correction(by=people.officer, number=people.number, asks=[Ask("聘用证明", "看不清")])
    answer_item(by=people.applicant, number=people.number, seq=EMPLOYMENT, file=paper())
    supply_correction(by=people.applicant, number=people.number)
    granted = {"outcome": Outcome.GRANTED, "opinion": "核实无误。", "delivery": Delivery.COUNTER}
    decide_case(by=people.officer, number=people.number, **granted)
    assert [one.version for one in licences.in_force("459900198803210018", [old.type_id])] == [2]
    withhold_result(by=people.officer, number=people.number, seq=EMPLOYMENT, finding="照片被改过")
    (again,) = licences.in_force("459900198803210018", [old.type_id])
    assert (again.identifier, again.version) == (old.identifier, 1)
    supply_material(by=people.applicant, number=people.number, seq=EMPLOYMENT, file=paper("真.png"))
    decide_case(by=people.officer, number=people.number, **granted)
    assert [one.version for one in licences.in_force("459900198803210018", [old.type_id])] == [3]
    assert audit.verify().ok


def test_no_item_without_a_result_issues_anything(people) -> None:
    of_the_cast("huangguifang")
    case = automatic("huangguifang", "senior-allowance")
    assert case.outcome == "granted"
    assert licences.live_of_case(case.number) == []


def test_a_licence_in_force_stands_for_the_material_when_the_register_is_silent(people) -> None:
    one = held(WEI, "韦晓兰")
    draft = draft_of(_account("weixiaolan"), "nurse-renewal")
    with answering(nurse_registration="down"):
        case = _submit("weixiaolan", draft)
    assert not case.automatic
    row = CaseMaterial.objects.get(case=case, name="护士执业证书")
    assert (row.grade, row.source, row.receipt) == ("A", "电子证照 202345000456", one.identifier)
    seen = identity.accesses_of(identity.actor_for(_account("weixiaolan")))
    assert [a.what for a in seen if a.source == "电子证照库"] == ["电子证照：护士执业证书"]
    with pytest.raises(FlowInvalid) as refused:
        ask_for_correction(by=people.officer, number=case.number, asks=[Ask("护士执业证书", "请上传")])
    assert "不能要求提交" in refused.value.errors["materials"][0]
    client = Client()
    client.force_login(_account("menglihua"))
    page = client.get(f"/desk/licences/use/?case={case.number}").content.decode()
    assert "护士执业证书" in page
    done = client.post(
        "/desk/licences/use/", {"case": case.number, "type": "nurse", "reason": "核对注册信息"}
    )
    assert done.status_code == 302
    shown = client.get(done["Location"]).content.decode()
    assert f"办件{case.number}" in shown and "示例市第一人民医院" in shown


def test_only_the_body_with_the_case_uses_licences_for_it(people) -> None:
    from onewindow.cases.subjects import business

    assert business(people.officer, people.number) is not None
    assert business(people.window, people.number) is not None
    for by in (people.elsewhere, people.applicant, people.stranger):
        assert business(by, people.number) is None
    assert business(people.officer, "none") is None
    decide_case(by=people.officer, number=people.number, outcome=Outcome.GRANTED, opinion="好。")
    assert business(people.officer, people.number) is None  # closed


def test_a_form_is_filled_from_a_licence_and_the_holder_sees_it(people) -> None:
    account = _account("weixiaolan")
    applicant = identity.applicant_of(account)
    purpose = exchange.Purpose(item="I", case="D1", reason="护士变更注册")
    assert exempt.prefill_from("nurse")(applicant, purpose) == {}
    one = held(WEI, "韦晓兰")
    known = exempt.prefill_from("nurse")(applicant, purpose)
    assert known["institution_name"].value == "示例市第一人民医院"
    assert (known["institution_name"].source, known["institution_name"].receipt) == (
        "电子证照“护士执业证书”（A 级）", one.identifier,
    )  # fmt: skip
    assert identity.accesses_of(identity.actor_for(account))[0].case == "D1"


def test_only_uploads_of_held_licences_are_spared(people) -> None:
    applicant, version = identity.applicant_of(_account("weixiaolan")), pilot("nurse-renewal")
    form = forms.form(version.form_code, 1)
    assert exempt.spared_by(applicant, version, form) == {}
    held(WEI, "韦晓兰")
    assert exempt.held_by(applicant, version)[3].type.key == "nurse"
    assert exempt.spared_by(applicant, version, form) == {}  # its only upload is the medical report
    pages = (replace(form.all_pages[3], fields=(replace(form.all_pages[3].fields[0], material=3),)),)
    asking = replace(form, all_pages=pages)
    assert list(exempt.spared_by(applicant, version, asking)) == ["exam_file"]


def _submit(name: str, draft: forms.Draft) -> Case:
    from onewindow.cases.public import submit_case

    account = _account(name)
    return submit_case(
        by=identity.actor_for(account), applicant=identity.applicant_of(account), draft_id=draft.pk
    )


def test_the_guide_tells_a_holder_what_need_not_be_handed_in(people) -> None:
    client, address = Client(), f"/items/{pilot('nurse-renewal').code}/"
    client.force_login(_account("weixiaolan"))
    assert "您有电子证照" not in client.get(address).content.decode()
    held(WEI, "韦晓兰")
    assert client.get(address).content.decode().count("免提交：您有电子证照") == 1
    assert "您有电子证照" not in Client().get(address).content.decode()
