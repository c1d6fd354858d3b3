"""The demonstration systems work with the secrets `make run` prints, and planting twice is once."""

import pytest
from django.test import Client

from onewindow.identity import cast
from onewindow.identity.levels import Role
from onewindow.identity.models import Account
from onewindow.identity.provider import seed
from onewindow.identity.provider.models import Consent, RelyingParty, ScopeRequest
from onewindow.identity.seed import open_account
from onewindow.identity.tests.factories import PASSWORD, agency
from onewindow.kernel.public import audit

pytestmark = pytest.mark.django_db


def test_planting(db: None) -> None:
    people = [one for one in cast.OFFICIALS if {Role.ADMIN, Role.SECURITY} & set(one.roles)]
    for name in {cast.DATA, cast.HEALTH, *(one.agency for one in people)}:
        agency(name)
    for one in (*people, next(p for p in cast.PERSONS if p.username == "weixiaolan")):
        open_account(one, PASSWORD)
    said = seed.plant_parties()
    assert seed.plant_parties() == said
    assert (RelyingParty.objects.count(), ScopeRequest.objects.count(), Consent.objects.count()) == (3, 3, 1)
    secret = seed.demo_client_secret(seed.MACHINE)
    assert secret in said
    data = {"grant_type": "client_credentials", "client_id": seed.MACHINE, "client_secret": secret}
    assert Client().post("/oauth/token/", data).status_code == 200
    reader = Client()
    reader.force_login(Account.objects.get(username="weixiaolan"))
    assert "护士继续教育网" in reader.get("/my/connections/").content.decode()
    assert [p for p in audit.verify().problems if "identity_" in p.place] == []
