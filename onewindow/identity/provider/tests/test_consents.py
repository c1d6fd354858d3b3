"""Consent: given, widened, taken back by its owner only, never changed."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from onewindow.identity.errors import NotSignedIn
from onewindow.identity.models import Account
from onewindow.identity.provider import consents
from onewindow.identity.provider.errors import ConsentNotFound
from onewindow.identity.provider.models import Consent
from onewindow.identity.provider.tests.conftest import Site, actor
from onewindow.identity.tests.factories import person_account
from onewindow.kernel.public import ANONYMOUS, audit

pytestmark = pytest.mark.django_db


def test_agreeing_twice_is_once_and_more_is_new(site: Site, citizen: Account) -> None:
    by = actor(citizen)
    first = consents.give_consent(by=by, party=site.party, scopes=["openid", "person"])
    assert consents.give_consent(by=by, party=site.party, scopes=["openid"]) == first
    wide = consents.give_consent(by=by, party=site.party, scopes=["openid", "offline_access"])
    assert wide.scopes == ["openid", "person", "offline_access"]
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert [p for p in audit.verify().problems if "identity_" in p.place] == []
    with pytest.raises(NotSignedIn):
        consents.give_consent(by=ANONYMOUS, party=site.party, scopes=["openid"])


def test_only_its_owner_takes_it_back(site: Site, citizen: Account) -> None:
    row = consents.give_consent(by=actor(citizen), party=site.party, scopes=["openid"])
    with pytest.raises(ConsentNotFound):
        consents.revoke_consent(by=actor(person_account("other")), consent_id=row.pk)
    with pytest.raises(NotSignedIn):
        consents.revoke_consent(by=ANONYMOUS, consent_id=row.pk)
    for _time in range(2):
        assert consents.revoke_consent(by=actor(citizen), consent_id=row.pk).revoked_at is not None
    for change in ({"revoked_at": None}, {"scopes": ["openid", "person"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=row.pk).update(**change)


def test_page(site: Site, citizen: Account, django_assert_num_queries: object) -> None:
    assert "还没有授权过任何系统" in site.browser.get("/my/connections/").content.decode()
    site.tokens()
    page = site.browser.get("/my/connections/").content.decode()
    for words in ("示例网站", "示例发展局", "办理示例业务", "证件号码（完整）", "您不在时继续使用"):
        assert words in page
    assert str(citizen.person.resident_id) not in page
    with django_assert_num_queries(2):
        consents.connections_of(citizen)
    row = Consent.objects.get()
    stranger = Client()
    stranger.force_login(person_account("other"))
    assert stranger.post(f"/my/connections/{row.pk}/").status_code == 404
    assert site.browser.post(f"/my/connections/{row.pk}/")["Location"] == "/my/connections/"
    assert "还没有授权过任何系统" in site.browser.get("/my/connections/").content.decode()
