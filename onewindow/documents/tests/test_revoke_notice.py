"""Revoking: by whom, once, and what everybody sees afterwards."""

import pytest
from django.apps import apps

from onewindow.documents import public as documents
from onewindow.documents.tests.factories import HEALTH
from onewindow.government.public import Agency
from onewindow.kernel.public import SYSTEM, Actor, audit

OutboxEvent = apps.get_model("kernel", "OutboxEvent")


@pytest.fixture
def health(db) -> Agency:
    return Agency.objects.create(
        uscc="1145000000DM00215X",
        name=HEALTH,
        short_name="自治区卫生健康委",
        region_code="450000000000",
        kind="department",
    )


def _officer(agency: str, *roles: str) -> Actor:
    return Actor(kind="official", account_id=7, agency=agency, roles=frozenset(roles))


def test_ends_its_force(notice):
    documents.revoke_notice(by=SYSTEM, number=notice.number, reason="依据错误，决定撤销")

    found = documents.check_token(notice.token)
    assert found.verdict == "revoked"
    assert not found.genuine
    assert audit.verify().ok


def test_tells_the_event(notice):
    documents.revoke_notice(by=SYSTEM, number=notice.number, reason="依据错误")

    event = OutboxEvent.objects.get(type="NoticeRevoked")
    assert event.subject == notice.number
    assert event.payload["case_number"] == notice.case_number


def test_is_open_to_a_deciding_post_of_the_body(notice, health):
    revoked = documents.revoke_notice(
        by=_officer(str(health.pk), "approve"), number=notice.number, reason="依据错误"
    )

    assert revoked.status == "revoked"


@pytest.mark.parametrize("roles", [("review",), ("window",), ()])
def test_is_refused_to_other_posts(notice, health, roles):
    with pytest.raises(documents.NotRevocable):
        documents.revoke_notice(by=_officer(str(health.pk), *roles), number=notice.number, reason="依据错误")


def test_is_refused_to_another_body(notice, health):
    with pytest.raises(documents.NotRevocable):
        documents.revoke_notice(
            by=_officer(str(health.pk + 1), "approve"), number=notice.number, reason="依据错误"
        )


def test_is_refused_to_citizens(notice):
    with pytest.raises(documents.NotRevocable):
        documents.revoke_notice(
            by=Actor(kind="person", account_id=1, person_id=1), number=notice.number, reason="不要了"
        )


def test_is_refused_without_a_reason(notice):
    with pytest.raises(documents.ReasonMissing) as refused:
        documents.revoke_notice(by=SYSTEM, number=notice.number, reason="  ")

    assert refused.value.errors == {"reason": ["请填写撤销的理由和依据。"]}


def test_happens_once(notice):
    documents.revoke_notice(by=SYSTEM, number=notice.number, reason="依据错误")

    with pytest.raises(documents.AlreadyRevoked):
        documents.revoke_notice(by=SYSTEM, number=notice.number, reason="再来一次")


def test_needs_a_known_number(db):
    with pytest.raises(documents.DocumentNotFound):
        documents.revoke_notice(by=SYSTEM, number="桂卫准〔2026〕1号", reason="依据错误")
