"""No page or interface shows somebody's whole number unless the look was recorded before."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onewindow.cases.tests.factories import plant_world, submitted
from onewindow.catalogue.public import pilots
from onewindow.identity import public as identity

pytestmark = pytest.mark.django_db
NAMES = {"account-sign-out", "sign-out"}


def plain_paths() -> list[str]:
    """Return every address that takes no arguments, from the routes themselves."""
    found: list[str] = []

    def walk(resolver: URLResolver, before: str) -> None:
        for one in resolver.url_patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one, path)
            elif isinstance(one, URLPattern) and not re.search(r"[<(^$\\]", path) and one.name not in NAMES:
                found.append("/" + path)

    walk(get_resolver(), "")
    return sorted(set(found))


def test_no_whole_number_without_a_record(
    weixiaolan: identity.Account, qinzhiyuan: identity.Account, menglihua: identity.Account,
    zhouhaiyan: identity.Account, tanjing: identity.Account, ganlu: identity.Account,
    wujianhua: identity.Account, baguitian: identity.Account,
) -> None:  # fmt: skip
    plant_world()
    cases = [submitted(weixiaolan, "nurse-renewal"), submitted(qinzhiyuan, "nurse-renewal")]
    accounts = [weixiaolan, qinzhiyuan, menglihua, zhouhaiyan, tanjing, ganlu, wujianhua, baguitian]
    numbers = {a.person.resident_id: a.person_id for a in accounts if a.person and a.person.resident_id}
    mobiles = {a.person.mobile: a.person_id for a in accounts if a.person and a.person.mobile}
    paths = [path for path in plain_paths() if not path.startswith("/ui/")]  # its people are drawn
    assert {"/", "/my/", "/my/access/", "/desk/", "/desk/cases/", "/desk/people/", "/cases/"} <= set(paths)
    paths += [f"/{desk}cases/{case.number}/" for case in cases for desk in ("", "desk/")]
    paths += [f"/items/{item.code}/" for item in pilots()]

    bare = []
    for account in (None, weixiaolan, menglihua, zhouhaiyan, ganlu):
        client = Client()
        if account is not None:
            client.force_login(account)
        for path in paths:
            before = identity.AccessRecord.objects.count()
            answer = client.get(path)
            text = answer.content.decode(errors="replace") if not answer.streaming else ""
            for number, person in {**numbers, **mobiles}.items():
                own = account is not None and person == account.person_id
                seen = number and number in text and not own
                if seen and identity.AccessRecord.objects.count() == before:
                    bare.append((account and account.username, path, str(number)[:4]))
    assert bare == []
