"""The noun: a sealed file."""

from typing import ClassVar

from django.db import models

from onewindow.kernel.public import ids


class Original(models.Model):
    """版式原件: the sealed OFD of one record; its bytes lie on the shelves, their SM3 is here."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=140)
    record_digest = models.BinaryField()
    digest = models.BinaryField()
    size = models.PositiveIntegerField()
    seal_use = models.ForeignKey("documents.SealUse", models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    city = models.CharField(max_length=4, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "reference"], name="original_once"),
        ]

    def __str__(self) -> str:
        return self.reference
