"""Nouns of government: regions, the editions they were loaded from, agencies."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionLevel(models.TextChoices):
    """层级: the five levels of the region."""

    PROVINCE = "province", _("自治区")
    CITY = "city", _("设区市")
    COUNTY = "county", _("县（市、区）")
    TOWNSHIP = "township", _("乡镇（街道）")
    VILLAGE = "village", _("村（社区）")


class Region(models.Model):
    """行政区划: one 12-digit code with its name while it is valid; changed only by loading an edition."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10, choices=RegionLevel.choices)
    parent_code = models.CharField(max_length=12, blank=True)
    full_name = models.CharField(max_length=300)
    pinyin = models.CharField(max_length=300)
    initials = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    replaced_by = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["parent_code", "code"], name="region_children"),
            models.Index(fields=["initials"], opclasses=["varchar_pattern_ops"], name="region_initials"),
            models.Index(fields=["pinyin"], opclasses=["varchar_pattern_ops"], name="region_pinyin"),
            models.Index(fields=["name"], opclasses=["varchar_pattern_ops"], name="region_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[0-9]{12}$"), name="region_code_digits"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def is_valid(self, on: date) -> bool:
        """Tell whether the code may be used on that day; `valid_to` is the first day it may not."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class RegionEdition(models.Model):
    """区划版本: one loading of the shipped table; the same digest is never loaded twice in a row."""

    source = models.CharField(max_length=300)
    as_of = models.DateField()
    digest = models.CharField(max_length=64)
    rows = models.IntegerField()
    loaded_at = models.DateTimeField()


class AgencyKind(models.TextChoices):
    """机构类别."""

    DEPARTMENT = "department", _("政府部门")
    CENTRAL = "central", _("中央垂直管理机构")
    APPROVAL = "approval", _("行政审批局")
    CENTRE = "centre", _("政务服务中心")
    PUBLIC = "public", _("事业单位")
    TOWNSHIP = "township", _("乡镇人民政府、街道办事处")
    VILLAGE = "village", _("村（居）民委员会")


class LegalStatus(models.TextChoices):
    """实施主体性质 (GB/T 39046-2020 table A.3)."""

    STATUTORY = "1", _("法定机关")
    AUTHORISED = "2", _("授权组织")
    ENTRUSTED = "3", _("受委托组织")
    OTHER = "9", _("其他")


class Agency(models.Model):
    """机构: a body that carries out items in one region; kept by the catalogue administrators."""

    uscc = models.CharField(max_length=18, unique=True)
    uscc_provisional = models.BooleanField(default=False)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=60)
    region_code = models.CharField(max_length=12, db_index=True)
    kind = models.CharField(max_length=12, choices=AgencyKind.choices)
    legal_status = models.CharField(max_length=1, choices=LegalStatus.choices, default=LegalStatus.STATUTORY)

    class Meta:
        ordering = ["region_code", "id"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name
