"""The promise that nothing beyond the guide may be asked of anyone."""

from collections.abc import Iterable

from onewindow.catalogue.errors import NotInGuide
from onewindow.catalogue.events import AskedBeyondGuide
from onewindow.catalogue.queries import guides, versions
from onewindow.kernel.public import Actor, audit, outbox, unit


def require_in_guide(*, by: Actor, version_id: int, asked: Iterable[str], case: str = "") -> None:
    """Refuse to ask for a material that the guide bound to the case does not list, by name or by code.

    Called before the unit of work of the verb that asks, so that the refusal itself is kept: it is audited
    and told as AskedBeyondGuide. Raises NotInGuide for the first one, UnknownVersion.
    """
    version = versions.item_version(version_id)
    listed = {word for m in guides.guide(version).materials for word in (m.name, m.code) if word}
    beyond = next((name for name in asked if name not in listed), None)
    if beyond is None:
        return
    with unit.work():
        audit.record(by, "catalogue.asked_beyond_guide", version, facts={"asked": beyond, "case": case})
        outbox.publish(
            AskedBeyondGuide(
                subject=f"version:{version.pk}",
                city=version.region_code[:4] or "4500",
                version_id=version.pk,
                asked=beyond[:300],
                case=case,
                account_id=by.account_id,
            )
        )
    raise NotInGuide(asked=beyond)
