"""The demonstration cast: planted once, as the story needs it, under the audit log."""

import pytest
from django.apps import apps

from onewindow.identity import cast
from onewindow.identity.models import Account, LevelEvidence, Person, Post
from onewindow.identity.queries import actor_for, applicant_of
from onewindow.identity.seed import plant_cast
from onewindow.identity.services.levels import raise_level
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.tests.factories import PASSWORD, agency
from onewindow.kernel.public import SYSTEM, audit, codes

AGENCIES = {one.agency for one in cast.OFFICIALS}


@pytest.fixture
def planted(db: None) -> str:
    for name in AGENCIES:
        agency(name)
    return plant_cast()


def test_numbers_are_well_formed_and_impossible() -> None:
    numbers = [one.resident_id for one in (*cast.PERSONS, *cast.OFFICIALS)]
    assert all(codes.ResidentId.parse(number).startswith("459900") for number in numbers)
    assert all(codes.Uscc.parse(firm.uscc).region == "459900" for firm in cast.FIRMS)
    assert len(set(numbers)) == len(numbers)


def test_opens_every_account_with_one_password(planted: str) -> None:
    assert Account.objects.count() == len(cast.PERSONS) + len(cast.FIRMS) + len(cast.OFFICIALS)
    for username in ("weixiaolan", "zhuangxiangwei", "menglihua", "19900000001"):
        sign_in(username=username, password=PASSWORD)


def test_has_the_levels_of_the_story(planted: str) -> None:
    levels = {one.username: one.level for one in cast.PERSONS}
    assert levels == {
        "weixiaolan": 3, "qinzhiyuan": 3, "huangguifang": 2, "moguoqiang": 2, "dilinuer": 2, "luzihao": 1,
        "luxiaoyan": 3, "heyong": 3, "liangxiulan": 2, "weiqimin": 3, "huangzhipeng": 3,
        "lijianfang": 3, "tangwenhai": 3, "suyating": 3, "liaominghui": 3, "luzhifang": 3, "xieguoqing": 3,
    }  # fmt: skip
    found = Account.objects.filter(post=None, person__isnull=False).select_related("person")
    assert {a.username: a.person.level for a in found if a.person} == levels


def test_twice_plants_nothing_more(planted: str) -> None:
    before = (Person.objects.count(), Post.objects.count(), LevelEvidence.objects.count())
    assert plant_cast() == planted
    assert (Person.objects.count(), Post.objects.count(), LevelEvidence.objects.count()) == before


def test_the_table_names_everybody_and_never_the_password(planted: str) -> None:
    assert all(one.username in planted for one in (*cast.PERSONS, *cast.FIRMS, *cast.OFFICIALS))
    assert PASSWORD not in planted


def test_fixtures_are_loaded_as_a_request_has_them(
    weixiaolan: Account, menglihua: Account, zhuangxiangwei: Account, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        assert applicant_of(weixiaolan).masked_number == "4599**********0020"
        assert applicant_of(zhuangxiangwei).legal_representative == "陆小燕"
        assert actor_for(menglihua).has_role("approve")


def test_the_audit_log_covers_every_row(planted: str) -> None:
    account = sign_in(username="luzihao", password=PASSWORD)
    raise_level(by=SYSTEM, person_id=account.person_id, level=3, means="counter")
    ours = {model._meta.db_table for model in apps.get_app_config("identity").get_models()}
    report = audit.verify()
    assert [problem for problem in report.problems if "identity_" in problem.place] == []
    assert ours & set(report.tables) >= {
        "identity_account",
        "identity_levelevidence",
        "identity_organisation",
        "identity_person",
        "identity_post",
    }


def test_a_level_altered_behind_our_back_is_found(planted: str) -> None:
    Person.objects.filter(level=1).update(level=4)
    found = [problem.kind for problem in audit.verify().problems if "identity_person" in problem.place]
    assert found == ["altered"]
