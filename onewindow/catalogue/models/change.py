"""The feed of what changed, for those who keep a copy of the catalogue."""

from django.db import models

from onewindow.catalogue.models.version import ItemVersion, VersionState


class Change(models.Model):
    """变化: a version came to a state, written by the database in the transaction that did it.

    Writers wait for each other (an advisory lock until commit), so ids are in the order of commit and a
    reader that goes on from the last one it saw misses nothing.
    """

    at = models.DateTimeField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=VersionState.choices)

    def __str__(self) -> str:
        return f"{self.version_id} {self.state}"
