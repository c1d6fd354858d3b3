"""One act of an officer, as data: what it asks for and how it was answered."""

from dataclasses import dataclass

from django.http import HttpRequest

Choices = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Field:
    """One thing an act asks for, as `{% field %}` draws it."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: Choices = ()
    most: int | None = None
    optional: bool = False
    size: str = ""
    mode: str = ""
    preset: str = ""


@dataclass(frozen=True)
class Act:
    """One act in one state of one case."""

    key: str
    title: str
    button: str
    fields: tuple[Field, ...] = ()
    hint: str = ""
    asks: bool = False
    checks: bool = False
    starts_open: bool = False


class Given:
    """What was posted for one act; every name on the page begins with the act's key."""

    def __init__(self, request: HttpRequest, key: str) -> None:
        """Read the fields of the act `key`."""
        self.post, self.key = request.POST, key

    def get(self, name: str) -> str:
        """Return a text without NUL characters, "" where there is none."""
        return self.post.get(f"{self.key}-{name}", "").replace("\0", "")

    def all(self, name: str) -> list[str]:
        """Return all values of a name."""
        return [value.replace("\0", "") for value in self.post.getlist(f"{self.key}-{name}")]
