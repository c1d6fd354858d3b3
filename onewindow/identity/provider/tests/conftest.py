"""What the provider's tests share: a system that may have everything, and an agent that plays its part."""

import base64
import hashlib
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from onewindow.identity.models import Account
from onewindow.identity.provider import keys, registry, scoping
from onewindow.identity.provider.models import RelyingParty, SigningKey
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.tests.factories import agency, official, person_account
from onewindow.kernel.public import SYSTEM, Actor, audit

BACK = "https://site.example.cn/callback?from=ow"
AFTER = "https://site.example.cn/bye"
VERIFIER = "v" * 43
PEOPLE = ["openid", "person", "organisation", "official", "offline_access"]
_MADE: dict[str, dict[str, object]] = {}


@pytest.fixture(autouse=True)
def quick_keys(request: pytest.FixtureRequest) -> None:
    """Make the RSA key once for all tests; each database gets a copy."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        if not _MADE:
            keys.sign({}, "RS256")
            row = SigningKey.objects.get()
            _MADE["RS256"] = {f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name != "id"}
        elif not SigningKey.objects.exists():
            audit.record(SYSTEM, "signing_key.made", SigningKey.objects.create(**_MADE["RS256"]))


def actor(account: Account) -> Actor:
    found = account_by_id(account.pk)
    assert found is not None
    return actor_for(found)


def party(
    kind: str = "web", *, name: str = "示例网站", scopes: list[str] | None = None, **given: str
) -> tuple[RelyingParty, str]:
    owner = agency("示例发展局")
    about = {"name": name, "purpose": "办理示例业务", "contact": "示例处 0771-0000000"}
    if kind != "system":
        about |= {"redirects": BACK, "logouts": AFTER}
    row, secret = registry.register_party(by=SYSTEM, kind=kind, agency=owner.name, given=about | given)
    wanted = scopes if scopes is not None else (["api"] if kind == "system" else PEOPLE)
    if wanted:
        asked = scoping.ask_scopes(by=SYSTEM, client_id=row.client_id, scopes=wanted, reason="测试需要")
        scoping.release_scopes(by=SYSTEM, request_id=asked.pk)
    row.refresh_from_db()
    return row, secret


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


@dataclass
class Site:
    """A connected system with a person's browser."""

    party: RelyingParty
    secret: str
    browser: Client

    def address(self, **changed: str | None) -> str:
        query = {
            "response_type": "code", "client_id": self.party.client_id, "redirect_uri": BACK,
            "scope": "openid person offline_access", "state": "s 1", "nonce": "n1",
            "code_challenge": challenge(), "code_challenge_method": "S256",
        } | changed  # fmt: skip
        return f"/oauth/authorize/?{urlencode({k: v for k, v in query.items() if v is not None})}"

    def agree(self, **changed: str | None) -> dict[str, str]:
        """Go through consent; return what came back."""
        address = self.address(**changed)
        answer = self.browser.get(address)
        if answer.status_code == 200:
            answer = self.browser.post(f"/oauth/consent/?{urlsplit(address).query}", {"answer": "agree"})
        assert answer.status_code == 302, answer.content.decode()
        return came_back(answer["Location"])

    def token(self, **data: str) -> tuple[int, dict[str, object]]:
        if self.secret:
            data = {"client_id": self.party.client_id, "client_secret": self.secret} | data
        else:
            data = {"client_id": self.party.client_id} | data
        answer = Client().post("/oauth/token/", data)
        assert answer["Cache-Control"] == "no-store"
        return answer.status_code, answer.json()

    def exchange(self, code: str, **data: str) -> tuple[int, dict[str, object]]:
        return self.token(
            **(
                {
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": BACK,
                    "code_verifier": VERIFIER,
                }
                | data
            )
        )

    def tokens(self, **changed: str | None) -> dict[str, object]:
        status, said = self.exchange(self.agree(**changed)["code"])
        assert status == 200, said
        return said

    def userinfo(self, token: object) -> tuple[int, dict[str, object]]:
        answer = Client().get("/oauth/userinfo/", headers={"authorization": f"Bearer {token}"})
        return answer.status_code, answer.json()


def came_back(location: str) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(location).query).items()}


@pytest.fixture
def citizen(db: None) -> Account:
    return person_account("citizen1", name="韦测试", mobile="19912345678")


@pytest.fixture
def site(citizen: Account) -> Site:
    row, secret = party()
    browser = Client()
    browser.force_login(citizen)
    return Site(row, secret, browser)


@pytest.fixture
def admin(db: None) -> Actor:
    return actor(official("admin1", agency("示例发展局"), roles=("admin",)))


@pytest.fixture
def security(db: None) -> Actor:
    return actor(official("security1", agency("示例发展局"), roles=("security",)))
