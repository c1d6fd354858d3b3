"""Verbs of what crosses borders: kept with the filing, papers sent and arrived, documents out and in."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.core.files.base import ContentFile

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.crossing import documents as format_
from onewindow.collaboration.crossing import policies
from onewindow.collaboration.errors import (
    AlreadySent,
    HandoverInvalid,
    NotAcrossProvinces,
    NotHandedOver,
    PapersNotSent,
    UnknownReception,
)
from onewindow.collaboration.events import CaseHandedOver, PapersArrived, ReceivedElsewhere
from onewindow.collaboration.models import Handover, HandoverWay, Joint, Member, Reception
from onewindow.documents import public as documents
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, canonical, clock, ids, outbox, unit

ACROSS_PROVINCES = frozenset({"1", "2"})  # 通办范围: 全国、跨省
CLIENT = "handover"


def keep_reception(case: cases.Case, by: Actor) -> None:
    """Keep that the actor's counter received a case for a body elsewhere, in the unit that files the case."""
    hall = government.agency(int(by.agency))
    made = Reception(
        case=case, hall=hall, home_id=case.agency_id, received_at=clock.now(), received_by=by.label,
        city=case.city,
    )  # fmt: skip
    made.save(force_insert=True)
    audit.record(by, "reception.kept", made)
    title = f"{hall.name}异地收件，由{case.agency.name}办理"
    cases.note_step(case, kind="reception", title=title[:100], who=hall.name)
    outbox.publish(ReceivedElsewhere(subject=case.number, city=case.city, hall=hall.pk, home=case.agency_id))


def is_received(case: cases.Case, by: Actor) -> bool:
    """Tell whether the actor's counter received a case for a body elsewhere."""
    return policies.is_clerk(by) and Reception.objects.filter(case=case, hall=by.agency).exists()


def send_papers(*, by: Actor, number: str, how: str) -> Reception:
    """Note that the paper originals went to the body at home, and how, once.

    Raises UnknownReception, NotYourReception, AlreadySent.
    """
    with unit.work():
        case, one = _locked(number)
        policies.require(policies.received(by, one))
        if one.sent_at is not None:
            raise AlreadySent
        one.sent_at, one.sent_by, one.sent_how = clock.now(), by.label, " ".join(how.split())[:100]
        one.save()
        audit.record(by, "reception.sent", one)
        cases.note_step(
            case, kind="reception", title=f"纸质材料寄送{one.home.name}"[:100], who=one.hall.name,
            detail=one.sent_how,
        )  # fmt: skip
    return one


def take_papers(*, by: Actor, number: str) -> Reception:
    """Note that the paper originals arrived at home; told twice it stays as it is.

    Raises UnknownReception, NotYourReception, PapersNotSent.
    """
    with unit.work():
        case, one = _locked(number)
        policies.require(policies.awaits(by, one))
        if one.sent_at is None:
            raise PapersNotSent
        if one.arrived_at is None:
            one.arrived_at, one.arrived_by = clock.now(), by.label
            one.save()
            audit.record(by, "reception.arrived", one)
            cases.note_step(case, kind="reception", title="纸质材料已收到", who=one.home.name)
            outbox.publish(PapersArrived(subject=number, city=one.city))
    return one


def _locked(number: str) -> tuple[cases.Case, Reception]:
    case = cases.Case.objects.select_for_update().filter(number=number).first()
    rows = Reception.objects.select_related("hall", "home").select_for_update(of=("self",))
    one = rows.filter(case=case).first() if case is not None else None
    if case is None or one is None:
        raise UnknownReception
    return case, one


def open_reception(*, by: Actor, number: str) -> Reception:
    """Return a reception with its case's timeline to hall and home; the look is recorded first.

    Raises UnknownReception, NotYourReception.
    """
    rows = Reception.objects.select_related("case", "hall", "home")
    one = rows.filter(case__number=number).first()
    if one is None:
        raise UnknownReception
    policies.require(policies.received(by, one) or policies.awaits(by, one))
    with unit.work():
        identity.record_accesses(by, [_look(one.case, "异地收件的办理过程")])
    return one


def _look(case: cases.Case, what: str) -> identity.Access:
    return identity.Access(
        subject_kind="person" if case.person_id else "organisation",
        subject_id=case.person_id or case.organisation_id or 0, what=what, reason="跨域通办",
        case=case.number, item=case.item_code,
    )  # fmt: skip


def hand_over(*, by: Actor, number: str, partner: str, reason: str) -> Handover:
    """End a case that was not accepted yet as handed over to another province, for a reason.

    Its signed document is what `open_handover` gives; the applicant is told in writing. Only items done
    across provinces, no joint case and no part of one. Raises cases.CaseNotYours, cases.WrongState,
    cases.FlowInvalid, NotAcrossProvinces, HandoverInvalid.
    """
    case = cases.case_for(by, number)
    to = format_.partners().get(partner)
    if by.kind != "official":
        raise cases.CaseNotYours
    missing = {} if to is not None else {"partner": ["请选择移交给哪个平台。"]}
    if not reason.strip():
        missing["reason"] = ["请写明移送的理由，申请人会看到。"]
    if to is None or missing:
        raise HandoverInvalid(errors=missing)
    if Joint.objects.filter(case=case).exists() or Member.objects.filter(number=number).exists():
        raise HandoverInvalid(
            errors={"partner": ["联合办件和其中的部分由本地的机关一起办理，不能移送外省。"]}
        )
    if catalogue.item_version(case.item_version_id).reach not in ACROSS_PROVINCES:
        raise NotAcrossProvinces
    made = Handover(
        way=HandoverWay.OUT, partner=to.key, number=f"450000-{ids.new_id()}", case=case,
        hall=case.agency.name[:100], at=clock.now(), by=by.label, city=case.city,
    )  # fmt: skip
    made.digest = canonical.sm3(format_.message_of(_told(case, to, made)))
    with unit.work():
        cases.hand_over_case(
            by=by, number=number, to=to.name, reason=reason, basis=format_.basis(), document=made.number
        )
        made.save(force_insert=True)
        audit.record(by, "handover.out", made)
        outbox.publish(CaseHandedOver(subject=number, city=case.city, partner=to.key, document=made.number))
    return made


def open_handover(*, by: Actor, number: str) -> bytes:
    """Return the signed document of a case that was handed over, as often as it is needed; each look is
    recorded. The other side takes it in once, by its number.

    Raises cases.CaseNotFound, cases.CaseNotYours, NotHandedOver.
    """
    case = cases.case_for(by, number)
    made = Handover.objects.filter(case=case, way=HandoverWay.OUT).order_by("id").last()
    if by.kind != "official" or by.agency != str(case.agency_id):
        raise cases.CaseNotYours
    if made is None:
        raise NotHandedOver
    with unit.work():
        identity.record_accesses(by, [_look(case, "跨省移交：申请内容和材料")])
    return canonical.canonical_json(format_.signed(_told(case, format_.partners()[made.partner], made)))


def _told(case: cases.Case, to: format_.Partner, made: Handover) -> dict[str, object]:
    answers, files = dict[str, object](), list[dict[str, str]]()
    for name, value in json.loads(case.answers or "{}").items():
        if isinstance(value, dict) and "id" in value and "name" in value:
            content = documents.file_bytes(UUID(str(value["id"])))
            files.append(format_.file_told(name, str(value["name"]), content))
        else:
            answers[name] = value
    applicant, mine = case.applicant, format_.ours()
    return {
        "format": format_.FORMAT, "number": made.number, "made_at": made.at,
        "from": {"province": mine["province"], "platform": mine["name"], "hall": made.hall},
        "to": {"province": to.province, "platform": to.name, "hall": to.name},
        "item": {"code": case.item_code, "name": case.item_name},
        "applicant": {
            "kind": applicant.kind, "name": applicant.name, "number": applicant.number,
            "paper": (case.person.paper or "resident-id") if case.person is not None else "uscc",
        },
        "received_at": case.received_at or case.submitted_at, "answers": answers, "files": files,
    }  # fmt: skip


def take_over(*, by: Actor, data: bytes) -> cases.Case:
    """Take in a document of another province as a case at the body of its item; twice it is the same case.

    The applicant must be known here; the clock runs from the receiving here. Raises NotYourReception,
    HandoverInvalid with every fault, NotAcrossProvinces, and what submitting refuses.
    """
    policies.require(policies.is_clerk(by))
    checked = format_.check(data)
    if checked.partner is None:
        raise HandoverInvalid(errors={"document": list(checked.faults)})
    told, partner = checked.told, checked.partner
    before = Handover.objects.filter(way=HandoverWay.IN, partner=partner.key, number=told["number"]).first()
    if before is not None:
        return cases.Case.objects.get(pk=before.case_id)
    version = catalogue.in_force(told["item"]["code"])
    if version.reach not in ACROSS_PROVINCES:
        raise NotAcrossProvinces
    holder = _holder(by, told["applicant"])
    acting, applicant = _acting(by, holder)
    answers = dict(told["answers"]) | _stored(acting, checked.files)
    case = cases.take_in(
        by=acting, applicant=applicant, client=f"{CLIENT}-{partner.key}"[:40], key=told["number"],
        item=version.code, answers=answers, insist=True,
    )  # fmt: skip
    with unit.work():
        locked = cases.Case.objects.select_for_update().get(pk=case.pk)
        if not Handover.objects.filter(
            way=HandoverWay.IN, partner=partner.key, number=told["number"]
        ).exists():
            hall = str(told["from"]["hall"])
            made = Handover(
                way=HandoverWay.IN, partner=partner.key, number=told["number"], case=locked,
                digest=canonical.sm3(data), hall=hall, at=clock.now(), by=by.label, city=case.city,
            )  # fmt: skip
            made.save(force_insert=True)
            audit.record(by, "handover.in", made)
            title = f"{partner.name}跨省移交，由{case.agency.name}办理"
            cases.note_step(locked, kind="handover", title=title[:100], who=hall[:100], detail=made.number)
    return case


def _holder(by: Actor, told: Mapping[str, str]) -> "identity.Person | identity.Organisation":
    found = identity.find_holders(
        by=by, paper=told["paper"], number=told["number"], reason="跨省移交：核对申请人"
    )
    if not found or found[0].name != told["name"]:
        text = "没有用这个姓名和证件注册过的人。请先到“人员核验”里登记，再接收。"
        raise HandoverInvalid(errors={"document": [text]})
    return found[0]


def _acting(by: Actor, holder: "identity.Person | identity.Organisation") -> tuple[Actor, identity.Applicant]:
    """Return the applicant as who applies: the other side saw person and papers."""
    person = holder if isinstance(holder, identity.Person) else None
    key = {"person_id": holder.pk} if person is not None else {"organisation_id": holder.pk}
    own = identity.Account.objects.filter(**key, is_active=True).order_by("pk").first()
    applicant = identity.applicant_from(holder, account_id=own.pk if own else by.account_id or 0)
    acting = Actor(
        kind="person", account_id=applicant.account_id, person_id=applicant.person_id,
        organisation_id=applicant.organisation_id, name=applicant.name, level=applicant.level,
    )  # fmt: skip
    return acting, applicant


def _stored(acting: Actor, files: Mapping[str, tuple[str, bytes]]) -> dict[str, object]:
    stored: dict[str, object] = {}
    for field, (name, content) in files.items():
        kept = documents.store_upload(by=acting, file=ContentFile(content, name=name), purpose="跨省移交材料")
        stored[field] = {"id": str(kept.pk), "name": kept.name, "size": kept.size}
    return stored


def as_partner_would(data: bytes, *, item: str = "") -> bytes:
    """Return one of our documents as the 模拟 partner would send it back to us, under a number of its own.

    For trying the way in; raises HandoverInvalid where no simulated partner is declared.
    """
    partner = next((one for one in format_.partners().values() if one.simulated), None)
    if partner is None:
        raise HandoverInvalid(errors={"partner": ["没有模拟的对方平台。"]})
    told, mine = json.loads(data), format_.ours()
    told.pop("signature")
    told |= {
        "number": f"440000-{ids.new_id()}",
        "from": {"province": partner.province, "platform": partner.name, "hall": "模拟外省政务服务中心"},
        "to": {"province": mine["province"], "platform": mine["name"], "hall": mine["name"]},
    }  # fmt: skip
    if item:
        told["item"] = {**told["item"], "code": item}
    return canonical.canonical_json(format_.signed(told, format_.SIMULATED))
