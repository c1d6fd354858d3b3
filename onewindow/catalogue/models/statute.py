"""Statutes, their versions and clauses, and where versions of items cite them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onewindow.catalogue.laws import numerals
from onewindow.catalogue.laws.places import Place
from onewindow.catalogue.models.version import ItemVersion


class Statute(models.Model):
    """法律法规: one law or regulation through all its versions."""

    short = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=120)
    repealed_on = models.DateField(null=True)
    repeal_reason = models.TextField(blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class StatuteVersion(models.Model):
    """法律法规版本: the text as adopted on one day; never changed, only followed by the next."""

    statute = models.ForeignKey(Statute, on_delete=models.PROTECT, related_name="+")
    adopted = models.DateField()
    in_force_from = models.DateField()
    history = models.JSONField(default=list)
    articles = models.IntegerField()
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-adopted"]
        constraints = [models.UniqueConstraint(fields=["statute", "adopted"], name="statute_adopted")]

    def __str__(self) -> str:
        return f"{self.statute}（{self.adopted:%Y-%m-%d}）"


class _Placed(models.Model):
    article = models.IntegerField()
    branch = models.IntegerField(default=0)
    paragraph = models.IntegerField(default=0)
    item = models.IntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        """Where it stands in the statute."""
        return Place(self.article, self.branch, self.paragraph, self.item)


class Clause(_Placed):
    """条款: one paragraph or item of an article."""

    version = models.ForeignKey(StatuteVersion, on_delete=models.CASCADE, related_name="+")
    seq = models.IntegerField()
    chapter = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "article", "branch", "paragraph", "item"], name="clause_place"
            )
        ]

    def __str__(self) -> str:
        return str(self.place)

    @property
    def number(self) -> str:
        """An item's number as printed, e.g. （三）."""
        return f"（{numerals.write(self.item)}）" if self.item else ""


class CitationSubject(models.TextChoices):
    """What of an item rests on the clause."""

    ITEM = "item", _("设定依据")
    MATERIAL = "material", _("材料")
    LIMIT = "limit", _("时限")
    FEE = "fee", _("收费")
    REMEDY = "remedy", _("救济途径")


class Citation(_Placed):
    """引用条款: a version of an item rests on a place in a statute, whether its text is kept here or not.

    Derived from the version's own words, so it can be drawn again at any time. Article 0 cites the whole.
    """

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.CharField(max_length=10, choices=CitationSubject.choices)
    seq = models.IntegerField(default=0)
    short = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "subject", "seq", "short", "article", "branch", "paragraph", "item"],
                name="citation_once",
            )
        ]
        indexes = [models.Index(fields=["short", "article"], name="citation_place")]

    def __str__(self) -> str:
        return f"《{self.short}》{self.place}"
