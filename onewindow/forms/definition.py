"""A form as values: pages of fields, built once from the stored schemas and kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from onewindow.forms.errors import UnknownPage
from onewindow.rules.public import holds

Answers = Mapping[str, object]
APPLICANT = "applicant"  # the prefill source that is the account itself: its values are changed, not disputed


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice field."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where a field's first value comes from: the source's name and the field of its answer."""

    source: str
    field: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A value a source knows, with the source's label and the moment it was read."""

    value: object
    source: str
    at: datetime
    receipt: str = ""


@dataclass(frozen=True)
class Field:
    """填写项: one value of the answers and how it is asked for.

    `locked` is read-only once prefilled; `only_shown` is never asked, it helps to judge the page's question.
    """

    name: str
    label: str
    widget: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    prefill: Prefill | None = None
    locked: bool = False
    only_shown: bool = False
    short: str = ""
    max_length: int = 200
    autocomplete: str = ""
    inputmode: str = ""
    size: str = ""
    messages: Mapping[str, str] = field(default_factory=dict)
    material: int = 0  # the number, in the guide, of the material that an upload is
    visible_if: str = ""  # FEEL over the answers before it, those of its own page included
    parts: tuple["Field", ...] = ()  # the fields of one row, where the field is a repeat group (重复组)
    most: int = 0  # rows of a repeat group at the most

    @property
    def title(self) -> str:
        """A few words for lists of steps and answers."""
        return self.short or ("承诺" if self.widget == "declaration" else self.label)

    @property
    def disputable(self) -> bool:
        """Whether the applicant may say that the register behind the first value is wrong."""
        return self.prefill is not None and self.prefill.source != APPLICANT


@dataclass(frozen=True)
class Page:
    """页: one question, of one field or a few fields of one thing."""

    key: str
    title: str
    hint: str
    fields: tuple[Field, ...]
    visible_if: str = ""

    @property
    def short(self) -> str:
        """A few words for lists of steps."""
        return self.fields[0].title


@dataclass(frozen=True)
class Form:
    """表单: the pages of one version, in order."""

    code: str
    version: int
    title: str
    digest: str
    all_pages: tuple[Page, ...]
    schema: Mapping[str, object]
    prefill_keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def pages(self, answers: Answers) -> list[Page]:
        """Return the visible pages with their visible fields; a condition sees the visible answers before."""
        shown: list[Page] = []
        known: dict[str, object] = {}
        for page in self.all_pages:
            if page.visible_if and not holds(page.visible_if, known, self.names):
                continue
            fields = self._visible(page, answers, known)
            if fields:
                shown.append(page if len(fields) == len(page.fields) else replace(page, fields=fields))
        return shown

    def _visible(self, page: Page, answers: Answers, known: dict[str, object]) -> tuple[Field, ...]:
        """Return the page's visible fields; `known` grows by what is answered in them."""
        fields: list[Field] = []
        for one in page.fields:
            if one.visible_if and not holds(one.visible_if, known, self.names):
                continue
            fields.append(one)
            if one.name in answers:
                known[one.name] = answers[one.name]
        return tuple(fields)

    def relevant(self, answers: Answers) -> dict[str, object]:
        """Return the answers without those of invisible pages and without strangers."""
        names = [f.name for page in self.pages(answers) for f in page.fields]
        return {name: answers[name] for name in names if name in answers}

    def page(self, key: str, answers: Answers) -> Page:
        """Return a visible page; raise UnknownPage."""
        for page in self.pages(answers):
            if page.key == key:
                return page
        raise UnknownPage(key=key)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All fields of the form, of every page."""
        return tuple(f.name for page in self.all_pages for f in page.fields)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent ahead in pieces, by the id of its upload."""

    upload: UUID
    name: str = ""


@dataclass(frozen=True)
class PageInput:
    """What was read from one page: values (new uploads still as files), messages and disputes by field."""

    values: dict[str, object]
    errors: dict[str, list[str]]
    disputes: dict[str, str] = field(default_factory=dict)

    @property
    def sound(self) -> dict[str, object]:
        """The values that can be kept; of a repeat group all rows or none."""
        wrong = {name for key in self.errors for name in (key, key.partition("-")[0])}
        return {name: value for name, value in self.values.items() if name not in wrong}


@dataclass(frozen=True)
class SummaryRow:
    """One line of the check-answers page; `page` is the key of the page where the value is changed."""

    page: str
    field: str
    label: str
    value: str
    source: str = ""
    at: datetime | None = None
    dispute: str = ""
    href: str = ""
    errors: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The anchor that messages about the field lead to."""
        return self.field
