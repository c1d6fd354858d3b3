"""Verbs: offer a mandate, take it, turn it down, end it; record one at the counter."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from onewindow.identity import numbers, papers
from onewindow.identity.levels import Level
from onewindow.identity.limits import REASON_LENGTH
from onewindow.identity.mandates import policies
from onewindow.identity.mandates.errors import MandateInvalid, MandateNotFound, MandateOver
from onewindow.identity.mandates.events import MandateAccepted, MandateEnded, MandateGiven
from onewindow.identity.mandates.kinds import kinds
from onewindow.identity.mandates.models import Kind, Mandate, Status
from onewindow.identity.models import Organisation, Person
from onewindow.identity.policies import require_giver
from onewindow.identity.reading import Reading
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.identity.services.levels import prove_level
from onewindow.identity.services.throttles import take_try
from onewindow.kernel.public import Actor, audit, clock, ids, outbox, unit

MOST_ITEMS = 200


def offer_mandate(
    *, by: Actor, agent_name: str, agent_number: str, items: Sequence[str], valid_from: date | None,
    valid_until: date | None, paper: str = papers.RESIDENT_ID, issuer: str = "",
) -> Mandate:  # fmt: skip
    """Offer a mandate in the name of the actor's party; it counts once the agent takes it.

    A firm's is for a 经办人, a person's for a 代办人 (《民法典》第一百六十五条: name, matters, powers, time).
    `items` are item codes or their beginnings; none means all. Whether the agent has an account is never
    told. Raises MandateNotYours, MandateInvalid with the fault at each field, TooManyTries.
    """
    policies.require_principal(by)
    kind = Kind.AGENT if by.organisation_id is not None else Kind.HELPER
    called, key = _agent(agent_name, agent_number, paper, issuer)
    first, last = _days(kind, valid_from, valid_until)
    scope = _scope(items)
    take_try("mandate", str(by.account_id))
    with unit.work():
        person, organisation = _party(by)
        _require_another(person, key)
        mandate = _written(
            by, kind, person, organisation, agent_name=called, agent_key=key, items=scope, valid_from=first,
            valid_until=last, status=Status.OFFERED, basis=kinds()[kind].basis,
        )  # fmt: skip
        audit.record(by, "mandate.offered", mandate)
        outbox.publish(MandateGiven(subject=_subject(mandate), reference=mandate.reference, kind=kind))
    return mandate


def accept_mandate(*, by: Actor, reference: str) -> Mandate:
    """Take a mandate that was offered to one's proved number and name; taking it again changes nothing.

    Raises MandateNotFound, MandateOver, LevelTooLow.
    """
    with unit.work():
        human, mandate = _offered(by, reference)
        if mandate.status == Status.ACTIVE:
            return mandate
        _require_open(mandate)
        if mandate.agent_name != human.name:
            raise MandateNotFound
        mandate.status, mandate.agent, mandate.accepted_at = Status.ACTIVE, human, clock.now()
        mandate.save(update_fields=["status", "agent", "accepted_at"])
        audit.record(by, "mandate.accepted", mandate)
        outbox.publish(MandateAccepted(subject=_subject(mandate), reference=reference))
    return mandate


def end_mandate(*, by: Actor, reference: str, reason: str) -> Mandate:
    """Take a mandate back, give it back, or turn it down; from then on nothing is done under it.

    The party itself and the agent may. Ending an ended one changes nothing. Raises MandateNotFound,
    MandateInvalid at `reason`.
    """
    said = _said(reason, "reason")
    with unit.work():
        mandate = _related(by, reference)
        if mandate.status != Status.ENDED:
            end(by, mandate, said)
    return mandate


def end(by: Actor, mandate: Mandate, reason: str) -> None:
    """End a locked mandate inside a transaction."""
    mandate.status, mandate.ended_at = Status.ENDED, clock.now()
    mandate.ended_by, mandate.end_reason = by.label, reason
    mandate.save(update_fields=["status", "ended_at", "ended_by", "end_reason"])
    audit.record(by, "mandate.ended", mandate)
    outbox.publish(MandateEnded(subject=_subject(mandate), reference=mandate.reference))


def record_at_counter(
    *, by: Actor, kind: str, name: str, number: str, paper: str = papers.RESIDENT_ID, issuer: str = "",
    born: date | None = None, agent_number: str, seen: str, valid_until: date | None = None,
) -> Mandate:  # fmt: skip
    """Record at the counter that somebody acts for a child or for a person who cannot do it alone.

    A guardian's papers (birth certificate, household register, court decision) were seen, or a helper and
    the person stand at the counter. Who is not known yet is entered, proved by what was seen. A guardian of
    a child stays so to the day before the eighteenth birthday (《民法典》第十七条). Raises LevelNotGiven,
    MandateInvalid.
    """
    require_giver(by, person_id=None)
    said = _said(seen, "seen")
    read = Reading()
    ward = papers.read_paper(read, paper, number, issuer, born)
    called = read("name", lambda: numbers.name(name))
    key = read("agent_number", lambda: papers.paper_key(papers.RESIDENT_ID, _number(agent_number)))
    if kind not in {Kind.GUARDIAN, Kind.HELPER}:
        read.refuse("kind", _("请选择是监护人还是代办人。"))
    if read.errors or ward is None or called is None or key is None:
        raise MandateInvalid(errors=read.errors)
    with unit.work():
        agent = Person.objects.filter(resident_id_hash=key, level__gte=kinds()[kind].level).first()
        if agent is None:
            raise MandateInvalid(
                errors={"agent_number": [_("代办的人还没有实名认证到需要的等级，请先核对身份。")]}
            )
        require_giver(by, person_id=agent.pk)
        person = _ward(by, ward, called, said)
        _require_another(person, key)
        first, last = _ward_days(kind, person, valid_until)
        held = Mandate.objects.filter(
            kind=kind, person=person, agent=agent, status=Status.ACTIVE, valid_until=last
        ).first()
        if held is not None:
            return held
        record_accesses(by, [Access("person", person.pk, _("身份（登记代办关系）"), said)])
        mandate = _written(
            by, kind, person, None, agent_name=agent.name, agent_key=key, items=[], valid_from=first,
            valid_until=last, status=Status.ACTIVE, basis=f"{kinds()[kind].basis}。{said}", agent=agent,
            accepted_at=clock.now(),
        )  # fmt: skip
        audit.record(by, "mandate.recorded", mandate)
        outbox.publish(MandateGiven(subject=_subject(mandate), reference=mandate.reference, kind=kind))
    return mandate


def _ward(by: Actor, paper: papers.Paper, name: str, seen: str) -> Person:
    """Return the person of a paper, entered now when nobody proved the number yet."""
    known = Person.objects.filter(resident_id_hash=paper.key, level__gte=Level.REAL_NAME).first()
    if known is not None:
        if known.name != name:
            raise MandateInvalid(errors={"name": [_("姓名和这个证件号码对不上，请核对证件。")]})
        return known
    person = Person.objects.create(
        name=name, resident_id=paper.number, resident_id_hash=paper.key, birth_date=paper.birth_date,
        paper=paper.stored_kind, issuer=paper.issuer, created_at=clock.now(),
    )  # fmt: skip
    audit.record(by, "person.registered", person)
    prove_level(by, person, Level.REAL_PERSON, "counter", detail=seen)
    return person


def _ward_days(kind: str, person: Person, until: date | None) -> tuple[date, date]:
    today, rule = clock.today(), kinds()[kind]
    if kind == Kind.GUARDIAN and rule.until_age:
        grown = _birthday(person.birth_date, rule.until_age)
        if today < grown:
            return today, grown - timedelta(days=1)
        if until is None:
            raise MandateInvalid(
                errors={"valid_until": [_("被监护人已满 18 周岁，请按证明文件填写到哪一天。")]}
            )
    return _days(kind, today, until)


def _birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:  # 29 February
        return date(born.year + age, 3, 1)


def _days(kind: str, first: date | None, last: date | None) -> tuple[date, date]:
    today, most = clock.today(), kinds()[kind].days
    first = first or today
    errors: dict[str, list[str]] = {}
    if first < today:
        errors["valid_from"] = [_("开始的日子不能早于今天。")]
    last = last or first + timedelta(days=most - 1)
    if last < first:
        errors["valid_until"] = [_("结束的日子不能早于开始的日子。")]
    elif (last - first).days >= most:
        told = _("一次最多授权 %(most)s 天，最晚到 %(last)s；到期可以再授权。")
        until = first + timedelta(days=most - 1)
        errors["valid_until"] = [told % {"most": most, "last": f"{until.year}年{until.month}月{until.day}日"}]
    if errors:
        raise MandateInvalid(errors=errors)
    return first, last


def _agent(name: str, number: str, paper: str, issuer: str) -> tuple[str, bytes]:
    read = Reading()
    called = read("agent_name", lambda: numbers.name(name))
    key = read(
        "agent_number",
        lambda: papers.paper_key(
            paper, papers.spell_number(paper, number), papers.spell_issuer(paper, issuer)
        ),
    )
    if read.errors or called is None or key is None:
        raise MandateInvalid(errors=read.errors)
    return called, key


def _number(text: str) -> str:
    return papers.spell_number(papers.RESIDENT_ID, text)


def _scope(items: Sequence[str]) -> list[str]:
    scope = sorted({item.strip() for item in items if item.strip()})
    if len(scope) > MOST_ITEMS:
        raise MandateInvalid(errors={"items": [_("一次最多选 200 个事项；要全部授权的，请选“全部事项”。")]})
    if any(not item.isascii() or not item.isprintable() or not 8 <= len(item) <= 80 for item in scope):
        raise MandateInvalid(errors={"items": [_("请从查到的事项里选择。")]})
    return scope


def _party(by: Actor) -> tuple[Person | None, Organisation | None]:
    if by.organisation_id is not None:
        return None, Organisation.objects.select_for_update().get(pk=by.organisation_id)
    return Person.objects.select_for_update().get(pk=by.person_id), None


def _require_another(person: Person | None, key: bytes) -> None:
    if person is not None and bytes(person.resident_id_hash) == key:
        raise MandateInvalid(errors={"agent_number": [_("这是本人的证件号码，请填写代办的人的。")]})


def _written(
    by: Actor, kind: str, person: Person | None, organisation: Organisation | None, **values: object
) -> Mandate:
    reference = "SQ" + ids.letters(12)
    return Mandate.objects.create(
        reference=reference, kind=kind, person=person, organisation=organisation, given_by=by.label,
        given_at=clock.now(), **values,
    )  # fmt: skip


def _offered(by: Actor, reference: str) -> tuple[Person, Mandate]:
    human = policies.human_of(by, level=Level.REAL_NAME)
    found = policies.held_by(human).select_for_update().filter(reference=reference).first()
    if found is None:
        raise MandateNotFound
    return human, found


def _related(by: Actor, reference: str) -> Mandate:
    found = policies.given_by(by).select_for_update().filter(reference=reference).first()
    return found if found is not None else _offered(by, reference)[1]


def _require_open(mandate: Mandate) -> None:
    if mandate.status == Status.ENDED or mandate.has_run_out(clock.today()):
        raise MandateOver


def _subject(mandate: Mandate) -> str:
    kind = "person" if mandate.person_id else "organisation"
    return f"{kind}:{mandate.person_id or mandate.organisation_id}"


def _said(text: str, field: str) -> str:
    said = " ".join(text.replace("\x00", " ").split())
    if not REASON_LENGTH <= len(said) <= 200:
        raise MandateInvalid(errors={field: [_("请写 4 至 200 个字。")]})
    return said
