"""材料目录: every material guides of the province ask for, once, with all the names it goes by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.catalogue.models.item import Item


class MaterialKind(models.TextChoices):
    """材料类型."""

    CERTIFICATE = "1", _("证件证书证明")
    FORM = "2", _("申请表格文书")
    OTHER = "3", _("其他")


class EntryState(models.TextChoices):
    """材料目录条目的状态."""

    RAW = "raw", _("待规范")
    STANDARD = "standard", _("已规范")
    MERGED = "merged", _("已并入")


class MaterialEntry(models.Model):
    """材料目录条目: what a material is, who issues it, and where its data can come from instead."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=300, unique=True)
    kind = models.CharField(max_length=1, choices=MaterialKind.choices, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    licence_type_code = models.CharField(max_length=40, blank=True)
    share_resource_code = models.CharField(max_length=60, blank=True)
    accept_standard = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=EntryState.choices, default=EntryState.RAW)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | ~models.Q(state="merged") & models.Q(merged_into__isnull=True),
                name="merged_into_one",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_obtainable(self) -> bool:
        """Tell whether government holds its data, so that no guide need ask for it (免提交)."""
        return bool(self.licence_type_code or self.share_resource_code)


class MaterialName(models.Model):
    """材料名称: a name guides write, and the entry it means; the name of every guide's material is one."""

    name = models.CharField(max_length=300, primary_key=True)
    entry = models.ForeignKey(MaterialEntry, on_delete=models.PROTECT, related_name="names")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SheetKind(models.TextChoices):
    """附件种类."""

    BLANK = "blank", _("空白表")
    SAMPLE = "sample", _("样表")


class MaterialSheet(models.Model):
    """空白表和样表: a file people take away; one of an item goes before the one for all items."""

    entry = models.ForeignKey(MaterialEntry, on_delete=models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=6, choices=SheetKind.choices)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    file_id = models.UUIDField(db_index=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind", "item"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_sheet_of_a_kind",
            )
        ]
