"""The guide of a version: all its elements and what is missing."""

from dataclasses import dataclass
from functools import lru_cache

from onewindow.catalogue.models import ItemVersion, LegalBasis, Material, Question


@dataclass(frozen=True)
class Guide:
    """办事指南: a version with its rows; what cannot be found here may not be asked of anyone."""

    version: ItemVersion
    materials: tuple[Material, ...]
    bases: tuple[LegalBasis, ...]
    questions: tuple[Question, ...]

    @property
    def uploads(self) -> int:
        """How many materials the applicant really has to hand in."""
        return sum(m.is_uploaded and m.necessity != "2" for m in self.materials)


@lru_cache(maxsize=500)
def _rows(
    version_id: int,
) -> tuple[tuple[Material, ...], tuple[LegalBasis, ...], tuple[Question, ...]]:
    return (
        tuple(Material.objects.filter(version_id=version_id)),
        tuple(LegalBasis.objects.filter(version_id=version_id)),
        tuple(Question.objects.filter(version_id=version_id)),
    )


def guide(version: ItemVersion) -> Guide:
    """Return the guide of a published version; its rows are read once per process, in three statements."""
    return Guide(version, *_rows(version.pk))


def forget() -> None:
    """Drop the rows this process has kept; only tests that roll back need it."""
    _rows.cache_clear()
