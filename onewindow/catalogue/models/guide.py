"""The rows of a version: materials, legal bases, questions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.catalogue.laws.places import Place, places_in
from onewindow.catalogue.models.version import ItemVersion


class Necessity(models.TextChoices):
    """材料必要性."""

    REQUIRED = "1", _("必要")
    OPTIONAL = "2", _("非必要")
    LATER = "3", _("可容缺后补")


class _Row(models.Model):
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.IntegerField()

    class Meta:
        abstract = True
        ordering = ["seq"]


class Material(_Row):
    """申请材料: what may be asked for, and where its data can come from instead."""

    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=300)
    necessity = models.CharField(max_length=1, choices=Necessity.choices, blank=True)
    originals = models.IntegerField(null=True)
    copies = models.IntegerField(null=True)
    format = models.CharField(max_length=1, blank=True)
    source_type = models.CharField(max_length=2, blank=True)
    source = models.TextField(blank=True)
    accept_standard = models.TextField(blank=True)
    fill_note = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    form_name = models.CharField(max_length=200, blank=True)
    sample_name = models.CharField(max_length=200, blank=True)
    filled_online = models.BooleanField(default=False)
    licence_type_code = models.CharField(max_length=40, blank=True)
    share_resource_code = models.CharField(max_length=60, blank=True)
    when = models.JSONField(default=dict, blank=True)

    class Meta(_Row.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "seq"], name="material_seq")]
        indexes = [
            models.Index(
                fields=["share_resource_code"],
                condition=~models.Q(share_resource_code=""),
                name="material_resource",
            )
        ]

    @property
    def is_exempt(self) -> bool:
        """Tell whether the applicant need not hand it in, because government already holds it (免提交)."""
        return bool(self.licence_type_code or self.share_resource_code)

    @property
    def is_uploaded(self) -> bool:
        """Tell whether the applicant must bring or upload it."""
        return not self.is_exempt and not self.filled_online


class LegalBasis(_Row):
    """设定依据: the law and article an item rests on."""

    law = models.CharField(max_length=300)
    number = models.CharField(max_length=100, blank=True)
    article = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)

    class Meta(_Row.Meta):
        verbose_name_plural = "legal bases"
        constraints = [models.UniqueConstraint(fields=["version", "seq"], name="basis_seq")]

    @property
    def places(self) -> list[Place]:
        """The articles, paragraphs and items it names."""
        return places_in(self.article)


class Question(_Row):
    """常见问题: a question and its answer."""

    question = models.TextField()
    answer = models.TextField()

    class Meta(_Row.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "seq"], name="question_seq")]
