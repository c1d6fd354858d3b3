"""Whatever an address or a form carries, the pages answer; officers of other posts are refused."""

import random

import pytest
from django.test import Client

from onewindow.catalogue import seed
from onewindow.catalogue.models import ItemVersion, MaterialEntry
from onewindow.catalogue.services.list_drafts import start_list
from onewindow.catalogue.tests.factories import plant_catalogue
from onewindow.catalogue.tests.test_drafting_pages import as_official
from onewindow.kernel.public import SYSTEM

pytestmark = pytest.mark.django_db
STRANGE = [
    "", "%00", "%FF%FE", "'", '"><script>', "9" * 40, "-1", "٣", "x" * 400, "../../etc/passwd", "NaN", "[]",
    "%F0%9F%98%80", "2026-13-45", "CL450000001",
]  # fmt: skip
OPEN = [
    "/items/", "/lists/", "/lists/negative/", "/lists/transfers/", "/powers/", "/materials/", "/accuracy/",
    "/accuracy/guides/", "/laws/", "/api/v1/items/", "/api/v1/items/changes", "/api/v1/materials/",
]  # fmt: skip
DESKS = [
    "/desk/catalogue/", "/desk/powers/", "/desk/materials/", "/desk/transfers/", "/desk/lists/",
    "/desk/catalogue/standards/", "/desk/catalogue/bulk/", "/desk/catalogue/import/",
    "/desk/catalogue/new/",
]  # fmt: skip
ONE = [
    "/items/{}/", "/items/{}/regions/", "/items/{}/versions/",
    "/desk/lists/{}/", "/materials/{}/", "/powers/{}/", "/lists/{}/", "/laws/{}/", "/api/v1/items/{}",
    "/api/v1/items/{}/versions", "/api/v1/materials/{}", "/desk/materials/{}/", "/desk/catalogue/{}/",
    "/desk/powers/{}/", "/desk/catalogue/standards/{}/", "/desk/catalogue/items/{}/",
]  # fmt: skip
ASKED = [
    "q", "for", "type", "agency", "region", "level", "online", "cursor", "after", "edition",
    "category", "version", "kind", "state", "obtainable", "still", "rule", "theme", "since", "size",
    "number", "of", "text", "page", "instant", "source",
]  # fmt: skip
FIELDS = [
    "action", "name", "kind", "issuer", "reason", "into", "why", "split", "sheet", "item", "file_id",
    "items", "approving", "seal", "basis", "effective_from", "effective_to", "code", "power_type",
    "bases", "close", "outcome", "cause", "cause_on", "find", "replace", "field", "value", "task_code",
    "basic_code", "text",
]  # fmt: skip
WORDS = ["keep", "merge", "split", "attach", "withdraw", "agree", "publish", "01", "\x00"]


def _list_draft() -> str:
    """Return the address of a row of a draft."""
    return f"/desk/lists/{start_list(by=SYSTEM, kind='negative').pk}/rows/0/"


def test_no_input_breaks_a_page() -> None:
    plant_catalogue()
    seed.plant_lists()
    code = ItemVersion.objects.filter(state="published").earliest("pk").code
    posts = [
        *DESKS,
        _list_draft(),
        f"/desk/materials/{MaterialEntry.objects.earliest('pk').code}/",
        "/desk/powers/new/",
    ]
    dice = random.Random(20261123)
    stranger = Client(raise_request_exception=False)
    officer = as_official(Client(raise_request_exception=False), "tanjing")
    broken = []

    def ask(path: str, form: dict[str, str] | None = None) -> None:
        client = officer if path.startswith("/desk/") else stranger
        answer = client.get(path) if form is None else client.post(path, form)
        if answer.status_code >= 500:
            broken.append((path, form))

    for path in [*OPEN, *DESKS, f"/items/{code}/"]:
        names = dice.sample(ASKED, len(ASKED))
        for some in (names[n : n + 4] for n in range(0, len(names), 4)):
            ask(f"{path}?{'&'.join(f'{name}={dice.choice(STRANGE)}' for name in some)}")
            ask(f"{path}?{dice.choice(some)}=%00")
    for path in ONE:
        for strange in STRANGE:
            if strange and "/" not in strange:
                ask(path.format(strange))
    for path in posts:
        for _ in range(6):
            ask(path, {name: dice.choice([*STRANGE, *WORDS, code]) for name in dice.sample(FIELDS, 12)})
    assert broken == []

    clerk = as_official(Client(), "menglihua")
    for path in posts:
        assert clerk.post(path, {"action": "keep"}).status_code in {403, 405}
        assert Client().post(path, {}).status_code in {302, 405}
