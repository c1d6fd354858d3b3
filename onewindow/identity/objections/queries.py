"""An objection as the context that makes a complaint of it reads it."""

from dataclasses import dataclass

from onewindow.identity.models import Account, Organisation, Person
from onewindow.identity.objections.models import Objection


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection with its look: in whose name, whose look (none where no official looked), the answer."""

    objection: Objection
    holder: Person | Organisation
    looker: Account | None

    @property
    def is_settled(self) -> bool:
        """Tell whether it was answered."""
        return self.objection.answered_at is not None


def objected(objection_id: int) -> Objected:
    """Return an objection with whom it concerns."""
    found = Objection.objects.select_related("record", "account").get(pk=objection_id)
    record = found.record
    kinds: dict[str, type[Person | Organisation]] = {"person": Person, "organisation": Organisation}
    holder = kinds[record.subject_kind].objects.get(pk=record.subject_id)
    kind, _colon, key = record.actor.partition(":")
    looker = None
    if kind == "official" and key.isdigit():
        looker = Account.objects.select_related("post__agency").filter(pk=int(key)).first()
    return Objected(found, holder, looker)
