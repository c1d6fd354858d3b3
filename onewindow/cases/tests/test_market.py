"""Filing for a market that the negative list forbids: nothing is granted by rules, a person may be asked."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client

from onewindow.cases.errors import MarketForbidden
from onewindow.cases.models import Case
from onewindow.cases.services.submit import submit_case
from onewindow.cases.states import Status
from onewindow.cases.tests.factories import draft_of, submitted
from onewindow.catalogue.tests.factories import forget_all
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import clock

pytestmark = pytest.mark.usefixtures("world")


def forbid(*industries: str) -> None:
    day = date(2026, 1, 1)
    ListEdition, ListRow = (apps.get_model("catalogue", name) for name in ("ListEdition", "ListRow"))
    edition = ListEdition.objects.create(
        kind="negative", name="市场准入负面清单", source="测试", issued_on=day, in_force_from=day, rows=1,
        digest=repr(industries)[:64], published_at=clock.now(),
    )  # fmt: skip
    ListRow.objects.create(
        edition=edition, seq=1, code="9", category="禁止准入", name="某事项", industries=list(industries)
    )
    forget_all()


def test_a_forbidden_market_is_not_granted_by_rules(zhuangxiangwei: identity.Account) -> None:
    forbid("F5")
    draft = draft_of(zhuangxiangwei, "packaged-food")
    by, applicant = identity.actor_for(zhuangxiangwei), identity.applicant_of(zhuangxiangwei)
    with pytest.raises(MarketForbidden, match="9 某事项"):
        submit_case(by=by, applicant=applicant, draft_id=draft.pk)
    assert not Case.objects.exists()
    case = submit_case(by=by, applicant=applicant, draft_id=draft.pk, insist=True)
    assert (case.status, case.automatic) == (Status.RECEIVED, False)
    assert [paper.kind for paper in documents.notices_of(case.number)] == ["receipt"]


def test_the_page_says_so_and_offers_a_person(client: Client, zhuangxiangwei: identity.Account) -> None:
    forbid("F")
    draft = draft_of(zhuangxiangwei, "packaged-food")
    client.force_login(zhuangxiangwei)
    answer = client.post(f"/apply/draft/{draft.pk}/submit/")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "负面清单禁止准入“9 某事项”" in text and 'name="insist"' in text
    assert client.post(f"/apply/draft/{draft.pk}/submit/", {"insist": "1"}).status_code == 302


@pytest.mark.parametrize("industries", [(), ("C",), ("F521",)])
def test_what_the_list_does_not_name_is_not_hindered(
    zhuangxiangwei: identity.Account, industries: tuple[str, ...]
) -> None:
    forbid(*industries)
    assert submitted(zhuangxiangwei, "packaged-food").automatic
