"""Verbs over outside systems: register, change state, give a key."""

import re
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onewindow.exchange.docking.errors import SystemInvalid, UnknownSystem, WrongStep
from onewindow.exchange.docking.models import NEXT, OutsideSystem, State, Zone
from onewindow.exchange.policies import require_keeper
from onewindow.government import public as government
from onewindow.kernel.public import Actor, audit, clock, sm2, unit

_CODE = re.compile(r"[a-z][a-z0-9-]{2,39}")
_KEY = re.compile(r"04[0-9a-f]{128}")


def register_system(*, by: Actor, given: Mapping[str, str]) -> OutsideSystem:
    """Register a planned system. `given`: code, name, agency, contact, client_id, public_key, zone, contract.

    Raises RoleMissing, SystemInvalid.
    """
    require_keeper(by)
    errors: dict[str, list[str]] = {}
    text = {name: " ".join(str(value).replace("\x00", " ").split()) for name, value in given.items()}
    if not _CODE.fullmatch(text.get("code", "")):
        errors["code"] = [_("编号用3至40个小写字母、数字和连字符，以字母开头。")]
    for name, label, most in (("name", _("系统名称"), 60), ("contact", _("联系人和电话"), 100)):
        if not 2 <= len(text.get(name, "")) <= most:
            errors[name] = [_("%(label)s要写2至%(most)d个字。") % {"label": label, "most": most}]
    if text.get("zone") not in Zone.values:
        errors["zone"] = [_("请选择网络区域。")]
    agency = _agency(text.get("agency", ""), errors)
    key = _key(text.get("public_key", ""), errors)
    if errors or agency is None:
        raise SystemInvalid(errors=errors)
    now = clock.now()
    with unit.work():
        row = OutsideSystem(
            code=text["code"], name=text["name"], agency=agency, contact=text["contact"],
            client_id=text.get("client_id") or None, public_key=key, zone=text["zone"],
            contract=text.get("contract", "")[:20], state_since=now, registered_at=now,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as twice:
            raise SystemInvalid(
                errors={"code": [_("编号、连接编号或者同一机构的名称已经登记过。")]}
            ) from twice
        audit.record(by, "system.registered", row)
    return row


def change_state(*, by: Actor, code: str, state: str, reason: str) -> OutsideSystem:
    """Move a system on; the same state again is nothing. Raises RoleMissing, UnknownSystem, WrongStep."""
    require_keeper(by)
    said = " ".join(reason.replace("\x00", " ").split())
    if state not in State.values:
        raise SystemInvalid(errors={"state": [_("请选择状态。")]})
    if not 4 <= len(said) <= 300:
        raise SystemInvalid(errors={"reason": [_("请写明原因，4至300个字。")]})
    with unit.work():
        row = locked(code)
        if row.state == state:
            return row
        if state not in NEXT[State(row.state)]:
            raise WrongStep(now=State(row.state).label, wanted=State(state).label)
        row.state, row.state_reason, row.state_since = state, said, clock.now()
        row.save(update_fields=["state", "state_reason", "state_since"])
        audit.record(by, "system.state_changed", row, reason=said)
    return row


def connect_system(*, by: Actor, code: str, client_id: str = "", public_key: str = "") -> OutsideSystem:
    """Name the connection (OAuth) and the SM2 key a system calls with; a new key ends the old one at once."""
    require_keeper(by)
    errors: dict[str, list[str]] = {}
    key = _key(public_key.strip().lower(), errors)
    if errors:
        raise SystemInvalid(errors=errors)
    with unit.work():
        row = locked(code)
        row.client_id, row.public_key = client_id.strip()[:40] or None, key
        try:
            with transaction.atomic():
                row.save(update_fields=["client_id", "public_key"])
        except IntegrityError as twice:
            raise SystemInvalid(errors={"client_id": [_("这个连接编号已经属于别的系统。")]}) from twice
        audit.record(by, "system.connected", row)
    return row


def locked(code: str) -> OutsideSystem:
    """Return a system, locked for a verb; raise UnknownSystem."""
    row = OutsideSystem.objects.select_for_update().filter(code=code[:40].replace("\x00", "")).first()
    if row is None:
        raise UnknownSystem
    return row


def _agency(text: str, errors: dict[str, list[str]]) -> government.Agency | None:
    try:
        return government.agency_by_uscc(text.upper()) if text.isascii() else government.agency_named(text)
    except government.UnknownAgency as unknown:
        errors["agency"] = [unknown.message]
        return None


def _key(text: str, errors: dict[str, list[str]]) -> bytes | None:
    if not text:
        return None
    if not _KEY.fullmatch(text.lower()) or not sm2.is_public_key(bytes.fromhex(text)):
        errors["public_key"] = [_("SM2公钥是130位十六进制数字，以04开头，必须是曲线上的点。")]
        return None
    return bytes.fromhex(text)
