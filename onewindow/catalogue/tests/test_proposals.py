"""The way of a change: start, save, submit, review, publish, withdraw; each refused where it must be."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from onewindow.catalogue.drafting.comparing import differences
from onewindow.catalogue.errors import (
    CannotPropose,
    InvalidProposal,
    OwnProposal,
    ProposalMoved,
    StaleProposal,
    UnknownItem,
    UnknownProposal,
)
from onewindow.catalogue.models import Item, ItemVersion, Proposal, ProposalStep
from onewindow.catalogue.queries import proposals as queries
from onewindow.catalogue.queries import versions
from onewindow.catalogue.services import proposals as services
from onewindow.catalogue.services.proposals import (
    current_entry,
    new_entry,
    publish_due,
    publish_proposal,
    review_proposal,
    save_proposal,
    start_proposal,
    submit_proposal,
    withdraw_proposal,
)
from onewindow.catalogue.services.versions import publish_version
from onewindow.catalogue.tests.factories import an_agency
from onewindow.catalogue.tests.test_quality import whole
from onewindow.kernel.public import SYSTEM, Actor, clock

AuditEntry = apps.get_model("kernel", "AuditEntry")
OutboxEvent = apps.get_model("kernel", "OutboxEvent")
pytestmark = pytest.mark.django_db


def official(account: int, *roles: str, agency: str = "", region: str = "45") -> Actor:
    return Actor(
        kind="official",
        account_id=account,
        name=f"人员{account}",
        roles=frozenset(roles),
        agency=agency or str(an_agency().pk),
        region_prefix=region,
    )


def drafter() -> Actor:
    return official(1, "catalogue")


def staffing() -> Actor:
    return official(2, "staffing", agency="1")


def legality() -> Actor:
    return official(3, "legality", agency="1")


def publisher() -> Actor:
    return official(4, "catalogue", agency="1")


def planted() -> ItemVersion:
    return publish_version(by=SYSTEM, content=whole())


def a_change(**fields: Any) -> Proposal:
    version = planted()
    made = start_proposal(by=drafter(), kind="change", item_codes=[version.code], reason="压缩时限。")
    entry = {**made.contents[0], "fields": {**made.contents[0]["fields"], "promised_days": 3, **fields}}
    return save_proposal(by=drafter(), proposal_id=made.pk, revision=1, contents=[entry])


def reviewed(made: Proposal) -> Proposal:
    submit_proposal(by=drafter(), proposal_id=made.pk)
    review_proposal(by=staffing(), proposal_id=made.pk, agree=True)
    return review_proposal(by=legality(), proposal_id=made.pk, agree=True, opinion="合法。")


def test_a_change_goes_all_the_way_and_becomes_the_next_version() -> None:
    made = a_change()
    code = made.contents[0]["task_code"]
    before = versions.in_force(code)
    assert reviewed(made).state == "approved"
    publish_proposal(by=publisher(), proposal_id=made.pk)

    after = versions.in_force(code)
    assert (after.number, after.promised_days) == (2, 3)
    assert ItemVersion.objects.get(pk=before.pk).state == "superseded"
    done = [s.action for s in ProposalStep.objects.filter(proposal=made)]
    assert done == ["start", "submit", "agree-staffing", "agree-legality", "publish"]
    told = [e.payload["state"] for e in OutboxEvent.objects.filter(type="ProposalMoved").order_by("id")]
    assert told == ["staffing", "legality", "approved", "published"]
    assert AuditEntry.objects.filter(table="catalogue_proposal").count() == 6
    assert [d.label for d in differences(current_entry(before), current_entry(after))] == ["承诺办结时限"]
    assert [s.action for s in queries.history_of(code)][:2] == ["publish", "agree-legality"]


def test_a_new_item_is_told_what_is_missing_before_review() -> None:
    entry = new_entry(
        agency_id=an_agency().pk, level="2", basic_code="450118777000", name="护士执业注册（变更）"
    )
    made = start_proposal(by=drafter(), kind="add", new=[entry])
    with pytest.raises(InvalidProposal) as refused:
        submit_proposal(by=drafter(), proposal_id=made.pk)
    said = refused.value.errors[entry["task_code"]]
    assert "没有设定依据。写明设定这个事项的法律、法规、规章和条款。" in said
    assert refused.value.errors["reason"] == ["请写明为什么调整，以及依据。"]
    assert Proposal.objects.get().state == "draft"


def test_a_new_item_comes_into_force() -> None:
    entry = new_entry(
        agency_id=an_agency().pk, level="2", basic_code="450118777000", name="护士执业注册（变更）"
    )
    content = whole()
    entry["fields"] |= {k: v for k, v in content.fields.items() if k not in {"name", "statutory_days"}}
    entry["fields"] |= {"statutory_days": 20}
    entry |= {"materials": list(content.materials), "bases": list(content.bases)}
    made = start_proposal(by=drafter(), kind="add", new=[entry], reason="新设。")
    reviewed(made)
    publish_proposal(by=publisher(), proposal_id=made.pk)
    version = versions.in_force(entry["task_code"])
    assert (version.name, version.item.basic_id, version.number) == (
        "护士执业注册（变更）",
        "450118777000",
        1,
    )
    with pytest.raises(InvalidProposal) as refused:
        new_entry(agency_id=an_agency().pk, level="2", basic_code="450118777000", name="又一个")
    assert "basic_code" in refused.value.errors


@pytest.mark.parametrize(
    ("level", "basic", "name", "field"),
    [
        ("2", "45", "甲", "basic_code"),
        ("9", "450118777000", "甲", "level"),
        ("2", "450118777000", " ", "name"),
    ],
)
def test_a_new_entry_is_refused_at_the_field(level: str, basic: str, name: str, field: str) -> None:
    with pytest.raises(InvalidProposal) as refused:
        new_entry(agency_id=an_agency().pk, level=level, basic_code=basic, name=name)
    assert list(refused.value.errors) == [field]


def test_merging_and_splitting_end_the_old_items() -> None:
    first = planted()
    second = publish_version(by=SYSTEM, content=whole(2, "护士执业注册（重新）"))
    fresh = new_entry(agency_id=an_agency().pk, level="2", basic_code="450118778000", name="护士执业注册")
    fresh = {**current_entry(first), **{k: fresh[k] for k in ("task_code", "basic_code")}}
    made = start_proposal(
        by=drafter(), kind="merge", item_codes=[first.code, second.code], new=[fresh], reason="合并。"
    )
    reviewed(made)
    publish_proposal(by=publisher(), proposal_id=made.pk)
    assert ItemVersion.objects.get(pk=first.pk).state == "cancelled"
    assert ItemVersion.objects.get(pk=second.pk).state == "cancelled"
    assert versions.in_force(fresh["task_code"]).state == "published"
    with pytest.raises(UnknownItem):
        versions.in_force(first.code)


def test_suspend_resume_cancel_go_the_same_way() -> None:
    version = planted()
    for kind, state in (("suspend", "suspended"), ("resume", "published"), ("cancel", "cancelled")):
        made = start_proposal(by=drafter(), kind=kind, item_codes=[version.code], reason="示例。")
        reviewed(made)
        publish_proposal(by=publisher(), proposal_id=made.pk)
        assert ItemVersion.objects.get(pk=version.pk).state == state
    assert Item.objects.filter(task_code=version.code).exists()


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [("split", 1, 1), ("merge", 1, 1), ("add", 0, 0), ("cancel", 0, 0), ("change", 0, 0)],
)
def test_each_kind_needs_its_items(kind: str, old: int, new: int) -> None:
    version = planted()
    entry = new_entry(agency_id=an_agency().pk, level="2", basic_code="450118779000", name="新")
    with pytest.raises(InvalidProposal):
        start_proposal(by=drafter(), kind=kind, item_codes=[version.code] * old, new=[entry] * new)
    assert not Proposal.objects.exists()


def test_sending_back_needs_reasons_and_lets_the_drafter_go_on() -> None:
    made = a_change()
    submit_proposal(by=drafter(), proposal_id=made.pk)
    with pytest.raises(InvalidProposal) as refused:
        review_proposal(by=staffing(), proposal_id=made.pk, agree=False)
    assert list(refused.value.errors) == ["opinion"]
    back = review_proposal(by=staffing(), proposal_id=made.pk, agree=False, opinion="时限依据不足。")
    assert (back.state, back.returned) == ("draft", True)
    again = submit_proposal(by=drafter(), proposal_id=made.pk)
    assert (again.state, again.returned) == ("staffing", False)


def test_each_step_belongs_to_its_post_and_state() -> None:
    made = a_change()
    for wrong in (staffing(), legality(), publisher()):
        with pytest.raises((CannotPropose, UnknownProposal)):
            submit_proposal(by=wrong, proposal_id=made.pk)
    with pytest.raises(ProposalMoved):
        publish_proposal(by=drafter(), proposal_id=made.pk)
    submit_proposal(by=drafter(), proposal_id=made.pk)
    with pytest.raises(CannotPropose):
        review_proposal(by=legality(), proposal_id=made.pk, agree=True)
    with pytest.raises(ProposalMoved):
        submit_proposal(by=drafter(), proposal_id=made.pk)
    with pytest.raises(UnknownProposal):
        review_proposal(by=official(9, "staffing", region="4502"), proposal_id=made.pk, agree=True)
    with pytest.raises(UnknownProposal):
        review_proposal(by=official(9, "window"), proposal_id=made.pk, agree=True)


def test_nobody_reviews_or_publishes_their_own() -> None:
    made = a_change()
    both = official(1, "catalogue", "staffing", "legality")
    submit_proposal(by=drafter(), proposal_id=made.pk)
    with pytest.raises(OwnProposal):
        review_proposal(by=both, proposal_id=made.pk, agree=True)
    review_proposal(by=staffing(), proposal_id=made.pk, agree=True)
    review_proposal(by=legality(), proposal_id=made.pk, agree=True)
    with pytest.raises(OwnProposal):
        publish_proposal(by=both, proposal_id=made.pk)


def test_two_editors_do_not_overwrite_each_other() -> None:
    made = a_change()
    with pytest.raises(StaleProposal):
        save_proposal(by=drafter(), proposal_id=made.pk, revision=1, reason="又改。")
    with pytest.raises(InvalidProposal):
        other = [{**made.contents[0], "task_code": "x"}]
        save_proposal(by=drafter(), proposal_id=made.pk, revision=made.revision, contents=other)


def test_a_later_date_waits_for_the_worker() -> None:
    made = a_change()
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(InvalidProposal):
        submit_proposal(by=drafter(), proposal_id=made.pk, effective_on=clock.today() - timedelta(days=1))
    submit_proposal(by=drafter(), proposal_id=made.pk, effective_on=tomorrow)
    review_proposal(by=staffing(), proposal_id=made.pk, agree=True)
    review_proposal(by=legality(), proposal_id=made.pk, agree=True)
    with pytest.raises(InvalidProposal):
        publish_proposal(by=publisher(), proposal_id=made.pk)
    assert publish_due() == 0
    Proposal.objects.update(effective_on=clock.today())
    assert publish_due() == 1
    assert publish_due() == 0
    assert Proposal.objects.get().state == "published"


def test_what_cannot_be_published_is_left_with_its_reason() -> None:
    made = a_change()
    reviewed(made)
    Proposal.objects.update(effective_on=clock.today(), kind="cancel", ends=["no-such-item"], contents=[])
    assert publish_due() == 0
    step = ProposalStep.objects.filter(proposal=made).last()
    assert step is not None and step.action == "failed" and "没有找到这个事项" in step.opinion


def test_withdrawing_ends_it() -> None:
    made = a_change()
    submit_proposal(by=drafter(), proposal_id=made.pk)
    withdraw_proposal(by=drafter(), proposal_id=made.pk, reason="不改了。")
    assert Proposal.objects.get().state == "withdrawn"
    with pytest.raises(ProposalMoved):
        withdraw_proposal(by=drafter(), proposal_id=made.pk)


def test_others_do_not_see_a_draft_and_lists_follow_the_post() -> None:
    made = a_change()
    assert [p.pk for p in queries.proposals(drafter()).items] == [made.pk]
    assert queries.proposals(staffing()).items == ()
    assert queries.proposals(official(7, "catalogue", agency="1")).items == ()
    assert queries.proposals(official(7, "window")).items == ()
    submit_proposal(by=drafter(), proposal_id=made.pk)
    assert [p.pk for p in queries.proposals(staffing()).items] == [made.pk]
    assert queries.proposals(legality()).items == ()
    assert [p.pk for p in queries.proposals(legality(), tab="open").items] == [made.pk]


def test_the_preview_counts_what_depends_on_the_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_counters", {"在办的办件": lambda codes: dict.fromkeys(codes, 7)})
    made = a_change()
    assert [(i.label, i.count) for i in queries.impacts(made)] == [
        ("其他部门和地区的同一事项", 0),
        ("在办的办件", 7),
    ]


def test_codes_that_do_not_fit_are_said() -> None:
    made = a_change(level="3", item_type="07", options=[{"code": "1", "name": "x"}])
    said = "".join(services.problems(made)[made.contents[0]["task_code"]])
    assert "行使层级不一致" in said and "事项类型不一致" in said and "33位" in said.replace(" ", "")
