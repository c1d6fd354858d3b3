"""The content of one item version before it is stored, with a digest by which a second run knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from onewindow.kernel.public import canonical

Row = Mapping[str, object]
TABLES = ("materials", "bases", "questions")


@dataclass(frozen=True)
class Content:
    """Everything a version says; `fields` are columns of the version, the rest are its rows."""

    task_code: str
    fields: Row
    basic_code: str = ""
    basic_name: str = ""
    agency_id: int | None = None
    source: str = ""
    source_version: int = 0
    materials: tuple[Row, ...] = ()
    bases: tuple[Row, ...] = ()
    questions: tuple[Row, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the content."""
        whole = [
            self.task_code,
            self.basic_code,
            self.source,
            self.source_version,
            dict(self.fields),
            [dict(r) for r in self.materials],
            [dict(r) for r in self.bases],
            [dict(r) for r in self.questions],
        ]
        return sha256(canonical.canonical_json(whole)).hexdigest()

    def digest_by(self, alike: canonical.Alike) -> str:
        """Return the digest, where many contents hold the very same values."""
        own = (self.task_code, self.basic_code, self.source, self.source_version)
        rows = (self.materials, self.bases, self.questions)
        pieces = [*map(canonical.canonical_json, own), alike.json_object(self.fields)]
        return sha256(b"[%s]" % b",".join([*pieces, *map(alike.json_array, rows)])).hexdigest()

    def text(self, field: str) -> str:
        """Return a text column of the content."""
        return str(self.fields.get(field) or "")
