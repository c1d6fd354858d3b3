"""One real row of everything a verb is about, belonging where the right actor may reach it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from onewindow.cases.states import Delivery
from onewindow.catalogue.models import ProposalKind
from onewindow.catalogue.queries import versions
from onewindow.catalogue.services.proposals import current_entry
from onewindow.catalogue.services.versions import publish_version
from onewindow.catalogue.tests.factories import a_content
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.identity.certificates.proving import challenge
from onewindow.identity.mandates.services import offer_mandate
from onewindow.identity.provider.upstream.gateway import Assertion
from onewindow.identity.rights.correcting import Wish
from onewindow.identity.tests.factories import mandate_of, official, person_account
from onewindow.kernel.public import SYSTEM, Actor, clock
from onewindow.licences.models import Licence

REASON = "按任职文件办理，已经核对"
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Rows:
    """Whose rows: the body of the posts, the citizen and the firm of the table, a stranger, the own case."""

    here: Any
    citizen: Any
    firm: Any
    stranger: Any
    own: Any
    actors: dict[str, Actor]


def for_all(here: Any, case: Any) -> dict[str, Any]:
    """Return what most verbs take."""
    reasons = dict.fromkeys(("reason", "note", "answer", "said", "text", "opinion", "outcome"), REASON)
    return reasons | {
        "number": case.number,
        "agency_id": here.pk,
        "item_code": case.item_code,
        "code": case.item_code,
        "item_version_id": case.item_version_id,
        "file": SimpleUploadedFile("a.png", PNG, "image/png"),
    }


def for_verbs(rows: Rows) -> dict[str, dict[str, Any]]:
    """Return what single verbs take, whoever calls them."""
    version = versions.in_force(rows.own.item_code)
    entry = current_entry(version)
    entry["fields"] |= {"name": f"{version.name}（新）"}
    code, basic = {"code": version.code}, {"basic_code": version.item.basic_id, "item_code": version.code}
    power, collected, reviewed, allocated = (_power(rows, n) for n in range(4))
    correction, review = _correction(rows), _review(rows)
    _version(power, "published")
    colleague, newcomer = _colleague(rows), person_account()
    party = _made(
        "identity.RelyingParty",
        client_id="table",
        name="示例",
        purpose="示例",
        agency=rows.here,
        contact="示例",
        kind="web",
        registered_at=clock.now(),
    )
    (licence,) = Licence.objects.filter(case_number=rows.own.number)  # granted at once
    objection = _objection(rows)
    owed = bill(rows.here, "person", rows.citizen.person_id)
    return {
        "cases.take_in": {
            "client": "table",
            "key": "table-key-1",
            "item": rows.own.item_code,
            "answers": {},
            "applicant": identity.applicant_of(rows.citizen),
        },
        "set_lane": {"lane": ""},
        "add_piece": {"offset": 5, "piece": b"x"},  # not where it stands: nothing is written
        "open_bill": owed,
        "open_order": owed,
        "refund_bill": owed,
        "answer_item": {"seq": 1},
        "supply_material": {"seq": 1},
        "decline_acceptance": {"cause": "not_needed"},
        "suspend_case": {"reason": "hearing", "days": 5},
        "deliver_case": {"way": Delivery.ELECTRONIC, "checked": ()},
        "transfer_case": {"agency": rows.here.name},
        "start_proposal": {"kind": ProposalKind.SUSPEND, "item_codes": [version.code], "new": ()},
        "start_standard": basic,
        "publish_standard": {
            "basic_code": version.item.basic_id,
            "prefix": "45",
            "elements": {},
            "open_elements": (),
        },
        "publish_version": {"content": replace(a_content(902), source="样例")},
        "publish_versions": {"contents": []},
        "take_in": {"given": [entry]},
        "publish_edition": {"kind": "negative"},
        "start_list": {"kind": "intermediary"},
        "change_list": _list_draft("negative"),
        "withdraw_list": _list_draft("inspection"),
        "publish_list": _list_draft("intermediary", closed=True),
        "save_proposal": _proposal(rows, "draft"),
        "submit_proposal": _proposal(rows, "draft"),
        "withdraw_proposal": _proposal(rows, "draft"),
        "publish_proposal": _proposal(rows, "approved"),
        "review_proposal": _proposal(rows, "staffing"),
        "collect_power": {"agency_id": rows.here.pk},
        "allocate_power": _version(reviewed, "reviewed"),
        "review_power": _version(collected, "collected"),
        "publish_power": _version(allocated, "allocated"),
        "end_power": {"code": power.code, "state": "suspended"},
        "open_adjustment": {"code": power.code, "cause": "law", "cause_on": clock.today()},
        "close_adjustment": {"adjustment_id": _adjustment(power)},
        "suspend_item": code,
        "resume_item": code,
        "cancel_item": {
            "code": publish_version(by=SYSTEM, content=replace(a_content(903), source="样例")).code
        },
        "open_review": review,
        "answer_review": review | {"result": "ok"},
        "revoke_notice": {"number": documents.notices_of(rows.own.number)[0].number},
        "change_status": {"identifier": licence.identifier, "status": "02"},
        "open_person": {"person_id": rows.stranger.person_id},
        "add_passkey": {"answer": "{}", "challenge": "AAAA"},
        "add_authenticator": {"secret": "JBSWY3DPEHPK3PXP" * 2, "code": "000000"},
        "ask_deputy": {"username": colleague.username, "ends_on": clock.today() + timedelta(days=7)},
        "bind_organisation": {"uscc": rows.firm.organisation.uscc},
        "answer": {"objection_id": objection, "outcome": "upheld"},
        "accept_mandate": {"reference": _offered(rows, newcomer)},
        "end_mandate": {"reference": _held(rows)},
        "ask_correction": {"wish": Wish("account", "name", "新名字", REASON, ""), "evidence": []},
        "opened": correction,
        "decide_correction": correction | {"outcome": "refused"},
        "bind": {"said": Assertion("demo", "issuer", "subject")},
        "give_consent": {"party": party, "scopes": ["openid"]},
        "prove_with_certificate": {"asked": challenge(), "certificate": b"none", "signature": b""},
        "deliver": {"library": "health", "entries": []},
        "import_licences": {"library": "health", "paths": []},
        "register_party": {"kind": "web", "given": {}},
    }


def for_columns(rows: Rows) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what single actors give to single verbs, because it is about what is their own."""
    given: dict[tuple[str, str], dict[str, Any]] = {
        ("review_proposal", "法制审核"): _proposal(rows, "legality"),
    }
    for column, actor in rows.actors.items():
        if actor.account_id is None:
            continue
        given["verify_name", column] = {"account_id": actor.account_id}
        subject = (
            ("organisation", actor.organisation_id) if actor.organisation_id else ("person", actor.person_id)
        )
        look = _made(
            "identity.AccessRecord",
            at=clock.now(),
            subject_kind=subject[0],
            subject_id=subject[1],
            actor="system:-",
            who="系统",
            what="号码",
            reason=REASON,
        )
        given["object_to", column] = {"record_id": look.pk}
        told = _made(
            "notices.Message",
            origin=f"table:{column}",
            template="case-accepted",
            title="示例",
            text=REASON,
            at=clock.now(),
            at_work=actor.kind == "official",
            **{f"{subject[0]}_id": subject[1]},
        )
        given["read_message", column] = {"message_id": told.pk}
        upload = _made(
            "documents.PartialUpload",
            account_id=actor.account_id,
            name="a.png",
            size=9,
            made_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
        )
        for verb in ("add_piece", "finished", "drop_upload"):
            given[verb, column] = {"upload_id": upload.pk}
        if actor.kind == "official":
            given["ask_hearing", column] = {"interested": "某"}
            given["ask_deputy", column] = {"post_id": actor.post_id}
            given["end_holding", column] = {"holding_id": _deputy(rows, actor)}
    for account in {actor.account_id for actor in rows.actors.values() if actor.account_id}:
        _made(
            "identity.Closure",
            account_id=account,
            subject_kind="person",
            subject_id=0,
            asked_at=clock.now(),
            due_at=clock.now() + timedelta(days=9),
        )
    return given


def bill(here: Any, kind: str, payer: int) -> dict[str, Any]:
    """Return the number of a bill of the body that nobody need pay any more: no cashier is asked."""
    row = _made(
        "payments.Bill",
        number=f"FTABLE{kind}"[:20],
        case_number=f"TABLE-{kind}-{payer}",
        item_name="示例",
        payer_kind=kind,
        payer_id=payer,
        payer_name="某",
        agency_id=here.pk,
        agency_name=here.name,
        lines=[],
        total=0,
        state="waived",
        drawn_at=clock.now(),
        city="4500",
    )
    return {"number": row.number}


def _made(label: str, **values: Any) -> Any:
    """Store a row as it is."""
    return apps.get_model(label)._default_manager.create(**values)


def _proposal(rows: Rows, state: str) -> dict[str, Any]:
    row = _made(
        "catalogue.Proposal",
        kind="change",
        state=state,
        title=REASON,
        agency=rows.here,
        region_code="450000000000",
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    return {"proposal_id": row.pk}


def _list_draft(kind: str, *, closed: bool = False) -> dict[str, Any]:
    row = _made(
        "catalogue.ListDraft", kind=kind, state="withdrawn" if closed else "draft", name=REASON,
        created_at=clock.now(), updated_at=clock.now(),
    )  # fmt: skip
    return {"draft_id": row.pk}


def _power(rows: Rows, number: int) -> Any:
    return _made(
        "catalogue.Power",
        code=f"TABLE-{number}",
        agency=rows.here,
        region_code="450000000000",
        created_at=clock.now(),
    )


def _version(power: Any, state: str) -> dict[str, Any]:
    row = _made(
        "catalogue.PowerVersion",
        power=power,
        number=1,
        state=state,
        name="示例权力",
        power_type="01",
        updated_at=clock.now(),
    )
    return {"version_id": row.pk}


def _adjustment(power: Any) -> int:
    row = _made(
        "catalogue.PowerAdjustment",
        power=power,
        cause="law",
        note=REASON,
        cause_on=date(2026, 3, 1),
        due_on=date(2026, 3, 9),
        opened_at=clock.now(),
    )
    return int(row.pk)


def _review(rows: Rows) -> dict[str, Any]:
    record = apps.get_model("decisions.DecisionRecord").objects.get(case_number=rows.own.number)
    row = _made(
        "decisions.Review",
        kind="appeal",
        record=record,
        case_number=rows.own.number,
        rule_set=record.rule_set,
        item_code=rows.own.item_code,
        item_name="示例",
        agency=rows.here,
        person=rows.citizen.person,
        said=REASON,
        asked_at=clock.now(),
        due_on=date(2026, 3, 9),
        city="4500",
    )
    return {"review_id": row.pk}


def _colleague(rows: Rows) -> Any:
    return official("tablecolleague", rows.here, roles=("review", "supervise"))


def _deputy(rows: Rows, actor: Actor) -> int:
    at = _made("identity.Post", agency=rows.here, title=f"空岗{actor.post_id}", roles=[], region_prefix="45")
    colleague = apps.get_model("identity.Account").objects.get(username="tablecolleague")
    row = _made(
        "identity.Holding",
        account=colleague,
        post=at,
        kind="deputy",
        rank=2,
        status="given",
        stands_for_id=actor.account_id,
        starts_on=clock.today(),
        ends_on=date(2026, 3, 30),
        reason=REASON,
        asked_at=clock.now(),
    )
    return int(row.pk)


def _offered(rows: Rows, principal: Any) -> str:
    human = rows.citizen.person
    made = offer_mandate(
        by=identity.actor_for(principal),
        agent_name=human.name,
        agent_number=human.resident_id,
        items=(),
        valid_from=None,
        valid_until=None,
    )
    return made.reference


def _held(rows: Rows) -> str:
    return mandate_of(rows.firm, rows.citizen).reference


def _objection(rows: Rows) -> int:
    look = _made(
        "identity.AccessRecord",
        at=clock.now(),
        subject_kind="person",
        subject_id=rows.citizen.person_id,
        actor="system:-",
        who="系统",
        what="号码",
        reason=REASON,
    )
    row = _made(
        "identity.Objection",
        record=look,
        account=rows.citizen,
        said=REASON,
        raised_at=clock.now(),
        due_on=date(2026, 3, 9),
    )
    return int(row.pk)


def _correction(rows: Rows) -> dict[str, Any]:
    row = _made(
        "identity.Correction",
        account=rows.stranger,
        subject_kind="person",
        subject_id=rows.stranger.person_id,
        source="account",
        after="新",
        said=REASON,
        keeper=rows.here,
        asked_at=clock.now(),
        due_on=date(2026, 3, 9),
    )
    return {"correction_id": row.pk}
