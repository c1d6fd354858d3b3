"""Random posts, regions, deputies, mandates and days: what is seen is what a slow, plain rule says."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.cases import policies as cases
from onewindow.cases.models import Case
from onewindow.catalogue.tests.factories import forget_all, publish
from onewindow.government.public import Agency
from onewindow.identity.mandates.models import Mandate
from onewindow.identity.mandates.policies import in_force
from onewindow.identity.models import AccessRecord, Account, Post
from onewindow.identity.policies import accesses_visible_to
from onewindow.identity.posts import policies as posts
from onewindow.identity.posts.models import Holding
from onewindow.identity.queries import account_by_id, actor_for, duties_of
from onewindow.identity.tests.factories import agency, official, organisation_account, person_account
from onewindow.kernel.public import Actor, clock

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
REGIONS = {"甲": "450000000000", "乙": "450100000000", "丙": "450102000000", "丁": "450300000000"}
PREFIXES = ("45", "4501", "450102", "450103", "4503", "450102001")
CODES = ("450000000000", "450100000000", "450102000000", "450102001000", "450103000000", "450300000000")
ITEMS = ("A1", "A2", "B1")
REVIEWING = {"review", "approve", "chief"}
ADMINISTERING = {"admin", "security", "audit"}
RANKS = {"main": 0, "joint": 1, "deputy": 2}
_serial = count(1)


@dataclass
class Land:
    """Bodies in four regions, three officials who are people too, two citizens, a firm, and their cases."""

    bodies: list[Agency]
    officials: list[Account]
    parties: list[Account]
    cases: list[Case]


@pytest.fixture(scope="module")
def land(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Land]:
    """Plant it once in an outer transaction."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]
        stack.enter_context(transaction.atomic())
        stack.enter_context(clock.at(NOON))
        yield _land()
        transaction.set_rollback(True)
    forget_all()


def _land() -> Land:
    version = publish(903)
    bodies = []
    for name, code in REGIONS.items():
        Agency.objects.filter(pk=agency(f"示例{name}局").pk).update(region_code=code)
        bodies.append(Agency.objects.get(name=f"示例{name}局"))
    officials = [official(f"plain{n}", bodies[0], roles=("editor",)) for n in range(3)]
    parties = [person_account(), person_account(), organisation_account()]
    owners = [*parties, officials[0]]
    made = []
    for serial, (code, owner) in enumerate((code, owner) for code in CODES for owner in owners):
        made.append(
            Case(
                number=f"N{serial}", query_code="A", draft_reference=f"D{serial}", item_version=version,
                item_code=ITEMS[serial % 3] + "1", item_name="事项", agency=bodies[serial % 4], city=code[:4],
                region_code=code, account=owner, person=owner.person, organisation=owner.organisation,
                applicant_name="某", form_version=1, answers="{}", status="reviewing", automatic=False,
                submitted_at=NOON, promised_due=TODAY, next_due=TODAY,
            )
        )  # fmt: skip
        AccessRecord.objects.create(
            at=NOON, actor="system:-", who="某", what="某", reason="某",
            subject_kind="organisation" if owner.organisation_id else "person",
            subject_id=owner.organisation_id or owner.person_id,
        )  # fmt: skip
    return Land(bodies, officials, parties, Case.objects.bulk_create(made))


DAYS = st.integers(-20, 20).map(lambda days: TODAY + timedelta(days=days))
SPANS = st.tuples(DAYS, st.none() | DAYS).map(
    lambda span: (min(span[0], span[1] or span[0]), span[1] and max(span))
)


@st.composite
def held_posts(draw: st.DrawFn) -> dict[str, Any]:
    """A post of some body and region, held by some official from some day to another."""
    group = draw(st.sampled_from(["business", *sorted(ADMINISTERING)]))
    business = st.sets(st.sampled_from(["review", "approve", "chief", "window", "supervise"]), min_size=1)
    return {
        "roles": draw(business) if group == "business" else {group},
        "body": draw(st.integers(0, 3)),
        "prefix": draw(st.sampled_from(PREFIXES)),
        "closed": draw(st.integers(0, 5)) == 0,
        "official": draw(st.integers(0, 2)),
        "kind": draw(st.sampled_from(["main", "joint", "deputy"])),
        "status": draw(st.sampled_from(["given", "given", "given", "asked", "refused", "ended"])),
        "span": draw(SPANS),
    }


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(posts_held=st.lists(held_posts(), max_size=5), on=DAYS)
def test_what_an_official_sees(db: None, land: Land, posts_held: list[dict[str, Any]], on: date) -> None:
    with transaction.atomic(), clock.at(datetime(on.year, on.month, on.day, 4, tzinfo=UTC)):
        Holding.objects.filter(account__in=land.officials).update(status="ended")
        held = [(one, _hold(land, one)) for one in posts_held]
        for at, account in enumerate(land.officials):
            mine = [(one, post) for one, post in held if post is not None and one["official"] == at]
            _check_official(land, account, mine, on)
        transaction.set_rollback(True)


def _hold(land: Land, one: dict[str, Any]) -> int | None:
    """Store the post and who holds it; None where the database says that these duties may not meet."""
    account, other = land.officials[one["official"]], land.officials[(one["official"] + 1) % 3]
    deputy = one["kind"] == "deputy"
    start, end = one["span"]
    end = end or (start + timedelta(days=5) if deputy else None)
    one["span"] = (start, end)
    post = Post.objects.create(
        agency=land.bodies[one["body"]], title=f"岗{next(_serial)}", roles=sorted(one["roles"]),
        region_prefix=one["prefix"], closed_on=TODAY if one["closed"] else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            Holding.objects.create(
                account=account, post=post, kind=one["kind"], rank=RANKS[one["kind"]],
                stands_for=other if deputy else None, starts_on=start, ends_on=end, status=one["status"],
                reason="某", asked_at=NOON,
            )  # fmt: skip
    except IntegrityError:
        return None
    return int(post.pk)


def _check_official(land: Land, account: Account, mine: list[tuple[dict[str, Any], int]], on: date) -> None:
    counting = {
        post: one
        for one, post in mine
        if one["status"] == "given" and not one["closed"]
        and one["span"][0] <= on and (one["span"][1] is None or on <= one["span"][1])
    }  # fmt: skip
    loaded = account_by_id(account.pk)
    assert loaded is not None
    assert {duty.post_id for duty in duties_of(loaded)} == set(counting)
    first = actor_for(loaded).post_id
    assert (first is None) is (not counting)
    if first is not None:
        assert RANKS[counting[first]["kind"]] == min(RANKS[one["kind"]] for one in counting.values())
    for wanted in [*counting, 0]:
        by = actor_for(loaded, wanted or None)
        one = counting.get(by.post_id or 0)
        _check_cases(land, by, one)
        _check_posts(land, by, one)


def _check_cases(land: Land, by: Actor, one: dict[str, Any] | None) -> None:
    seen, handled, decided = set(), set(), set()
    for case in land.cases:
        if one is None or not REVIEWING & one["roles"]:
            continue
        if case.agency_id != land.bodies[one["body"]].pk:
            continue
        if case.region_code[: len(one["prefix"])] != one["prefix"]:
            continue
        seen.add(case.number)
        if case.person_id == by.person_id:
            continue
        handled.add(case.number)
        if {"approve", "chief"} & one["roles"]:
            decided.add(case.number)
    assert {case.number for case in cases.visible_to(by)} == seen
    assert {case.number for case in land.cases if cases.can_see(by, case)} == seen
    assert {case.number for case in land.cases if cases.can_handle(by, case)} == handled
    assert {case.number for case in land.cases if cases.can_decide(by, case)} == decided


def _check_posts(land: Land, by: Actor, one: dict[str, Any] | None) -> None:
    kept = set()
    for post in Post.objects.select_related("agency"):
        inside = one is not None and post.agency.region_code[: len(one["prefix"])] == one["prefix"]
        if one is not None and ADMINISTERING & one["roles"] and inside:
            kept.add(post.pk)
    assert {post.pk for post in posts.posts_kept_by(by)} == kept
    assert {row.post_id for row in posts.holdings_kept_by(by)} <= kept


@st.composite
def mandates(draw: st.DrawFn) -> dict[str, Any]:
    """A mandate of a citizen or the firm for the first citizen."""
    firm = draw(st.booleans())
    return {
        "kind": draw(st.sampled_from(["head", "agent"] if firm else ["guardian", "helper"])),
        "firm": firm,
        "status": draw(st.sampled_from(["active", "active", "active", "offered", "ended"])),
        "items": draw(st.lists(st.sampled_from(["A", "A1", "A11", "B", "C"]), max_size=2, unique=True)),
        "span": draw(st.tuples(DAYS, DAYS).map(sorted)),
    }


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(given_=st.lists(mandates(), max_size=4), on=DAYS)
def test_what_an_agent_sees(db: None, land: Land, given_: list[dict[str, Any]], on: date) -> None:
    agent, other, firm = land.parties
    with transaction.atomic(), clock.at(datetime(on.year, on.month, on.day, 4, tzinfo=UTC)):
        made: dict[int, dict[str, Any]] = {}
        for one in given_:
            if one["kind"] == "head" and any(each["kind"] == "head" for each in made.values()):
                continue  # a firm has one
            row = _mandate(agent, firm if one["firm"] else other, one)
            made[row.pk] = one
        counting = {
            pk for pk, one in made.items()
            if one["status"] == "active" and one["span"][0] <= on <= one["span"][1]
        }  # fmt: skip
        assert {row.pk for row in in_force(agent.person_id or 0)} == counting
        for row in in_force(agent.person_id or 0).select_related("person", "organisation"):
            _check_agent(land, agent, firm if made[row.pk]["firm"] else other, row, made[row.pk])
        transaction.set_rollback(True)


def _mandate(agent: Account, party: Account, one: dict[str, Any]) -> Mandate:
    return Mandate.objects.create(
        reference=f"SQ{next(_serial)}", kind=one["kind"], status=one["status"], person=party.person,
        organisation=party.organisation, agent=agent.person, agent_name="某", agent_key=b"k",
        items=one["items"], valid_from=one["span"][0], valid_until=one["span"][1], basis="某", given_by="某",
        given_at=NOON, ended_at=NOON if one["status"] == "ended" else None,
    )  # fmt: skip


def _check_agent(land: Land, agent: Account, party: Account, row: Mandate, one: dict[str, Any]) -> None:
    by = actor_for(agent, mandate=row)
    seen = set()
    for case in land.cases:
        theirs = (case.person_id, case.organisation_id) == (party.person_id, party.organisation_id)
        if theirs and (not one["items"] or any(case.item_code[: len(i)] == i for i in one["items"])):
            seen.add(case.number)
    assert {case.number for case in cases.visible_to(by)} == seen
    assert {case.number for case in land.cases if cases.can_see(by, case)} == seen
    assert not any(cases.can_handle(by, case) for case in land.cases)
    looks = {
        record.pk
        for record in AccessRecord.objects.all()
        if one["kind"] in {"head", "guardian"}
        and (record.subject_kind, record.subject_id)
        == (("organisation", party.organisation_id) if one["firm"] else ("person", party.person_id))
    }
    assert {record.pk for record in accesses_visible_to(by)} == looks
