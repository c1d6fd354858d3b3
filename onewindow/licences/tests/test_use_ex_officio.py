"""依职能用证: an officer with the case, for what its item needs, with a reason; the holder is told."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor
from onewindow.licences import ports
from onewindow.licences.errors import (
    BusinessNotFound,
    LicenceInvalid,
    MayNotUse,
    NothingHeld,
    NotNeeded,
)
from onewindow.licences.models import LicenceUse
from onewindow.licences.services.status import change_status
from onewindow.licences.services.uses import needed, use_ex_officio
from onewindow.licences.tests.factories import HEALTH, WEI, People, events, nurse_licence

pytestmark = pytest.mark.django_db
ITEM = f"{HEALTH}2450118001000"
CASE = "1145000000DM00215X260302000009A"
BUSINESS = ports.Business(CASE, ITEM, "护士执业注册（延续）", WEI, ("doctor",))


@pytest.fixture
def case(people: People) -> Iterator[People]:
    """A case of the nurse in the hands of the health commission's officers."""

    def find(by: Actor, number: str) -> ports.Business | None:
        mine = by.agency == people.menglihua.agency
        return BUSINESS if mine and number == CASE else None

    ports.register_business("tests", find)
    yield people
    del ports.finders["tests"]


def test_a_case_opens_what_its_item_needs_and_the_holder_sees_who(case: People) -> None:
    made = nurse_licence()
    (use,) = use_ex_officio(by=case.menglihua, case_number=CASE, type_code="nurse", reason="核对注册信息")
    assert (use.licence_id, use.means, use.case_number, use.item) == (made.pk, "ex_officio", CASE, ITEM)
    assert use.purpose == "办理“护士执业注册（延续）”：核对注册信息"
    assert use.who == "广西壮族自治区卫生健康委员会 · 审批岗"
    seen = identity.accesses_of(case.weixiaolan)[0]
    assert (seen.what, seen.case, seen.item, seen.reason) == (
        "电子证照：护士执业证书", CASE, ITEM, use.purpose,
    )  # fmt: skip
    assert events("LicenceUsed").get().subject == made.identifier


def test_the_guide_adds_types_to_those_of_the_catalogue(case: People) -> None:
    assert {code[-3:] for code in needed(BUSINESS)} == {"001", "002", "003"}


def test_without_case_need_licence_reason_or_post_nothing_is_given(case: People) -> None:
    given = {"by": case.menglihua, "case_number": CASE, "type_code": "nurse", "reason": "核对注册信息"}
    with pytest.raises(NothingHeld):
        use_ex_officio(**given)  # type: ignore[arg-type]
    made = nurse_licence()
    for change, refusal in (
        ({"case_number": "C2"}, BusinessNotFound),
        ({"by": case.liangjianguo}, BusinessNotFound),
        ({"type_code": "lawyer"}, NotNeeded),
        ({"reason": " "}, LicenceInvalid),
        ({"by": case.mojianping}, MayNotUse),
        ({"by": case.weixiaolan}, MayNotUse),
        ({"by": SYSTEM}, MayNotUse),
    ):
        with pytest.raises(refusal):
            use_ex_officio(**(given | change))  # type: ignore[arg-type]
    change_status(by=case.menglihua, identifier=made.identifier, status="03", reason="依法撤销")
    with pytest.raises(NothingHeld):
        use_ex_officio(**given)  # type: ignore[arg-type]
    assert LicenceUse.objects.count() == 0
    assert identity.accesses_of(case.weixiaolan) == []


def test_a_use_takes_five_statements(case: People) -> None:
    nurse_licence()
    use_ex_officio(by=case.menglihua, case_number=CASE, type_code="nurse", reason="先用一次")
    with CaptureQueriesContext(connection) as captured:
        use_ex_officio(by=case.menglihua, case_number=CASE, type_code="nurse", reason="核对注册信息")
    told = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) == 5, told  # the case, licences, use, subject; access and event
