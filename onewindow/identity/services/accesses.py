"""Record who looked: before the answer, in the looker's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onewindow.identity.errors import PersonNotFound
from onewindow.identity.models import AccessRecord, Person, Post
from onewindow.identity.policies import require_role
from onewindow.kernel.public import Actor, clock, unit

_OTHERS = {"system": "系统", "client": "接入系统"}


@dataclass(frozen=True, slots=True)
class Access:
    """One look at one subject's data: what, why, for which case and item, from which source."""

    subject_kind: str
    subject_id: int
    what: str
    reason: str
    case: str = ""
    item: str = ""
    source: str = ""


def record_accesses(by: Actor, accesses: Sequence[Access]) -> None:
    """Write the looks in one statement."""
    moment = clock.now()
    AccessRecord.objects.bulk_create(
        AccessRecord(
            at=moment,
            subject_kind=access.subject_kind,
            subject_id=access.subject_id,
            actor=by.label,
            who=_who(by, access),
            what=access.what[:300],
            reason=access.reason[:200],
            case=access.case,
            item=access.item,
            source=access.source[:200],
        )
        for access in accesses
    )


def _who(by: Actor, access: Access) -> str:
    """Name the looker as the subject may know it: body and post, never the officer's own name."""
    if by.kind == "official" and by.post_id is not None:
        return _post_name(by.post_id)
    if by.kind == "person":
        return "系统（为办理您的申请）" if access.source else "您本人"
    return _OTHERS.get(by.kind, "未登录的访问者")


@lru_cache(maxsize=2000)
def _post_name(post_id: int) -> str:
    post = Post.objects.select_related("agency").get(pk=post_id)
    return f"{post.agency.name} · {post.title}"


def open_person(*, by: Actor, person_id: int, reason: str) -> Person:
    """Return a person with the full number to an officer; the look is recorded first."""
    require_role(by, "window", "review", "approve", "chief")
    with unit.work():
        person = Person.objects.filter(pk=person_id).first()
        if person is None:
            raise PersonNotFound
        record_accesses(by, [Access("person", person_id, "身份信息（完整号码）", reason)])
    return person
