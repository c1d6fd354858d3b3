"""Rate, add words, rate again after a bad rating was put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from onewindow.feedback import invitations, rules
from onewindow.feedback.chances import Chance, chance_for, first_of
from onewindow.feedback.errors import (
    AgainNotOpen,
    FollowedAlready,
    RatedAlready,
    RatingClosed,
    RatingInvalid,
)  # fmt: skip
from onewindow.feedback.events import RatingGiven
from onewindow.feedback.models import Rater, Rating, Remedy
from onewindow.feedback.redaction import redacted
from onewindow.feedback.services.ending import conclude
from onewindow.feedback.services.opening import open_remedy
from onewindow.feedback.services.tallies import count_rating
from onewindow.feedback.states import Channel, RemedyState, Turn
from onewindow.kernel.public import ANONYMOUS, Actor, audit, clock, hashing, outbox, unit

LONGEST = 500
SATISFIED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said: stars, the codes of the options, words; whether the body may know the case."""

    stars: int | None
    options: Sequence[str] = ()
    text: str = ""
    named: bool = False


def rate(
    *, by: Actor, case_number: str, occasion: str, said: Said, channel: str, code: str = "", device: str = ""
) -> Rating:
    """Rate one occasion of a case, once; a bad rating goes to the body to be put right at the same moment.

    Raises RatingNotFound, RatingNotOpen, RatingClosed, RatedAlready, RatingInvalid.
    """
    words = checked(said)
    with unit.work():
        chance = chance_for(by, case_number, occasion, code)
        if clock.today() > chance.until:
            raise RatingClosed(until=f"{chance.until:%Y-%m-%d}")
        rating = _save(chance, Turn.FIRST, said, words, channel=channel, device=device)
        count_rating(rating)
        if rating.is_bad:
            open_remedy(rating)
    return rating


def follow_up(
    *, by: Actor, case_number: str, occasion: str, text: str, channel: str, code: str = ""
) -> Rating:
    """Add words to a rating, once (追评).

    Raises RatingNotFound, NotRatedYet, FollowedAlready, RatingClosed, RatingInvalid.
    """
    words = checked(Said(None, text=text), turn=Turn.FOLLOW)
    with unit.work():
        chance = chance_for(by, case_number, occasion, code)
        first = first_of(chance)
        until = clock.local(first.at).date() + timedelta(days=rules.limit("follow_days"))
        if clock.today() > until:
            raise RatingClosed(until=f"{until:%Y-%m-%d}")
        return _save(chance, Turn.FOLLOW, Said(None), words, channel=channel)


def rate_again(
    *, by: Actor, case_number: str, occasion: str, said: Said, channel: str, code: str = ""
) -> Rating:
    """Rate again after the body told what it put right; the first rating stays on record.

    Three stars and more end the matter; fewer send it back to the body while it has a round left. Raises
    RatingNotFound, NotRatedYet, AgainNotOpen, RatedAlready, RatingInvalid.
    """
    words = checked(said)
    with unit.work():
        chance = chance_for(by, case_number, occasion, code)
        remedy = Remedy.objects.select_for_update().filter(rating=first_of(chance)).first()
        if remedy is None or remedy.state != RemedyState.RECTIFIED or not _in_time(remedy):
            raise AgainNotOpen
        rating = _save(chance, Turn.AGAIN, said, words, channel=channel)
        conclude(remedy, ANONYMOUS, satisfied=bool(said.stars and said.stars >= SATISFIED), text=words)
    return rating


def checked(said: Said, *, turn: Turn = Turn.FIRST) -> str:
    """Return the words as they are kept. Raises RatingInvalid at the field."""
    errors: dict[str, list[str]] = {}
    words = said.text.replace("\x00", "").replace("\r\n", "\n").strip()
    if turn != Turn.FOLLOW:
        if said.stars not in range(1, 6):
            errors["stars"] = [_("请选择一个等级。")]
        elif not set(said.options) <= {one.code for one in rules.options_for(said.stars or 0)}:
            errors["options"] = [_("请选择与等级相符的情况。")]
    elif not words:
        errors["text"] = [_("请写下要补充的话。")]
    if len(words) > LONGEST:
        errors["text"] = [_("最多 %d 个字，现在有 %d 个字。") % (LONGEST, len(words))]
    if errors:
        raise RatingInvalid(errors=errors)
    return words


def _save(chance: Chance, turn: Turn, said: Said, words: str, *, channel: str, device: str = "") -> Rating:
    case, now = chance.case, clock.now()
    rating, made = Rating.objects.get_or_create(
        handling=invitations.handling_key(case.number, chance.occasion),
        turn=turn,
        defaults={
            "occasion": chance.occasion,
            "item_code": case.item_code,
            "item_name": case.item_name,
            "agency_id": case.agency.pk,
            "region_code": case.region_code,
            "city": case.city,
            "handler_id": chance.handler_id,
            "channel": channel if channel in set(Channel) else Channel.WEB,
            "stars": said.stars,
            "options": sorted(set(said.options)),
            "text": redacted(words, case.known) or None,
            "at": now,
            "month": clock.local(now).date().replace(day=1),
            "excluded": "",
        },
    )
    if not made:
        raise FollowedAlready if turn == Turn.FOLLOW else RatedAlready
    rater = Rater.objects.create(
        rating=rating, case_number=case.case_number, person_id=case.person_id,
        organisation_id=case.organisation_id,
        device=hashing.keyed_hash("rating-device", device) if device else None, since=chance.since,
        named=said.named, city=case.city,
    )  # fmt: skip
    audit.record(ANONYMOUS, f"rating.{turn}", rating)
    audit.record(ANONYMOUS, f"rating.{turn}", rater)
    outbox.publish(
        RatingGiven(
            subject=str(rating.pk), city=rating.city, agency=rating.agency_id, item_code=rating.item_code,
            occasion=rating.occasion, turn=turn, stars=said.stars or 0, channel=rating.channel,
        )
    )  # fmt: skip
    return rating


def _in_time(remedy: Remedy) -> bool:
    return remedy.again_until is not None and clock.today() <= remedy.again_until
