"""企业名称自主申报: kept at once, looked at or refused; used with the grant."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from onewindow.cases import public as cases
from onewindow.collaboration import errors
from onewindow.collaboration.models import NameClaim
from onewindow.collaboration.naming import queries, services
from onewindow.collaboration.tests.factories import (
    MONDAY,
    account_of,
    applied,
    decide,
    official,
    part,
    the_procedure,
)
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, outbox

CITY = "450100000000"


def claimed(by: Actor, word: str = "红豆", **changes: str) -> NameClaim:
    told = {"region": CITY, "word": word, "industry": "F51", "form": "有限公司", **changes}
    return services.claim_name(by=by, **told)


def other(name: str = "baguitian") -> Actor:
    return identity.actor_for(account_of(name))


def test_a_name_is_kept_at_once_and_for_nobody_else(world) -> None:
    made = claimed(world.applicant)
    assert (made.name, made.state, made.reasons) == ("南宁市红豆商贸有限公司", "kept", [])
    assert made.kept_until == clock.today() + timedelta(days=60)
    assert claimed(world.applicant).pk == made.pk
    refused = claimed(other())
    assert (refused.state, "第十七条" in refused.reasons[0]) == ("refused", True)
    assert claimed(other(), form="股份有限公司").state == "refused"
    assert claimed(other(), industry="M75").state == "kept"
    assert audit.verify().ok


def test_what_was_not_used_in_time_is_free_again(world) -> None:
    made = claimed(world.applicant)
    with clock.at(MONDAY + timedelta(days=61)):
        assert claimed(other()).state == "kept"
    made.refresh_from_db()
    assert made.state == "lapsed"


def test_a_doubtful_name_is_decided_by_the_registrar(world) -> None:
    made = claimed(world.applicant, "中国红豆")
    assert (made.state, made.kept_until) == ("review", None)
    registrar = world.bodies["planning"]
    for wrong in (world.applicant, world.lead, replace(registrar, roles=frozenset({"review"}))):
        with pytest.raises(errors.NotTheRegistrar):
            services.decide_name(by=wrong, claim=made.pk, keep=True, reason="已核对。")
    with pytest.raises(errors.NameInvalid):
        services.decide_name(by=registrar, claim=made.pk, keep=True, reason=" ")
    services.decide_name(by=registrar, claim=made.pk, keep=True, reason="有批准文件。")
    made.refresh_from_db()
    assert (made.state, made.reasons[-1]) == ("kept", "有批准文件。")
    with pytest.raises(errors.NameDecided):
        services.decide_name(by=registrar, claim=made.pk, keep=False, reason="再看。")
    assert queries.names_to_review(registrar) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"region": "450200000000"}, "region"), ({"word": ""}, "word"), ({"industry": "Z"}, "industry"),
     ({"form": "商行"}, "form")],
)  # fmt: skip
def test_faults_are_told_at_their_field(world, changes: dict, field: str) -> None:
    with pytest.raises(errors.NameInvalid) as refused:
        claimed(world.applicant, **changes)
    assert set(refused.value.errors) == {field}


def test_who_may(world) -> None:
    for wrong in (world.lead, replace(world.applicant, items=("x",)), Actor(kind="anonymous")):
        with pytest.raises(errors.NotYourName):
            claimed(wrong)
    made = claimed(world.applicant)
    with pytest.raises(errors.UnknownName):
        services.give_up_name(by=other(), claim=made.pk)
    assert services.give_up_name(by=world.applicant, claim=made.pk).state == "given_up"
    with pytest.raises(errors.NameDecided):
        services.give_up_name(by=world.applicant, claim=made.pk)
    assert claimed(other()).state == "kept"


def opened(world, name: str) -> cases.Case:
    lead = applied(world.account, the_procedure("company"), company_name=name)
    outbox.drain()
    return lead


def test_the_form_begins_with_the_name_and_the_grant_uses_it(world) -> None:
    made = claimed(world.applicant)
    procedure = the_procedure("company")
    applicant = identity.applicant_of(world.account)
    draft = forms.start_draft(
        by=world.applicant, item_code=procedure.lead_code, item_version_id=procedure.lead_version,
        form_code="joint-company", applicant=applicant,
    )  # fmt: skip
    assert queries.kept_for(applicant, None)["name"].value == made.name
    assert made.name in str(forms.draft_for(by=world.applicant, draft_id=draft.pk).sealed)
    lead = opened(world, made.name)
    made.refresh_from_db()
    assert (made.case_number, made.state) == (lead.number, "kept")
    assert lead.events.filter(kind="name", title=f"名称已申报并保留：{made.name}").count() == 1
    with pytest.raises(errors.NameDecided):
        services.give_up_name(by=world.applicant, claim=made.pk)
    registrar = world.bodies["planning"]
    cases.accept_case(by=registrar, number=lead.number)
    outbox.drain()
    decide(registrar, part(lead.number, "licence").number)
    outbox.drain()
    made.refresh_from_db()
    assert made.state == "used"
    assert claimed(other()).state == "refused"


def test_a_withdrawn_application_frees_the_name_for_its_time(world) -> None:
    made = claimed(world.applicant)
    lead = opened(world, made.name)
    cases.withdraw_case(by=world.applicant, number=lead.number)
    outbox.drain()
    made.refresh_from_db()
    assert (made.case_number, made.state) == ("", "kept")


def test_what_was_not_declared_is_told(world) -> None:
    lead = opened(world, "南宁市没有申报商贸有限公司")
    assert lead.events.filter(kind="name", title="名称没有自主申报，由登记机关核对").count() == 1
    assert services.use_name(number=world.number) is None


def test_pages(world) -> None:
    firm, desk = Client(), Client()
    firm.force_login(world.account)
    desk.force_login(account_of("huangmeizhen"))
    assert "第一步：申报名称" in firm.get("/joint/procedures/company/").content.decode()
    told = {"region": CITY, "word": "中国红豆", "industry": "F51", "form": "有限公司"}
    assert firm.post("/joint/company-name/", told).status_code == 302
    assert "由登记机关核对" in firm.get("/joint/company-name/").content.decode()
    assert firm.post("/joint/company-name/", {}).status_code == 422
    made = NameClaim.objects.get()
    assert made.name in desk.get("/desk/company/names/").content.decode()
    assert desk.post(f"/desk/company/names/{made.pk}/", {"reason": ""}).status_code == 422
    assert desk.post(f"/desk/company/names/{made.pk}/", {"reason": "可以。", "keep": "1"}).status_code == 302
    assert f"放弃“{made.name}”" in firm.get(f"/joint/company-name/{made.pk}/give-up/").content.decode()
    assert firm.post(f"/joint/company-name/{made.pk}/give-up/").status_code == 302
    assert official("huangmeizhen").has_role("approve")
