"""Check people and firms at the counter, keep the evidence, and lower levels whose evidence ran out."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import IntegrityError
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from onewindow.identity import papers, policies
from onewindow.identity.errors import CheckRefused, ReasonMissing, VerificationFailed
from onewindow.identity.events import LevelLowered
from onewindow.identity.levels import Level
from onewindow.identity.limits import REASON_LENGTH
from onewindow.identity.models import LevelEvidence, Organisation, Person
from onewindow.identity.services.accesses import Access, record_accesses
from onewindow.identity.services.levels import Holder, locked_holder, prove_level
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, codes, outbox, unit, yaml_file

MEANS = "counter"
USCC = "uscc"
AT_ONCE = 500
_FILE = Path(__file__).resolve().parents[1] / "data" / "levels.yaml"


def find_holders(*, by: Actor, paper: str, number: str, issuer: str = "", reason: str) -> list[Holder]:
    """Return who registered with a number, the look at each recorded first; several may claim it at L1.

    `paper` is a kind of data/papers.yaml or "uscc". Raises RoleMissing, ReasonMissing, InvalidCode,
    BadSpelling.
    """
    policies.require_role(by, *policies.LEVEL_GIVERS)
    said = _said(reason, "reason")
    with unit.work():
        found = _found(paper, number, issuer)
        record_accesses(by, [_look(holder, _("账号（按证件号码查找）"), said) for holder in found])
    return found


def check_at_counter(
    *, by: Actor, seen: str, paper_until: date | None,
    person_id: int | None = None, organisation_id: int | None = None,
) -> Holder:  # fmt: skip
    """Keep that a clerk saw person and papers; raise to L3, or renew the evidence of one who is there.

    `paper_until` is the paper's last good day, None when it is good for ever. Raises LevelNotGiven (also
    for oneself), CheckRefused, PersonNotFound, VerificationFailed when another account holds the number.
    """
    policies.require_giver(by, person_id=person_id)
    said = _said(seen, "seen")
    if paper_until is not None and paper_until < clock.today():
        raise CheckRefused(errors={"paper_until": [_("证件已经过期，请本人换证后再来。")]})
    until = _good_until(paper_until)
    try:
        with unit.work():
            holder = locked_holder(person_id, organisation_id)
            if _proved_until(holder, until):
                return holder
            record_accesses(by, [_look(holder, _("身份（当面核对）"), said)])
            return prove_level(by, holder, _rule()["level"], MEANS, detail=said, valid_until=until)
    except IntegrityError as taken:
        raise VerificationFailed from taken


def lower_expired() -> int:
    """Lower every level whose evidence ran out to the highest still proved; return how many went down."""
    lowered = 0
    for model in (Person, Organisation):
        while some := _lower_some(model):
            lowered += some
    return lowered


def evidence_of(by: Actor) -> list[LevelEvidence]:
    """Return the evidence of the actor's own level, newest first."""
    if by.organisation_id is not None:
        own = LevelEvidence.objects.filter(organisation_id=by.organisation_id)
    elif by.person_id is not None:
        own = LevelEvidence.objects.filter(person_id=by.person_id)
    else:
        own = LevelEvidence.objects.none()
    return list(own.order_by("-id")[:50])


def _found(paper: str, number: str, issuer: str) -> list[Holder]:
    if paper == USCC:
        return list(Organisation.objects.filter(uscc=codes.Uscc.parse(number)).order_by("-level", "pk")[:20])
    spelt = papers.spell_number(paper, number)
    key = papers.paper_key(paper, spelt, papers.spell_issuer(paper, issuer))
    return list(Person.objects.filter(resident_id_hash=key).order_by("-level", "pk")[:20])


def _lower_some(model: type[Person] | type[Organisation]) -> int:
    kind, today = model._meta.model_name or "", clock.today()
    good = Q(valid_until=None) | Q(valid_until__gte=today)
    best = LevelEvidence.objects.filter(good, **{kind: OuterRef("pk")}).order_by("-level").values("level")[:1]
    ended = LevelEvidence.objects.filter(valid_until__lt=today, **{f"{kind}__isnull": False}).values(kind)
    with unit.work():
        rows: Sequence[Any] = list(
            model._default_manager.select_for_update(of=("self",))
            .annotate(proved=Coalesce(Subquery(best), int(Level.REGISTERED)))
            .filter(pk__in=ended, level__gt=Coalesce(Subquery(best), int(Level.REGISTERED)))
            .order_by("pk")[:AT_ONCE]
        )
        for row in rows:
            row.level = row.proved
        model._default_manager.bulk_update(rows, ["level"])
        if rows:
            audit.record(SYSTEM, f"{kind}.level_lowered", *rows)
            outbox.publish(*(LevelLowered(subject=f"{kind}:{row.pk}", level=row.level) for row in rows))
    return len(rows)


def _proved_until(holder: Holder, until: date) -> bool:
    """Tell whether evidence as good is there already, so that a form sent twice is kept once."""
    own: dict[str, Any] = {holder._meta.model_name or "": holder}
    same = LevelEvidence.objects.filter(means=MEANS, valid_until__gte=until, **own)
    return holder.level >= _rule()["level"] and same.exists()


def _good_until(paper_until: date | None) -> date:
    today, years = clock.today(), int(_rule()["years"])
    last = date(today.year + years, today.month, min(today.day, 28) if today.month == 2 else today.day)
    return last if paper_until is None else min(last, paper_until)


def _said(text: str, field: str) -> str:
    said = " ".join(text.replace("\x00", " ").split())
    if not REASON_LENGTH <= len(said) <= 200:
        raise ReasonMissing(errors={field: [_("请写明 4 至 200 个字，本人能看到。")]})
    return said


def _look(holder: Holder, what: str, reason: str) -> Access:
    return Access(holder._meta.model_name or "", holder.pk, what, reason)


@lru_cache(maxsize=1)
def _rule() -> dict[str, Any]:
    rule: dict[str, Any] = yaml_file.read(_FILE)[MEANS]
    return rule
