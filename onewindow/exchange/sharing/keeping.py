"""Verbs over the resource catalogue at its provider's desk: register, change, publish, end."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onewindow.exchange.errors import UnknownResource
from onewindow.exchange.models import Resource, ResourceChange, Standing
from onewindow.exchange.policies import is_operator, own_agency, require_provider
from onewindow.exchange.queries import forget_resources
from onewindow.exchange.sharing.catalogue import LABELS, score, uses_of
from onewindow.exchange.sharing.describing import described
from onewindow.exchange.sharing.errors import (
    DemandInvalid,
    Incomplete,
    ResourceInvalid,
    StillUsed,
    WrongStanding,
)
from onewindow.exchange.sharing.models import OPEN, Demand, Grant
from onewindow.exchange.sharing.reading import reason as reason_of
from onewindow.exchange.sharing.reading import words
from onewindow.kernel.public import Actor, audit, canonical, clock, unit

_PLAIN = re.compile(r"[a-z][a-z0-9_]{2,59}")


def register_resource(*, by: Actor, given: Mapping[str, str], linked: Sequence[str] = ()) -> Resource:
    """Enter a resource of the own body as a draft; the operator may name any body.

    Raises RoleMissing, ResourceInvalid.
    """
    provider = words(given.get("provider", "")) if by.kind == "system" or is_operator(by) else ""
    provider = provider or own_agency(by)
    require_provider(by, provider)
    if not provider:
        raise ResourceInvalid(errors={"provider": [_("请写提供方。")]})
    code = given.get("code", "").strip()
    if not _PLAIN.fullmatch(code):
        raise ResourceInvalid(errors={"code": [_("请写调用代码：3至60个小写字母、数字和下划线。")]})
    row = Resource(code=code, provider=provider[:100], standing=Standing.DRAFT)
    values = described(row, given, linked)
    with unit.work():
        _check_source(row, values)
        _set(row, values)
        try:
            with transaction.atomic():
                _keep(row, by, ResourceChange(what="registered", names=sorted(values), values=values))
        except IntegrityError as twice:
            raise ResourceInvalid(errors={"code": [_("这个调用代码已经有了，请换一个。")]}) from twice
    forget_resources()
    return row


def change_resource(
    *, by: Actor, code: str, given: Mapping[str, str], linked: Sequence[str] = (), reason: str = ""
) -> Resource:
    """Change a resource; a published one with a reason, and never what open grants and demands rest on.

    The same again is nothing. Raises RoleMissing, UnknownResource, ResourceInvalid, WrongStanding.
    """
    with unit.work():
        row = _locked(code)
        require_provider(by, row.provider)
        if row.standing == Standing.ENDED:
            raise WrongStanding(standing=Standing.ENDED.label)
        values = described(row, given, linked)
        names = sorted(name for name, value in values.items() if getattr(row, name) != value)
        if not names:
            return row
        said = _reason(reason) if row.standing == Standing.PUBLISHED else words(reason)[:500]
        _check_source(row, values)
        _check_use(row, values)
        _set(row, values)
        if row.standing == Standing.PUBLISHED:
            _require_complete(row)
        _keep(row, by, ResourceChange(what="changed", names=names, values=values, reason=said))
    forget_resources()
    return row


def publish_resource(*, by: Actor, code: str) -> Resource:
    """Publish a draft, or one that had ended, once everything the standard asks for is told.

    Raises RoleMissing, UnknownResource, WrongStanding, Incomplete.
    """
    with unit.work():
        row = _locked(code)
        require_provider(by, row.provider)
        if row.standing == Standing.PUBLISHED:
            raise WrongStanding(standing=Standing.PUBLISHED.label)
        row.published = row.published or clock.today()
        _require_complete(row)
        row.standing = Standing.PUBLISHED
        told = {"published": row.published.isoformat()}
        _keep(row, by, ResourceChange(what="published", names=["standing"], values=told))
    forget_resources()
    return row


def end_resource(*, by: Actor, code: str, reason: str) -> Resource:
    """Stop sharing a resource that nothing uses any more.

    Raises RoleMissing, UnknownResource, WrongStanding, StillUsed, ResourceInvalid.
    """
    with unit.work():
        row = _locked(code)
        require_provider(by, row.provider)
        if row.standing != Standing.PUBLISHED:
            raise WrongStanding(standing=Standing(row.standing).label)
        said = _reason(reason)
        used = _users(row)
        if used:
            raise StillUsed(used="、".join(used[:5]))
        row.standing = Standing.ENDED
        _keep(row, by, ResourceChange(what="ended", names=["standing"], values={}, reason=said))
    forget_resources()
    return row


def _reason(text: str) -> str:
    try:
        return reason_of(text, "reason")
    except DemandInvalid as refusal:
        raise ResourceInvalid(errors=refusal.errors) from refusal


def _locked(code: str) -> Resource:
    row = Resource.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
    if row is None:
        raise UnknownResource(code=code)
    return row


def _set(row: Resource, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.digest = canonical.sm3(canonical.canonical_json(values))


def _keep(row: Resource, by: Actor, change: ResourceChange) -> None:
    """Save a resource with its next revision and what was changed."""
    row.kept_by, row.revision = by.label, (row.revision or 0) + 1
    row.save()
    change.resource, change.revision, change.by, change.at = row, row.revision, by.label, clock.now()
    change.save(force_insert=True)
    audit.record(by, f"resource.{change.what}", row, reason=change.reason)


def _require_complete(row: Resource) -> None:
    missing = score(row, None).missing
    if missing:
        raise Incomplete(missing="、".join(LABELS[name] for name in missing))


def _check_source(row: Resource, values: Mapping[str, Any]) -> None:
    """Refuse the name of a source that answers somewhere else: its key would go to another place."""
    source, base = values["source"], values["connector"].get("base")
    if base is None:
        return
    others = Resource.objects.filter(source=source).exclude(code=row.code)
    if any(one.connector.get("base", base) != base for one in others.only("connector")):
        raise ResourceInvalid(errors={"source": [_("这个数源系统编号已经用于另一个地址，请换一个编号。")]})


def _check_use(row: Resource, values: Mapping[str, Any]) -> None:
    """Refuse to take away what open grants and demands hold, or what callers ask by."""
    errors: dict[str, list[str]] = {}
    held = {name for one in Grant.objects.filter(resource=row, ended_at=None) for name in one.fields}
    held |= {name for one in Demand.objects.filter(resource=row, state__in=OPEN) for name in one.fields}
    if gone := sorted(held - set(values["fields"])):
        errors["fields"] = [_("这些信息项还有授权或需求在用，不能去掉：%s。") % "、".join(gone)]
    if row.standing == Standing.PUBLISHED and values["keys"] != row.keys and _users(row):
        errors["keys"] = [_("还有系统或事项按原来的条件查询，不能改。")]
    if errors:
        raise ResourceInvalid(errors=errors)


def _users(row: Resource) -> list[str]:
    grants = Grant.objects.filter(resource=row, ended_at=None, until__gte=clock.now())
    names = list(grants.values_list("system__name", flat=True)[:20])
    asked = Demand.objects.filter(resource=row, state__in=OPEN).values_list("number", flat=True)[:20]
    return [*names, *asked, *(use.name for use in uses_of(row))]
