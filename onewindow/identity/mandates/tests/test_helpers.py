"""A helper for somebody old: recorded at the counter or offered at home, limited, seen, ended at once."""

from datetime import timedelta

import pytest

from onewindow.identity.mandates import policies
from onewindow.identity.mandates.models import Kind, Mandate
from onewindow.identity.mandates.services import end_mandate, record_at_counter
from onewindow.identity.models import AccessRecord, Account, Person
from onewindow.identity.policies import accesses_visible_to
from onewindow.identity.queries import actor_for
from onewindow.identity.tests.factories import mandate_of, resident_id
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db
SEEN = "两人身份证原件，老人在场同意"


def held(helper: Account, mandate: Mandate) -> Mandate | None:
    found = policies.in_force(helper.person_id or 0).select_related("person", "organisation")
    return found.filter(pk=mandate.pk).first()


def test_somebody_old_without_an_account_is_helped(zhouhaiyan: Account, weixiaolan: Account) -> None:
    number = resident_id("19380203")
    mandate = record_at_counter(
        by=actor_for(zhouhaiyan), kind=Kind.HELPER, name="黄阿婆", number=number, seen=SEEN,
        agent_number=str(weixiaolan.person and weixiaolan.person.resident_id),
    )  # fmt: skip
    old = Person.objects.get(pk=mandate.person_id)
    assert (old.name, old.level, mandate.status) == ("黄阿婆", 3, "active")
    assert not Account.objects.filter(person=old).exists()
    assert mandate.valid_until == clock.today() + timedelta(days=364)
    found = held(weixiaolan, mandate)
    assert found is not None
    by = actor_for(weixiaolan, mandate=found)
    assert (by.person_id, by.agent_id, by.agent_name) == (old.pk, weixiaolan.person_id, "韦晓兰")
    assert not policies.is_principal(by)
    look = AccessRecord.objects.get(subject_kind="person", subject_id=old.pk)
    assert SEEN in look.reason
    assert list(accesses_visible_to(by)) == []  # a helper does not read who looked
    with clock.at(clock.now() + timedelta(days=365)):
        assert held(weixiaolan, mandate) is None


def test_somebody_old_names_a_helper_and_ends_it(huangguifang: Account, weixiaolan: Account) -> None:
    mandate = mandate_of(huangguifang, weixiaolan, "450118001000")
    assert mandate.kind == Kind.HELPER
    found = held(weixiaolan, mandate)
    assert found is not None
    by = actor_for(weixiaolan, mandate=found)
    assert (by.level, by.may_handle("450118001000-4501"), by.may_handle("450118002000")) == (2, True, False)
    end_mandate(by=actor_for(huangguifang), reference=mandate.reference, reason="不用代办了")
    assert held(weixiaolan, mandate) is None
