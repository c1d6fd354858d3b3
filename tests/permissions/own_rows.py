"""Rows of verbs about seals, sharing, licences, tasks and offers: each one belongs to the actor who may."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection

from onewindow.cases.offers.models import OfferState
from onewindow.cases.seed import plant_processes
from onewindow.exchange.limits import operator
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import agency
from onewindow.kernel.public import Actor, clock
from onewindow.licences.models import Licence
from onewindow.licences.records import Holder
from onewindow.workflow.hands import Hand
from onewindow.workflow.models import Definition
from onewindow.workflow.services.board import graph_of

REASON = "按任职文件办理，已经核对"
KEY = b"\x04" + b"\x01" * 64
Given = dict[str, Any]


@dataclass
class OwnRows:
    """What verbs are given: whoever calls them, single columns, and who stands for a column instead."""

    verbs: dict[str, Given] = field(default_factory=dict)
    columns: dict[tuple[str, str], Given] = field(default_factory=dict)
    instead: dict[tuple[str, str], Actor] = field(default_factory=dict)


def plant(here: Any, citizen: Any, firm: Any, number: str, actors: dict[str, Actor]) -> OwnRows:
    """Plant the rows at the body of the posts; `number` is of a case of the citizen that was granted."""
    found = OwnRows()
    _seals(found, here)
    _sharing(found, here, actors)
    _licences(found, here, firm, number, actors)
    _tasks(found, here, actors)
    _offers(found, citizen, number)
    return found


def made(label: str, **values: Any) -> Any:
    """Store a row as it is."""
    return apps.get_model(label)._default_manager.create(**values)


def _seals(found: OwnRows, here: Any) -> None:
    now = clock.now()
    common = {
        "version": 1,
        "kind": "official",
        "name": "示例章",
        "signer": here.name,
        "agency": here,
        "made_at": now,
        "valid_to": now + timedelta(days=9),
        "state_at": now,
        "kid": "x",
        "certificate": b"",
        "picture": b"",
        "data": b"",
        "city": "4500",
    }
    fresh = made("documents.Seal", number="TABLE1", serial="1", state="made", **common)
    issued = made("documents.Seal", number="TABLE2", serial="2", state="issued", issued_at=now, **common)
    granted = made(
        "documents.SealGrant", seal=issued, post_id=None, purpose="licence", granted_at=now, city="4500"
    )
    found.verbs |= {
        "make_seal": {"agency": here},
        "issue_seal": {"seal_id": fresh.pk},
        "suspend_seal": {"seal_id": issued.pk},
        "revoke_seal": {"seal_id": issued.pk},
        "grant_use": {"seal_id": issued.pk, "post_id": None, "purpose": "notice"},
        "withdraw_use": {"seal_id": issued.pk, "grant_id": granted.pk},
    }


def _sharing(found: OwnRows, here: Any, actors: dict[str, Actor]) -> None:
    now, today = clock.now(), clock.today()
    system = made(
        "exchange.OutsideSystem",
        code="table",
        name="示例",
        agency=here,
        contact="某",
        state_since=now,
        registered_at=now,
    )

    def resource(code: str) -> Any:
        return made(
            "exchange.Resource",
            code=code,
            name="示例",
            provider=here.name,
            source="x",
            sharing="conditional",
            cycle="daily",
            about="person",
            keys=["a"],
            fields={"a": {"name": "甲"}},
            connector={},
            digest=b"",
        )

    def demand(number: str, state: str) -> Any:
        return made(
            "exchange.Demand",
            number=number,
            system=system,
            resource=resource(number),
            purpose=REASON,
            fields=["a"],
            items=["x"],
            rate=1,
            until=today + timedelta(days=9),
            state=state,
            due=today,
            asked_by="official:0",
            asked_at=now,
        )

    asked, disputed, given = demand("T1", "asked"), demand("T2", "mediation"), demand("T3", "granted")
    grant = made(
        "exchange.Grant",
        demand=given,
        system=system,
        resource=given.resource,
        fields=["a"],
        items=["x"],
        rate=1,
        since=now,
        until=now + timedelta(days=9),
    )
    doubt = made(
        "exchange.Doubt",
        number="T4",
        resource=given.resource,
        field="a",
        case="x",
        receipt="R1",
        said=REASON,
        due=today,
        asked_by="official:0",
        asked_at=now,
    )
    found.verbs |= {
        "grant_demand": {"number": asked.number, "fields": ["a"]},
        "refuse_demand": {"number": asked.number},
        "settle_demand": {"number": disputed.number, "grant": True},
        "end_grant": {"grant_id": grant.pk},
        "report_doubt": {"resource": given.resource.code, "field": "a", "case": "x", "receipt": "R2"},
        "answer_doubt": {"number": doubt.number, "state": "right"},
        "change_resource": {"code": given.resource.code, "given": {}},
        "publish_resource": {"code": resource("T5").code},
        "end_resource": {"code": resource("T6").code, "reason": REASON},
        "open_link": {"code": "table", "name": "示例", "peer_key": KEY, "kinds": ["catalogue"]},
    }
    running = str(agency(operator()).pk)
    found.instead["settle_demand", "数据管理"] = replace(actors["数据管理"], agency=running)


def _licences(found: OwnRows, here: Any, firm: Any, number: str, actors: dict[str, Actor]) -> None:
    now, today = clock.now(), clock.today()
    library = made("licences.SubLibrary", code="table", name="示例", keeper=here, issuers=[])
    row = made(
        "licences.QuarantineRow",
        library=library,
        digest=b"\x01" * 32,
        file_name="x",
        line=1,
        reasons=[],
        raw="{}",
        at=now,
    )
    kind = made(
        "licences.LicenceType",
        code="table",
        key="table",
        name="示例",
        definer=here.name,
        definer_uscc=here.uscc,
        holder_class="person",
        schema={"type": "object"},
        sole=False,
        source="示例",
        digest=b"",
    )
    until = today + timedelta(days=9)
    permit = made(
        "licences.Permit",
        client="other",
        client_name="示例",
        type=kind,
        items=["x"],
        reason=REASON,
        made_at=now,
        made_by="official:0",
        good_until=until,
    )
    outer = actors["外部系统"]
    made(
        "licences.Permit",
        client=outer.client,
        client_name="示例",
        type=kind,
        items=["x"],
        reason=REASON,
        made_at=now,
        made_by="official:0",
        good_until=until,
    )
    issued = Licence.objects.get(case_number=number)
    held = {"person": issued, "organisation": _of_the_firm(issued, firm)}
    report = made("licences.ErrorReport", licence=issued, account_id=0, said=REASON, made_at=now)
    found.verbs |= {
        "permit_use": {
            "client": "third",
            "client_name": "示例",
            "type_code": kind.code,
            "items": ["x"],
            "good_until": until,
        },
        "end_permit": {"permit_id": permit.pk},
        "use_as_system": {
            "type_code": kind.code,
            "number": "459900199005120020",
            "item": "x",
            "case_number": "TABLE-1",
        },
        "repair_row": {"row_id": row.pk, "text": "{}"},
        "drop_row": {"row_id": row.pk},
        "import_table": {
            "url": _database(),
            "table": "licences_sublibrary",
            "library": "table",
            "dry_run": True,
        },
        "issue_at_desk": {
            "type_code": kind.code,
            "holder": Holder("person", "某", "459900199005120020"),
            "face": {},
            "valid_from": today,
            "valid_to": None,
        },
        "open_at_desk": {"identifier": issued.identifier},
        "answer_report": {"report_id": report.pk, "outcome": "right"},
    }
    for column, actor in actors.items():
        mine = held["organisation" if actor.organisation_id else "person"]
        given = made(
            "licences.Delegation",
            licence=mine,
            account_id=actor.account_id or -1,
            delegate_name="某",
            delegate_key=b"\x02" * 32,
            delegate_masked="4***",
            purpose=REASON,
            made_at=now,
            good_until=until,
        )
        showing = made(
            "licences.Showing",
            licence=mine,
            code_key=bytes([len(found.columns) % 256]) * 32,
            account_id=actor.account_id or -1,
            purpose=REASON,
            made_at=now,
            good_until=now + timedelta(minutes=9),
        )
        about = {"identifier": mine.identifier, "purpose": REASON}
        found.columns |= {
            ("open_own", column): {"token": mine.token, "what": "查看"},
            ("show_licence", column): about,
            ("cancel_showing", column): {"showing_id": showing.pk},
            ("delegate_use", column): about
            | {"name": "某", "number": "459900198803210018", "good_until": until},
            ("end_delegation", column): {"delegation_id": given.pk},
            ("report_error", column): {"identifier": mine.identifier},
        }


def _of_the_firm(licence: Licence, firm: Any) -> Licence:
    """Return the same licence again, held by the firm."""
    key = identity.number_key(firm.organisation.uscc)
    other = Licence.objects.get(pk=licence.pk)
    other.pk, other.identifier, other.token = None, f"{licence.identifier[:-1]}#", "table"
    other.holder_kind, other.holder_key, other.serial, other.case_number = "organisation", key, "table", ""
    other.id = uuid4()
    other.save(force_insert=True)
    return other


def _database() -> str:
    at = connection.settings_dict
    return f"postgresql:///{at['NAME']}?host={at['HOST']}&port={at['PORT']}&user={at['USER']}&password={at['PASSWORD']}"


def _tasks(found: OwnRows, here: Any, actors: dict[str, Actor]) -> None:
    now = clock.now()
    plant_processes()
    definition = Definition.objects.filter(state="published").order_by("pk")[0]
    node = next(one for one in graph_of(definition).nodes if one.kind == "task")
    instance = made(
        "workflow.Instance",
        definition=definition,
        subject="table",
        city="4500",
        region_code="450000000000",
        agency=str(here.pk),
        root="00000000-0000-0000-0000-000000000001",
        started_at=now,
        id="00000000-0000-0000-0000-000000000001",
    )

    def task(**values: Any) -> Any:
        return made(
            "workflow.Task",
            instance=instance,
            subject="table",
            city="4500",
            node=node.id,
            name="示例",
            kind="task",
            agency=str(here.pk),
            opened_at=now,
            **values,
        )

    free, other = task(), Hand("official:0", None, "某")
    found.verbs |= {
        "claim_task": {"task": free.pk},
        "delegate_task": {"task": free.pk, "to": other},
        "workflow.ask_opinions": {"task": free.pk, "of": [other], "question": REASON},
        "workflow.return_task": {"task": free.pk, "to": "nowhere"},
        "complete_task": {"task": free.pk},
    }
    for column, actor in actors.items():
        own = (actor.label, actor.person_id) if actor.kind == "official" else ("official:0", None)
        held = task(holder=own[0], holder_person=own[1])
        opinion = task(of=held, holder="official:0")
        done = task(state="done", closed_by=own[0], closed_person=own[1], closed_at=now)
        found.columns |= {
            ("release_task", column): {"task": held.pk},
            ("drop_opinion", column): {"task": opinion.pk},
            ("take_back_task", column): {"task": done.pk},
        }


def _offers(found: OwnRows, citizen: Any, number: str) -> None:
    now = clock.now()
    batch = made("cases.OfferBatch", plan="table", month="2026-03", started_at=now, next_try_at=now)
    offer = made(
        "cases.Offer",
        batch=batch,
        plan="table",
        month="2026-03",
        item_code="x",
        item_name="示例",
        person_id=citizen.person_id,
        state=OfferState.WAITING,
        case_number=number,
        made_at=now,
        expires_on=clock.today() + timedelta(days=9),
        city="4500",
    )
    found.verbs |= {
        "confirm_offer": {"offer_id": offer.pk, "applicant": None, "agreed": False},
        "decline_offer": {"offer_id": offer.pk},
    }
