"""Verbs of names: declare one, give it up, decide on a doubtful one; used with the registration."""

import json
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from onewindow.cases import public as cases
from onewindow.collaboration.errors import NameDecided, NameInvalid, UnknownName
from onewindow.collaboration.events import NameClaimed, NameUsed
from onewindow.collaboration.models import Member, NameClaim, NameState, Opening
from onewindow.collaboration.naming import policies
from onewindow.collaboration.naming.rules import KEPT, Parts, Taken, Verdict, judge, parts_of, rules
from onewindow.collaboration.opening import rules as opening_rules
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit
from onewindow.messages import public as messages

HOLDS = (NameState.KEPT, NameState.REVIEW, NameState.USED)
MOST_A_DAY = 30


def claim_name(*, by: Actor, region: str, word: str, industry: str, form: str) -> NameClaim:
    """Declare the name of a company at a city or county; kept at once where the rules allow it.

    A refused one is kept with its reasons for the record. Raises NotYourName, NameInvalid with each fault at
    its field.
    """
    policies.require_claimant(by)
    place = government.Region.objects.filter(code=region, level__in=["city", "county"], valid_to=None).first()
    registrar = _registrar(region) if place is not None else None
    errors: dict[str, list[str]] = {}
    if place is None or registrar is None:
        errors["region"] = ["请选择登记机关所在的设区市或者县（市、区）。"]
    if not word.strip() or len(word.strip()) > 20:
        errors["word"] = ["请填写字号，最多 20 字。"]
    if industry not in rules().industries:
        errors["industry"] = ["请选择行业。"]
    if form not in rules().forms:
        errors["form"] = ["请选择组织形式。"]
    if errors or place is None or registrar is None:
        raise NameInvalid(errors=errors)
    parts = Parts(place.name, word.strip(), industry, form)
    with unit.work():
        government.Agency.objects.select_for_update().get(pk=registrar.pk)  # one name at a time
        if policies.names_of(by).filter(claimed_at__date=clock.today()).count() >= MOST_A_DAY:
            raise NameInvalid(errors={"word": [f"一天最多申报 {MOST_A_DAY} 次，请明天再来。"]})
        mine = policies.names_of(by).filter(
            agency=registrar, word=parts.word, industry=industry, state__in=[NameState.KEPT, NameState.REVIEW]
        )
        held = mine.filter(form=form).first()
        if held is not None and (held.state == NameState.REVIEW or held.is_kept(clock.today())):
            return held
        _lapse(registrar)
        verdict = judge(parts, places=_places(place), taken=_taken(registrar, place))
        made = _made(by, parts, registrar, region, verdict)
        made.save(force_insert=True)
        audit.record(by, "name.claimed", made)
        outbox.publish(NameClaimed(subject=str(made.pk), city=made.city, state=made.state))
    return made


def _made(by: Actor, parts: Parts, registrar: government.Agency, region: str, verdict: Verdict) -> NameClaim:
    until = clock.today() + timedelta(days=rules().keep_days) if verdict.state == KEPT else None
    return NameClaim(
        name=parts.name, region_code=region, word=parts.word, industry=parts.industry, form=parts.form,
        agency=registrar, organisation_id=by.organisation_id,
        person_id=None if by.organisation_id else by.person_id, state=verdict.state,
        reasons=list(verdict.reasons), kept_until=until, claimed_at=clock.now(), claimed_by=by.label,
        city=region[:4],
    )  # fmt: skip


def _registrar(region: str) -> government.Agency | None:
    here = list(government.Agency.objects.filter(region_code=region).order_by("id"))
    found = (one for ending in rules().registrar for one in here if one.name.endswith(ending))
    return next(found, None)


def _places(place: government.Region) -> set[str]:
    """Return the names of cities and counties, whole and without their last word."""
    rows = government.Region.objects.filter(level__in=["province", "city", "county"])
    names = set(rows.values_list("name", flat=True)) | {place.name}
    return names | {one[:-1] for one in names if len(one) > 2}


def _taken(registrar: government.Agency, place: government.Region) -> list[Taken]:
    held = NameClaim.objects.filter(agency=registrar, state__in=HOLDS)
    kept = [Taken(*row) for row in held.values_list("name", "word", "industry")]
    known = {one.name for one in kept}
    registered = Opening.objects.filter(agency=registrar).values_list("name", flat=True)
    return kept + [parts_of(name, place.name) for name in registered if name not in known]


def _lapse(registrar: government.Agency) -> None:
    """Let go what was kept until before today and is in no application."""
    over = NameClaim.objects.filter(
        agency=registrar, state=NameState.KEPT, kept_until__lt=clock.today(), case_number=""
    )
    rows = list(over)
    for one in rows:
        one.state = NameState.LAPSED
        one.save(update_fields=["state"])
    audit.record(SYSTEM, "name.lapsed", *rows)


def give_up_name(*, by: Actor, claim: UUID) -> NameClaim:
    """Let a name go that one no longer wants.

    Raises NotYourName, UnknownName, NameDecided once it is in a case.
    """
    policies.require_claimant(by)
    with unit.work():
        one = policies.names_of(by).select_for_update(of=("self",)).filter(pk=claim).first()
        if one is None:
            raise UnknownName
        if one.state not in {NameState.KEPT, NameState.REVIEW} or one.case_number:
            raise NameDecided
        one.state = NameState.GIVEN_UP
        one.save(update_fields=["state"])
        audit.record(by, "name.given_up", one)
    return one


def decide_name(*, by: Actor, claim: UUID, keep: bool, reason: str) -> NameClaim:
    """Keep a doubtful name, or refuse it with the reason, for the registrar.

    Raises UnknownName, NotTheRegistrar, NameDecided, NameInvalid.
    """
    said = " ".join(reason.split())
    with unit.work():
        one = NameClaim.objects.select_for_update(of=("self",)).filter(pk=claim).first()
        if one is None:
            raise UnknownName
        policies.require_registrar(by, one)
        if one.state != NameState.REVIEW:
            raise NameDecided
        if not 0 < len(said) <= 200:
            raise NameInvalid(errors={"reason": ["请填写核对的结果和理由，最多 200 字。"]})
        one.state = NameState.KEPT if keep else NameState.REFUSED
        one.kept_until = clock.today() + timedelta(days=rules().keep_days) if keep else None
        one.reasons, one.decided_at, one.decided_by = [*one.reasons, said], clock.now(), by.label
        one.save()
        audit.record(by, "name.decided", one)
        outbox.publish(NameClaimed(subject=str(one.pk), city=one.city, state=one.state))
        _tell(one)
    return one


def _tell(one: NameClaim) -> None:
    """Tell who declared the name what the registrar found; who closed the account reads it nowhere."""
    key = {"organisation": one.organisation_id} if one.organisation_id else {"person": one.person_id}
    account = identity.Account.objects.filter(**key, is_active=True).order_by("pk").first()
    holder = one.organisation or one.person
    if account is None or holder is None:
        return
    template = "company-name-kept" if one.state == NameState.KEPT else "company-name-refused"
    messages.tell(
        identity.applicant_from(holder, account_id=account.pk), template, {"item": one.name},
        origin=f"name:{one.pk}", link=reverse("collaboration:names"), city=one.city,
    )  # fmt: skip


def use_name(*, number: str) -> NameClaim | None:
    """Bind the kept name that an application for registration carries to it, and tell it on the timeline.

    None for any other case. What was not declared is told too: the registrar checks it then.
    """
    case = _registrations(number).first()
    if case is None:
        return None
    name = str(json.loads(case.answers or "{}").get(rules().field) or "")
    with unit.work():
        locked = cases.Case.objects.select_related("agency").select_for_update(of=("self",)).get(pk=case.pk)
        one = NameClaim.objects.select_for_update(of=("self",)).filter(
            name=name, state=NameState.KEPT, **_holder(case)
        ).first()  # fmt: skip
        if one is None:
            cases.note_step(
                locked, kind="name", title="名称没有自主申报，由登记机关核对", who=locked.agency.name
            )
            return None
        if one.case_number != number and not _is_part(one.case_number, number):
            one.case_number = number
            one.save(update_fields=["case_number"])
            audit.record(SYSTEM, "name.used", one)
            cases.note_step(locked, kind="name", title=f"名称已申报并保留：{name}"[:100], who="申请人")
    return one


def _registrations(number: str) -> QuerySet[cases.Case]:
    """Return the case of a number if it registers a company, or is the joint case that does."""
    wanted = {opening_rules().form, f"joint-{rules().procedure}"}
    return cases.Case.objects.filter(number=number, item_version__form_code__in=wanted)


def _holder(case: cases.Case) -> dict[str, int | None]:
    return {"organisation": case.organisation_id} if case.organisation_id else {"person": case.person_id}


def _is_part(lead: str, number: str) -> bool:
    """Tell whether a case is a part of the joint case that carries the name already."""
    return bool(lead) and Member.objects.filter(joint__number=lead, number=number).exists()


def settle_name(*, number: str, granted: bool) -> None:
    """Make a name a registered one with its case, or free it for the rest of its time; one statement for a
    case that registers nobody."""
    case = _registrations(number).first()
    if case is None:
        return
    lead = Member.objects.filter(number=number).values_list("joint__number", flat=True).first()
    with unit.work():
        rows = NameClaim.objects.select_for_update(of=("self",)).filter(**_holder(case))
        one = rows.filter(case_number__in=[number, lead or number], state=NameState.KEPT).first()
        if one is None:
            return
        if granted:
            one.state = NameState.USED
            outbox.publish(NameUsed(subject=str(one.pk), city=one.city, case=number))
        else:
            one.case_number = ""
        one.save(update_fields=["state", "case_number"])
        audit.record(SYSTEM, "name.settled", one)
