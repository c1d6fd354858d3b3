"""What the cases of a year stand on: items of five levels, bodies, officers with posts, one applicant."""

from dataclasses import dataclass
from datetime import date
from typing import Any

LEVELS = ("2", "3", "4", "5", "6")  # 自治区、市、县、乡镇、村
LIMITS = ((5, 20), (10, 20), (3, 15))
FEE = {"name": "证照工本费", "standard": "80元/件", "amount": "80", "basis": "某条例第三条"}
BORN = "45999719900101001"
SINCE = date(2024, 1, 1)
BODIES = 20


@dataclass(frozen=True)
class Item:
    """A version with the limits its cases run by."""

    id: int
    code: str
    name: str
    level: str
    promised: int
    law: int
    free: bool


@dataclass(frozen=True)
class Body:
    """A body with two reviewers and two approvers, as the rows of acts name them."""

    id: int
    reviewers: tuple[str, str]
    approvers: tuple[str, str]


@dataclass(frozen=True)
class Ground:
    """Everything a case refers to; `outsider` is an official who was never given a post."""

    items: list[Item]
    bodies: list[Body]
    outsider: str
    account: int
    person: int
    definition: int


def made() -> Ground:
    """Publish the items, appoint the officers, register the applicant."""
    from onewindow.catalogue.tests.factories import publish
    from onewindow.government.public import Agency
    from onewindow.identity import public as identity
    from onewindow.kernel.public import SYSTEM, clock, codes
    from onewindow.workflow import public as workflow

    items = []
    ways = [(level, *limits, False) for level in LEVELS for limits in LIMITS]
    ways += [(level, 5, 20, True) for level in LEVELS]
    for number, (level, promised, law, free) in enumerate(ways):
        version = publish(
            number + 800, f"演练事项{number + 1}", level=level, promised_days=promised, statutory_days=law,
            charges=not free, fees=[] if free else [FEE], conditions=["符合法定条件。"], process="two-hands",
            handling="2", visits=1,
        )  # fmt: skip
        items.append(Item(version.pk, version.code, version.name, level, promised, law, free))
    applicant = identity.register_person(
        by=SYSTEM, username="supervised", password="x", name="测试人", level=3, mobile="19900007777",
        resident_id=BORN + codes.ResidentId.check_character(BORN),
    )  # fmt: skip
    elsewhere = identity.Post.objects.create(
        agency=Agency.objects.order_by("-id")[0], title="演练旁人", roles=["review"], region_prefix="45"
    )
    bodies = [_body(one, applicant.person_id) for one in Agency.objects.order_by("id")[:BODIES]]
    outsider = identity.Account.objects.create(
        username="supervised-outsider", person_id=applicant.person_id, post=elsewhere, created_at=clock.now()
    )
    definition = workflow.Definition.objects.get(key="two-hands", state="published")
    return Ground(
        items, bodies, f"official:{outsider.pk}", applicant.pk, applicant.person_id or 0, definition.pk
    )


def _body(agency: Any, person: int | None) -> Body:
    names = []
    for role in ("review", "approve"):
        names.append(tuple(_officer(agency, person, role, turn) for turn in (1, 2)))
    return Body(agency.pk, names[0], names[1])


def _officer(agency: Any, person: int | None, role: str, turn: int) -> str:
    """Appoint an officer for the whole region, since before the year began."""
    from onewindow.identity import public as identity
    from onewindow.identity.posts.models import Holding
    from onewindow.kernel.public import clock

    post, _ = identity.Post.objects.get_or_create(
        agency=agency, title=f"演练{role}", defaults={"roles": [role], "region_prefix": "45"}
    )
    account = identity.Account.objects.create(
        username=f"supervised-{agency.pk}-{role}-{turn}", person_id=person, post=post, created_at=clock.now()
    )
    Holding.objects.create(
        account=account, post=post, kind=Holding.Kind.MAIN, rank=0, starts_on=SINCE, reason="任职",
        status=Holding.Status.GIVEN, asked_at=clock.now(), judged_at=clock.now(),
    )  # fmt: skip
    return f"official:{account.pk}"
