"""Verbs: tell a party, read, prefer; and send what waits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, unit
from onewindow.messages import gateways, policies, rules
from onewindow.messages.errors import AddressRefused, MessageNotFound
from onewindow.messages.models import Channel, Message, Preference, Sending

_CLAIM = """
    UPDATE notices_sending SET due_at = %s, tries = tries + 1 WHERE id IN (
        SELECT id FROM notices_sending WHERE state = 'waiting' AND due_at <= %s
        ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING id
"""
LONGEST_ITEM = 24
_SAID = (
    "person_id", "organisation_id", "template", "title", "text", "next", "link", "at_work", "at", "city",
)  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """What a party is to be told: once for each `origin`."""

    holder: identity.Applicant
    template: str
    values: Mapping[str, object]
    _: KW_ONLY
    origin: str
    link: str = ""
    city: str = "4500"
    at_work: bool = False

    @property
    def form(self) -> rules.Template:
        """The words; KeyError for a template that is not there: a fault of the caller."""
        return rules.templates()[self.template]

    @property
    def said(self) -> dict[str, str]:
        """The values as text."""
        return {key: str(value) for key, value in self.values.items()}

    def message(self) -> Message:
        """Return the message, not yet saved."""
        form, said = self.form, self.said
        return Message(
            person_id=self.holder.person_id, organisation_id=self.holder.organisation_id, origin=self.origin,
            template=self.template, title=form.title.format_map(said), text=form.text.format_map(said),
            next=form.next.format_map(said), link=self.link, at_work=self.at_work, at=clock.now(),
            city=self.city,
        )  # fmt: skip

    def sendings(self, message: Message, wish: Preference | None) -> Iterator[Sending]:
        """Give what goes over other channels, not yet saved, as the party wishes."""
        said = self.said
        short = self.form.sms.format_map(said | {"item": _shortened(said.get("item", ""))})
        due = after_quiet(clock.now()) if wish is None or wish.quiet else clock.now()
        for channel, address in _ways(self.holder, wish, self.form):
            yield Sending(
                message=message, channel=channel, address=address, text=short, city=self.city, due_at=due
            )


def tell(
    holder: identity.Applicant, template: str, values: Mapping[str, object], *, origin: str, link: str = "",
    city: str = "4500", at_work: bool = False,
) -> Message:  # fmt: skip
    """Tell a party something once for each `origin`, in the caller's unit of work; told before, it stays.

    With `at_work` it is told to an official in office and stands in the inbox of the post, not in the
    private one.

    The text message waits for the worker and for the end of the quiet hours. Raises KeyError for a template
    or a value that is not there: a fault of the caller.
    """
    one = Telling(holder, template, values, origin=origin, link=link, city=city, at_work=at_work)
    new = one.message()
    with unit.work(joined=True):
        values_of = {name: getattr(new, name) for name in _SAID}
        message, made = Message.objects.get_or_create(origin=origin, defaults=values_of)
        if made:
            whose = {"person_id": holder.person_id, "organisation_id": holder.organisation_id}
            wish = Preference.objects.filter(**whose).first()
            Sending.objects.bulk_create(one.sendings(message, wish))
    return message


def tell_all(tellings: Iterable[Telling]) -> int:
    """Do as `tell` for many in four statements; return how many were not told before.

    Where another tells one of them at the same moment the database refuses the whole: try again.
    """
    wanted = {one.origin: one for one in tellings}
    if not wanted:
        return 0
    with unit.work():
        for origin in Message.objects.filter(origin__in=wanted).values_list("origin", flat=True):
            del wanted[origin]
        told = Message.objects.bulk_create([one.message() for one in wanted.values()])
        wishes = _wishes(told)
        Sending.objects.bulk_create(
            sending
            for message in told
            for sending in wanted[message.origin].sendings(message, wishes.get(_party(message)))
        )
    return len(told)


def _wishes(told: Sequence[Message]) -> dict[tuple[int | None, int | None], Preference]:
    """Return what the parties of messages prefer, by party, in one statement."""
    people = [one.person_id for one in told if one.person_id is not None]
    firms = [one.organisation_id for one in told if one.organisation_id is not None]
    rows = Preference.objects.filter(Q(person_id__in=people) | Q(organisation_id__in=firms))
    return {_party(one): one for one in rows}


def _party(row: Message | Preference) -> tuple[int | None, int | None]:
    return row.person_id, row.organisation_id


def _ways(
    holder: identity.Applicant, wish: Preference | None, form: rules.Template
) -> Iterator[tuple[Channel, str]]:
    """Give each channel a message goes over besides the inbox, with the address there."""
    if holder.mobile and (form.urgent or wish is None or wish.sms):
        yield Channel.SMS, holder.mobile
    if wish is not None and wish.email:
        yield Channel.EMAIL, wish.email
    if wish is not None and wish.wechat:
        yield Channel.WECHAT, wish.wechat


def read_message(*, by: Actor, message_id: int) -> Message:
    """Return a message of one's own, read from now on. Raises MessageNotFound."""
    with unit.work():
        message = policies.messages_for(by).select_for_update().filter(pk=message_id).first()
        if message is None:
            raise MessageNotFound
        if message.read_at is None:
            message.read_at = clock.now()
            message.save(update_fields=["read_at"])
    return message


def read_all(*, by: Actor) -> int:
    """Mark every message of one's own as read; return how many were new. Raises MandateNotYours."""
    identity.require_principal(by)
    with unit.work():
        return policies.messages_for(by).filter(read_at=None).update(read_at=clock.now())


def prefer(*, by: Actor, sms: bool, quiet: bool) -> Preference:
    """Say whether one wants text messages, and quiet at night. Raises MandateNotYours."""
    identity.require_principal(by)
    firm = by.organisation_id
    whose = {"organisation_id": firm} if firm is not None else {"person_id": by.person_id}
    with unit.work():
        made, _new = Preference.objects.update_or_create(
            **whose, defaults={"sms": sms, "quiet": quiet, "changed_at": clock.now()}
        )
        audit.record(by, "messages.preferred", made)
    return made


def after_quiet(moment: datetime) -> datetime:
    """Return the moment, or the end of the quiet hours it falls into."""
    here = clock.local(moment)
    start, end = rules.number("quiet_from"), rules.number("quiet_until")
    if end <= here.hour < start:
        return moment
    day = here if here.hour < end else here + timedelta(days=1)
    return day.replace(hour=end, minute=0, second=0, microsecond=0)


def send_due() -> int:
    """Hand what is due to the gateways, outside a transaction; return how many they took.

    A sending is claimed before it is handed over, so two workers never hand over the same one at once; the
    gateway gets its number and can tell a repetition after a crash.
    """
    taken = 0
    for key in _claimed():
        sending = Sending.objects.select_related("message").get(pk=key)
        try:
            reference = gateways.current(sending.channel).send(
                f"ow-{sending.pk}", sending.address or "", _text(sending)
            )
        except AddressRefused as refusal:
            _end(sending, Sending.State.REFUSED, error=str(refusal))
        except OSError as failure:
            _put_off(sending, str(failure))
        else:
            taken += 1
            _end(sending, Sending.State.SENT, reference=reference)
    return taken


def _text(sending: Sending) -> str:
    """Return one sentence for a mobile, the whole message for the others."""
    if sending.channel == Channel.SMS:
        return sending.text
    told = sending.message
    return "\n".join(filter(None, [told.title, told.text, told.next, "请登录政务服务平台，在“消息”里查看。"]))


def _claimed() -> list[int]:
    now = clock.now()
    until = now + timedelta(minutes=rules.number("claim_minutes"))
    with unit.work(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [until, now, rules.number("at_once")])
        return sorted(int(key) for (key,) in cursor.fetchall())


def _put_off(sending: Sending, error: str) -> None:
    if sending.tries >= rules.number("tries"):
        _end(sending, Sending.State.GIVEN_UP, error=error)
        return
    wait = min(
        rules.number("first_wait_minutes") * 2 ** (sending.tries - 1), rules.number("longest_wait_minutes")
    )
    sending.due_at, sending.error = clock.now() + timedelta(minutes=wait), error[:200]
    with unit.work():
        sending.save(update_fields=["due_at", "error"])


def _end(sending: Sending, state: Sending.State, *, reference: str = "", error: str = "") -> None:
    sending.state, sending.ended_at = state, clock.now()
    sending.reference, sending.error = reference[:100], error[:200]
    with unit.work():
        sending.save(update_fields=["state", "ended_at", "reference", "error"])
        audit.record(SYSTEM, f"sending.{state}", sending)


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_ITEM else f"{name[: LONGEST_ITEM - 1]}…"
