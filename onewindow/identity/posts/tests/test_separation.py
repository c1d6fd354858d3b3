"""三员分立: in words, in the database, and when two administrators act at the same moment."""

from datetime import date, timedelta
from itertools import product
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from onewindow.identity.levels import Role
from onewindow.identity.models import Account, Post
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.separation import group, is_separate
from onewindow.identity.services.officials import hold
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import SYSTEM, clock

SPECIAL = {"admin", "security", "audit"}
ROLES = st.frozensets(st.sampled_from(Role.values), max_size=3)


@given(st.lists(ROLES, max_size=4))
def test_the_rule_is_what_it_says(duties: list[frozenset[str]]) -> None:
    every = set().union(*duties)
    specials = every & SPECIAL
    assert is_separate(duties) == (not specials or (every == specials and len(specials) == 1))


@pytest.mark.django_db
def test_the_database_knows_the_same_groups() -> None:
    sets = [[], *([role] for role in Role.values), *(list(two) for two in product(Role.values, repeat=2))]
    with connection.cursor() as cursor:
        for roles in sets:
            cursor.execute("SELECT identity_duty_group(%s::varchar[])", [roles])
            assert cursor.fetchone()[0] == group(roles), roles


@pytest.mark.django_db
def test_the_database_refuses_what_no_verb_would_write() -> None:
    account = official("clerk1", agency("示例委员会"), roles=("review",))
    at = Post.objects.create(
        agency=agency("示例委员会"), title="审计管理岗", roles=["audit"], region_prefix="45"
    )
    with pytest.raises(IntegrityError, match="may not meet"), transaction.atomic():
        hold(SYSTEM, account, at, Holding.Kind.JOINT)
    with pytest.raises(IntegrityError, match="one post"), transaction.atomic():
        Post.objects.filter(pk=at.pk).update(roles=["audit", "window"])
    with pytest.raises(IntegrityError, match="may not meet"), transaction.atomic():
        second = official("clerk2", agency("示例委员会"), roles=("audit",))
        Account.objects.filter(pk=second.pk).update(person=account.person)
        Holding.objects.filter(account=second).update(reason="同一个人的另一个账号")


@pytest.mark.django_db
def test_duties_of_different_days_do_not_meet() -> None:
    account = official("clerk1", agency("示例委员会"), roles=("review",))
    today = clock.today()
    Holding.objects.filter(account=account).update(ends_on=today + timedelta(days=9))
    at = Post.objects.create(
        agency=agency("示例委员会"), title="审计管理岗", roles=["audit"], region_prefix="45"
    )

    def later(start: date) -> Holding:
        return Holding.objects.create(
            account=account, post=at, kind="joint", rank=1, starts_on=start, status="given", reason="转岗",
            asked_at=clock.now(), judged_at=clock.now(),
        )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        later(today + timedelta(days=9))
    assert later(today + timedelta(days=10)).pk


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_do_not_get_past_it() -> None:
    account = official("clerk1", agency("示例委员会"), roles=("review",))
    Holding.objects.filter(account=account).update(status="ended")
    posts = [
        Post.objects.create(
            agency=agency("示例委员会"), title=f"岗位{role}", roles=[role], region_prefix="45"
        )
        for role in ("admin", "security", "audit", "window")
    ]
    barrier, refused = Barrier(len(posts)), []

    def take(at: Post) -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                hold(SYSTEM, account, at, Holding.Kind.JOINT)
        except IntegrityError:
            refused.append(at.pk)
        finally:
            connection.close()

    threads = [Thread(target=take, args=(at,)) for at in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == len(posts) - 1
    assert Holding.objects.filter(account=account, status="given").count() == 1
