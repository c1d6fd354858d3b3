"""Open an outside case at the desk: whoever looks is seen."""

from uuid import UUID

from onewindow.cases.outside.models import OutsideCase
from onewindow.cases.outside.queries import outside_case
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, unit


def open_outside_case(*, by: Actor, case_id: UUID) -> OutsideCase:
    """Return an outside case; an officer's look is recorded for its holder, where the holder is known here.

    Raises CaseNotFound, also for what is another body's.
    """
    case = outside_case(by, case_id)
    if by.kind == "official" and case.holder_key is not None:
        holder = identity.Person.objects.filter(
            resident_id_hash=case.holder_key, level__gte=identity.Level.REAL_NAME
        ).first()
        if holder is not None:
            look = identity.Access(
                subject_kind="person", subject_id=holder.pk, what="办件：外部系统报送的办理过程",
                reason="查看本机关事项的办件", case=case.number, item=case.item_code,
            )  # fmt: skip
            with unit.work():
                identity.record_accesses(by, [look])
    return case
