"""用证许可: an outside system looks up what it was permitted, for the items named; all others are refused."""

from datetime import date, timedelta

import pytest

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock
from onewindow.licences.errors import LicenceInvalid, LicenceNotFound, NoPermit, NothingHeld, NotTheKeeper
from onewindow.licences.models import Permit
from onewindow.licences.services.permits import end_permit, permit_use, use_as_system
from onewindow.licences.tests.factories import NOON, WEI, People, entries, nurse_licence

pytestmark = pytest.mark.django_db
GUANGDONG = Actor(kind="client", name="广东省卫生健康委员会 · 护士注册系统", client="gd-health", agency="1")
ASKED = {
    "by": GUANGDONG, "type_code": "nurse", "number": WEI.number, "item": "440118001000",
    "case_number": "GD20260302", "reason": "护士变更注册核对",
}  # fmt: skip


def permitted(people: People, **more: object) -> Permit:
    given = {
        "by": people.mojianping, "client": "gd-health", "client_name": GUANGDONG.name, "type_code": "nurse",
        "items": ["440118001000"], "reason": "跨省变更注册，护士条例第十一条",
        "good_until": date(2026, 12, 31),
    } | more  # fmt: skip
    return permit_use(**given)  # type: ignore[arg-type]


def test_another_region_uses_a_licence_as_ours_do(people: People) -> None:
    made = nurse_licence()
    permit = permitted(people)
    assert entries("licence.permit_given").get().key == str(permit.pk)
    (use,) = use_as_system(**ASKED)  # type: ignore[arg-type]
    assert (use.licence_id, use.who, use.case_number) == (made.pk, GUANGDONG.name, "GD20260302")
    seen = identity.accesses_of(people.weixiaolan)[0]
    assert (seen.who, seen.reason) == (GUANGDONG.name, "护士变更注册核对")


def test_outside_the_permit_nothing_is_given(people: People) -> None:
    nurse_licence()
    with pytest.raises(NoPermit):
        use_as_system(**ASKED)  # type: ignore[arg-type]
    permit = permitted(people)
    with pytest.raises(NoPermit):
        use_as_system(**(ASKED | {"item": "440118001999"}))  # type: ignore[arg-type]
    with pytest.raises(NoPermit):
        use_as_system(**(ASKED | {"by": people.weixiaolan}))  # type: ignore[arg-type]
    with pytest.raises(LicenceInvalid):
        use_as_system(**(ASKED | {"reason": ""}))  # type: ignore[arg-type]
    with pytest.raises(NothingHeld):
        use_as_system(**(ASKED | {"number": "459900199204050096"}))  # type: ignore[arg-type]
    with clock.at(NOON + timedelta(days=400)), pytest.raises(NoPermit):
        use_as_system(**ASKED)  # type: ignore[arg-type]
    end_permit(by=people.mojianping, permit_id=permit.pk)
    with pytest.raises(NoPermit):
        use_as_system(**ASKED)  # type: ignore[arg-type]


def test_only_its_keeper_gives_and_ends_a_permit(people: People) -> None:
    for by in (people.menglihua, people.weixiaolan):
        with pytest.raises(NotTheKeeper):
            permitted(people, by=by)
    made = permitted(people)
    with pytest.raises(LicenceNotFound):
        end_permit(by=people.menglihua, permit_id=made.pk)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"client": ""}, "client"),
        ({"items": [" "]}, "items"),
        ({"items": ["a;b"]}, "items"),
        ({"reason": ""}, "reason"),
        ({"good_until": date(2026, 3, 1)}, "good_until"),
        ({"good_until": date(2036, 3, 1)}, "good_until"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(people: People, more: dict[str, object], field: str) -> None:
    with pytest.raises(LicenceInvalid) as refused:
        permitted(people, **more)
    assert list(refused.value.errors) == [field]


def test_a_second_permit_takes_the_place_of_the_first(people: People) -> None:
    first = permitted(people)
    permitted(people, items=["440118001001"])
    first.refresh_from_db()
    assert first.ended_at == NOON
    assert Permit.objects.filter(ended_at=None).count() == 1
