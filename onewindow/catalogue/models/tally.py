"""How many items are in force, by theme, agency, city and source, kept by the database."""

from django.db import models


class Tally(models.Model):
    """事项数量: a number of items in force; `kind` is all, theme, agency, city or source."""

    kind = models.CharField(max_length=6)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    n = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.n}"
