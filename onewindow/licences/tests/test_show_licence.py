"""亮证: a code of the holder opens one look, for minutes, within its scope; the holder is told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.identity import public as identity
from onewindow.kernel.public import ANONYMOUS, clock
from onewindow.licences.errors import (
    LicenceInvalid,
    NotInForce,
    NotTheHolder,
    ShowCodeInvalid,
    ShowingEnded,
    TooManyShowings,
)
from onewindow.licences.models import LicenceUse, Showing
from onewindow.licences.services.showing import cancel_showing, clean, look_at_shown, show_licence
from onewindow.licences.services.status import change_status
from onewindow.licences.tests.factories import NOON, People, entries, events, nurse_licence

pytestmark = pytest.mark.django_db


def shown(people: People, **more: object) -> Showing:
    return show_licence(
        by=people.weixiaolan, identifier=nurse_licence().identifier, purpose="入住登记核对", **more
    )  # type: ignore[arg-type]


def test_a_code_opens_one_look_which_the_holder_sees(people: People) -> None:
    made = shown(people, scope=["name", "institution_name"])
    assert (len(made.code), made.good_until) == (12, NOON + timedelta(minutes=10))
    assert entries("licence.shown").get().key == str(made.pk)
    use = look_at_shown(by=ANONYMOUS, code=f" {made.code[:4].upper()} {made.code[4:]} ", who="前台小李")
    assert (use.means, use.scope, use.purpose) == ("shown", ["name", "institution_name"], "入住登记核对")
    assert use.who == "您出示给的人（自称：前台小李）"
    assert use.good_until == NOON + timedelta(minutes=10)
    seen = identity.accesses_of(people.weixiaolan)[0]
    assert (seen.what, seen.who, seen.reason) == ("电子证照：护士执业证书", use.who, "入住登记核对")
    assert events("LicenceUsed").get().payload["means"] == "shown"
    with pytest.raises(ShowCodeInvalid):
        look_at_shown(by=ANONYMOUS, code=made.code)
    assert LicenceUse.objects.count() == 1


def test_an_officer_uses_it_for_a_case_for_days(people: People) -> None:
    made = shown(people)
    use = look_at_shown(by=people.zhouhaiyan, code=made.code, case_number="C1", item="I1")
    assert use.who == "广西壮族自治区卫生健康委员会 · 窗口岗"
    assert (use.scope, use.case_number, use.good_until) == (None, "C1", NOON + timedelta(days=30))


def test_it_ends_after_its_minutes_when_taken_back_and_with_the_licence(people: People) -> None:
    made = shown(people)
    with clock.at(NOON + timedelta(minutes=10)), pytest.raises(ShowCodeInvalid):
        look_at_shown(by=ANONYMOUS, code=made.code)
    cancel_showing(by=people.weixiaolan, showing_id=made.pk)
    with pytest.raises(ShowCodeInvalid):
        look_at_shown(by=ANONYMOUS, code=made.code)
    with pytest.raises(ShowingEnded):
        cancel_showing(by=people.weixiaolan, showing_id=made.pk)
    again = show_licence(by=people.weixiaolan, identifier=made.licence.identifier, purpose="再次出示")
    with pytest.raises(ShowCodeInvalid):
        cancel_showing(by=people.heyong, showing_id=again.pk)
    change_status(by=people.menglihua, identifier=made.licence.identifier, status="02", reason="依法暂扣")
    with pytest.raises(NotInForce):
        look_at_shown(by=ANONYMOUS, code=again.code)
    with pytest.raises(NotInForce):
        show_licence(by=people.weixiaolan, identifier=made.licence.identifier, purpose="再次出示")
    assert LicenceUse.objects.count() == 0


def test_only_the_holder_may_show_and_says_what_for(people: People) -> None:
    made = nurse_licence()
    for by in (people.heyong, people.menglihua, people.luzihao):
        with pytest.raises(NotTheHolder):
            show_licence(by=by, identifier=made.identifier, purpose="看看而已")
    with pytest.raises(LicenceInvalid) as refused:
        show_licence(by=people.weixiaolan, identifier=made.identifier, purpose=" ")
    assert list(refused.value.errors) == ["purpose"]
    with pytest.raises(LicenceInvalid) as refused:
        show_licence(by=people.weixiaolan, identifier=made.identifier, purpose="核对", scope=["salary"])
    assert list(refused.value.errors) == ["scope"]


def test_three_codes_wait_at_most(people: People) -> None:
    made = nurse_licence()
    for _ in range(3):
        show_licence(by=people.weixiaolan, identifier=made.identifier, purpose="核对")
    with pytest.raises(TooManyShowings):
        show_licence(by=people.weixiaolan, identifier=made.identifier, purpose="核对")


def test_a_code_is_stored_encrypted(people: People) -> None:
    made = shown(people)
    with connection.cursor() as cursor:
        cursor.execute("SELECT position(%s::bytea in code) FROM licences_showing", [made.code.encode()])
        assert cursor.fetchall() == [(0,)]


def test_a_look_takes_five_statements(people: People) -> None:
    made = shown(people)
    with CaptureQueriesContext(connection) as captured:
        look_at_shown(by=ANONYMOUS, code=made.code)
    told = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(told) == 5, told  # code and licence, mark, use, subject; access and event


@pytest.mark.parametrize(
    "typed", ["K7Q2 9XPM 4T8D", "k7q2-9xpm-4t8d", "https://x.example/show/k7q29xpm4t8d/?a=1", "K7Q29XPM4T8D"]
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert clean(typed) == "k7q29xpm4t8d"
