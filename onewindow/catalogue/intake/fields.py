"""Reading single fields of an imported row: cleaned, of the right type, or a reason why not."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

LONGEST = 200_000
MOST_ROWS = 500


@dataclass
class Sheet:
    """One row while it is read, with the reasons against it and the marks upon it."""

    row: dict[str, Any]
    reasons: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)

    def reject(self, reason: str) -> None:
        """Note a reason, once."""
        if reason not in self.reasons:
            self.reasons.append(reason)

    def mark(self, mark: str, detail: str = "") -> None:
        """Note a mark, once."""
        self.marks.setdefault(mark, detail)

    def clean(self, value: object, *, narrow: bool = False) -> str:
        """Return a value as text without control characters and outer blanks, half-width when narrow."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self.reject("wrong_type")
            return ""
        if len(value) > LONGEST:
            self.reject("text_too_long")
            return ""
        text = "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
        if text != value:
            self.mark("control_characters")
        text = text.strip()
        if narrow:
            half = unicodedata.normalize("NFKC", text)
            if half != text:
                self.mark("full_width")
            return half
        return text

    def text(self, key: str, *, narrow: bool = False) -> str:
        """Return the text of a field."""
        return self.clean(self.row.get(key), narrow=narrow)

    def days(self, key: str) -> int | None:
        """Return a limit in days."""
        return self.whole(key, 0, 3650, "invalid_limit")

    def whole(self, key: str, low: int, high: int, reason: str) -> int | None:
        """Return a whole number within bounds."""
        value = self.row.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.reject(reason)
            return None
        return value

    def truth(self, key: str) -> bool | None:
        """Return a yes or no."""
        value = self.row.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.reject("wrong_type")
        return None

    def rows(self, key: str) -> list[dict[str, Any]]:
        """Return a list of objects."""
        found = self.listed(key)
        if not all(isinstance(entry, dict) for entry in found):
            self.reject("wrong_type")
            return []
        return found

    def names(self, key: str) -> list[str]:
        """Return a list of texts."""
        return [t for t in (self.clean(entry) for entry in self.listed(key)) if t]

    def listed(self, key: str) -> list[Any]:
        """Return a list that is not too long."""
        value = self.row.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.reject("wrong_type")
            return []
        if len(value) > MOST_ROWS:
            self.reject("too_many_rows")
            return []
        return value
