"""委托用证: a holder lets a person or an organisation show a licence, for a purpose, until a day."""

from collections.abc import Sequence
from datetime import date, timedelta

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, codes, masking, unit
from onewindow.licences import policies
from onewindow.licences.errors import DelegationNotFound, LicenceInvalid, NotInForce
from onewindow.licences.limits import limits
from onewindow.licences.models import Delegation, Licence
from onewindow.licences.queries.licences import licence
from onewindow.licences.services.showing import fields_of
from onewindow.licences.services.uses import said


def delegate_use(
    *,
    by: Actor,
    identifier: str,
    name: str,
    number: str,
    purpose: str,
    good_until: date,
    scope: Sequence[str] | None = None,
) -> Delegation:
    """Let the person or organisation of a number show the licence; they find it in their own wallet.

    Raises NotTheHolder, NotInForce, LicenceInvalid.
    """
    found = licence(identifier)
    policies.require_holder(by, found)
    digits = "".join(number.split()).upper()
    errors: dict[str, list[str]] = {}
    if not name.strip() or len(name.strip()) > 200 or "\x00" in name:
        errors["name"] = ["请填写受托人的姓名或者单位名称。"]
    if not (codes.ResidentId.is_valid(digits) or codes.Uscc.is_valid(digits)):
        errors["number"] = ["号码不对：应是 18 位公民身份号码或者统一社会信用代码，请核对。"]
    elif identity.number_key(digits) == bytes(found.holder_key):
        errors["number"] = ["不用委托给自己。"]
    if not clock.today() <= good_until <= clock.today() + timedelta(days=limits().delegation_days):
        errors["good_until"] = [f"最后一天应在今天起 {limits().delegation_days} 天以内。"]
    try:
        text = said(purpose, "purpose", "请写明委托对方拿这本证照去办什么事。")
        wanted = fields_of(found, scope, None)
    except LicenceInvalid as fault:
        raise LicenceInvalid(errors={**errors, **fault.errors}) from fault
    if errors:
        raise LicenceInvalid(errors=errors)
    with unit.work():
        locked = Licence.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if not locked.is_in_force(clock.today()):
            raise NotInForce
        made = Delegation.objects.create(
            licence=locked, account_id=by.account_id or 0, delegate_name=name.strip(),
            delegate_key=identity.number_key(digits), delegate_masked=masking.resident_id(digits),
            purpose=text, scope=wanted, made_at=clock.now(), good_until=good_until, city=locked.city,
        )  # fmt: skip
        audit.record(by, "licence.delegated", made)
    return made


def end_delegation(*, by: Actor, delegation_id: int) -> Delegation:
    """Take a delegation back; codes made under it no longer open anything. Raises DelegationNotFound."""
    with unit.work():
        made = (
            Delegation.objects.select_for_update(of=("self",))
            .select_related("licence")
            .filter(pk=delegation_id)
            .first()
        )
        if made is None:
            raise DelegationNotFound
        policies.require_holder(by, made.licence)
        if made.ended_at is None:
            made.ended_at = clock.now()
            made.save(update_fields=["ended_at"])
            audit.record(by, "licence.delegation_ended", made)
    return made
