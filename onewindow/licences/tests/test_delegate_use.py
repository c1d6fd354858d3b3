"""委托用证: whom the holder names shows the licence within purpose and scope, until it is taken back."""

from datetime import date, timedelta

import pytest

from onewindow.identity import public as identity
from onewindow.kernel.public import ANONYMOUS, clock
from onewindow.licences.errors import (
    DelegationNotFound,
    LicenceInvalid,
    NotTheHolder,
    ShowCodeInvalid,
)
from onewindow.licences.models import Delegation
from onewindow.licences.queries.wallet import wallet
from onewindow.licences.services.delegations import delegate_use, end_delegation
from onewindow.licences.services.showing import look_at_shown, show_licence
from onewindow.licences.tests.factories import NOON, People, entries, nurse_licence

pytestmark = pytest.mark.django_db
HEYONG = "459900199204050096"


def lent(people: People, **more: object) -> Delegation:
    given = {
        "by": people.weixiaolan,
        "identifier": nurse_licence().identifier,
        "name": "何勇",
        "number": HEYONG,
        "purpose": "代办继续教育登记",
        "good_until": date(2026, 4, 1),
        "scope": ["name", "certificate_number"],
    } | more
    return delegate_use(**given)  # type: ignore[arg-type]


def test_the_delegate_shows_within_the_scope_and_the_holder_sees_it(people: People) -> None:
    made = lent(people)
    assert entries("licence.delegated").get().key == str(made.pk)
    assert made.delegate_masked == "4599**********0096"
    assert [one.pk for one in wallet(people.heyong).lent] == [made.pk]
    assert wallet(people.heyong).good == []
    code = show_licence(
        by=people.heyong, identifier=made.licence.identifier, purpose="别的用途", delegation_id=made.pk
    )
    assert (code.purpose, code.scope) == ("代办继续教育登记", ["name", "certificate_number"])
    use = look_at_shown(by=ANONYMOUS, code=code.code)
    assert use.scope == ["name", "certificate_number"]
    assert identity.accesses_of(people.weixiaolan)[0].reason == "代办继续教育登记"
    with pytest.raises(LicenceInvalid):
        show_licence(
            by=people.heyong, identifier=made.licence.identifier, purpose="核对", scope=["birth_date"],
            delegation_id=made.pk,
        )  # fmt: skip


def test_taken_back_its_codes_open_nothing(people: People) -> None:
    made = lent(people)
    identifier = made.licence.identifier
    code = show_licence(by=people.heyong, identifier=identifier, purpose="", delegation_id=made.pk)
    with pytest.raises(NotTheHolder):
        end_delegation(by=people.heyong, delegation_id=made.pk)
    end_delegation(by=people.weixiaolan, delegation_id=made.pk)
    assert end_delegation(by=people.weixiaolan, delegation_id=made.pk).ended_at == NOON
    with pytest.raises(ShowCodeInvalid):
        look_at_shown(by=ANONYMOUS, code=code.code)
    with pytest.raises(DelegationNotFound):
        show_licence(by=people.heyong, identifier=identifier, purpose="", delegation_id=made.pk)
    with pytest.raises(DelegationNotFound):
        end_delegation(by=people.weixiaolan, delegation_id=0)


def test_it_ends_with_its_last_day(people: People) -> None:
    made = lent(people)
    with clock.at(NOON + timedelta(days=31)), pytest.raises(DelegationNotFound):
        show_licence(by=people.heyong, identifier=made.licence.identifier, purpose="", delegation_id=made.pk)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"number": "459900199204050097"}, "number"),
        ({"number": "459900199005120020"}, "number"),
        ({"purpose": ""}, "purpose"),
        ({"good_until": date(2026, 3, 1)}, "good_until"),
        ({"good_until": date(2026, 12, 31)}, "good_until"),
        ({"scope": []}, "scope"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(people: People, more: dict[str, object], field: str) -> None:
    with pytest.raises(LicenceInvalid) as refused:
        lent(people, **more)
    assert list(refused.value.errors) == [field]


def test_nobody_else_may_delegate(people: People) -> None:
    with pytest.raises(NotTheHolder):
        lent(people, by=people.zhuangxiangwei)
