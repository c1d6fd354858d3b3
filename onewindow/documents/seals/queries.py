"""Named reads of seals, for the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from onewindow.documents.seals import policies
from onewindow.documents.seals.errors import SealNotFound
from onewindow.documents.seals.models import Seal, SealGrant, SealKind, SealState, SealUse
from onewindow.documents.seals.settings import purposes
from onewindow.government.public import Agency
from onewindow.identity.public import Post
from onewindow.kernel.public import Actor
from onewindow.ui.public import Page

A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A use or a grant in words."""

    key: str
    at: object
    who: str
    purpose: str
    reference: str
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class Uses:
    """One keyset page of the log of a seal, the newest first, and the mark of the next."""

    rows: list[Row]
    older: str


def bodies_by_seals() -> tuple[int, int]:
    """Return how many bodies have one approval seal in use, and how many more than one (一章办结)."""
    rows = Seal.objects.filter(state=SealState.ISSUED, kind=SealKind.APPROVAL).order_by()
    counts = [many for _, many in rows.values_list("agency").annotate(Count("pk"))]
    return counts.count(1), sum(1 for many in counts if many > 1)


def sealed_bodies(*, many: bool, after: str = "") -> Page[Seal]:
    """Return the approval seals in use of bodies with one, or with more, by number; in one statement."""
    alone = Seal.objects.filter(state=SealState.ISSUED, kind=SealKind.APPROVAL, agency=OuterRef("agency"))
    another = Exists(alone.exclude(pk=OuterRef("pk")))
    rows = Seal.objects.filter(another if many else ~another, state=SealState.ISSUED, kind=SealKind.APPROVAL)
    rows = rows.select_related("agency").defer("picture", "data", "certificate")
    found = list(rows.filter(number__gt=after).order_by("number")[: A_PAGE + 1])
    return Page(found[:A_PAGE], next=found[A_PAGE - 1].number if len(found) > A_PAGE else "")


def seals_page(by: Actor, *, text: str = "", state: str = "", after: str = "") -> tuple[list[Seal], str]:
    """Return the seals an actor may look at, in the order of their numbers, and the mark of the next page."""
    rows = policies.seals_seen_by(by).select_related("agency").defer("picture", "data", "certificate")
    if text:
        rows = rows.filter(name__contains=text)
    if state in SealState.values:
        rows = rows.filter(state=state)
    found = list(rows.filter(number__gt=after).order_by("number")[: A_PAGE + 1])
    return found[:A_PAGE], found[A_PAGE - 1].number if len(found) > A_PAGE else ""


def seal_seen_by(by: Actor, seal_id: UUID) -> Seal:
    """Return a seal an actor may look at; raise SealNotFound."""
    seal = policies.seals_seen_by(by).select_related("agency").filter(pk=seal_id).first()
    if seal is None:
        raise SealNotFound
    return seal


def grants_of(seal: Seal) -> list[Row]:
    """Return who may use a seal now, for what."""
    rows = list(SealGrant.objects.filter(seal=seal, withdrawn_at=None).order_by("id"))
    names = _names(rows)
    return [
        Row(str(row.pk), row.granted_at, names[row.post_id], purposes().get(row.purpose, row.purpose), "")
        for row in rows
    ]


def uses_of(seal: Seal, *, before: UUID | None = None) -> Uses:
    """Return a page of the log of a seal."""
    rows = SealUse.objects.filter(seal=seal).order_by("-id")
    found = list((rows.filter(id__lt=before) if before else rows)[: A_PAGE + 1])
    names = _names(found)
    shown = [
        Row(
            str(row.pk), row.at, names[row.post_id], purposes().get(row.purpose, row.purpose), row.reference,
            row.case_number,
        )
        for row in found[:A_PAGE]
    ]  # fmt: skip
    return Uses(shown, shown[-1].key if len(found) > A_PAGE else "")


def bodies_without_seal(by: Actor) -> list[Agency]:
    """Return the bodies of an administrator's region that have no approval seal yet."""
    have = Seal.objects.filter(kind="approval").exclude(state=SealState.REVOKED).values("agency_id")
    return list(Agency.objects.filter(region_code__startswith=by.region_prefix).exclude(pk__in=have))


def _names(rows: Sequence[SealGrant | SealUse]) -> dict[int | None, str]:
    """Return the posts of rows in words, in one statement."""
    wanted = {row.post_id for row in rows if row.post_id is not None}
    found = dict(Post.objects.filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}
    names: dict[int | None, str] = {None: "系统自动用印"}
    return names | {key: found.get(key, "已撤销的岗位") for key in wanted}
