"""免申即享: the month's list becomes offers once; the person confirms, the rules decide; nothing doubles."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from onewindow.cases.errors import AnswersInvalid
from onewindow.cases.models import Case
from onewindow.cases.offers.batch import advance_offers, lapse_offers
from onewindow.cases.offers.errors import OfferClosed, OfferNotAgreed, OfferNotFound
from onewindow.cases.offers.models import Offer, OfferBatch
from onewindow.cases.offers.queries import batch_reports
from onewindow.cases.offers.services import confirm_offer, decline_offer
from onewindow.cases.states import Outcome
from onewindow.cases.tests.flow.conftest import events
from onewindow.exchange.public import ExchangeRecord
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import audit, clock

DAY = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("people", "november")


@pytest.fixture
def november() -> Iterator[None]:
    """Department systems that answer on 2026-11-30, when 梁秀兰 has turned 80."""
    with clock.at(DAY), answering():
        yield


@pytest.fixture
def liang() -> identity.Account:
    return of_the_cast("liangxiulan")


def confirm(account: identity.Account, offer: Offer, *, agreed: bool = True) -> Case | str:
    by, applicant = identity.actor_for(account), identity.applicant_of(account)
    return confirm_offer(by=by, applicant=applicant, offer_id=offer.pk, agreed=agreed)


def test_offers_the_entitled_and_counts_the_others(liang: identity.Account) -> None:
    for name in ("dilinuer", "moguoqiang"):
        of_the_cast(name)
    assert advance_offers() == 1
    batch = OfferBatch.objects.get()
    assert (batch.month, batch.listed, batch.offered, batch.not_entitled, batch.without_account) == (
        "2026-11", 4, 1, 2, 1,
    )  # fmt: skip
    assert batch.finished_at is not None
    offer = Offer.objects.get()
    assert (offer.person_id, offer.state, offer.expires_on) == (liang.person_id, "waiting", date(2027, 1, 29))
    assert [one.subject for one in events("OfferMade")] == [str(offer.pk)]
    assert audit.verify().ok


def test_every_look_has_purpose_and_record(liang: identity.Account) -> None:
    advance_offers()
    asked = ExchangeRecord.objects.filter(case="免申即享 2026-11 senior-allowance")
    assert {one.resource for one in asked} == {
        "senior_turning", "population", "civil_death", "allowance", "social_card",
    }  # fmt: skip
    assert {one.subject_id for one in asked.exclude(resource="senior_turning")} == {liang.person_id}
    looks = identity.AccessRecord.objects.filter(subject_kind="person", subject_id=liang.person_id)
    assert looks.filter(reason="查找当月年满 80 周岁、可以领取高龄津贴的老人，免去本人申请").count() == 4


def test_running_twice_and_after_a_stop_doubles_nothing(liang: identity.Account) -> None:
    with answering(civil_death="down"):
        assert advance_offers() == 0
    assert OfferBatch.objects.get().unanswered == 1
    assert advance_offers() == 0, "the source is asked again an hour later only"
    with clock.at(DAY.replace(hour=6)):
        assert advance_offers() == 1
        assert advance_offers() == 0
    OfferBatch.objects.update(finished_at=None, page=1)
    with clock.at(DAY.replace(hour=7)):
        assert advance_offers() == 0
    assert (Offer.objects.count(), OfferBatch.objects.count()) == (1, 1)


def test_a_silent_list_is_tried_again(liang: identity.Account) -> None:
    with answering(senior_turning="down"):
        assert advance_offers() == 0
    assert OfferBatch.objects.get().finished_at is None
    with clock.at(DAY.replace(hour=6)):
        assert advance_offers() == 1


def test_confirming_is_decided_at_once_and_files_once(liang: identity.Account) -> None:
    advance_offers()
    offer = Offer.objects.get()
    with pytest.raises(OfferNotAgreed):
        confirm(liang, offer, agreed=False)
    case = confirm(liang, offer)
    assert isinstance(case, Case)
    assert (case.outcome, case.automatic) == (Outcome.GRANTED, True)
    assert confirm(liang, offer) == case.number
    Offer.objects.update(state="waiting", case_number="")
    assert confirm(liang, offer) == case.number, "stopped after filing, before the offer was closed"
    assert Case.objects.filter(item_code=offer.item_code).count() == 1
    (report,) = batch_reports()
    assert (report.confirmed, report.granted, report.to_people, report.waiting) == (1, 1, 0, 0)


def test_an_unknown_account_number_is_asked_for(liang: identity.Account) -> None:
    with answering(social_card="none"):
        advance_offers()
    with pytest.raises(AnswersInvalid) as refused:
        confirm(liang, Offer.objects.get())
    assert set(refused.value.errors) == {"bank_name", "bank_card"}
    assert Offer.objects.get().draft_id is not None


def test_declining_and_lapsing_close_it(liang: identity.Account) -> None:
    advance_offers()
    offer, by = Offer.objects.get(), identity.actor_for(liang)
    with clock.at(datetime(2027, 1, 30, 4, tzinfo=UTC)):
        assert lapse_offers() == 1
        with pytest.raises(OfferClosed):
            confirm(liang, offer)
        with pytest.raises(OfferClosed):
            decline_offer(by=by, offer_id=offer.pk)
    Offer.objects.update(state="waiting")
    assert decline_offer(by=by, offer_id=offer.pk).state == "declined"
    assert decline_offer(by=by, offer_id=offer.pk).state == "declined"


def test_another_person_sees_nothing(liang: identity.Account, client: Client) -> None:
    advance_offers()
    offer, other = Offer.objects.get(), of_the_cast("heyong")
    with pytest.raises(OfferNotFound):
        confirm(other, offer)
    client.force_login(other)
    assert client.get(f"/my/offers/{offer.pk}/").status_code == 404


def test_pages(liang: identity.Account, client: Client) -> None:
    advance_offers()
    offer = Offer.objects.get()
    client.force_login(liang)
    assert "去确认" in client.get("/my/").content.decode()
    assert "高龄津贴申领" in client.get("/my/offers/").content.decode()
    page = client.get(f"/my/offers/{offer.pk}/").content.decode()
    assert "尾号 0045" in page
    assert "6217000000000000045" not in page
    assert client.post(f"/my/offers/{offer.pk}/", {"act": "confirm"}).status_code == 422
    done = client.post(f"/my/offers/{offer.pk}/", {"act": "confirm", "agreed": "true"})
    offer.refresh_from_db()
    assert done.headers["Location"] == f"/cases/{offer.case_number}/"
    client.force_login(of_the_cast("lumin"))
    report = client.get("/desk/offers/").content.decode()
    assert "2026-11" in report
    assert "梁秀兰" not in report
