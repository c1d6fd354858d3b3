"""Telling a party: once for each origin, in the inbox always, by text message as it was wished."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.identity.public import Applicant, applicant_of
from onewindow.identity.tests.factories import organisation_account, person_account
from onewindow.kernel.public import clock
from onewindow.messages import rules
from onewindow.messages.models import Message, Preference, Sending
from onewindow.messages.services import after_quiet, tell

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)  # 23:30 in China
MORNING = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)  # 08:00
GIVEN = {
    "item": "护士执业注册（延续）",
    "number": "N1",
    "count": 2,
    "day": "2026年3月9日",
    "days": 10,
    "level": "黄牌",
    "note": "某",
    "appeal": "12月31日",
    "measure": "提醒",
    "to": "某省政务服务平台",
}


@pytest.fixture
def citizen(db: None) -> Applicant:
    return applicant_of(person_account(mobile="19900001234"))


def test_once_for_each_origin(citizen: Applicant) -> None:
    with clock.at(NOON):
        first = tell(citizen, "correction-asked", GIVEN, origin="event:1", link="/cases/N1/", city="4501")
        assert tell(citizen, "correction-asked", GIVEN, origin="event:1").pk == first.pk
        tell(citizen, "correction-asked", GIVEN, origin="event:2")
    assert Message.objects.count() == Sending.objects.count() == 2
    kept = Message.objects.get(pk=first.pk)
    assert kept.text == "“护士执业注册（延续）”的申请有 2 处要补正，已一次性全部列出。"
    assert kept.next == "请在 2026年3月9日 前补正，过期没有补正的，申请会终止。"
    assert (kept.person_id, kept.link, kept.city, kept.read_at) == (
        citizen.person_id,
        "/cases/N1/",
        "4501",
        None,
    )
    sending = Sending.objects.get(message=first)
    assert (sending.address, sending.state, sending.due_at) == ("19900001234", "waiting", NOON)


def test_a_firm_has_its_own_inbox(db: None) -> None:
    firm = applicant_of(organisation_account())
    message = tell(firm, "case-granted", GIVEN, origin="event:1")
    assert (message.organisation_id, message.person_id) == (firm.organisation_id, None)
    assert Sending.objects.count() == 0  # it gave no mobile


def test_switched_off_only_what_is_urgent_is_sent(citizen: Applicant) -> None:
    Preference.objects.create(person_id=citizen.person_id, sms=False, quiet=True, changed_at=NOON)
    tell(citizen, "case-accepted", GIVEN, origin="event:1")
    tell(citizen, "case-refused", GIVEN, origin="event:2")
    assert [one.message.template for one in Sending.objects.select_related("message")] == ["case-refused"]
    assert Message.objects.count() == 2


def test_the_night_is_quiet_unless_wished_otherwise(citizen: Applicant) -> None:
    with clock.at(NIGHT):
        tell(citizen, "case-accepted", GIVEN, origin="event:1")
        Preference.objects.create(person_id=citizen.person_id, sms=True, quiet=False, changed_at=NIGHT)
        tell(citizen, "case-accepted", GIVEN, origin="event:2")
    assert list(Sending.objects.order_by("id").values_list("due_at", flat=True)) == [MORNING, NIGHT]


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_quiet_hours_end_at_the_same_hour(at: datetime) -> None:
    moment = at.replace(tzinfo=UTC)
    later = after_quiet(moment)
    hour = clock.local(moment).hour
    assert 0 <= (later - moment).total_seconds() <= 10 * 3600
    if 8 <= hour < 22:
        assert later == moment
    else:
        assert (clock.local(later).hour, later > moment) == (8, True)


@pytest.mark.parametrize("template", rules.templates().values(), ids=lambda one: one.key)
def test_every_template_is_whole_and_fits_a_text_message(template: rules.Template) -> None:
    said = {key: str(value) for key, value in GIVEN.items()} | {"item": "某" * 24, "day": "2026年12月31日"}
    assert template.title and template.text.format_map(said) and template.next.format_map(said)
    assert len(template.title) <= 60 and len(template.next.format_map(said)) <= 300
    assert len(template.sms.format_map(said)) <= rules.SMS_LENGTH
    assert "{number}" not in template.sms
    assert "http" not in template.sms


def test_a_long_name_of_an_item_is_cut_in_the_text_message_only(citizen: Applicant) -> None:
    name = "项" * 120
    message = tell(citizen, "case-extended", GIVEN | {"item": name}, origin="event:1")
    assert name in (message.text or "")
    assert len(Sending.objects.get().text) <= rules.SMS_LENGTH
