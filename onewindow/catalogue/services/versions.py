"""Verbs of the catalogue: publishing versions, suspending and resuming items."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Cast

from onewindow.catalogue import facets, wording
from onewindow.catalogue.content import Content
from onewindow.catalogue.errors import ItemNotInForce, UnknownItem
from onewindow.catalogue.events import ItemCancelled, ItemPublished, ItemResumed, ItemSuspended
from onewindow.catalogue.models import (
    BasicItem,
    Item,
    ItemVersion,
    LegalBasis,
    Material,
    Question,
    VersionState,
)
from onewindow.catalogue.policies import require_item_keeper, require_maintainer, require_unreviewed
from onewindow.catalogue.services import materials, powers, quality
from onewindow.catalogue.services.citations import cite
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

BATCH = 500


@dataclass
class Published:
    """What a publishing run did: how many items are new, have a new version, are as before, are history."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    history: int = 0

    @property
    def touched(self) -> int:
        """How many versions were written."""
        return self.new + self.changed + self.history

    def add(self, other: "Published") -> None:
        """Add the numbers of another run."""
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.history += other.history


def publish_versions(*, by: Actor, contents: Iterable[Content]) -> Published:
    """Bring contents into force, each as the next version of its item; content in force already is left.

    Raises CannotMaintain for own items unless by the system: officials publish proposals. IncompleteItem for
    an own item whose wording is vague, PowerToBeAdjusted while its power waits.
    A content that carries an older source version than the one in force is kept as history. Works in
    batches, each one transaction; a code may appear once in a batch, later ones of the same code follow.
    """
    require_maintainer(by)
    done = Published()
    for batch in _batches(contents):
        require_unreviewed(by, (c.source for c in batch))
        quality.refuse_vague(batch)
        with unit.work():
            powers.require_settled(c.task_code for c in batch if not c.source)
            _publish(by, batch, done)
    return done


def publish_version(*, by: Actor, content: Content) -> ItemVersion:
    """Bring one content into force and return the version of the item that is then in force."""
    publish_versions(by=by, contents=[content])
    return ItemVersion.objects.select_related("item").get(
        item__task_code=content.task_code, state=VersionState.PUBLISHED
    )


def _batches(contents: Iterable[Content]) -> Iterator[list[Content]]:
    source = iter(contents)
    while chunk := list(islice(source, BATCH)):
        while chunk:
            once: dict[str, Content] = {}
            later: list[Content] = []
            for content in chunk:
                if content.task_code in once:
                    later.append(content)
                else:
                    once[content.task_code] = content
            yield list(once.values())
            chunk = later


def _publish(by: Actor, batch: Sequence[Content], done: Published) -> None:
    items = _items_of(batch)
    past = _past_of(items.values())
    fresh: list[tuple[Content, ItemVersion]] = []
    replaced: list[ItemVersion] = []
    for content in batch:
        item = items[content.task_code]
        before = past.get(item.pk, [])
        current = next((v for v in before if v.state in {"published", "suspended"}), None)
        if _is_known(content, current, before):
            done.unchanged += 1
            continue
        version = _version_of(content, item, number=max((v.number for v in before), default=0) + 1)
        if current is not None and content.source_version < current.source_version:
            version.state = VersionState.SUPERSEDED
            done.history += 1
        elif current is not None:
            replaced.append(current)
            done.changed += 1
        else:
            done.new += 1
        fresh.append((content, version))
    _store(by, fresh, replaced)


def _is_known(content: Content, current: ItemVersion | None, before: Sequence[ItemVersion]) -> bool:
    if current is not None and current.digest == content.digest:
        return True
    return content.source_version > 0 and any(v.digest == content.digest for v in before)


def _items_of(batch: Sequence[Content]) -> dict[str, Item]:
    basics = {c.basic_code: c for c in batch if c.basic_code}
    BasicItem.objects.bulk_create(
        (
            BasicItem(
                code=code, name=c.basic_name or c.text("name"), item_type=c.text("item_type"), source=c.source
            )
            for code, c in basics.items()
        ),
        ignore_conflicts=True,
    )
    moment = clock.now()
    Item.objects.bulk_create(
        (
            Item(
                task_code=c.task_code,
                basic_id=c.basic_code or None,
                agency_id=c.agency_id,
                region_code=c.text("region_code"),
                source=c.source,
                created_at=moment,
            )
            for c in batch
        ),
        ignore_conflicts=True,
    )
    codes = [c.task_code for c in batch]
    locked = Item.objects.select_for_update().filter(task_code__in=codes).order_by("pk")
    return {item.task_code: item for item in locked}


def _past_of(items: Iterable[Item]) -> dict[int, list[ItemVersion]]:
    past: dict[int, list[ItemVersion]] = {}
    for version in ItemVersion.objects.defer("words").filter(item__in=list(items)):
        past.setdefault(version.item_id, []).append(version)
    return past


def _version_of(content: Content, item: Item, number: int) -> ItemVersion:
    name = content.text("name")
    synonyms = content.fields.get("synonyms")
    moment = clock.now()
    version = ItemVersion(
        item=item,
        number=number,
        state=VersionState.PUBLISHED,
        valid_from=clock.today(),
        published_at=moment,
        digest=content.digest,
        source=content.source,
        source_version=content.source_version,
        pinyin=wording.pinyin(name)[:400],
        initials=wording.initials(name)[:160],
        **content.fields,
    )
    if not isinstance(synonyms, list):
        version.synonyms = []
    return version


def search_words(content: Content) -> str:
    """Return the words a content is found by, as a tsvector literal."""
    themes = [facets.theme(str(code)) for code in _texts(content, "themes")]
    synonyms = _texts(content, "synonyms")
    name = content.text("name")
    return wording.vector(
        ("A", name),
        *(("B", word) for word in synonyms),
        ("C", content.text("agency_name")),
        ("C", content.text("result_name")),
        *(("C", theme) for theme in themes),
        *(("D", str(material["name"])) for material in content.materials[:30]),
        *(("D", alias) for alias in _texts(content, "aliases")),
        spelled=[name, *synonyms],
    )


def _texts(content: Content, name: str) -> list[str]:
    given = content.fields.get(name)
    return [str(text) for text in given] if isinstance(given, list) else []


def _store(by: Actor, fresh: Sequence[tuple[Content, ItemVersion]], replaced: Sequence[ItemVersion]) -> None:
    if not fresh:
        return
    today = clock.today()
    for old in replaced:
        old.state, old.valid_to = VersionState.SUPERSEDED, today
    ItemVersion.objects.filter(pk__in=[v.pk for v in replaced]).update(
        state=VersionState.SUPERSEDED, valid_to=today
    )
    goal = {id(v): v.state for _, v in fresh}
    for content, version in fresh:
        version.state = VersionState.DRAFT
        version.words = Cast(models.Value(search_words(content)), SearchVectorField())
    versions = ItemVersion.objects.bulk_create(v for _, v in fresh)
    _store_rows(fresh)
    cite(versions)
    quality.assess([(v, quality.sheet_of(c)) for c, v in fresh if not c.source])
    for state in (VersionState.PUBLISHED, VersionState.SUPERSEDED):
        with_state = [v for v in versions if goal[id(v)] == state]
        if with_state:
            ItemVersion.objects.filter(pk__in=[v.pk for v in with_state]).update(state=state)
        for version in with_state:
            version.state = state
    audit.record(by, "catalogue.version_published", *versions)
    if replaced:
        audit.record(by, "catalogue.version_superseded", *replaced)
    outbox.publish(
        *(
            ItemPublished(
                subject=f"item:{c.task_code}"[:80],
                city=v.region_code[:4] or "4500",
                task_code=c.task_code,
                version_id=v.pk,
                number=v.number,
                source=c.source,
            )
            for c, v in fresh
            if v.state == VersionState.PUBLISHED
        )
    )


def _store_rows(fresh: Sequence[tuple[Content, ItemVersion]]) -> None:
    materials.learn(row for content, _ in fresh for row in content.materials)
    Material.objects.bulk_create(
        Material(version=v, seq=n, **row) for c, v in fresh for n, row in enumerate(c.materials, 1)
    )
    LegalBasis.objects.bulk_create(
        LegalBasis(version=v, seq=n, **row) for c, v in fresh for n, row in enumerate(c.bases, 1)
    )
    Question.objects.bulk_create(
        Question(version=v, seq=n, **row) for c, v in fresh for n, row in enumerate(c.questions, 1)
    )


def _locked(code: str) -> ItemVersion:
    found = (
        ItemVersion.objects.select_for_update(of=("self",))
        .select_related("item")
        .defer("words")
        .filter(item__task_code=code, state__in=["published", "suspended"])
        .first()
    )
    if found is None:
        raise UnknownItem
    return found


def suspend_item(*, by: Actor, code: str, reason: str) -> ItemVersion:
    """Stop new applications for an item; cases already bound to its version go on.

    Raises CannotMaintain unless the actor keeps the items of the body; UnknownItem, ItemNotInForce.
    """
    with unit.work():
        version = _locked(code)
        require_item_keeper(by, version.item.agency_id, version.region_code)
        if version.state == VersionState.SUSPENDED:
            raise ItemNotInForce
        version.state = VersionState.SUSPENDED
        version.save(update_fields=["state"])
        audit.record(by, "catalogue.item_suspended", version, reason=reason)
        outbox.publish(
            ItemSuspended(subject=f"item:{code}"[:80], task_code=code, version_id=version.pk, reason=reason)
        )
    return version


def resume_item(*, by: Actor, code: str) -> ItemVersion:
    """Let a suspended item be applied for again; one that is not suspended stays as it is."""
    with unit.work():
        version = _locked(code)
        require_item_keeper(by, version.item.agency_id, version.region_code)
        if version.state == VersionState.SUSPENDED:
            version.state = VersionState.PUBLISHED
            version.save(update_fields=["state"])
            audit.record(by, "catalogue.item_resumed", version)
            outbox.publish(ItemResumed(subject=f"item:{code}"[:80], task_code=code, version_id=version.pk))
    return version


def cancel_item(*, by: Actor, code: str, reason: str) -> ItemVersion:
    """End an item: it leaves the catalogue, its history and the cases bound to its version stay.

    Only as a reviewed proposal's publishing, which acts as the system, or for a sample: ending is for good.
    """
    with unit.work():
        version = _locked(code)
        require_unreviewed(by, [version.source])
        version.state, version.valid_to = VersionState.CANCELLED, clock.today()
        version.save(update_fields=["state", "valid_to"])
        audit.record(by, "catalogue.item_cancelled", version, reason=reason)
        outbox.publish(
            ItemCancelled(subject=f"item:{code}"[:80], task_code=code, version_id=version.pk, reason=reason)
        )
    return version
