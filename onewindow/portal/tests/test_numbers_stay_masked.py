"""No page or interface shows somebody's whole number unless the look was recorded before."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onewindow.cases.tests.factories import draft_of, plant_world, submitted
from onewindow.catalogue.public import pilots
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import mandate_of, of_the_cast
from onewindow.kernel.public import Actor

pytestmark = pytest.mark.django_db
LEAVING = {"account-sign-out", "sign-out"}
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
MOST = 1
NOBODY = UUID(int=0)


@dataclass
class Walk:
    """Every address of the house, with rows of the world where it takes arguments."""

    given: dict[str, list[Any]]
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def paths(self) -> list[str]:
        """Return every address, from the routes themselves."""
        return sorted({path for route in self._routes(get_resolver(), "/") for path in self._filled(route)})

    def _routes(self, resolver: URLResolver, before: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from self._routes(one, path)
            elif isinstance(one, URLPattern) and not re.search(r"[(^$\\]", path) and one.name not in LEAVING:
                yield path

    def _filled(self, route: str) -> Iterator[str]:
        found = list(PARAMETER.finditer(route))
        for values in itertools.product(*(self._values(one["name"], one["kind"] or "str") for one in found)):
            path = route
            for one, value in zip(found, values, strict=True):
                path = path.replace(one[0], str(value), 1)
            yield path

    def _values(self, name: str, kind: str) -> list[Any]:
        """Return what stands for a parameter: what the world says, else keys of the model it names."""
        if kind == "int" and name in {"number", "seq", "at", "row", "status"}:
            return [1, 404] if name == "status" else [1]
        if name in self.given:
            return self.given[name]
        return self._keys(name.removesuffix("_id")) or [NOBODY if kind == "uuid" else 1]

    def _keys(self, noun: str) -> list[Any]:
        """Return keys of the rows of the models of a name, the newest first."""
        if noun not in self.rows:
            named = [m for m in apps.get_models() if m._meta.model_name == noun.replace("_", "")]
            self.rows[noun] = [
                key
                for m in named
                for key in m._default_manager.order_by("-pk").values_list("pk", flat=True)[:MOST]
            ]
        return self.rows[noun]


def _walk(owner: identity.Account, cases: list[Any], firm: identity.Account) -> Walk:
    draft = draft_of(owner, "senior-allowance")
    notices = [notice for case in cases for notice in documents.notices_of(case.number)]
    mandate = mandate_of(firm, owner)
    codes = [item.code for item in pilots()]
    sets = list(apps.get_model("decisions", "RuleSet").objects.values_list("code", flat=True)[:1])
    return Walk(
        {
            "number": [case.number for case in cases], "token": [notice.token for notice in notices][:MOST],
            "code": [codes[0], *sets], "draft_id": [draft.pk], "reference": [mandate.reference],
            "record_id": [*identity.AccessRecord.objects.values_list("pk", flat=True)[:MOST]],
            "row_id": [1], "page": ["declaration", "bank"], "form": ["csv", "json"],
            "kind": ["negative"],
            "key": ["account", "correct", "accept"], "name": ["wechat"], "basic_code": ["450118001000"],
            "title": ["护士条例"], "client_id": ["system"],
        }
    )  # fmt: skip


def test_no_whole_number_without_a_record() -> None:
    plant_world()  # before the officials, whose bodies it plants
    names = ("weixiaolan", "qinzhiyuan", "zhuangxiangwei", "menglihua", "zhouhaiyan", "ganlu", "tanjing")
    weixiaolan, qinzhiyuan, firm, *officials = map(of_the_cast, names)
    cases = [submitted(weixiaolan, "nurse-renewal"), submitted(qinzhiyuan, "nurse-renewal")]
    reviewer, reason = identity.actor_for(officials[0]), "核对申请材料需要"
    assert weixiaolan.person_id is not None
    identity.open_person(by=reviewer, person_id=weixiaolan.person_id, reason=reason, case=cases[0].number)
    accounts = [weixiaolan, qinzhiyuan, firm, *officials]
    whole = {
        text: account.person_id
        for account in accounts
        if account.person
        for text in (account.person.resident_id, account.person.mobile)
        if text
    }
    paths = _walk(weixiaolan, cases, firm).paths()
    own = cases[0].number
    assert {"/", "/my/", "/my/access/", "/desk/", "/ui/", f"/cases/{own}/", f"/desk/cases/{own}/"} <= set(
        paths
    )

    bare, opened = [], set[str]()
    for account in (None, weixiaolan, *officials):
        client = Client(raise_request_exception=False)
        if account is not None:
            client.force_login(account)
        for path in (one for one in paths if _concerns(account, reviewer, one)):
            before = identity.AccessRecord.objects.count()
            answer = client.get(path)
            assert answer.status_code != 500, path
            if answer.status_code == 200:
                opened.add(path)
            text = _text(answer)
            seen = [
                t for t, person in whole.items() if t in text and (not account or person != account.person_id)
            ]
            if seen and identity.AccessRecord.objects.count() == before:
                bare.append((account and account.username, path, seen[0][:4]))
    assert bare == []
    wanted = [
        r"/cases/[^/]+/$", r"/desk/cases/[^/]+/$", r"/apply/draft/[^/]+/check/$", r"/verify/[^/]+/$",
        r"/notices/.+json$", r"/my/mandates/SQ", r"/my/access/\d+/$", r"/desk/rules/[^/]+/$",
    ]  # fmt: skip
    assert [one for one in wanted if not any(re.match(one, path) for path in opened)] == []


def _concerns(account: identity.Account | None, reviewer: Actor, path: str) -> bool:
    """Tell whether to walk a page: all as the citizen and the reviewer, what may say more as the others."""
    if account is None:
        return not path.startswith(("/desk/", "/my/"))
    whole = account.post_id is None or account.pk == reviewer.account_id
    return whole or path.startswith(("/desk/", "/api/"))


def _text(answer: Any) -> str:
    """Return what an answer says; files are looked into too."""
    if answer.streaming:
        return b"".join(answer.streaming_content).decode(errors="replace")
    return str(answer.content.decode(errors="replace"))
