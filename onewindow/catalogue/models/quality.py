"""What is wrong with guides in force, how well each body and region does, which addresses answer."""

from django.db import models

from onewindow.catalogue.models.version import ItemVersion


class Finding(models.Model):
    """问题: one fault of a version in force; it goes when the fault is mended or the version is replaced."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    rule = models.CharField(max_length=40)
    place = models.CharField(max_length=120, blank=True)
    said = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "rule", "place"], name="finding_once")]
        indexes = [models.Index(fields=["rule", "version"], name="finding_of_rule")]

    def __str__(self) -> str:
        return f"{self.rule} {self.place}"


class Assessment(models.Model):
    """评分: the mark of a version under an edition of the rules; 100 is a guide without a fault."""

    version = models.OneToOneField(
        ItemVersion, primary_key=True, on_delete=models.CASCADE, related_name="assessment"
    )
    edition = models.CharField(max_length=16)
    score = models.SmallIntegerField()
    faults = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["score", "version"], name="assessment_worst")]


class Accuracy(models.Model):
    """办事指南准确度: the mean mark of the guides in force of a body, a region or all of them on a day."""

    day = models.DateField()
    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    items = models.IntegerField()
    faultless = models.IntegerField()
    index = models.DecimalField(max_digits=5, decimal_places=2, db_column="mean")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "kind", "key"], name="accuracy_once_a_day")]
        verbose_name_plural = "accuracies"


class LinkCheck(models.Model):
    """网址检查: whether an address guides lead to answered; dead after two nights without an answer."""

    url = models.TextField(unique=True)
    status = models.IntegerField(null=True)
    failures = models.IntegerField(default=0)
    checked_at = models.DateTimeField()
