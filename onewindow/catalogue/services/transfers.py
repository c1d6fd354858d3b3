"""Transfers of authority (相对集中许可权): who decides an item and who supervises, from when to when."""

from collections.abc import Sequence
from datetime import date

from onewindow.catalogue.errors import InvalidTransfer
from onewindow.catalogue.events import AuthorityTransferred
from onewindow.catalogue.models import AuthorityTransfer, Item
from onewindow.catalogue.policies import require_transferrer
from onewindow.government.public import UnknownAgency, agency
from onewindow.kernel.public import Actor, audit, clock, outbox, unit


def transfer_authority(
    *,
    by: Actor,
    item_codes: Sequence[str],
    approving_id: int,
    seal: str,
    basis: str,
    effective_from: date,
    effective_to: date | None = None,
) -> list[AuthorityTransfer]:
    """Let another body decide these items from a day on with one seal; their own bodies supervise.

    The last transfer of an item that is still open ends where this one begins (《行政许可法》第二十五条).
    Raises CannotTransfer, InvalidTransfer at the field; nothing is recorded then.
    """
    errors: dict[str, list[str]] = {}
    items = list(Item.objects.filter(task_code__in=item_codes, source="").select_related("agency"))
    require_transferrer(by, [(item.agency_id, item.region_code) for item in items])
    if not items or len(items) != len(set(item_codes)):
        errors["items"] = ["有的事项编码不在本区目录中。"]
    if not seal.strip():
        errors["seal"] = ["请填写使用的印章。"]
    if not basis.strip():
        errors["basis"] = ["请写明批准划转的文件。"]
    if effective_to is not None and effective_to <= effective_from:
        errors["effective_to"] = ["结束日期要晚于开始日期。"]
    try:
        agency(approving_id)
    except UnknownAgency:
        errors["approving"] = ["没有这个部门。"]
    if any(item.agency_id == approving_id for item in items):
        errors["approving"] = ["审批机关与事项原来的部门相同，不用划转。"]
    if errors:
        raise InvalidTransfer(errors=errors)
    with unit.work():
        return [
            _transfer(by, item, approving_id, seal, basis, (effective_from, effective_to)) for item in items
        ]


def _transfer(  # noqa: PLR0917
    by: Actor, item: Item, approving_id: int, seal: str, basis: str, span: tuple[date, date | None]
) -> AuthorityTransfer:
    open_ones = AuthorityTransfer.objects.select_for_update().filter(
        item=item, effective_to__isnull=True, effective_from__lt=span[0]
    )
    for former in open_ones:
        former.effective_to = span[0]
        former.save(update_fields=["effective_to"])
        audit.record(by, "catalogue.transfer_ended", former)
    made = AuthorityTransfer.objects.create(
        item=item,
        approving_id=approving_id,
        supervising_id=item.agency_id or 0,
        seal=seal,
        basis=basis,
        effective_from=span[0],
        effective_to=span[1],
        recorded_at=clock.now(),
    )
    audit.record(by, "catalogue.authority_transferred", made, reason=basis)
    outbox.publish(
        AuthorityTransferred(
            subject=f"item:{item.task_code}"[:80],
            city=item.region_code[:4] or "4500",
            task_code=item.task_code,
            approving_id=approving_id,
            supervising_id=item.agency_id or 0,
            effective_from=span[0].isoformat(),
        )
    )
    return made
