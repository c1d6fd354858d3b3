"""The version of an item: every element of its guide, immutable once published."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from onewindow.catalogue import facets
from onewindow.catalogue.models.item import Item


class VersionState(models.TextChoices):
    """版本状态; a published version changes only to one of the states after it."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    SUSPENDED = "suspended", _("暂停办理")
    SUPERSEDED = "superseded", _("已被新版本取代")
    CANCELLED = "cancelled", _("已取消")


def _codes(size: int = 4) -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=size), default=list, blank=True)


HELD = models.Q(state__in=["published", "suspended"])  # what is looked for; history is found by its item
_WORDS_OF_NAME = RawSQL("ts_filter(words, '{a}')", [], output_field=SearchVectorField())
_WORDS_OF_SYNONYMS = RawSQL("ts_filter(words, '{b}')", [], output_field=SearchVectorField())


def promise_of(pilot_key: str, days: int | None, unit: str) -> str:
    """Return a promised limit in words; empty when there is none."""
    if pilot_key:
        return "符合条件的即时办结"
    if days is None:
        return ""
    return f"承诺 {days} {facets.label('unit', unit) or '个工作日'}办结" if days else "当场办结"


EX_OFFICIO = ("02", "03", "04", "06")


class ItemVersion(models.Model):
    """事项版本: all elements of the guide (GB/T 39046-2020 table 4); a missing one is empty or null."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)
    source_version = models.IntegerField(default=0)
    # identity
    name = models.CharField(max_length=300)
    item_type = models.CharField(max_length=2)
    level = models.CharField(max_length=1, blank=True)
    region_code = models.CharField(max_length=12)
    source = models.CharField(max_length=40, blank=True)
    handle_code = models.CharField(max_length=40, blank=True)
    options = models.JSONField(default=list, blank=True)
    aliases = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    local = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    authority_division = models.TextField(blank=True)
    exercise_content = models.TextField(blank=True)
    punishment = models.TextField(blank=True, default="", db_default="")
    collection_kind = models.CharField(max_length=100, blank=True, default="", db_default="")
    reducible = models.BooleanField(null=True)
    entrusted_body = models.CharField(max_length=200, blank=True, default="", db_default="")
    intermediary = models.TextField(blank=True, default="", db_default="")
    result_sample = models.CharField(max_length=200, blank=True, default="", db_default="")
    online_depth = models.CharField(max_length=20, blank=True, default="", db_default="")
    appointment = models.BooleanField(null=True)
    online_payment = models.BooleanField(null=True)
    terminals = models.BooleanField(null=True)
    # body
    agency_name = models.CharField(max_length=100)
    agency_uscc = models.CharField(max_length=40, blank=True)
    uscc_provisional = models.BooleanField(default=False)
    body_nature = models.CharField(max_length=1, blank=True)
    power_source = models.CharField(max_length=1, blank=True)
    joint_bodies = models.TextField(blank=True)
    handling_unit = models.CharField(max_length=200, blank=True)
    # object, form, place
    audience = _codes(1)
    channels = _codes(1)
    reach = models.CharField(max_length=1, blank=True)
    themes = _codes(5)
    # time
    statutory_days = models.IntegerField(null=True)
    statutory_unit = models.CharField(max_length=1, blank=True)
    statutory_note = models.TextField(blank=True)
    promised_days = models.IntegerField(null=True)
    promised_unit = models.CharField(max_length=1, blank=True)
    promised_note = models.TextField(blank=True)
    handling = models.CharField(max_length=1, blank=True)
    # conditions, flow, result
    conditions = models.JSONField(default=list)
    flow = models.JSONField(default=list)
    special_steps = models.JSONField(default=list)
    quota = models.TextField(blank=True)
    result_name = models.CharField(max_length=300, blank=True)
    result_type = models.CharField(max_length=2, blank=True)
    # fee
    charges = models.BooleanField(null=True)
    fees = models.JSONField(default=list)
    # access
    online = models.BooleanField(null=True)
    courier = models.BooleanField(null=True)
    in_hall = models.BooleanField(null=True)
    visits = models.IntegerField(null=True)
    visits_reason = models.TextField(blank=True)
    address = models.TextField(blank=True)
    hours = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    complaint_phone = models.TextField(blank=True)
    windows = models.JSONField(default=list)
    link = models.TextField(blank=True)
    # remedies
    reconsideration = models.TextField(blank=True)
    litigation = models.TextField(blank=True)
    # instant approval
    pilot_key = models.CharField(max_length=40, blank=True)
    form_code = models.CharField(max_length=40, blank=True)
    rule_set = models.CharField(max_length=40, blank=True)
    process = models.CharField(max_length=60, blank=True, default="", db_default="")
    min_level = models.IntegerField(default=0)
    facts = models.JSONField(default=list)
    result_kind = models.CharField(max_length=40, blank=True)
    notice_text = models.TextField(blank=True)
    situations = models.JSONField(default=list, blank=True)
    # search, quality
    marks = models.JSONField(default=list)
    synonyms = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    priority = models.IntegerField(default=1000)
    words = SearchVectorField(null=True)
    pinyin = models.CharField(max_length=400, blank=True)
    initials = models.CharField(max_length=160, blank=True)

    audit_exclude = ("words",)
    audit_grown = (
        "punishment", "collection_kind", "reducible", "entrusted_body", "intermediary", "result_sample",
        "online_depth", "appointment", "online_payment", "terminals", "process",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="version_number"),
            models.UniqueConstraint(fields=["item"], condition=HELD, name="version_one_in_force"),
            models.CheckConstraint(
                condition=models.Q(statutory_days__isnull=True)
                | models.Q(promised_days__isnull=True)
                | ~models.Q(statutory_unit=models.F("promised_unit"))
                | models.Q(promised_days__lte=models.F("statutory_days")),
                name="version_promise_within_law",
            ),
        ]
        indexes = [
            models.Index(
                fields=["source", "priority", "id"],
                condition=HELD,
                name="version_listed",
            ),
            models.Index(
                fields=["source", "priority", "id"],
                condition=HELD & ~models.Q(pilot_key=""),
                name="version_instant",
            ),
            models.Index(
                fields=["source", "item_type", "priority", "id"],
                condition=HELD,
                name="version_of_type",
            ),
            models.Index(
                fields=["source", "item_type", "level", "priority", "id"],
                condition=HELD,
                name="version_of_type_and_level",
            ),
            models.Index(
                fields=["source", "level", "priority", "id"],
                condition=HELD,
                name="version_of_level",
            ),
            GinIndex(fields=["words"], condition=HELD, name="version_words"),
            GinIndex(_WORDS_OF_NAME, condition=HELD, name="version_name_words"),
            GinIndex(_WORDS_OF_SYNONYMS, condition=HELD, name="version_synonym_words"),
            models.Index(
                fields=["name"],
                opclasses=["varchar_pattern_ops"],
                include=["priority", "id", "source"],
                condition=HELD,
                name="version_name",
            ),
            models.Index(
                "source",
                Left("region_code", 4),
                "priority",
                "id",
                condition=HELD,
                name="version_of_city",
            ),
            models.Index(
                "source",
                Left("region_code", 6),
                "priority",
                "id",
                condition=HELD,
                name="version_of_county",
            ),
            GinIndex(fields=["themes"], condition=HELD, name="version_themes"),
            GinIndex(fields=["aliases"], condition=HELD, name="version_aliases"),
            models.Index(
                fields=["initials"],
                opclasses=["varchar_pattern_ops"],
                condition=HELD,
                name="version_initials",
            ),
            models.Index(
                fields=["pinyin"],
                opclasses=["varchar_pattern_ops"],
                condition=HELD,
                name="version_pinyin",
            ),
            models.Index(
                fields=["region_code"],
                opclasses=["varchar_pattern_ops"],
                condition=HELD,
                name="version_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.number} 版）"

    @property
    def is_ex_officio(self) -> bool:
        """Tell whether a body exercises it of its own accord (依职权), so that nobody applies for it."""
        return self.item_type in EX_OFFICIO

    @property
    def code(self) -> str:
        """The item's 31-character code, which stays the same through all versions."""
        return self.item.task_code

    @property
    def type_label(self) -> str:
        """The item type in words."""
        return facets.label("item_type", self.item_type)

    @property
    def level_label(self) -> str:
        """The level of exercise in words."""
        return facets.label("level", self.level)

    @property
    def promise(self) -> str:
        """The promised limit in words; empty when there is none."""
        return promise_of(self.pilot_key, self.promised_days, self.promised_unit)

    @property
    def is_instant(self) -> bool:
        """Tell whether a decision table may decide it at once."""
        return bool(self.pilot_key)

    @property
    def is_own(self) -> bool:
        """Tell whether the item belongs to the region, not to an imported sample."""
        return not self.source
