"""Cases in another's name: what an agent may see and do, and that every step names both."""

from itertools import count

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.cases import policies
from onewindow.cases.errors import CaseNotYours
from onewindow.cases.models import Case
from onewindow.cases.queries import case_for, cases_of
from onewindow.cases.services.withdraw import withdraw_case
from onewindow.cases.tests.factories import draft_of, pilot, submitted
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import mandate_of, take_back
from onewindow.kernel.public import SYSTEM, Actor, audit

pytestmark = pytest.mark.usefixtures("world")
_serial = count(1)


def test_an_agent_applies_for_the_firm_and_both_are_named(
    zhuangxiangwei: identity.Account, heyong: identity.Account
) -> None:
    mandate = mandate_of(zhuangxiangwei, heyong, pilot("packaged-food").code)
    by = identity.actor_for(heyong, mandate=mandate)
    case = submitted(heyong, "packaged-food", mandate, principal_id="459900197911020057")
    assert (case.organisation_id, case.person_id) == (zhuangxiangwei.organisation_id, None)
    assert (case.agent_name, case.mandate) == ("何勇", mandate.reference)
    first = case_for(by, case.number).events.first()
    assert first is not None and first.who == f"申请人（由何勇代办，授权 {mandate.reference}）"
    assert by.label == f"person:{heyong.pk}@{mandate.reference}" and audit.verify().ok
    assert [one.pk for one in cases_of(identity.actor_for(zhuangxiangwei))] == [case.pk]
    assert cases_of(identity.actor_for(heyong)) == []
    desk = case_for(SYSTEM, case.number)
    assert (desk.applicant.kind, desk.applicant.name) == ("organisation", "南宁壮乡味食品经营有限公司")
    take_back(zhuangxiangwei, mandate)
    with pytest.raises(CaseNotYours):
        withdraw_case(by=identity.actor_for(heyong), number=case.number)
    withdraw_case(by=identity.actor_for(zhuangxiangwei), number=case.number)


def test_what_the_mandate_leaves_out_is_refused(
    zhuangxiangwei: identity.Account, heyong: identity.Account
) -> None:
    mandate = mandate_of(zhuangxiangwei, heyong, pilot("nurse-renewal").code)
    with pytest.raises(identity.MandateTooNarrow):
        submitted(heyong, "packaged-food", mandate)
    case = submitted(zhuangxiangwei, "packaged-food")
    with pytest.raises(CaseNotYours):
        case_for(identity.actor_for(heyong, mandate=mandate), case.number)


def test_a_draft_stays_with_the_name_it_was_begun_in(
    zhuangxiangwei: identity.Account, heyong: identity.Account
) -> None:
    mandate = mandate_of(zhuangxiangwei, heyong)
    draft = draft_of(heyong, "packaged-food", mandate)
    with pytest.raises(forms.OtherParty):
        forms.draft_for(by=identity.actor_for(heyong), draft_id=draft.pk)
    client = Client()
    client.force_login(heyong)
    answer = client.post(f"/apply/draft/{draft.pk}/submit/")
    assert answer.status_code in {404, 409} and Case.objects.count() == 0
    assert forms.drafts_of(identity.actor_for(heyong)) == []
    assert [one.pk for one in forms.drafts_of(identity.actor_for(heyong, mandate=mandate))] == [draft.pk]


def test_random_mandates_see_what_the_plain_rule_says(
    zhuangxiangwei: identity.Account, baguitian: identity.Account, weixiaolan: identity.Account
) -> None:
    """The queryset and the check of one row agree with a slow rule written out here."""
    item = pilot("packaged-food")
    codes = ["4500000001A", "4500000001B", "4500000002A"]
    holders = [zhuangxiangwei, baguitian, weixiaolan]
    for code in codes:
        for holder in holders:
            serial = next(_serial)
            Case.objects.create(
                number=f"N{serial}", query_code="A", draft_reference=f"D{serial}", item_version=item,
                item_code=code, item_name="事项", agency_id=item.item.agency_id, region_code="450000000000",
                city="4500", account=holder, person=holder.person, organisation=holder.organisation,
                applicant_name="某", form_version=1, answers="{}", status="reviewing", automatic=False,
                submitted_at=item.published_at, promised_due="2026-12-01", next_due="2026-12-01",
            )  # fmt: skip
    cases = list(Case.objects.select_related("person", "organisation"))
    prefixes = st.sampled_from(["4500000001A", "4500000001", "45", "4500000002", "99999999"])

    @settings(max_examples=60)
    @given(
        who=st.sampled_from(holders),
        items=st.none() | st.lists(prefixes, min_size=1, max_size=3, unique=True).map(tuple),
        mandate=st.booleans(),
    )
    def agrees(who: identity.Account, items: tuple[str, ...] | None, mandate: bool) -> None:
        by = Actor(
            kind="person", account_id=0, person_id=who.person_id, organisation_id=who.organisation_id,
            mandate="SQ1" if mandate else "", mandate_kind="agent" if mandate else "",
            items=items if mandate else None,
        )  # fmt: skip
        expected = set()
        for case in cases:
            same = (case.person_id, case.organisation_id) == (who.person_id, who.organisation_id)
            allowed = not mandate or items is None or any(case.item_code[: len(p)] == p for p in items)
            if same and allowed:
                expected.add(case.number)
        assert {case.number for case in policies.visible_to(by)} == expected
        assert {case.number for case in cases if policies.can_see(by, case)} == expected

    agrees()
